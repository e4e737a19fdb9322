import { setTimeout as delay } from 'node:timers/promises';
import { SourceFailure } from '../../../core/errors/source-failure.js';
import type { Milliseconds } from '../../../core/model/instant.js';
import type { PolicyRecord } from '../../../core/model/policy.js';
import type { SessionRecord } from '../../../core/model/session.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import { mapJobSession } from '../mappers/job-session.js';
import type { JobSessionRow } from '../wire/session.js';
import type { JobSessionSource } from './job-session-stream.js';
import { knownJob } from './known-jobs.js';
import { newestRows } from './newest-rows.js';

/** Before each further look; a server lists a session when it has begun, which may take a moment. */
const PAUSES: readonly Milliseconds[] = [100, 200, 400, 800, 1_600, 3_200];

/** Finds the session of a policy that is started, where the version does not answer with it (v6 and v7). */
export class StartedSession {
  private constructor(
    private readonly source: JobSessionSource,
    private readonly policy: PolicyRecord,
    private readonly former: ReadonlySet<string>,
  ) {}

  /** Before the start: remembers which sessions there are, so that no clock has to be trusted. One call. */
  static async beforeStart(
    source: JobSessionSource,
    policy: PolicyRecord,
    scope: CallScope,
  ): Promise<StartedSession> {
    const { rows } = await newestRows(source, policy, scope).catch(noneOfMissing);
    return new StartedSession(source, policy, new Set(rows.map(({ id }) => id)));
  }

  /** After the start: the new session; null: not listed yet, or the list could not be read. The work goes on either way. */
  async find(scope: CallScope): Promise<SessionRecord | null> {
    try {
      let row = await this.look(scope);
      for (const pause of PAUSES) {
        if (row !== undefined || scope.signal.aborted) break;
        await delay(pause);
        row = await this.look(scope);
      }
      return row === undefined ? null : mapJobSession(this.source.server, row, knownJob(this.policy));
    } catch (error) {
      if (error instanceof SourceFailure) return null;
      throw error;
    }
  }

  private async look(scope: CallScope): Promise<JobSessionRow | undefined> {
    const { rows } = await newestRows(this.source, this.policy, scope);
    return rows.filter(({ id }) => !this.former.has(id)).sort((a, b) => b.creationTime - a.creationTime)[0];
  }
}

/** With a job that is gone its list is gone (v6); the start is left to say so. */
function noneOfMissing(error: unknown): { readonly rows: readonly JobSessionRow[] } {
  if (error instanceof SourceFailure && error.upstreamStatus === 404) return { rows: [] };
  throw error;
}
