import type { ServerReader } from '../../core/federation/server-reader.js';
import type { PolicyRecord } from '../../core/model/policy.js';
import type { RepositoryRecord } from '../../core/model/repository.js';
import type { SessionRecord } from '../../core/model/session.js';
import type { PolicyType } from '../policies/policy.type.js';
import type { RepositoryType } from '../repositories/repository.type.js';
import { BackupServerType } from '../servers/backup-server.type.js';
import type { SessionType } from '../sessions/session.type.js';
import type { Operation } from './operation.js';
import type { ConcreteClass, NodeFinder, ProductDefinition } from './product-definition.js';

/** What a global id of some type name refers to. */
export type EntityKind = 'server' | 'policy' | 'repository' | 'session';

/** Knows the concrete GraphQL class of every record, by the type name the record carries. */
export class ConcreteTypes {
  private readonly policies: ReadonlyMap<string, ConcreteClass<PolicyType>>;
  private readonly repositories: ReadonlyMap<string, ConcreteClass<RepositoryType>>;
  private readonly sessions: ReadonlyMap<string, ConcreteClass<SessionType>>;
  private readonly finders: ReadonlyMap<string, NodeFinder>;

  constructor(products: readonly ProductDefinition[]) {
    this.policies = new Map(products.flatMap(({ policies }) => Object.entries(policies)));
    this.repositories = new Map(products.flatMap(({ repositories }) => Object.entries(repositories)));
    this.sessions = new Map(products.flatMap(({ sessions }) => Object.entries(sessions)));
    this.finders = new Map(products.flatMap(({ nodes = {} }) => Object.entries(nodes)));
  }

  /** How an object of a type that only one product has is found. undefined: there is no such type. */
  finderOf(typeName: string): NodeFinder | undefined {
    return this.finders.get(typeName);
  }

  /** undefined: no type of that name has ids, or it has a finder of its own. */
  kindOf(typeName: string): EntityKind | undefined {
    if (typeName === BackupServerType.TYPE_NAME) return 'server';
    if (this.policies.has(typeName)) return 'policy';
    if (this.repositories.has(typeName)) return 'repository';
    return this.sessions.has(typeName) ? 'session' : undefined;
  }

  server(reader: ServerReader, operation: Operation): BackupServerType {
    return new BackupServerType(reader, operation);
  }

  policy(record: PolicyRecord, operation: Operation): PolicyType {
    return view(this.policies, record, operation);
  }

  repository(record: RepositoryRecord, operation: Operation): RepositoryType {
    return view(this.repositories, record, operation);
  }

  session(record: SessionRecord, operation: Operation): SessionType {
    return view(this.sessions, record, operation);
  }
}

function view<R extends { readonly type: string }, T>(
  classes: ReadonlyMap<string, ConcreteClass<T>>,
  record: R,
  operation: Operation,
): T {
  const found = classes.get(record.type);
  if (found === undefined) throw new RangeError(`no GraphQL class is registered for "${record.type}"`);
  // Chosen by the record's own type name, so it is the class that takes such records.
  const concrete = found as new (record: R, operation: Operation) => T;
  return new concrete(record, operation);
}
