import { Field, InputType, ObjectType } from '@nestjs/graphql';
import type { ChangeKind, LoggedChange } from '../../core/following/change-log.js';
import type { SessionResult } from '../../core/model/session.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { PolicyType } from '../policies/policy.type.js';
import { RepositoryType } from '../repositories/repository.type.js';
import { BackupServerType } from '../servers/backup-server.type.js';
import { SessionResultEnum } from '../sessions/session.enums.js';
import { SessionType } from '../sessions/session.type.js';
import type { Operation } from '../shared/operation.js';
import { ServerScopeFilter } from '../shared/server-scope.input.js';

const ChangeKindEnum = describedEnum<ChangeKind>('ChangeKind', 'What has changed.', {
  SESSION_STARTED: 'A session is new and has not ended.',
  SESSION_UPDATED: 'Something of a session differs that has not ended: its state, progress, message …',
  SESSION_FINISHED: 'A session has ended; or is new, and had ended when it was seen for the first time.',
  POLICY:
    'Something of a policy differs, or it is new or gone. Seen when somebody reads the policies of its server, which this subscription does not.',
  REPOSITORY:
    'Something of a repository differs, or it is new or gone. Seen when somebody reads the repositories of its server.',
  SERVER: 'The status of a server (BackupServer.health.status) is another one.',
  GAP: 'Changes may have been missed, of the server or, where it is null, of all: ask for the lists anew. Told whatever the filter says of kinds.',
});

@ObjectType('Change', { description: 'Something that was found to be new on a server.' })
export class ChangeType {
  @Field(() => String, {
    description: 'Its place: passed as `after` it lets a later subscription go on behind it.',
  })
  readonly cursor: string;

  constructor(
    private readonly change: LoggedChange,
    cursor: string,
    private readonly operation: Operation,
  ) {
    this.cursor = cursor;
  }

  @Field(() => DateTimeScalar, {
    description: 'When the gateway found it; when it happened, the objects tell.',
  })
  get at(): number {
    return this.change.at;
  }

  @Field(() => ChangeKindEnum, { description: 'What has changed.' })
  get kind(): ChangeKind {
    return this.change.kind;
  }

  @Field(() => BackupServerType, { nullable: true, description: 'Where. null: a GAP over all servers.' })
  get server(): BackupServerType | null {
    const reader = this.change.server === null ? undefined : this.operation.fleet.find(this.change.server);
    return reader === undefined ? null : this.operation.server(reader);
  }

  @Field(() => SessionType, {
    nullable: true,
    description: 'The session as it was found. null: the change is not one of a session.',
  })
  get session(): SessionType | null {
    return this.change.session === undefined ? null : this.operation.session(this.change.session);
  }

  @Field(() => PolicyType, {
    nullable: true,
    description:
      'The policy as it was found. null: the change is not one of a policy, or the policy is gone.',
  })
  get policy(): PolicyType | null {
    return this.change.policy === undefined ? null : this.operation.policy(this.change.policy);
  }

  @Field(() => RepositoryType, {
    nullable: true,
    description:
      'The repository as it was found. null: the change is not one of a repository, or the repository is gone.',
  })
  get repository(): RepositoryType | null {
    return this.change.repository === undefined ? null : this.operation.repository(this.change.repository);
  }
}

@InputType('ChangeFilter', {
  description: 'Which changes; every given condition must hold. An empty list matches nothing but gaps.',
})
export class ChangeFilter extends ServerScopeFilter {
  @Field(() => [ChangeKindEnum], {
    nullable: true,
    description: 'Of one of these kinds; GAP is always told.',
  })
  readonly kinds?: ChangeKind[] | null;

  @Field(() => [SessionResultEnum], {
    nullable: true,
    description: 'Of sessions with one of these results. Changes of anything else are left out then.',
  })
  readonly results?: SessionResult[] | null;
}
