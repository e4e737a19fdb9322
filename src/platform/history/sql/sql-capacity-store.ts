import { CAPACITY_STEPS, STEP_LENGTHS, bucketsOf } from '../../../core/history/capacity-buckets.js';
import type { Instant } from '../../../core/model/instant.js';
import type {
  CapacityBucket,
  CapacitySeen,
  CapacityStep,
  CapacityStore,
} from '../../../core/ports/capacity-store.js';
import { orderable } from './kept-session.js';
import type { SqlLink, SqlRow, SqlValue, Statement } from './sql-link.js';

/** The columns of a bucket behind its server, step, repository and start, in bytes; `seen_at` is a time. */
const COLUMNS: readonly (readonly [name: string, of: (bucket: CapacityBucket) => number | null])[] = [
  ['seen_at', ({ seenAt }) => seenAt],
  ['capacity', ({ capacity }) => capacity],
  ['free', ({ free }) => free],
  ['used', ({ used }) => used],
  ['free_lowest', ({ freeLowest }) => freeLowest],
  ['head_used', ({ headUsed }) => headUsed],
  ['hours', ({ hours }) => hours],
];
/** So many rows cross over at once, about: a year of days of some thirty repositories. */
const BATCH = 10_000;

const NAMES = COLUMNS.map(([name]) => name);
const COPIED_AT_ONCE = 5_000;
const LAST = ['capacity', 'free', 'used'];

/** Puts rows of server, step, repository, start and the columns, at most one of each, to what is known. */
export function putBuckets(rows: string): string {
  return `insert into journal.capacity as known (server, step, repository, start_time, ${NAMES.join(', ')})
    ${rows}
    on conflict (server, step, repository, start_time) do update set
      ${LAST.map((name) => `${name} = case when excluded.seen_at >= known.seen_at then excluded.${name} else known.${name} end`).join(', ')},
      seen_at = greatest(known.seen_at, excluded.seen_at),
      free_lowest = least(known.free_lowest, excluded.free_lowest),
      head_used = greatest(known.head_used, excluded.head_used),
      hours = (known.hours::bigint | excluded.hours::bigint)::double precision`;
}

/** $1 is the server, $2 the step, and each further parameter a list with what one column holds. */
const PUT_BUCKETS = putBuckets(`select $1::text, $2::text, unnest($3::text[]), unnest($4::double precision[]),
  ${NAMES.map((_name, index) => `unnest($${String(index + 5)}::double precision[])`).join(', ')}`);

/** What puts all the capacity that one database holds into another, to what that knows. */
export async function* copyingCapacity(from: Pick<SqlLink, 'read'>): AsyncGenerator<Statement> {
  const kept = await from.read({ sql: 'select distinct server, step from journal.capacity', params: [] });
  for (const [server, step] of kept)
    for (let place: readonly [string, number] = ['', -1]; ;) {
      const rows = await from.read({
        sql: `select repository, start_time, ${NAMES.join(', ')} from journal.capacity
          where server = $1 and step = $2
            and (repository > $3::text or (repository = $3::text and start_time > $4::double precision))
          order by repository, start_time limit ${String(COPIED_AT_ONCE)}`,
        params: [String(server), String(step), ...place],
      });
      const last = rows.at(-1);
      if (last === undefined) break;
      const lists = last.map((_one, index) => rows.map((row) => row[index] as string | number | null));
      yield { sql: PUT_BUCKETS, params: [String(server), String(step), ...lists] };
      place = [String(last[0]), Number(last[1])];
    }
}

/** The capacity of the past in a database. */
export class SqlCapacityStore implements CapacityStore {
  constructor(private readonly link: SqlLink) {}

  async recordCapacity(server: string, seen: readonly CapacitySeen[]): Promise<void> {
    if (seen.length > 0) await this.link.write(CAPACITY_STEPS.map((step) => put(server, step, seen)));
  }

  async capacity(
    server: string,
    repositories: readonly string[],
    step: CapacityStep,
    from: Instant,
    until: Instant,
  ): Promise<ReadonlyMap<string, readonly CapacityBucket[]>> {
    const sql = `select repository, start_time, ${NAMES.join(', ')} from journal.capacity
      where server = $1 and step = $2 and repository = any($3::text[])
        and start_time >= $4::double precision and start_time < $5::double precision
      order by repository, start_time`;
    const found = new Map<string, CapacityBucket[]>();
    const atOnce = Math.max(1, Math.floor(BATCH / Math.max(1, (until - from) / STEP_LENGTHS[step])));
    for (let first = 0; first < repositories.length; first += atOnce) {
      const some = repositories.slice(first, first + atOnce);
      const names = new Map(some.map((repository) => [orderable(repository), repository]));
      const rows = await this.link.read({ sql, params: [server, step, [...names.keys()], from, until] });
      for (const [name, ...columns] of rows) {
        const repository = names.get(String(name)) ?? '';
        const buckets = found.get(repository);
        if (buckets === undefined) found.set(repository, [bucket(columns)]);
        else buckets.push(bucket(columns));
      }
    }
    return found;
  }

  async expireCapacity(step: CapacityStep, before: Instant): Promise<void> {
    const sql = 'delete from journal.capacity where step = $1 and start_time < $2::double precision';
    await this.link.write([{ sql, params: [step, before] }]);
  }
}

function put(server: string, step: CapacityStep, seen: readonly CapacitySeen[]): Statement {
  const rows = [...bucketsOf(seen, step)].flatMap(([repository, buckets]) =>
    buckets.map((one) => ({ repository, one })),
  );
  const lists: SqlValue[] = [
    rows.map(({ repository }) => orderable(repository)),
    rows.map(({ one }) => one.start),
    ...COLUMNS.map(([, of]) => rows.map(({ one }) => of(one))),
  ];
  return { sql: PUT_BUCKETS, params: [server, step, ...lists] };
}

function bucket([start, seenAt, capacity, free, used, freeLowest, headUsed, hours]: SqlRow): CapacityBucket {
  return {
    start: Number(start),
    seenAt: Number(seenAt),
    capacity: Number(capacity),
    free: Number(free),
    used: used === null ? null : Number(used),
    freeLowest: Number(freeLowest),
    headUsed: Number(headUsed),
    hours: Number(hours),
  };
}
