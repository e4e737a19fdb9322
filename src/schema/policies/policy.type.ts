import { Field, InterfaceType, ObjectType } from '@nestjs/graphql';
import { repositoriesById } from '../../core/federation/inventory-lookup.js';
import {
  lastResultOf,
  lastRunOf,
  lastSessionOf,
  lastSuccessOf,
  orNull,
  repositoryIdsOf,
} from '../../core/federation/policy-facts.js';
import { recoveryPointOf } from '../../core/federation/policy-recovery-point.js';
import type { PolicyKind, PolicyRecord, PolicyStatus, Workload } from '../../core/model/policy.js';
import type { PolicyRetention, ProtectedSelection, StartPlan } from '../../core/model/policy-terms.js';
import type { SessionResult } from '../../core/model/session.js';
import type { ObjectiveRule, RecoveryPoint, RecoveryPointStatus } from '../../core/reports/recovery-point.js';
import { Estimated, SELECTIONS, TARGETS } from '../../platform/graphql/checks/estimate.js';
import { DurationField } from '../../platform/graphql/duration-field.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { RepositoryType } from '../repositories/repository.type.js';
import { BackupServerType } from '../servers/backup-server.type.js';
import { SessionResultEnum } from '../sessions/session.enums.js';
import { SessionType } from '../sessions/session.type.js';
import { NodeType } from '../shared/node.type.js';
import { RecordType } from '../shared/record.type.js';
import { PolicyScheduleType } from './policy-schedule.type.js';
import { PolicyRetentionType, ProtectedSelectionType } from './policy-terms.type.js';
import {
  ObjectiveRuleEnum,
  PolicyKindEnum,
  PolicyStatusEnum,
  RecoveryPointStatusEnum,
  WorkloadEnum,
} from './policy.enums.js';

@ObjectType('RecoveryPoint', {
  description:
    'The newest usable restore point of a policy against its objective, with the rule that was applied.',
})
export class RecoveryPointType {
  constructor(point: RecoveryPoint) {
    Object.assign(this, point);
  }

  @Field(() => RecoveryPointStatusEnum, { description: 'The verdict.' })
  readonly status!: RecoveryPointStatus;

  @DurationField('How old the newest usable restore point may be. null: no rule applies.')
  readonly objective!: number | null;

  @Field(() => ObjectiveRuleEnum, { description: 'Where the objective comes from.' })
  readonly rule!: ObjectiveRule;

  @DurationField('How old the newest usable restore point is now. null: there is none, or it is not known.')
  readonly age!: number | null;

  @Field(() => String, { nullable: true, description: 'The verdict in words. null: nothing to add.' })
  readonly reason!: string | null;
}

/** A policy of any product; subclasses add what only theirs has. */
@InterfaceType('Policy', {
  implements: () => [NodeType],
  description: 'What protects: a VBR job, a VB_AWS policy, a VB_M365 job or copy job.',
  resolveType: (value: PolicyType) => value.typeName,
})
export abstract class PolicyType<R extends PolicyRecord = PolicyRecord> extends RecordType<R> {
  @Field(() => String, { description: "The product's own id; the same one may exist on other servers." })
  get nativeId(): string {
    return this.record.nativeId;
  }

  @Field(() => String, {
    description: "The product's own type word (VBR job type, VB_AWS workload, VB_M365 backup type).",
  })
  get nativeType(): string {
    return this.record.nativeType;
  }

  @Field(() => String, { description: 'Name shown in the product.' })
  get name(): string {
    return this.record.name;
  }

  @Field(() => String, {
    nullable: true,
    description: 'What an administrator noted about it. null: nothing.',
  })
  get description(): string | null {
    return this.record.description;
  }

  @Field(() => BackupServerType, { description: 'The server it belongs to.' })
  get server(): BackupServerType {
    return this.operation.server(this.reader);
  }

  @Field(() => PolicyKindEnum, { description: 'How it protects, in words all products share.' })
  get kind(): PolicyKind {
    return this.record.kind;
  }

  @Field(() => WorkloadEnum, { description: 'What it protects, in words all products share.' })
  get workload(): Workload {
    return this.record.workload;
  }

  @Field(() => Boolean, { description: 'Whether it is switched on.' })
  get enabled(): boolean {
    return this.record.enabled;
  }

  @Field(() => PolicyStatusEnum, { description: 'What it does right now.' })
  get status(): PolicyStatus {
    return this.record.status;
  }

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When it last started (VBR and VB_M365 lastRun, VB_AWS start of the last session). null: never; or the product has no way to tell, then `lastResult` is UNKNOWN (the VPC policy of VB_AWS that has not run lately).',
  })
  get lastRun(): number | null | Promise<number | null> {
    return lastRunOf(this.reader, this.record).then(orNull);
  }

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When it starts next by its schedule (VBR and VB_M365 nextRun). null: not scheduled, disabled, or not told; VB_AWS never tells.',
  })
  get nextRun(): number | null {
    return this.record.nextRun;
  }

  @Field(() => SessionResultEnum, {
    description:
      'How it last ended; NONE when it never ran, UNKNOWN when that could not be read or the product has no way to tell.',
  })
  get lastResult(): SessionResult | Promise<SessionResult> {
    return this.record.lastResult ?? lastResultOf(this.reader, this.record);
  }

  @Field(() => SessionType, {
    nullable: true,
    description:
      'Its newest session. null: it never ran, or the product no longer keeps the session; or it has no way to find it, then `lastResult` is UNKNOWN.',
  })
  get lastSession(): Promise<SessionType | null> {
    return lastSessionOf(this.reader, this.record).then((session) => {
      const known = orNull(session);
      return known && this.operation.session(known);
    });
  }

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'End of its newest run that ended SUCCESS or WARNING (VB_M365 lastBackup, else from sessions), however long ago. null: there is none in the history the product keeps, or the product has no way to find it, then `recoveryPoint.status` is UNKNOWN.',
  })
  get lastSuccess(): number | null | Promise<number | null> {
    return lastSuccessOf(this.reader, this.record).then(orNull);
  }

  @Field(() => RecoveryPointType, { description: 'Its newest usable restore point against its objective.' })
  get recoveryPoint(): Promise<RecoveryPointType> {
    return recoveryPointOf(this.reader, this.record).then((point) => new RecoveryPointType(point));
  }

  @Estimated({ rows: () => TARGETS })
  @Field(() => [RepositoryType], {
    nullable: true,
    description:
      'Every place it writes to, linked by id (VBR: its repository; archive and secondary targets of file jobs are in `storage`). [] is none (snapshots, replicas). null: the server does not tell (VB_AWS SLA policies whose storage template it does not list); with an entry in errors: it could not be read.',
  })
  get repositories(): readonly RepositoryType[] | Promise<readonly RepositoryType[] | null> {
    return this.record.repositoryIds?.length === 0 ? [] : this.readRepositories();
  }

  @Field(() => PolicyScheduleType, {
    nullable: true,
    description:
      'When it starts by itself, in words that all products share (VBR schedule, read from GET /jobs once a server; VB_AWS scheduleSettings; VB_M365 schedulePolicy). null: the server does not tell; with an entry in errors: it could not be read.',
  })
  get schedule(): Promise<PolicyScheduleType | null> {
    return this.startPlan().then((plan) => plan && new PolicyScheduleType(plan, this.record, this.reader));
  }

  @Field(() => PolicyRetentionType, {
    nullable: true,
    description:
      'How long it keeps what it makes, in words that all products share (VBR retentionPolicy, read from GET /jobs once a server; VB_AWS: of its backups, else of its snapshots, by the plan that runs most often; VB_M365: as its repository keeps). null: the server does not tell; SLA-based policies of VB_AWS keep by their template; with an entry in errors: it could not be read.',
  })
  get retention(): Promise<PolicyRetention | null> {
    return this.kept();
  }

  @Estimated({ rows: () => SELECTIONS })
  @Field(() => [ProtectedSelectionType], {
    nullable: true,
    description:
      'What it takes in and what it leaves out, in words that all products share (VBR: read from GET /jobs once a server; VB_AWS selectedItems, excludedItems and regions; VB_M365 SelectedItems and ExcludedItems, two calls a job). Copies have what they copy. null: the server does not tell; with an entry in errors: it could not be read.',
  })
  get protects(): Promise<readonly ProtectedSelection[] | null> {
    return this.selections();
  }

  /** When it starts by itself; null: the server does not tell. */
  protected abstract startPlan(): Promise<StartPlan | null>;

  /** How long it keeps what it makes; null: the server does not tell. */
  protected abstract kept(): Promise<PolicyRetention | null>;

  /** What it takes in and leaves out; null: the server does not tell. */
  protected abstract selections(): Promise<readonly ProtectedSelection[] | null>;

  private async readRepositories(): Promise<readonly RepositoryType[] | null> {
    const [ids] = await Promise.all([repositoryIdsOf(this.reader, this.record), this.reader.repositories()]);
    if (ids === null) return null;
    const repositories = await repositoriesById(this.reader, ids);
    return repositories.map((repository) => this.operation.repository(repository));
  }
}
