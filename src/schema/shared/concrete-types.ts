import type { ServerReader } from '../../core/federation/server-reader.js';
import type { PolicyRecord } from '../../core/model/policy.js';
import type { RepositoryRecord } from '../../core/model/repository.js';
import type { SessionRecord } from '../../core/model/session.js';
import type { PolicyType } from '../policies/policy.type.js';
import type { RepositoryType } from '../repositories/repository.type.js';
import { BackupServerType } from '../servers/backup-server.type.js';
import type { SessionType } from '../sessions/session.type.js';
import type { Operation } from './operation.js';
import type { ConcreteClass, ProductDefinition } from './product-definition.js';

/** What a global id of some type name refers to. */
export type EntityKind = 'server' | 'policy' | 'repository' | 'session';

/** Knows the concrete GraphQL class of every record, by the type name the record carries. */
export class ConcreteTypes {
  private readonly policies: ReadonlyMap<string, ConcreteClass<PolicyRecord, PolicyType>>;
  private readonly repositories: ReadonlyMap<string, ConcreteClass<RepositoryRecord, RepositoryType>>;
  private readonly sessions: ReadonlyMap<string, ConcreteClass<SessionRecord, SessionType>>;

  constructor(products: readonly ProductDefinition[]) {
    this.policies = new Map(products.flatMap(({ policies }) => Object.entries(policies)));
    this.repositories = new Map(products.flatMap(({ repositories }) => Object.entries(repositories)));
    this.sessions = new Map(products.flatMap(({ sessions }) => Object.entries(sessions)));
  }

  /** undefined: no type of that name has ids. */
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
    return new (classOf(this.policies, record.type))(record, operation);
  }

  repository(record: RepositoryRecord, operation: Operation): RepositoryType {
    return new (classOf(this.repositories, record.type))(record, operation);
  }

  session(record: SessionRecord, operation: Operation): SessionType {
    return new (classOf(this.sessions, record.type))(record, operation);
  }
}

function classOf<R, T>(
  classes: ReadonlyMap<string, ConcreteClass<R, T>>,
  typeName: string,
): ConcreteClass<R, T> {
  const found = classes.get(typeName);
  if (found === undefined) throw new RangeError(`no GraphQL class is registered for "${typeName}"`);
  return found;
}
