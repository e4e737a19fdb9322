import type { Instant, Milliseconds } from '../../../core/model/instant.js';
import type { PolicyRecord } from '../../../core/model/policy.js';
import { GOOD_RESULTS } from '../../../core/model/session.js';
import type { SessionRecord } from '../../../core/model/session.js';
import type { LatestAnswer } from '../../../core/ports/activity.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { QueryParameters } from '../../../platform/http/upstream-request.js';
import type { RowPage, VbrClient } from '../client.js';
import { LARGEST_PAGE } from '../../../platform/products-kit/lists/page-sizes.js';
import { id } from '../../../platform/products-kit/values.js';
import type { JsonObject } from '../../../platform/products-kit/values.js';
import type { SessionRow } from '../wire/session.js';
import { isoTime } from './session-plan.js';
import { readSessions } from './session-stream.js';

/** Pages read of the list that all policies share, and of the list of one. */
const MOST_PAGES = 5;
/** Policies asked for one by one, and how many at a time. */
const MOST_SINGLES = 25;
const AT_ONCE = 4;
/** A session is created a little before its job says that it runs. */
const SLACK: Milliseconds = 3_600_000;
const GOOD_WORDS = ['Success', 'Warning'];
const NEWEST_FIRST = { orderColumn: 'CreationTime', orderAsc: false };

type Answer = Map<string, LatestAnswer>;

/**
 * Finds the newest session of many policies: one walk over the newest sessions of the server, newest first, until all but a
 * handful are found, then single calls for the rest under a cap.
 */
export class LatestSessions {
  private readonly answer: Answer = new Map();
  private readonly wanted: Map<string, PolicyRecord>;
  private readonly lastSessionIds: ReadonlySet<string | null>;

  constructor(
    private readonly client: VbrClient,
    private readonly server: string,
    policies: readonly PolicyRecord[],
    private readonly goodOnly: boolean,
    private readonly scope: CallScope,
  ) {
    const ran = policies.filter(({ lastRun, lastSessionId }) => lastRun !== null || lastSessionId !== null);
    this.wanted = new Map(ran.map((policy) => [policy.nativeId, policy]));
    this.lastSessionIds = new Set(ran.map(({ lastSessionId }) => lastSessionId));
  }

  async find(): Promise<Answer> {
    if (this.wanted.size > AT_ONCE) await this.walkNewest();
    await this.askOneByOne();
    return this.answer;
  }

  private async walkNewest(): Promise<void> {
    const oldest = this.oldest();
    const query = { ...this.goodFilter(), ...NEWEST_FIRST, createdAfterFilter: isoTime(oldest) };
    let pages = 0;
    let gaps = oldest !== undefined;
    const matters = (row: JsonObject): boolean => this.mayBeWanted(row);
    for await (const page of this.client.sessions(query, LARGEST_PAGE, this.scope, matters)) {
      const unreadable = this.match(page);
      gaps ||= unreadable > 0 || page.truncated !== false;
      pages += 1;
      if (pages === MOST_PAGES || this.wanted.size <= AT_ONCE) return;
    }
    // The whole list was read: what is not in it does not exist.
    if (!gaps) this.wanted.clear();
  }

  /** Most rows of a busy server are of other jobs, or older ones of those that have been found. */
  private mayBeWanted(row: JsonObject): boolean {
    const jobId = id(row['jobId']);
    return jobId === null || this.wanted.has(jobId) || this.lastSessionIds.has(id(row['id']));
  }

  /** Rows come newest first, so the first that fits a policy is its newest. Gives how many could not be read. */
  private match(page: RowPage<SessionRow>): number {
    const byLastSession = new Map([...this.wanted.values()].map((policy) => [policy.lastSessionId, policy]));
    let unreadable = page.unreadable;
    for (const row of page.rows) {
      const policy = byLastSession.get(row.id) ?? this.wanted.get(row.jobId ?? '');
      if (policy === undefined || !this.mayFit(row, policy)) continue;
      const [session] = readSessions({ rows: [row], unreadable: 0, zone: page.zone }, this.server).sessions;
      if (session === undefined) unreadable += 1;
      else if (!this.goodOnly || GOOD_RESULTS.includes(session.result)) this.decide(policy, session);
    }
    return unreadable;
  }

  private mayFit(row: SessionRow, { nativeId, lastSessionId }: PolicyRecord): boolean {
    if (!this.wanted.has(nativeId)) return false;
    return this.goodOnly || lastSessionId === null || lastSessionId === row.id;
  }

  private decide(policy: PolicyRecord, session: LatestAnswer | null): void {
    this.wanted.delete(policy.nativeId);
    if (session !== null) this.answer.set(policy.nativeId, session);
  }

  private async askOneByOne(): Promise<void> {
    const left = [...this.wanted.values()];
    for (const policy of left.slice(MOST_SINGLES)) this.decide(policy, 'unknown');
    const asked = left.slice(0, MOST_SINGLES);
    for (let start = 0; start < asked.length; start += AT_ONCE)
      await Promise.all(
        asked
          .slice(start, start + AT_ONCE)
          .map(async (policy) => this.decide(policy, await this.ask(policy))),
      );
  }

  private ask(policy: PolicyRecord): Promise<LatestAnswer | null> {
    const { lastSessionId } = policy;
    return lastSessionId !== null && !this.goodOnly ? this.askById(lastSessionId) : this.askByJob(policy);
  }

  private async askById(sessionId: string): Promise<SessionRecord | null> {
    const rows = await this.client.session(sessionId, this.scope);
    return rows === null ? null : (readSessions(rows, this.server).sessions[0] ?? null);
  }

  private async askByJob(policy: PolicyRecord): Promise<LatestAnswer | null> {
    const query = { ...this.goodFilter(), ...NEWEST_FIRST, jobIdFilter: policy.nativeId };
    // Without the filter good sessions may lie behind many others.
    const limit = this.goodOnly && this.goodFilter() === undefined ? 200 : 20;
    let pages = 0;
    for await (const page of this.client.sessions(query, limit, this.scope)) {
      const { sessions } = readSessions(page, this.server);
      const found = sessions.find(
        (session) =>
          session.policyId === policy.nativeId && (!this.goodOnly || GOOD_RESULTS.includes(session.result)),
      );
      if (found !== undefined) return found;
      pages += 1;
      if (pages === MOST_PAGES) return 'untold';
    }
    return null;
  }

  private goodFilter(): QueryParameters | undefined {
    return this.goodOnly && this.client.speaks('1.3-rev0') ? { resultFilter: GOOD_WORDS } : undefined;
  }

  /** Where the walk may end: before the oldest session that is looked for. undefined: nobody knows. */
  private oldest(): Instant | undefined {
    const policies = [...this.wanted.values()];
    if (this.goodOnly && policies.some(({ lastResult }) => !isGood(lastResult))) return undefined;
    const runs = policies.map(({ lastRun }) => lastRun ?? null);
    const known = runs.filter((run) => run !== null);
    return known.length < runs.length ? undefined : Math.min(...known) - SLACK;
  }
}

function isGood(result: PolicyRecord['lastResult']): boolean {
  return result !== undefined && GOOD_RESULTS.includes(result);
}
