import type { SessionLogEntry } from '../../../core/model/session.js';
import type { RestoreEventRow } from '../wire/restore.js';
import type { LogItemRow } from '../wire/session.js';
import { resultOf } from './words.js';

const PREFIXED = /^\s*\[([a-z]+)\]\s*(.*)$/is;

/** Log lines in the order they were written. */
export function mapLog(rows: readonly LogItemRow[]): readonly SessionLogEntry[] {
  const byAge = [...rows].sort((a, b) => (a.usn ?? 0) - (b.usn ?? 0));
  return byAge.map(mapLogItem);
}

/** Events of a restore session as its log, in their order. */
export function mapEventLog(rows: readonly RestoreEventRow[]): readonly SessionLogEntry[] {
  return inOrder(rows).map((row) => ({
    time: row.startTime,
    status: resultOf(row.status),
    title: row.title ?? row.itemName ?? row.type ?? '',
    description: row.message,
  }));
}

export function inOrder(rows: readonly RestoreEventRow[]): readonly RestoreEventRow[] {
  return [...rows].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
}

function mapLogItem(row: LogItemRow): SessionLogEntry {
  const { status, title } = row.type === null ? unprefixed(row.title ?? '') : withType(row);
  return { time: row.creationTime, status, title, description: null };
}

type Line = Pick<SessionLogEntry, 'status' | 'title'>;

function withType({ type, message, title }: LogItemRow): Line {
  return { status: resultOf(type), title: message ?? title ?? '' };
}

/** "[Success] Connected": a bracket that is no status belongs to the text. */
function unprefixed(text: string): Line {
  const [, word, rest] = PREFIXED.exec(text) ?? [];
  const status = resultOf(word ?? null);
  return { status, title: status === 'UNKNOWN' ? text : (rest ?? text) };
}
