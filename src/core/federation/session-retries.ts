import { unlessFailed } from '../errors/source-failure.js';
import DataLoader from 'dataloader';
import { batchedWith } from '../fairness/batching.js';
import type { Milliseconds } from '../model/instant.js';
import { sessionIdentity } from '../model/session.js';
import type { SessionRecord } from '../model/session.js';
import type { SessionCriteria } from '../ports/activity.js';
import type { Inference, RetryPlans } from '../reports/retries.js';
import { LONGEST_RUN, UnlinkedSessions, isUnlinked } from '../reports/retries.js';
import type { SessionReader } from './session-reader.js';
import type { SessionScanner } from './session-scan.js';

/** The part of a `ServerReader` that tells retries. */
export type RetryReader = SessionReader & {
  readonly scanner: SessionScanner;
  retryPlans(): Promise<RetryPlans>;
};

export type RetryKnowledge = 'TOLD' | 'INFERRED' | 'UNKNOWN';

/** Whether a session is a retry, and how that is known. */
export interface Retry {
  /** Native id of the first session of its run; null: it is no retry, as far as is known. */
  readonly retryOf: string | null;
  readonly knownBy: RetryKnowledge;
}

/** Sessions before the asked ones that tell which run they are of. */
const LOOK_BACK: Milliseconds = 2 * LONGEST_RUN;

/** About how much memory a session takes that is kept for the operation. */
const SESSION_BYTES = 1_000;

/** The retry plans of a server; none where they cannot be read, which makes retries unknown and not an error. */
export function retryPlansOf(reader: RetryReader): Promise<RetryPlans> {
  return unlessFailed(reader.retryPlans(), new Map());
}

/** What is inferred of sessions among themselves. */
export function inferredAmong(
  reader: RetryReader,
  sessions: readonly SessionRecord[],
): Promise<ReadonlyMap<string, Inference>> {
  const unlinked = new UnlinkedSessions();
  for (const session of sessions) unlinked.add(session);
  return unlinked.infer(() => retryPlansOf(reader), reader.budget);
}

/** Which run the sessions of one operation belong to; those of a list are looked at together. */
export class SessionRetries {
  private readonly loader: DataLoader<SessionRecord, Retry, string>;

  constructor(private readonly reader: RetryReader) {
    this.loader = new DataLoader((sessions) => this.load(sessions), {
      cacheKeyFn: (session) => sessionIdentity(session),
      ...batchedWith(reader.budget),
    });
  }

  async of(session: SessionRecord): Promise<Retry> {
    const { retryOf } = session;
    if (retryOf !== undefined) return { retryOf, knownBy: 'TOLD' };
    if (!isUnlinked(session)) return { retryOf: null, knownBy: 'TOLD' };
    if (session.retryNumber === 0) return { retryOf: null, knownBy: 'TOLD' };
    const canBeInferred =
      session.retryNumber !== undefined || this.reader.member.adapter.inventory.retryPlans !== undefined;
    return canBeInferred ? this.loader.load(session) : { retryOf: null, knownBy: 'UNKNOWN' };
  }

  private async load(sessions: readonly SessionRecord[]): Promise<Retry[]> {
    const earlier: SessionRecord[] = [];
    await this.reader.scanner.scan({
      reader: this.reader,
      criteria: before(sessions),
      needsPolicies: false,
      visit: (session) => {
        this.reader.budget.hold(SESSION_BYTES);
        earlier.push(session);
      },
    });
    for (const session of earlier) this.reader.details.remember(session);
    const inferred = await inferredAmong(this.reader, [...sessions, ...earlier]);
    return sessions.map(({ nativeId }) => {
      const inference = inferred.get(nativeId);
      if (inference === 'unknown') return { retryOf: null, knownBy: 'UNKNOWN' };
      return { retryOf: inference?.retryOf ?? null, knownBy: 'INFERRED' };
    });
  }
}

/** Retries by time follow failures alone; those that the product counts follow any session. */
function before(sessions: readonly SessionRecord[]): SessionCriteria {
  const starts = sessions.map(({ startTime }) => startTime);
  return {
    ...(sessions.every(({ retryNumber }) => retryNumber === undefined) && { results: ['FAILED'] }),
    startedAfter: starts.reduce((a, b) => Math.min(a, b)) - LOOK_BACK,
    startedBefore: starts.reduce((a, b) => Math.max(a, b)),
  };
}
