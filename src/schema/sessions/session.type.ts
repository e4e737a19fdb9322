import { Field, Float, InterfaceType, ObjectType } from '@nestjs/graphql';
import { causeOf } from '../../core/model/failure-cause.js';
import { typicalOf } from '../../core/federation/session-typical.js';
import type { RetryKnowledge } from '../../core/federation/session-retries.js';
import type {
  SessionItem,
  SessionKind,
  SessionLogEntry,
  SessionRecord,
  SessionResult,
  SessionState,
} from '../../core/model/session.js';
import { Estimated } from '../../platform/graphql/checks/estimate.js';
import { DurationField } from '../../platform/graphql/duration-field.js';
import { BytesScalar, DateTimeScalar } from '../../platform/graphql/scalars.js';
import { PolicyType } from '../policies/policy.type.js';
import { BackupServerType } from '../servers/backup-server.type.js';
import { NodeType } from '../shared/node.type.js';
import { RecordType } from '../shared/record.type.js';
import { FailureCauseType } from './failure-cause.type.js';
import { TypicalVerdictType } from './typical.type.js';
import { RetryKnowledgeEnum, SessionKindEnum, SessionResultEnum, SessionStateEnum } from './session.enums.js';

/** How many sessions a session is held against, with those of others in the same walk. */
const SAMPLES = 50;

@ObjectType('SessionLogEntry', { description: "One line of a session's log, in the product's own words." })
export class SessionLogEntryType {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was written. null: the product does not say.',
  })
  readonly time!: number | null;

  @Field(() => SessionResultEnum, {
    description: 'How the step ended; NONE for a plain note or a step under way.',
  })
  readonly status!: SessionResult;

  @Field(() => String, { description: 'The line.' })
  readonly title!: string;

  @Field(() => String, { nullable: true, description: 'More about it. null: the product gives no more.' })
  readonly description!: string | null;
}

@ObjectType('SessionItem', {
  description:
    'One object a session worked on: a VBR task session, a VB_AWS protected or restored item, a VB_M365 processed object.',
})
export class SessionItemType {
  constructor(item: SessionItem) {
    Object.assign(this, item);
  }

  @Field(() => String, { description: 'Name of the object.' })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: "The product's word for what it is. null: not told." })
  readonly type!: string | null;

  @Field(() => SessionResultEnum, { description: 'How work on it ended.' })
  readonly result!: SessionResult;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When work on it began. null: not told.' })
  readonly startTime!: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When work on it ended. null: not ended, or not told.',
  })
  readonly endTime!: number | null;

  @Field(() => String, {
    nullable: true,
    description: "Why it ended so, in the product's words. null: nothing said.",
  })
  readonly message!: string | null;

  @Field(() => FailureCauseType, {
    nullable: true,
    description:
      'Why it ended WARNING, FAILED or CANCELLED, read from `message`. null: it ended otherwise, or has not ended.',
  })
  get cause(): FailureCauseType | null {
    const cause = causeOf(this.result, this.message);
    return cause && new FailureCauseType(cause);
  }

  @Field(() => BytesScalar, { nullable: true, description: 'Bytes looked at. null: not told.' })
  readonly processed!: number | null;

  @Field(() => BytesScalar, { nullable: true, description: 'Bytes sent to the repository. null: not told.' })
  readonly transferred!: number | null;
}

/** A session of any product; subclasses add what only theirs has. */
@InterfaceType('Session', {
  implements: () => [NodeType],
  description: 'One piece of work of a backup server and its result.',
  resolveType: (value: SessionType) => value.typeName,
})
export abstract class SessionType<R extends SessionRecord = SessionRecord> extends RecordType<R> {
  @Field(() => String, { description: "The product's own id; the same one may exist on other servers." })
  get nativeId(): string {
    return this.record.nativeId;
  }

  @Field(() => String, {
    description:
      "The product's own word for the kind of session (VBR sessionType, VB_AWS type or extendedSessionType, VB_M365 jobType or restore type).",
  })
  get nativeType(): string {
    return this.record.nativeType;
  }

  @Field(() => String, { description: 'Name the product shows; usually that of its policy.' })
  get name(): string {
    return this.record.name;
  }

  @Field(() => BackupServerType, { description: 'The server that did the work.' })
  get server(): BackupServerType {
    return this.operation.server(this.reader);
  }

  @Field(() => SessionKindEnum, { description: 'What it did, in words all products share.' })
  get kind(): SessionKind {
    return this.record.kind;
  }

  @Field(() => SessionStateEnum, { description: 'How far it is.' })
  get state(): SessionState {
    return this.record.state;
  }

  @Field(() => SessionResultEnum, { description: 'How it ended; NONE while it runs.' })
  get result(): SessionResult {
    return this.record.result;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "Why it ended so, in the product's words (VBR result.message, VB_AWS reason, VB_M365 details). null: nothing said.",
  })
  get message(): string | null {
    return this.record.message;
  }

  @Field(() => FailureCauseType, {
    nullable: true,
    description:
      'Why it ended WARNING, FAILED or CANCELLED, read from `message`; without one more call. null: it ended otherwise, or has not ended.',
  })
  get cause(): FailureCauseType | null {
    const cause = causeOf(this.record.result, this.record.message);
    return cause && new FailureCauseType(cause);
  }

  @Field(() => DateTimeScalar, {
    description: 'When it started (VBR and VB_M365 creationTime, VB_AWS executionStartTime).',
  })
  get startTime(): number {
    return this.record.startTime;
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended. null: it has not.' })
  get endTime(): number | null {
    return this.record.endTime;
  }

  @DurationField('From start to end. null: it has not ended.')
  get duration(): number | null {
    const { startTime, endTime } = this.record;
    return endTime === null ? null : Math.max(0, endTime - startTime);
  }

  @Field(() => Float, {
    nullable: true,
    description:
      'How much is done, 0 to 100 (VBR progressPercent). null: the product does not say; VB_AWS and VB_M365 never do.',
  })
  get progressPercent(): number | null {
    return this.record.progressPercent;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'Account that started it (VBR initiatedBy from 1.3-rev0, VB_M365 restore initiatedBy). null: not told.',
  })
  get initiatedBy(): string | null {
    return this.record.initiatedBy;
  }

  @Field(() => SessionType, {
    nullable: true,
    description:
      'The first session of the run this one is a retry of (VBR 1.3-rev2 originalSessionId, VB_M365 mainSessionId; inferred on older versions, see `retryKnownBy`). null: it is no retry, it cannot be known, or that session is gone. Reports count a run once, with the result of its last retry. Where it is inferred, all sessions of one answer cost one walk over the failures of two days before them.',
  })
  get retryOf(): Promise<SessionType | null> {
    return this.firstOfRun();
  }

  @Field(() => RetryKnowledgeEnum, {
    nullable: true,
    description:
      'How it is known whether it is a retry, and of which run; costs what `retryOf` does. null, with an entry in errors: the sessions before it could not be read.',
  })
  get retryKnownBy(): Promise<RetryKnowledge> {
    return this.reader.retries.of(this.record).then(({ knownBy }) => knownBy);
  }

  @Field(() => Boolean, {
    description:
      'It did a part of the work of another session that is listed too: VB_AWS sessions of type Job and Task that work for a policy. Reports count the other one only. VBR and VB_M365 keep such parts in `items`.',
  })
  get partOfRun(): boolean {
    return this.record.partOfRun;
  }

  @Field(() => PolicyType, {
    nullable: true,
    description:
      'The policy that started it, linked by id (VB_AWS sessions name none: linked as docs/schema.md tells). null: no policy did, or it no longer exists.',
  })
  get policy(): Promise<PolicyType | null> {
    return this.reader.policyOf(this.record).then((policy) => policy && this.operation.policy(policy));
  }

  @Field(() => [SessionLogEntryType], {
    nullable: true,
    description:
      'Its log, oldest line first. One upstream call a session. null, with an entry in errors: it could not be read.',
  })
  get log(): Promise<readonly SessionLogEntry[]> {
    return this.reader.details.log(this.record);
  }

  @Field(() => [SessionItemType], {
    nullable: true,
    description:
      'The objects it worked on. One upstream call a session. null: the server cannot tell them (capability SESSION_ITEMS; VB_M365 before v7, save for restores); with an entry in errors: they could not be read.',
  })
  get items(): Promise<readonly SessionItemType[] | null> {
    const items = this.reader.details.items(this.record);
    return items.then((known) => known && known.map((item) => new SessionItemType(item)));
  }

  @Estimated({ scan: () => SAMPLES })
  @Field(() => TypicalVerdictType, {
    nullable: true,
    description:
      'How it compares with the good sessions of its policy before it. null: no policy started it. Sessions of one server that began within a month share one walk over its good sessions of four months.',
  })
  get typical(): Promise<TypicalVerdictType | null> {
    return typicalOf(this.reader, this.record).then((verdict) => verdict && new TypicalVerdictType(verdict));
  }

  private async firstOfRun(): Promise<SessionType | null> {
    const { retryOf } = await this.reader.retries.of(this.record);
    if (retryOf === null) return null;
    const first = await this.reader.session(this.record.type, retryOf);
    return first && this.operation.session(first);
  }
}
