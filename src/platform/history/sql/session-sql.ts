import type { SessionCriteria, SessionOrder, SessionOrderField } from '../../../core/ports/activity.js';
import type { JournalQuery } from '../../../core/ports/journal-store.js';
import { orderable } from './kept-session.js';
import type { SqlValue, Statement } from './sql-link.js';

/** Later than any time: sessions without an end stand as ending last. */
const NEVER = 9e15;

const SORT_KEYS: Readonly<Record<SessionOrderField, string>> = {
  START_TIME: 'start_time',
  END_TIME: `coalesce(end_time, ${String(NEVER)})`,
  NAME: 'name_key',
};

/** Conditions with their parameters, in the order they are written in. */
class Conditions {
  readonly params: SqlValue[] = [];
  private readonly parts: string[] = [];

  /** The parameter stands where `?` does. */
  add(condition: string, param: SqlValue): void {
    this.parts.push(condition.replaceAll('?', this.param(param)));
  }

  param(param: SqlValue): string {
    this.params.push(param);
    return `$${String(this.params.length)}`;
  }

  toString(): string {
    return this.parts.join(' and ');
  }
}

/** A place of a list, in the words of the database. */
export interface SqlPlace {
  readonly key: string | number;
  readonly nativeId: string;
}

export function sqlPlace({ key, nativeId }: NonNullable<JournalQuery['after']>): SqlPlace {
  return { key: typeof key === 'string' ? orderable(key) : (key ?? NEVER), nativeId: orderable(nativeId) };
}

/** The sessions of a query behind a place, each with its own, as far as the criteria are understood: `name` and `also` are not. */
export function selectSessions(
  { server, criteria, order }: JournalQuery,
  after: SqlPlace | undefined,
  limit: number,
): Statement {
  const where = conditions(server, criteria);
  if (after !== undefined) addPlace(where, order, after);
  const key = SORT_KEYS[order.field];
  const sql = `select record, ${key}, native_id from journal.session where ${String(where)}
    order by ${key} ${order.direction}, native_id limit ${where.param(limit)}::integer`;
  return { sql, params: where.params };
}

/** null: the criteria hold what is not understood. */
export function countSessions(server: string, criteria: SessionCriteria): Statement | null {
  if (criteria.name !== undefined || criteria.also !== undefined) return null;
  const where = conditions(server, criteria);
  return {
    sql: `select count(*)::double precision from journal.session where ${String(where)}`,
    params: where.params,
  };
}

function conditions(server: string, criteria: SessionCriteria): Conditions {
  const where = new Conditions();
  where.add('server = ?', server);
  const { policies, kinds, states, results } = criteria;
  const lists = {
    policy_id: policies?.map(({ nativeId }) => orderable(nativeId)),
    kind: kinds,
    state: states,
    result: results,
  };
  for (const [column, values] of Object.entries(lists))
    if (values !== undefined) where.add(`${column} = any(?::text[])`, values);
  const bounds = {
    'start_time >': criteria.startedAfter,
    'start_time <': criteria.startedBefore,
    'end_time >': criteria.endedAfter,
    'end_time <': criteria.endedBefore,
  };
  for (const [comparison, time] of Object.entries(bounds))
    if (time !== undefined) where.add(`${comparison} ?::double precision`, time);
  return where;
}

function addPlace(where: Conditions, { field, direction }: SessionOrder, { key, nativeId }: SqlPlace): void {
  const column = SORT_KEYS[field];
  const place = where.param(key) + (typeof key === 'string' ? '::text' : '::double precision');
  const beyond = direction === 'DESC' ? '<' : '>';
  where.add(`(${column} ${beyond} ${place} or (${column} = ${place} and native_id > ?))`, nativeId);
}
