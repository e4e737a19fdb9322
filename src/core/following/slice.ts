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

/** About how many bytes a slice may take, as JSON text; in memory it is some three times as much. */
const MOST_BYTES = 16 * 2 ** 20;
/** Nothing that a session has to tell takes more; what does is left to whoever asks for it. */
const LARGEST_SESSION = 64 * 2 ** 10;

/** A part of a server's sessions without a gap. */
export interface Slice {
  readonly sessions: readonly SessionRecord[];
  /** Every wanted session that began at or after this is among them. -Infinity: there are no older ones. */
  readonly from: Instant;
}

/** Bounds that the server rounds to whole seconds must not leave anything out. */
const ROUNDING: Milliseconds = 1_000;

/**
 * Reads a slice, one call at a time. null: the server's answer came short of something, so that nobody knows what is missing; or it is
 * larger than what is kept.
 */
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
  const sessions = new SliceRows();
  let from = -Infinity;
  for (const stream of activity.open({ criteria, order: NEWEST_FIRST, expectedRows }, scope)) {
    const reach = await readStream(stream, request, sessions);
    if (reach === null) return null;
    from = Math.max(from, reach);
  }
  const wanted = sessions.rows.filter(
    ({ startTime }) => startTime >= (since ?? -Infinity) && startTime < (before ?? Infinity),
  );
  return { sessions: wanted, from: since === undefined ? from : Math.max(from, since) };
}

/** Sessions of a slice, as many as it may hold. */
class SliceRows {
  readonly rows: SessionRecord[] = [];
  private bytes = 0;

  /** False: it is too large to be kept. */
  take(session: SessionRecord): boolean {
    const bytes = textBytes(session);
    if (bytes > LARGEST_SESSION) return false;
    this.bytes += bytes;
    this.rows.push(session);
    return true;
  }

  get isFull(): boolean {
    return this.bytes >= MOST_BYTES;
  }
}

/** Whether a session is small enough to be kept. */
export function isKept(session: SessionRecord): boolean {
  return textBytes(session) <= LARGEST_SESSION;
}

function textBytes(session: SessionRecord): number {
  return JSON.stringify(session).length;
}

/** How far back the stream was read; null: its answer came short of something, or is too large to be kept. */
async function readStream(
  stream: SessionStream,
  { since = -Infinity, before = Infinity, pages }: SliceRequest,
  sessions: SliceRows,
): Promise<Instant | null> {
  let isOrdered = stream.ordered;
  let last = Infinity;
  let read = 0;
  for await (const page of stream.pages()) {
    if (isShort(page)) return null;
    for (const session of page.items) {
      if (sessions.isFull) break;
      isOrdered &&= session.startTime <= last;
      last = session.startTime;
      if (!sessions.take(session)) return null;
    }
    read += 1;
    if (isOrdered && last < since) return since;
    // Others that began at the same time may follow.
    if (isOrdered && (read >= pages || sessions.isFull) && last + 1 < before) return last + 1;
    if (sessions.isFull) return null;
  }
  return -Infinity;
}

function isShort({ unreadable, truncated, missing }: SessionPage): boolean {
  return unreadable > 0 || truncated !== false || (missing?.length ?? 0) > 0;
}
