import type { Type } from '@nestjs/common';
import type { ServerReader } from '../../core/federation/server-reader.js';
import type { Product } from '../../core/model/server.js';
import type { AdapterFactory } from '../../platform/products-kit/adapter-factory.js';
import type { UpstreamHttpFactory } from '../../platform/http/upstream-http.module.js';
import type { PolicyType } from '../policies/policy.type.js';
import type { RepositoryType } from '../repositories/repository.type.js';
import type { SessionType } from '../sessions/session.type.js';
import type { NodeType } from './node.type.js';
import type { Operation } from './operation.js';

/** The class behind one concrete GraphQL type. It takes the records of its own type only; ConcreteTypes sees to that. */
export type ConcreteClass<T> = new (record: never, operation: Operation) => T;

/** Finds an object of a type of its own by its native id; null: the server does not have it. */
export type NodeFinder = (
  reader: ServerReader,
  nativeId: string,
  operation: Operation,
) => Promise<NodeType | null>;

/** Everything the composition root needs to know of a product. */
export interface ProductDefinition {
  readonly product: Product;
  /** Nest module that provides and exports `factory`. */
  readonly module: Type;
  readonly factory: new (https: UpstreamHttpFactory) => AdapterFactory;
  /** Concrete classes by GraphQL type name, which is the `type` of the product's records. */
  readonly policies: Readonly<Record<string, ConcreteClass<PolicyType>>>;
  readonly repositories: Readonly<Record<string, ConcreteClass<RepositoryType>>>;
  readonly sessions: Readonly<Record<string, ConcreteClass<SessionType>>>;
  /** Further types with ids, which are neither policies, repositories nor sessions, by GraphQL type name. */
  readonly nodes?: Readonly<Record<string, NodeFinder>>;
}
