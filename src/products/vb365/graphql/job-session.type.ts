import { unlessFailed } from '../../../core/errors/source-failure.js';
import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { BytesScalar } from '../../../platform/graphql/scalars.js';
import { RepositoryType } from '../../../schema/repositories/repository.type.js';
import { SessionType } from '../../../schema/sessions/session.type.js';
import type { JobSessionRecord } from '../native.js';
import type { StatisticsRow } from '../wire/session.js';
import { repositoryById } from './edges.js';

@ObjectType('VbM365SessionStatistics', { description: 'What a VB_M365 job session moved, and how fast.' })
export class VbM365SessionStatistics implements Omit<StatisticsRow, 'processedObjects'> {
  @Field(() => BytesScalar, {
    nullable: true,
    description: 'Bytes transferred in all, before compression (transferredDataBytes). null: not told.',
  })
  readonly transferredBytes!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Bytes processed per second on average (processingRateBytesPS). null: not told.',
  })
  readonly processingBytesPerSecond!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Items processed per second on average (processingRateItemsPS). null: not told.',
  })
  readonly processingItemsPerSecond!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Bytes read per second on average (readRateBytesPS). null: not told.',
  })
  readonly readBytesPerSecond!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Bytes written per second on average (writeRateBytesPS). null: not told.',
  })
  readonly writeBytesPerSecond!: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for what slowed it down: NA, Detecting, Source or Target. null: not told.",
  })
  readonly bottleneck!: string | null;
}

@ObjectType('VbM365JobSession', {
  implements: () => [SessionType],
  description: 'One run of a VB_M365 job or copy job (JobSessions).',
})
export class VbM365JobSession extends SessionType<JobSessionRecord> {
  /** Sessions come without a name; that of the job is the one the product shows. */
  @Field(() => String, {
    name: 'name',
    description:
      'Name of its job or copy job; where the job no longer exists or cannot be read, "Job session". Costs the list of policies once a server, unless it was read within the last five minutes.',
  })
  get jobName(): string | Promise<string> {
    if (this.record.native.isNamed) return this.record.name;
    const { name } = this.record;
    const jobName = this.reader.policyOf(this.record).then((policy) => policy?.name ?? name);
    return unlessFailed(jobName, name);
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The product's own word for how it ended or what it does: Success, Warning, Failed, Stopped, Running, Queued, Disconnected, NotConfigured. null: not told.",
  })
  get status(): string | null {
    return this.record.native.status;
  }

  @Field(() => Float, {
    nullable: true,
    description: 'Objects (mailboxes, sites, teams …) processed so far. null: not told.',
  })
  get processedObjects(): number | null {
    return this.record.native.processedObjects;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for what was synchronized (jobSessionConfigType): Full or Incremental. null: API version before v8.",
  })
  get syncType(): string | null {
    return this.record.native.configType;
  }

  @Field(() => Int, {
    nullable: true,
    description: 'Which retry within its run it is; 0 is the first attempt. null: not told.',
  })
  get retryCount(): number | null {
    return this.record.native.retryCount;
  }

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether another retry follows (jobWillBeRetried). null: API version v6.',
  })
  get willBeRetried(): boolean | null {
    return this.record.native.willBeRetried;
  }

  @Field(() => VbM365SessionStatistics, {
    nullable: true,
    description: 'What it moved, and how fast. null: not told.',
  })
  get statistics(): StatisticsRow | null {
    return this.record.native.statistics;
  }

  @Field(() => RepositoryType, {
    nullable: true,
    description:
      'The repository it wrote to, linked by id (API version v6: the one its job writes to now). null: it is no longer there.',
  })
  get repository(): Promise<RepositoryType | null> {
    return this.repositoryId().then((id) => repositoryById(this, id));
  }

  private async repositoryId(): Promise<string | null> {
    const { repositoryId } = this.record.native;
    if (repositoryId !== null) return repositoryId;
    return (await this.reader.policyOf(this.record))?.repositoryIds?.[0] ?? null;
  }
}
