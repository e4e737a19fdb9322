import type { Clock, Instant, Milliseconds } from '../../../core/model/instant.js';
import type { PolicyRecord } from '../../../core/model/policy.js';
import type { KnownJob } from '../mappers/job-session.js';

/** For so long a name counts as the current one, so that a list that is asked for again and again costs only its own calls. */
const RECENT: Milliseconds = 5 * 60_000;

/** What the inventory last said of jobs and copy jobs; sessions name them by id only. */
export class KnownJobs {
  private byId: ReadonlyMap<string, KnownJob> = new Map();
  private readAt: Instant = -Infinity;

  constructor(private readonly clock: Clock) {}

  remember(policies: readonly PolicyRecord[]): void {
    this.byId = new Map(policies.map((policy) => [policy.nativeId, knownJob(policy)]));
    this.readAt = this.clock();
  }

  find(jobId: string | null): KnownJob | undefined {
    const job = jobId === null ? undefined : this.byId.get(jobId);
    return job && { ...job, isRecent: this.clock() - this.readAt < RECENT };
  }
}

export function knownJob({ name, kind }: PolicyRecord): KnownJob {
  return { name, isCopy: kind === 'BACKUP_COPY', isRecent: true };
}
