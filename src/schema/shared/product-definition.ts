import type { Type } from '@nestjs/common';
import type { PolicyRecord } from '../../core/model/policy.js';
import type { RepositoryRecord } from '../../core/model/repository.js';
import type { Product } from '../../core/model/server.js';
import type { SessionRecord } from '../../core/model/session.js';
import type { AdapterFactory } from '../../platform/http/adapter-factory.js';
import type { PolicyType } from '../policies/policy.type.js';
import type { RepositoryType } from '../repositories/repository.type.js';
import type { SessionType } from '../sessions/session.type.js';
import type { Operation } from './operation.js';

/**
 * The class behind one concrete GraphQL type. Records are told apart by their `type`, so a class may ask for its own product's
 * record (TypeScript compares constructor parameters both ways): the registry only ever hands it those.
 */
export type ConcreteClass<R, T> = new (record: R, operation: Operation) => T;

/** Everything the composition root needs to know of a product. */
export interface ProductDefinition {
  readonly product: Product;
  /** Nest module that provides and exports `factory`. */
  readonly module: Type;
  readonly factory: Type<AdapterFactory>;
  /** Concrete classes by GraphQL type name, which is the `type` of the product's records. */
  readonly policies: Readonly<Record<string, ConcreteClass<PolicyRecord, PolicyType>>>;
  readonly repositories: Readonly<Record<string, ConcreteClass<RepositoryRecord, RepositoryType>>>;
  readonly sessions: Readonly<Record<string, ConcreteClass<SessionRecord, SessionType>>>;
}
