import type { PolicyRecord } from '../../../core/model/policy.js';
import type { KnownJob } from '../mappers/job-session.js';

/** What the inventory last said of jobs and copy jobs; sessions name them by id only. */
export class KnownJobs {
  private byId: ReadonlyMap<string, KnownJob> = new Map();

  remember(policies: readonly PolicyRecord[]): void {
    this.byId = new Map(policies.map((policy) => [policy.nativeId, knownJob(policy)]));
  }

  find(jobId: string | null): KnownJob | undefined {
    return jobId === null ? undefined : this.byId.get(jobId);
  }
}

export function knownJob({ name, kind }: PolicyRecord): KnownJob {
  return { name, isCopy: kind === 'BACKUP_COPY' };
}
