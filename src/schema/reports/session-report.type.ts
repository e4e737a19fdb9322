import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { FailureClass } from '../../core/model/failure-cause.js';
import type { PolicyRecord, Workload } from '../../core/model/policy.js';
import type { Product, Tag } from '../../core/model/server.js';
import type { SessionKind, SessionResult } from '../../core/model/session.js';
import type { SessionGroup, SessionReport, SessionStats } from '../../core/reports/session-report.js';
import { DurationField } from '../../platform/graphql/duration-field.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { WorkloadEnum } from '../policies/policy.enums.js';
import { PolicyType } from '../policies/policy.type.js';
import { BackupServerType } from '../servers/backup-server.type.js';
import { FailureClassEnum, SessionKindEnum, SessionResultEnum } from '../sessions/session.enums.js';
import type { Operation } from '../shared/operation.js';
import { ProductEnum } from '../shared/product.enum.js';
import { RunCountsType } from '../shared/run-counts.type.js';
import { TagType } from '../shared/tag.type.js';
import { ReportedType } from './reported.type.js';

@ObjectType('SessionStats', {
  description:
    'Counts of runs. A run is a session with its retries, counted once, with the result of the last; sessions that are a part of a run (`partOfRun`) are not counted. Where the product does not link retries (VBR before 1.3-rev2, VB_M365 v6) they are inferred; `inferredRetries` and `possibleRetries` say how many rest on that.',
})
export class SessionStatsType extends RunCountsType {
  constructor(stats: SessionStats) {
    super();
    Object.assign(this, stats);
  }

  @Field(() => Int, { description: 'Runs that started in the window.' })
  readonly count!: number;

  @Field(() => Int, {
    description:
      "Sessions counted as retries by inference: from the policy's retry settings and the time (VBR before 1.3-rev2) or the product's count of retries (VB_M365 v6). 0: every retry was linked by its product.",
  })
  readonly inferredRetries!: number;

  @Field(() => Int, {
    description:
      'Of the runs, those that may be retries of the run before them, which cannot be known: they begin soon after a failure, and the retry settings cannot be read (VB_AWS tells no wait; a VBR job that `/jobs` does not show), or a planned run may begin then too. Each counts on its own. 0: the counts are certain.',
  })
  readonly possibleRetries!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'Part of the ended runs that left a usable restore point, 0 to 1: SUCCESS and WARNING among SUCCESS, WARNING, FAILED and CANCELLED. null: none of these.',
  })
  readonly successRate!: number | null;

  @DurationField('Mean time from start to end of the ended runs. null: none has a known end.')
  readonly averageDuration!: number | null;

  @DurationField(
    'Time that 95 % of the ended runs did not exceed (nearest rank). null: none has a known end.',
  )
  readonly p95Duration!: number | null;
}

@ObjectType('SessionGroup', {
  description:
    'Runs that share one value of every key they are grouped by. Keys that were not asked for are null.',
})
export class SessionGroupType {
  constructor(
    private readonly group: SessionGroup,
    private readonly operation: Operation,
  ) {}

  @Field(() => ProductEnum, { nullable: true, description: 'Grouped by PRODUCT: the product.' })
  get product(): Product | null {
    return this.group.product;
  }

  @Field(() => BackupServerType, { nullable: true, description: 'Grouped by SERVER: the server.' })
  get server(): BackupServerType | null {
    const { server } = this.group;
    return server === null ? null : this.operation.server(this.operation.fleet.of({ server }));
  }

  @Field(() => PolicyType, {
    nullable: true,
    description: 'Grouped by POLICY: the policy; null for runs that no known policy started.',
  })
  get policy(): PolicyType | null {
    const policy: PolicyRecord | null = this.group.policy;
    return policy && this.operation.policy(policy);
  }

  @Field(() => SessionKindEnum, { nullable: true, description: 'Grouped by KIND: what the runs did.' })
  get kind(): SessionKind | null {
    return this.group.kind;
  }

  @Field(() => WorkloadEnum, {
    nullable: true,
    description:
      'Grouped by WORKLOAD: what their policy protects; null for runs that no known policy started.',
  })
  get workload(): Workload | null {
    return this.group.workload;
  }

  @Field(() => SessionResultEnum, { nullable: true, description: 'Grouped by RESULT: how they ended.' })
  get result(): SessionResult | null {
    return this.group.result;
  }

  @Field(() => FailureClassEnum, {
    nullable: true,
    description: 'Grouped by CAUSE: why they ended so; null for those that went well, or go on.',
  })
  get cause(): FailureClass | null {
    return this.group.cause;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'Grouped by MESSAGE: what the product says, at most 1,000 characters; null for those of which it says nothing, that went well, or go on.',
  })
  get message(): string | null {
    return this.group.message;
  }

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Grouped by HOUR, DAY, WEEK or MONTH: when it begins in the time zone of the report.',
  })
  get periodStart(): number | null {
    return this.group.periodStart;
  }

  @Field(() => TagType, {
    nullable: true,
    description: 'Grouped by TAG: the tag; null for servers without tags.',
  })
  get tag(): Tag | null {
    return this.group.tag;
  }

  @Field(() => SessionStatsType, { description: 'The counts.' })
  get stats(): SessionStatsType {
    return new SessionStatsType(this.group.stats);
  }
}

@ObjectType('SessionReport', {
  description: 'Runs by result over a window of time, computed from the sessions themselves.',
})
export class SessionReportType extends ReportedType<SessionReport> {
  @Field(() => [SessionGroupType], {
    description:
      'The groups that are not empty (with `fill`: and those of empty periods), in the order of their values, key by key. Without `groupBy`: one with all runs.',
  })
  get groups(): SessionGroupType[] {
    return this.reported.report.groups.map((group) => new SessionGroupType(group, this.operation));
  }

  @Field(() => SessionStatsType, { description: 'All runs of the window.' })
  get total(): SessionStatsType {
    return new SessionStatsType(this.reported.report.total);
  }
}
