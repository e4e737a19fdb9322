import type { PolicyRecord } from '../../../core/model/policy.js';
import { GOOD_RESULTS } from '../../../core/model/session.js';
import type { LatestAnswer } from '../../../core/ports/activity.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import { mapJobSession } from '../mappers/job-session.js';
import { readRows } from '../../../platform/products-kit/values.js';
import type { JobSessionRow } from '../wire/session.js';
import { readJobSession } from '../wire/session.js';
import type { JobSessionSource } from './job-session-stream.js';
import { knownJob } from './known-jobs.js';
import { NewestFirst } from './newest-first.js';
import { newestRows } from './newest-rows.js';

/** Pages of the common list, at most, before policies are asked one by one. */
const COMMON_PAGES = 5;
/** So few missing policies are cheaper asked one by one than by another page. */
const FEW = 4;
/** Policies asked one by one, at most. */
const SINGLE_CALLS = 25;
const CONCURRENCY = 4;
/** How far back one policy's own list is searched for a good session. */
const GOOD_ROWS = 200;

type Found = Map<string, LatestAnswer>;

/** The newest session of each policy: from the newest pages of the common list, what is missing then one by one. */
export class LatestSessions {
  private readonly byId: ReadonlyMap<string, PolicyRecord>;
  private readonly found: Found = new Map();

  constructor(
    private readonly source: JobSessionSource,
    policies: readonly PolicyRecord[],
    private readonly goodOnly: boolean,
    private readonly scope: CallScope,
  ) {
    const candidates = policies.filter((policy) => mayHaveOne(policy, goodOnly));
    this.byId = new Map(candidates.map((policy) => [policy.nativeId, policy]));
  }

  async find(): Promise<ReadonlyMap<string, LatestAnswer>> {
    const sawAll = this.byId.size > 1 && (await this.readCommonList());
    if (!sawAll) await this.askOneByOne();
    return this.found;
  }

  /** True when the list was read to its end: what is missing does not exist. */
  private async readCommonList(): Promise<boolean> {
    const { client, readings } = this.source;
    const order = new NewestFirst(undefined);
    let count = 0;
    for await (const page of client.pages({ path: '/JobSessions' }, this.scope)) {
      const { rows } = readRows(page.rows, readJobSession);
      readings.learn(rows);
      this.keep(rows);
      order.hasPassed(rows);
      count += 1;
      if (!page.hasMore) return page.truncated === false;
      const isEnough = order.isKept && this.missing.length <= FEW;
      if (isEnough || count === COMMON_PAGES) break;
    }
    // Without order, newer sessions may stand behind what was read.
    if (!order.isKept) this.found.clear();
    return false;
  }

  private async askOneByOne(): Promise<void> {
    const waiting = this.missing;
    const asked = waiting.splice(0, SINGLE_CALLS);
    for (const policy of waiting) this.found.set(policy.nativeId, 'unknown');
    const worker = async (): Promise<void> => {
      for (let policy = asked.shift(); policy; policy = asked.shift()) await this.askOne(policy);
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  }

  private async askOne(policy: PolicyRecord): Promise<void> {
    const wanted = this.goodOnly ? GOOD_ROWS : undefined;
    const { rows, hasNewest, isAll } = await newestRows(this.source, policy, this.scope, wanted);
    if (hasNewest) this.keep(rows);
    if (!isAll && !this.found.has(policy.nativeId)) this.found.set(policy.nativeId, 'untold');
  }

  /** Remembers the newest wanted session of each policy among the rows. */
  private keep(rows: readonly JobSessionRow[]): void {
    for (const row of rows) {
      const policy = this.byId.get(row.jobId ?? '');
      if (!policy) continue;
      const known = this.found.get(policy.nativeId);
      const isNewer = known === undefined || typeof known === 'string' || known.startTime < row.creationTime;
      if (!isNewer) continue;
      const session = mapJobSession(this.source.server, row, knownJob(policy));
      if (!this.goodOnly || GOOD_RESULTS.includes(session.result)) this.found.set(policy.nativeId, session);
    }
  }

  private get missing(): PolicyRecord[] {
    return [...this.byId.values()].filter(({ nativeId }) => !this.found.has(nativeId));
  }
}

/** The inventory may know already that there is none. */
function mayHaveOne({ lastRun, lastSuccess, status }: PolicyRecord, goodOnly: boolean): boolean {
  if (goodOnly && lastSuccess === null) return false;
  return lastRun !== null || status === 'RUNNING';
}
