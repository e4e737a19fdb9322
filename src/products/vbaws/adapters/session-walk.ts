import type { Instant } from '../../../core/model/instant.js';
import type { SessionPage } from '../../../core/ports/activity.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { Truncation } from '../../../core/ports/listing.js';
import type { VbAwsSessionRecord } from '../mappers/session.js';
import type { SessionReader, SessionSelection } from './session-reader.js';

/** Lists are reported to stop near 5000 rows without a word: a walk that ends here or later is not believed to be complete. */
const SUSPICIOUS_ROWS = 4900;
/** A list is taken up again so often at most. */
const MOST_WINDOWS = 200;
/** Rows this close to the place where a walk goes on may come twice. */
const OVERLAP = 2000;

export interface SessionWalk {
  readonly selection: SessionSelection;
  /** Of the first page. */
  readonly pageRows: number;
  /** True: the selection says all that was asked, so that the upstream's count is the answer's. */
  readonly exact: boolean;
  /** Leaves out rows that the upstream could not be asked to leave out. */
  readonly keep?: (session: VbAwsSessionRecord) => boolean;
  /** Rows for which it is false are not even read. */
  readonly matters?: (row: unknown) => boolean;
}

interface WindowEnd {
  /** Why the list may have stopped early; false: it was read to its end. */
  readonly capped: Truncation;
  /** It is worth asking for what follows by time. */
  readonly goesOn: boolean;
  readonly last: Instant | null;
}

/** Reads a list page by page in the order of the start; where the upstream stops early, goes on from the last row's time. */
export async function* walkSessions(
  reader: SessionReader,
  walk: SessionWalk,
  scope: CallScope,
): AsyncGenerator<SessionPage> {
  const recent = new RecentSessions();
  let selection = walk.selection;
  for (let windows = 1; ; windows += 1) {
    const isFirst = windows === 1;
    const end: WindowEnd = yield* walkWindow(reader, { ...walk, selection }, recent, isFirst, scope);
    if (end.capped === false) return;
    if (!end.goesOn || end.last === null || windows === MOST_WINDOWS) {
      yield { items: [], total: null, unreadable: 0, truncated: end.capped };
      return;
    }
    selection = goingOn(selection, end.last);
  }
}

async function* walkWindow(
  reader: SessionReader,
  walk: SessionWalk,
  recent: RecentSessions,
  isFirst: boolean,
  scope: CallScope,
): AsyncGenerator<SessionPage, WindowEnd> {
  let read = 0;
  let news = 0;
  let last: Instant | null = null;
  let truncated: Truncation = false;
  let isAstray = false;
  for await (const page of reader.pages(walk.selection, walk.pageRows, scope, walk.matters)) {
    const fresh = recent.news(page.records);
    read += page.rowCount;
    news += fresh.length;
    last = page.records.at(-1)?.startTime ?? last;
    ({ truncated, isAstray } = page);
    const isCounted = walk.exact && isFirst && (page.total ?? SUSPICIOUS_ROWS) < SUSPICIOUS_ROWS;
    yield {
      items: walk.keep ? fresh.filter(walk.keep) : fresh,
      total: isCounted ? page.total : null,
      unreadable: page.unreadable,
      truncated: false,
    };
  }
  if (truncated === false && read >= SUSPICIOUS_ROWS) truncated = `it stops after ${read} rows`;
  return { capped: truncated, goesOn: news > 0 && !isAstray, last };
}

function goingOn(selection: SessionSelection, last: Instant): SessionSelection {
  return selection.direction === 'DESC' ? { ...selection, to: last + 1 } : { ...selection, from: last - 1 };
}

/**
 * The sessions that may come again: those of the last page (new sessions shift the list) and those near its end (a walk that
 * goes on by time repeats them). Never more than that is held.
 */
class RecentSessions {
  private starts = new Map<string, Instant>();

  news(page: readonly VbAwsSessionRecord[]): VbAwsSessionRecord[] {
    const fresh = page.filter(({ nativeId }) => !this.starts.has(nativeId));
    const last = page.at(-1)?.startTime;
    if (last === undefined) return fresh;
    const near = [...this.starts].filter(([, start]) => Math.abs(start - last) <= OVERLAP);
    this.starts = new Map([
      ...near,
      ...page.map(({ nativeId, startTime }) => [nativeId, startTime] as const),
    ]);
    return fresh;
  }
}
