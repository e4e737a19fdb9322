import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { PolicyRetention, ProtectedSelection, StartPlan } from '../../../core/model/policy-terms.js';
import { PolicyType } from '../../../schema/policies/policy.type.js';
import { RepositoryType } from '../../../schema/repositories/repository.type.js';
import type {
  VbrJobDetails,
  VbrJobRecord,
  VbrProgress,
  VbrRetention,
  VbrSchedule,
  VbrSelectedObject,
} from '../model.js';
import { jobDetails } from './datasets.js';
import { jobById, jobsById, repositoriesById } from './edges.js';
import { selectionsOf } from './selections.js';
import { VbrRetentionType, VbrSelectedObjectType } from './job-parts.type.js';
import { VbrJobStorageType } from './job-storage.type.js';
import { VbrProgressType } from './progress.type.js';
import { VbrScheduleType } from './schedule.type.js';

/** Said of every field that needs the full list of jobs. */
const FROM_LIST = 'Read from GET /jobs, once a server and operation.';
const UNREAD = 'null, with an entry in errors: the list could not be read.';

@ObjectType('VbrJob', {
  implements: () => [PolicyType],
  description:
    'A job of Veeam Backup & Replication: backup, copy, replica, agent policy … (GET /jobs/states).',
})
export class VbrJob extends PolicyType<VbrJobRecord> {
  @Field(() => String, {
    nullable: true,
    description:
      "The product's own status word (status): running, inactive, disabled, since 1.3-rev0 also enabled, starting, stopping, stopped; capitalised since 1.3-rev1. null: not told.",
  })
  get nativeStatus(): string | null {
    return this.record.native.status;
  }

  @Field(() => Int, {
    nullable: true,
    description: 'How many objects it protects (objectsCount). null: not told.',
  })
  get objectsCount(): number | null {
    return this.record.native.objectsCount;
  }

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the scheduler serves it before others (highPriority). null: revision before 1.3-rev0.',
  })
  get highPriority(): boolean | null {
    return this.record.native.highPriority;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'When it runs next, in the words and date format of the server ("After [other job]", "Not scheduled"). null: revision before 1.3-rev0, or not told.',
  })
  get nextRunPolicy(): string | null {
    return this.record.native.nextRunPolicy;
  }

  @Field(() => Float, {
    nullable: true,
    description:
      'How much of its last session is done, 0 to 100. null: revision before 1.3-rev0, or not told.',
  })
  get progressPercent(): number | null {
    return this.record.native.progressPercent;
  }

  @Field(() => VbrProgressType, {
    nullable: true,
    description:
      'What its last session moved (sessionProgress), without asking for the session. null: revision before 1.3-rev0, or it never ran.',
  })
  get progress(): VbrProgress | null {
    return this.record.native.progress;
  }

  @Field(() => VbrJob, {
    nullable: true,
    description:
      'The job whose end starts it (runAfterJob), linked by id. null: none does, or revision before 1.3-rev0; `vbrSchedule.afterJobName` then has its name.',
  })
  get runsAfter(): Promise<PolicyType | null> {
    return jobById(this, this.record.native.runAfterJobId);
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for when a backup copy job copies (backupCopyMode): Immediate or Periodic. null: no such job, or revision before 1.3-rev0.",
  })
  get copyMode(): string | null {
    return this.record.native.copyMode;
  }

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it only takes snapshots on the storage (isStorageSnapshot); `kind` is then SNAPSHOT. null: revision before 1.3-rev0.',
  })
  get storageSnapshot(): boolean | null {
    return this.record.native.storageSnapshot;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'Name of where it writes to, as the console shows it (targetName). null: it writes nowhere, or revision before 1.3-rev2.',
  })
  get targetName(): string | null {
    return this.record.native.targetName;
  }

  @Field(() => VbrScheduleType, {
    nullable: true,
    description: `When it starts by itself, as the product has it. ${FROM_LIST} null: its type has no schedule in the REST API. ${UNREAD}`,
  })
  get vbrSchedule(): Promise<VbrSchedule | null> {
    return this.detail(({ schedule }) => schedule);
  }

  @Field(() => VbrJobStorageType, {
    nullable: true,
    description: `Where and how it stores what it writes. ${FROM_LIST} null: the list does not have the job. ${UNREAD}`,
  })
  get storage(): Promise<VbrJobStorageType | null> {
    return this.detail(({ storage }) => new VbrJobStorageType(storage, this));
  }

  @Field(() => VbrRetentionType, {
    nullable: true,
    description: `How long it keeps what it wrote, as the product has it. ${FROM_LIST} null: not told. ${UNREAD}`,
  })
  get vbrRetention(): Promise<VbrRetention | null> {
    return this.detail(({ retention }) => retention);
  }

  @Field(() => [VbrSelectedObjectType], {
    nullable: true,
    description: `What it protects. ${FROM_LIST} Copy jobs select other jobs: see \`sourcePolicies\`. null: the list does not have the job. ${UNREAD}`,
  })
  get selectedObjects(): Promise<readonly VbrSelectedObject[] | null> {
    return this.detail(({ selectedObjects }) => selectedObjects);
  }

  @Field(() => [VbrSelectedObjectType], {
    nullable: true,
    description: `What it leaves out although it lies in something selected. ${FROM_LIST} null: the list does not have the job. ${UNREAD}`,
  })
  get excludedObjects(): Promise<readonly VbrSelectedObject[] | null> {
    return this.detail(({ excludedObjects }) => excludedObjects);
  }

  @Field(() => [VbrJob], {
    nullable: true,
    description: `The jobs whose backups it copies or scans, linked by id. ${FROM_LIST} [] for jobs that protect objects themselves, and for copies of whole repositories. ${UNREAD}`,
  })
  get sourcePolicies(): Promise<readonly PolicyType[]> {
    return this.detail(({ sourceJobIds }) => sourceJobIds).then((ids) => jobsById(this, ids ?? []));
  }

  @Field(() => [RepositoryType], {
    nullable: true,
    description: `The repositories whose backups it copies, linked by id. ${FROM_LIST} [] for other jobs. ${UNREAD}`,
  })
  get sourceRepositories(): Promise<readonly RepositoryType[]> {
    return this.detail(({ sourceRepositoryIds }) => sourceRepositoryIds).then((ids) =>
      repositoriesById(this, ids ?? []),
    );
  }

  @Field(() => [VbrJob], {
    nullable: true,
    description: `The jobs that copy or scan its backups: the other direction of \`sourcePolicies\`. ${FROM_LIST} ${UNREAD}`,
  })
  get copyPolicies(): Promise<readonly PolicyType[]> {
    return this.copyJobIds().then((ids) => jobsById(this, ids));
  }

  @Field(() => Boolean, {
    nullable: true,
    description: `Whether applications in the machines are quiesced (appAwareProcessing). ${FROM_LIST} null: not told. ${UNREAD}`,
  })
  get applicationAware(): Promise<boolean | null> {
    return this.detail(({ applicationAware }) => applicationAware);
  }

  @Field(() => Boolean, {
    nullable: true,
    description: `Whether files in the machines are indexed for search (guestFSIndexing). ${FROM_LIST} null: not told. ${UNREAD}`,
  })
  get guestIndexing(): Promise<boolean | null> {
    return this.detail(({ guestIndexing }) => guestIndexing);
  }

  protected override startPlan(): Promise<StartPlan | null> {
    return this.detail(({ plan }) => plan);
  }

  protected override kept(): Promise<PolicyRetention | null> {
    return this.detail(({ kept }) => kept);
  }

  protected override selections(): Promise<readonly ProtectedSelection[] | null> {
    return this.detail((details) => selectionsOf(this, details));
  }

  private async detail<T>(choose: (details: VbrJobDetails) => T | Promise<T>): Promise<T | null> {
    const details = (await jobDetails(this.reader)).get(this.record.nativeId);
    return details === undefined ? null : choose(details);
  }

  private async copyJobIds(): Promise<readonly string[]> {
    const all = await jobDetails(this.reader);
    return [...all]
      .filter(([, { sourceJobIds }]) => sourceJobIds.includes(this.record.nativeId))
      .map(([id]) => id);
  }
}
