import * as v from 'valibot';
import type { SessionRecord } from '../../../core/model/session.js';
import { SESSION_KINDS, SESSION_RESULTS, SESSION_STATES } from '../../../core/model/session.js';
import { nameKey } from '../../../core/ordering/ordering.js';
import type { SqlValue } from './sql-link.js';

/** The columns of a session behind its server, with their types. */
const COLUMNS: readonly (readonly [name: string, type: string, of: (session: SessionRecord) => SqlValue])[] =
  [
    ['type', 'text', ({ type }) => type],
    ['native_id', 'text', ({ nativeId }) => orderable(nativeId)],
    ['policy_id', 'text', ({ policyId }) => (policyId == null ? null : orderable(policyId))],
    ['name_key', 'text', ({ name }) => orderable(nameKey(name))],
    ['kind', 'text', ({ kind }) => kind],
    ['state', 'text', ({ state }) => state],
    ['result', 'text', ({ result }) => result],
    ['start_time', 'double precision', ({ startTime }) => startTime],
    ['end_time', 'double precision', ({ endTime }) => endTime],
    ['record', 'text', (session) => JSON.stringify(session)],
  ];

const KEY = ['type', 'native_id'];

/** $1 is the server, and each further parameter a list with what one column holds. */
export const PUT_SESSIONS = `insert into journal.session (server, ${COLUMNS.map(([name]) => name).join(', ')})
  select $1::text, ${COLUMNS.map(([, type], index) => `unnest($${String(index + 2)}::${type}[])`).join(', ')}
  on conflict (server, type, native_id) do update set ${COLUMNS.map(([name]) => name)
    .filter((name) => !KEY.includes(name))
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`;

/** The parameters of `PUT_SESSIONS`. */
export function putParams(server: string, sessions: readonly SessionRecord[]): readonly SqlValue[] {
  return [
    server,
    ...COLUMNS.map(([, , of]) => sessions.map((session) => of(session) as string | number | null)),
  ];
}

/**
 * A text whose order by code point, as databases compare it, is the order of the given texts by code unit, as JavaScript does; and
 * without NUL, which is no text to PostgreSQL, and half surrogates, which are none to either.
 */
export function orderable(text: string): string {
  // eslint-disable-next-line no-control-regex -- NUL is what it is about
  return text.replace(/[\0\x01\ud7ff-\uffff]/g, (unit) => {
    const code = unit.charCodeAt(0);
    return code < 2 ? `\x01${String.fromCharCode(code + 1)}` : `\ud7ff${String.fromCharCode(code - 0xd7fe)}`;
  });
}

const text = v.string();
const time = v.pipe(v.number(), v.finite());

const RECORD = v.looseObject({
  type: text,
  server: text,
  nativeId: text,
  nativeType: text,
  name: text,
  kind: v.picklist(SESSION_KINDS),
  state: v.picklist(SESSION_STATES),
  result: v.picklist(SESSION_RESULTS),
  message: v.nullable(text),
  startTime: time,
  endTime: v.nullable(time),
  progressPercent: v.nullable(time),
  initiatedBy: v.nullable(text),
  retryOf: v.optional(v.nullable(text)),
  retryNumber: v.exactOptional(time),
  partOfRun: v.boolean(),
  policyId: v.optional(v.nullable(text)),
  native: v.unknown(),
});

/** A session as it was kept; null: the database holds something else. */
export function keptSession(json: unknown): SessionRecord | null {
  const { success, output } = v.safeParse(RECORD, parse(json));
  if (!success) return null;
  const { retryOf, policyId, ...rest } = output;
  return { ...rest, retryOf, policyId };
}

function parse(json: unknown): unknown {
  try {
    return JSON.parse(String(json));
  } catch {
    return undefined;
  }
}
