import type { UserError } from '../../../core/errors/refusal.js';
import { Refusal } from '../../../core/errors/refusal.js';
import type { PolicyRecord } from '../../../core/model/policy.js';
import type { RepositoryRecord } from '../../../core/model/repository.js';
import type { SessionRecord } from '../../../core/model/session.js';
import type { ActionPort, PolicyAction } from '../../../core/ports/actions.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import { mapJobSession } from '../mappers/job-session.js';
import { TYPES } from '../native.js';
import { readJobSession } from '../wire/session.js';
import type { JobSessionSource } from './job-session-stream.js';
import { knownJob } from './known-jobs.js';
import { StartedSession } from './started-session.js';

/** Starts, stops, enables and disables jobs and copy jobs; synchronizes repositories. */
export class Vb365Actions implements ActionPort {
  constructor(private readonly source: JobSessionSource) {}

  async policy(action: PolicyAction, policy: PolicyRecord, scope: CallScope): Promise<SessionRecord | null> {
    if (action === 'START') return this.start(policy, scope);
    await this.source.client.change(`${pathOf(policy)}/${action.toLowerCase()}`, undefined, scope);
    return null;
  }

  /**
   * Each repository has its call; one that is refused costs itself only. The sessions that do the work are of a kind without
   * times, in a list of their own: none of ours.
   */
  async rescan(
    repositories: readonly RepositoryRecord[],
    scope: CallScope,
  ): Promise<readonly SessionRecord[]> {
    const refusals: UserError[] = [];
    const synchronize = async (repository: RepositoryRecord): Promise<void> => {
      try {
        await this.synchronize(repository, scope);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refusals.push(...about(repository, error));
      }
    };
    await Promise.all(repositories.map(synchronize));
    if (refusals.length > 0) throw new Refusal(refusals);
    return [];
  }

  /** Ends a restore session; what it restores now is broken off. */
  async stopRestore(nativeId: string, scope: CallScope): Promise<void> {
    const path = `/RestoreSessions/${encodeURIComponent(nativeId)}/Stop`;
    await this.source.client.change(path, undefined, scope);
  }

  private async start(policy: PolicyRecord, scope: CallScope): Promise<SessionRecord | null> {
    const { client, server } = this.source;
    const version = await client.version();
    const path = `${pathOf(policy)}/start`;
    const takesOptions = policy.type === TYPES.job || version === 'v6';
    const options = takesOptions ? { full: false } : undefined;
    if (version === 'v8') {
      const row = readJobSession(await client.change(path, options, scope));
      return row ? mapJobSession(server, { ...row, jobId: policy.nativeId }, knownJob(policy)) : null;
    }
    const started = await StartedSession.beforeStart(this.source, policy, scope);
    await client.change(path, options, scope);
    return started.find(scope);
  }

  private async synchronize({ nativeId }: RepositoryRecord, scope: CallScope): Promise<void> {
    const path = `/BackupRepositories/${encodeURIComponent(nativeId)}/Sync`;
    await this.source.client.change(path, undefined, scope);
  }
}

function pathOf({ type, nativeId }: PolicyRecord): string {
  return `/${type === TYPES.copyJob ? 'CopyJobs' : 'Jobs'}/${encodeURIComponent(nativeId)}`;
}

/** Several repositories may be refused at once: each refusal names its own. */
function about({ name }: RepositoryRecord, { errors }: Refusal): readonly UserError[] {
  return errors.map((error) => ({ ...error, message: `${name}: ${error.message}` }));
}
