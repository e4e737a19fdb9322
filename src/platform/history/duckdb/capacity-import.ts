import { ALL_HOURS, CAPACITY_STEPS, KEPT_FOR, STEP_LENGTHS } from '../../../core/history/capacity-buckets.js';
import type { Instant } from '../../../core/model/instant.js';
import type { CapacityStep } from '../../../core/ports/capacity-store.js';
import { putBuckets } from '../sql/sql-capacity-store.js';
import type { SqlRow, Statement } from '../sql/sql-link.js';

/** A line that cannot be taken. */
export interface ImportMistake {
  /** Counts from 1; the line with the names of the columns is not counted. */
  readonly record: number;
  readonly message: string;
}

export interface ImportReport {
  readonly records: number;
  readonly repositories: number;
  readonly mistakes: number;
  /** The first of them. */
  readonly named: readonly ImportMistake[];
}

/** The format of a file, by its name. */
export type ImportFormat = 'csv' | 'ndjson' | 'parquet';

type Write = (statements: readonly Statement[]) => Promise<readonly (readonly SqlRow[])[]>;

const COLUMNS = ['time', 'server', 'repository', 'capacity', 'free', 'used'] as const;
const MOST_NAMED = 20;
const LONGEST_ID = 500;
/** A repository is never smaller: what says so counts in another unit. */
const SMALLEST = 100 * 2 ** 20;

const RFC_3339 = String.raw`\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})`;
const GUID = '[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}';
/** What no id of a server holds, and what is kept in another form (`orderable`). */
const FOREIGN = String.raw`[\x00\x01\x{D7FF}-\x{10FFFF}]`;

const AT = 'epoch_ms(try_cast(time as timestamptz))::double';
const TOLD = COLUMNS.slice(0, -1)
  .map((name) => `nullif(${name}::varchar, '') as ${name}`)
  .join(', ');

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A path as the pattern, which is what DuckDB takes, that no other file fits. */
const literally = (path: string): string => path.replaceAll(/[*?[]/g, '[$&]');

const READERS: Readonly<Record<ImportFormat, (file: string) => string>> = {
  csv: (file) => `read_csv(${file}, header = true, all_varchar = true, null_padding = true)`,
  ndjson: (file) =>
    `read_json(${file}, format = 'newline_delimited', ignore_errors = true, columns = {${COLUMNS.map((name) => `${name}: 'varchar'`).join(', ')}})`,
  parquet: (file) => `read_parquet(${file})`,
};

/**
 * Takes past capacity from a file into the database that `write` writes to: all of it, or with the first mistake nothing. With `isTrial`
 * it only looks. Rejects where the file cannot be read at all.
 */
export async function importCapacity(
  write: Write,
  file: { readonly path: string; readonly format: ImportFormat },
  servers: readonly string[],
  now: Instant,
  isTrial: boolean,
): Promise<ImportReport> {
  const reader = READERS[file.format](quoted(literally(file.path)));
  const [columns] = await write([plain(`select column_name from (describe select * from ${reader})`)]);
  const missing = COLUMNS.slice(0, -1).filter((name) => !columns?.some(([known]) => known === name));
  if (missing.length > 0)
    throw new Error(`there is no column ${missing.join(', ')}; expected ${COLUMNS.join(', ')}`);
  const used = columns?.some(([known]) => known === 'used') === true ? 'used::varchar' : 'null::varchar';
  const [, , , counts, named] = await write(
    [
      `create or replace temp table told as select row_number() over ()::double as record, ${TOLD}, nullif(${used}, '') as used from ${reader}`,
      'alter table told add column mistake varchar',
      mistakesSql(servers, now),
      'select count(*)::double, count(distinct (server, repository))::double, count(mistake)::double from told',
      `select record, mistake from told where mistake is not null order by record limit ${String(MOST_NAMED)}`,
    ].map(plain),
  );
  const [records = 0, repositories = 0, mistakes = 0] = (counts?.[0] ?? []).map(Number);
  if (mistakes === 0 && !isTrial) await write(CAPACITY_STEPS.map(putSql).map(plain));
  return {
    records,
    repositories,
    mistakes,
    named: (named ?? []).map(([record, message]) => ({ record: Number(record), message: String(message) })),
  };
}

function plain(sql: string): Statement {
  return { sql, params: [] };
}

/** Says of each record what is wrong with it first. */
function mistakesSql(servers: readonly string[], now: Instant): string {
  const shown = (column: string): string => `'"' || left(${column}, 40) || '"'`;
  const bytes = (column: string): string => `try_cast(${column} as double)`;
  const noBytes = (column: string): string =>
    `not coalesce(${bytes(column)} between 0 and ${String(Number.MAX_SAFE_INTEGER)} and ${bytes(column)} = floor(${bytes(column)}), false)`;
  const mistakes: readonly (readonly [condition: string, message: string])[] = [
    ['time is null', `'time: missing'`],
    [
      `not regexp_full_match(time, '${RFC_3339}') or ${AT} is null`,
      `'time: expected RFC 3339 with an offset, such as 2026-03-01T22:15:00Z, got ' || ${shown('time')}`,
    ],
    [`${AT} > ${String(now)}`, `'time: ' || time || ' is still to come'`],
    [
      `${AT} < ${String(now - KEPT_FOR.DAY)}`,
      `'time: ' || time || ' is longer ago than the five years that are kept'`,
    ],
    ['server is null', `'server: missing'`],
    [
      `not list_contains([${servers.map(quoted).join(', ')}]::varchar[], server)`,
      `'server: no server of the configuration has the key ' || ${shown('server')}`,
    ],
    ['repository is null', `'repository: missing'`],
    [
      `length(repository) > ${String(LONGEST_ID)} or regexp_matches(repository, '${FOREIGN}')`,
      `'repository: expected the native id of a repository, got ' || ${shown('repository')}`,
    ],
    ...(['capacity', 'free', 'used'] as const).flatMap((column) => [
      ...(column === 'used' ? [] : [[`${column} is null`, `'${column}: missing'`] as const]),
      [
        `${column} is not null and ${noBytes(column)}`,
        `'${column}: expected a whole number of bytes, got ' || ${shown(column)}`,
      ] as const,
    ]),
    [
      `${bytes('capacity')} < ${String(SMALLEST)}`,
      `'capacity: ' || capacity || ' bytes is less than 100 MiB: is it in another unit?'`,
    ],
    [`${bytes('free')} > ${bytes('capacity')}`, `'free: more than the capacity'`],
    [
      `record in (select unnest(list(record)) from told group by server, repository, ${AT} having count(*) > 1)`,
      `'time: the repository is told of twice for this time'`,
    ],
  ];
  const cases = mistakes.map(([condition, message]) => `when ${condition} then ${message}`).join('\n');
  return `update told set mistake = case ${cases} end`;
}

/** As `SqlCapacityStore` records; whoever tells one time of a day tells of the whole of it. */
function putSql(step: CapacityStep): string {
  const hour = `(1::bigint << (floor(seen / ${String(STEP_LENGTHS.HOUR)}) % 24)::bigint)`;
  const hours =
    step === 'DAY'
      ? `case when count(*) = 1 then ${String(ALL_HOURS)} else bit_or(${hour}) end`
      : `bit_or(${hour})`;
  const start = `floor(seen / ${String(STEP_LENGTHS[step])}) * ${String(STEP_LENGTHS[step])}`;
  return `${putBuckets(`select server, '${step}', repository, ${start}, max(seen), arg_max(capacity, seen), arg_max(free, seen),
      arg_max_null(used, seen), min(free), max(capacity - free), (${hours})::double
    from (select server, case when regexp_full_match(repository, '${GUID}') then lower(repository) else repository end as repository,
      ${AT} as seen, capacity::double as capacity, free::double as free, used::double as used from told)
    group by all`)}`;
}
