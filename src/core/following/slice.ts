import type { Instant, Milliseconds } from '../model/instant.js';
import type { SessionRecord } from '../model/session.js';
import { NEWEST_FIRST } from '../ports/activity.js';
import type { ActivityPort, SessionPage, SessionStream } from '../ports/activity.js';
import type { CallScope } from '../ports/call-scope.js';

/** Which sessions to read: the newest that began before `before`, as far back as `since`. */
export interface SliceRequest {
  /** Sessions that began before it are not wanted. */
  readonly since?: Instant;
  /** Sessions that began at or after it are not wanted. */
  readonly before?: Instant;
  /** A page is asked for with so many rows. */
  readonly expectedRows: number;
  /** How many pages of a list are read at most; more only where all of them began at the same time. */
  readonly pages: number;
}

/** A part of a server's sessions without a gap. */
export interface Slice {
  readonly sessions: readonly SessionRecord[];
  /** Every wanted session that began at or after this is among them. -Infinity: there are no older ones. */
  readonly from: Instant;
}

/** Bounds that the server rounds to whole seconds must not leave anything out. */
const ROUNDING: Milliseconds = 1_000;

/** Reads a slice, one call at a time. null: the server's answer came short of something, so that nobody knows what is missing. */
export async function readSlice(
  activity: ActivityPort,
  request: SliceRequest,
  scope: CallScope,
): Promise<Slice | null> {
  const { since, before, expectedRows } = request;
  const criteria = {
    // Bounds exclude themselves.
    ...(since !== undefined && { startedAfter: since - 1 }),
    ...(before !== undefined && { startedBefore: before + ROUNDING }),
  };
  const sessions: SessionRecord[] = [];
  let from = -Infinity;
  for (const stream of activity.open({ criteria, order: NEWEST_FIRST, expectedRows }, scope)) {
    const reach = await readStream(stream, request, sessions);
    if (reach === null) return null;
    from = Math.max(from, reach);
  }
  const wanted = sessions.filter(
    ({ startTime }) => startTime >= (since ?? -Infinity) && startTime < (before ?? Infinity),
  );
  return { sessions: wanted, from: since === undefined ? from : Math.max(from, since) };
}

/** How far back the stream was read; null: its answer came short of something. */
async function readStream(
  stream: SessionStream,
  { since = -Infinity, before = Infinity, pages }: SliceRequest,
  sessions: SessionRecord[],
): Promise<Instant | null> {
  let isOrdered = stream.ordered;
  let last = Infinity;
  let read = 0;
  for await (const page of stream.pages()) {
    if (isShort(page)) return null;
    for (const session of page.items) {
      isOrdered &&= session.startTime <= last;
      last = session.startTime;
      sessions.push(session);
    }
    read += 1;
    if (!isOrdered) continue;
    if (last < since) return since;
    // Others that began at the same time may follow.
    if (read >= pages && last + 1 < before) return last + 1;
  }
  return -Infinity;
}

function isShort({ unreadable, truncated, missing }: SessionPage): boolean {
  return unreadable > 0 || truncated !== false || (missing?.length ?? 0) > 0;
}
