import { existsSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { instantText } from '../../core/model/instant-text.js';
import type { GatewayConfig, HistoryConfig } from '../../platform/config/gateway-config.js';
import { alone } from '../../platform/history/alone.js';
import type { ImportFormat } from '../../platform/history/duckdb/capacity-import.js';
import { JournalFileError } from '../../platform/history/duckdb/journal-file.js';
import { keptSession } from '../../platform/history/sql/kept-session.js';
import { SqlJournalStore } from '../../platform/history/sql/sql-journal-store.js';
import { databaseIn, openDatabase, openFolder } from './kept-history.js';
import type { ImportTask, KeptHistory } from './kept-history.js';

export const USAGE = `usage: npm run history -- COMMAND

What the gateway remembers of the servers in gateway.yaml, or the file named by GATEWAY_CONFIG. Stop the gateway first where it has a
folder (history.path): it holds the files. A PostgreSQL (history.url) can be looked at beside it.

  status         what is kept, by server: sessions, since when nothing is missing, days of capacity
  check          reads all of it, and names what cannot be read
  compact        writes the file, or the tables, anew without their empty parts
  export         prints all sessions, one JSON object a line
  import FILE    takes past capacity from FILE (.csv, .ndjson or .parquet) with the columns time, server, repository, capacity,
                 free and perhaps used: RFC 3339 with offset, key of the server, native id of the repository, bytes. All of it or,
                 with the first mistake, nothing; takes the same file again without harm
    --dry-run    only looks for mistakes

  --help         prints this

Exit status: 0 done, 1 it was not (the error output says why), 64 wrong words, 78 the configuration is wrong.
`;

/** Where the command writes. */
export interface Output {
  /** Resolves when there is room for more. */
  readonly out: (text: string) => Promise<void>;
  readonly err: (text: string) => void;
}

/** So many rows are read at once. */
const BATCH = 5_000;

/** DuckDB quotes the line of a file that it cannot read, however long. */
const LONGEST_MESSAGE = 1_000;

export type HistoryCommand =
  | { readonly name: 'status' | 'check' | 'compact' | 'export' }
  | { readonly name: 'import'; readonly file: string; readonly isTrial: boolean };

type Task = Exclude<HistoryCommand, { name: 'import' }> | ({ readonly name: 'import' } & ImportTask);

/** Runs one command; resolves with the exit status. */
export async function runHistory(
  command: HistoryCommand,
  { history, servers }: GatewayConfig,
  output: Output,
): Promise<number> {
  if (history === null) return failed(output, 'history is off in the configuration: nothing is kept');
  const task = taskOf(command, history);
  if (typeof task === 'string') return failed(output, task);
  try {
    const { database, path } = history;
    const kept = await (database === null ? openFolder(path) : openDatabase(database));
    try {
      return await perform(
        task,
        kept,
        servers.map(({ key }) => key),
        output,
      );
    } finally {
      await kept.close();
    }
  } catch (error) {
    return failed(output, wordsOf(error));
  }
}

/** What can be done, or why it cannot: said before a folder is opened, which makes a database where there is none. */
function taskOf(command: HistoryCommand, { database, path }: HistoryConfig): Task | string {
  if (command.name !== 'import')
    return database !== null || existsSync(databaseIn(path))
      ? command
      : `nothing is kept yet: there is no ${databaseIn(path)}`;
  const format = formatOf(command.file);
  if (format === null) return `${command.file}: expected a name that ends in .csv, .ndjson or .parquet`;
  const file = statSync(command.file, { throwIfNoEntry: false });
  return file?.isFile() === true ? { ...command, format } : `${command.file}: there is no such file`;
}

async function perform(
  task: Task,
  kept: KeptHistory,
  servers: readonly string[],
  output: Output,
): Promise<number> {
  switch (task.name) {
    case 'status':
      return status(kept, output);
    case 'check':
      return check(kept, output);
    case 'compact':
      await kept.compact();
      return 0;
    case 'export':
      for await (const records of sessions(kept))
        await output.out(records.map((record) => `${record}\n`).join(''));
      return 0;
    case 'import':
      return importFile(task, kept, servers, output);
  }
}

async function status(kept: KeptHistory, { out }: Output): Promise<number> {
  const store = new SqlJournalStore(kept, alone(), () => undefined);
  for (const { server, sessions: count, oldest, newest, state } of await store.contents()) {
    const cover =
      state === null ? 'not followed' : `nothing is missing since ${instantText(state.cover.from)}`;
    const span =
      oldest === null || newest === null ? '' : `, ${instantText(oldest)} to ${instantText(newest)}`;
    await out(`${server}: ${String(count)} sessions${span}; ${cover}\n`);
  }
  const rows = await kept.read({
    sql: `select server, count(distinct repository)::double precision, min(start_time), max(seen_at) from journal.capacity
      where step = 'DAY' group by server order by server`,
    params: [],
  });
  for (const [server, repositories, first, last] of rows)
    await out(
      `${String(server)}: capacity of ${String(repositories)} repositories, ${instantText(Number(first))} to ${instantText(Number(last))}\n`,
    );
  return 0;
}

async function check(kept: KeptHistory, { out, err }: Output): Promise<number> {
  let [read, unreadable] = [0, 0];
  for await (const records of sessions(kept)) {
    read += records.length;
    unreadable += records.filter((record) => keptSession(record) === null).length;
  }
  await kept.read({
    sql: 'select sum(capacity + free + head_used + free_lowest) from journal.capacity',
    params: [],
  });
  await out(`${String(read)} sessions were read\n`);
  if (unreadable > 0)
    err(`${String(unreadable)} of them hold something else than a session; the gateway leaves them out\n`);
  return unreadable > 0 ? 1 : 0;
}

async function importFile(
  task: ImportTask,
  kept: KeptHistory,
  servers: readonly string[],
  output: Output,
): Promise<number> {
  const report = await kept.importCapacity(task, servers);
  for (const { record, message } of report.named) output.err(`record ${String(record)}: ${message}\n`);
  const more = report.mistakes - report.named.length;
  if (more > 0) output.err(`and ${String(more)} more\n`);
  const told = `${String(report.records)} records of ${String(report.repositories)} repositories`;
  if (report.mistakes > 0)
    return failed(output, `${told} were read, ${String(report.mistakes)} are wrong: nothing was taken`);
  await output.out(`${told} ${task.isTrial ? 'can be taken' : 'were taken'}\n`);
  return 0;
}

/** All sessions as they are kept, by server. */
async function* sessions(kept: KeptHistory): AsyncGenerator<string[]> {
  let place: readonly string[] = ['', '', ''];
  for (;;) {
    const rows = await kept.read({
      sql: `select server, type, native_id, record from journal.session
        where (server, type, native_id) > ($1::text, $2::text, $3::text)
        order by server, type, native_id limit ${String(BATCH)}`,
      params: place,
    });
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(([, , , record]) => String(record));
    place = last.slice(0, 3).map(String);
  }
}

function formatOf(path: string): ImportFormat | null {
  const formats: Readonly<Record<string, ImportFormat | undefined>> = {
    '.csv': 'csv',
    '.ndjson': 'ndjson',
    '.parquet': 'parquet',
  };
  return formats[extname(path).toLowerCase()] ?? null;
}

function wordsOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof JournalFileError && error.why === 'in use')
    return `the history is in use: stop the gateway first (${message.split('\n')[0] ?? ''})`;
  return message.length <= LONGEST_MESSAGE ? message : `${message.slice(0, LONGEST_MESSAGE)}…`;
}

function failed({ err }: Output, why: string): number {
  err(`${why}\n`);
  return 1;
}
