import type { Type } from '@nestjs/common';
import type { Product } from '../../core/model/server.js';
import type { AdapterFactory } from '../../platform/http/adapter-factory.js';
import type { PolicyType } from '../policies/policy.type.js';
import type { RepositoryType } from '../repositories/repository.type.js';
import type { SessionType } from '../sessions/session.type.js';
import type { Operation } from './operation.js';

/** The class behind one concrete GraphQL type. It takes the records of its own type only; ConcreteTypes sees to that. */
export type ConcreteClass<T> = new (record: never, operation: Operation) => T;

/** Everything the composition root needs to know of a product. */
export interface ProductDefinition {
  readonly product: Product;
  /** Nest module that provides and exports `factory`. */
  readonly module: Type;
  readonly factory: Type<AdapterFactory>;
  /** Concrete classes by GraphQL type name, which is the `type` of the product's records. */
  readonly policies: Readonly<Record<string, ConcreteClass<PolicyType>>>;
  readonly repositories: Readonly<Record<string, ConcreteClass<RepositoryType>>>;
  readonly sessions: Readonly<Record<string, ConcreteClass<SessionType>>>;
}
