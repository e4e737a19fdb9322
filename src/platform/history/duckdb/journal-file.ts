import {
  constants,
  accessSync,
  chmodSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { DOUBLE, DuckDBInstance, LIST, SQLNULL, BOOLEAN, VARCHAR, listValue } from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { FILE_NAME } from './journal-file-name.js';
import { migrate, SchemaRefused } from '../sql/migrations.js';
import type { SqlRow, SqlValue, Statement } from '../sql/sql-link.js';
import type { DamagedPart, Failing } from './protocol.js';

/** What cannot be done with the files of the journal, and what follows from it. */
export class JournalFileError extends Error {
  override readonly name = 'JournalFileError';

  constructor(
    message: string,
    readonly why: Failing,
  ) {
    super(message);
  }
}

/** Bounded, and nothing is loaded from anywhere. */
const OPTIONS = {
  memory_limit: '256MB',
  threads: '2',
  storage_compatibility_version: 'latest',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
};

/** Records are packed tightly: only the few rows that are shown are unpacked. */
const PACKED_TEXT = 'text using compression zstd';

/** A file that is mostly empty, and larger than what is worth the trouble, is written anew. */
const MOST_EMPTY = 0.3;
const SMALL = 32 * 2 ** 20;

/** The database of the journal, as long as this process holds it. */
export class JournalFile {
  private constructor(
    private readonly folder: string,
    private instance: DuckDBInstance,
    private writer: DuckDBConnection,
    private reader: DuckDBConnection,
  ) {}

  static async open(folder: string): Promise<JournalFile> {
    prepareFolder(folder);
    rmSync(join(folder, `${FILE_NAME}.new`), { force: true });
    const { instance, writer, reader } = await connect(join(folder, FILE_NAME));
    const file = new JournalFile(folder, instance, writer, reader);
    await file.transaction((run) => migrate(run, PACKED_TEXT));
    return file;
  }

  write(statements: readonly Statement[]): Promise<readonly (readonly SqlRow[])[]> {
    return this.transaction(async (run) => {
      const rows: (readonly SqlRow[])[] = [];
      for (const { sql, params } of statements) rows.push(await run(sql, params));
      return rows;
    });
  }

  read({ sql, params }: Statement): Promise<readonly SqlRow[]> {
    return attempt(() => rowsOf(this.reader, sql, params));
  }

  /** Copies what there is into a new file and puts that in the place of the old one, which is whole until then. */
  async compact(always: boolean): Promise<void> {
    await attempt(async () => {
      await this.writer.run('checkpoint');
      if (!always && !(await this.isMostlyEmpty())) return;
      const path = join(this.folder, FILE_NAME);
      const copy = `${path}.new`;
      rmSync(copy, { force: true });
      await this.writer.run(`attach '${copy.replaceAll("'", "''")}' as fresh (storage_version 'latest')`);
      await this.writer.run('copy from database history to fresh');
      await this.writer.run('detach fresh');
      this.close();
      renameSync(copy, path);
      Object.assign(this, await connect(path));
    });
  }

  close(): void {
    this.reader.closeSync();
    this.writer.closeSync();
    this.instance.closeSync();
  }

  private async isMostlyEmpty(): Promise<boolean> {
    const [row] = await rowsOf(
      this.writer,
      `select free_blocks::double precision, total_blocks::double precision, (block_size * total_blocks)::double precision
       from pragma_database_size() where database_name = 'history'`,
      [],
    );
    const [free, total, bytes] = (row ?? []).map(Number);
    return (bytes ?? 0) > SMALL && (free ?? 0) > (total ?? 0) * MOST_EMPTY;
  }

  private async transaction<T>(
    work: (run: (sql: string, params?: readonly SqlValue[]) => Promise<readonly SqlRow[]>) => Promise<T>,
  ): Promise<T> {
    return attempt(async () => {
      await this.writer.run('begin');
      try {
        const result = await work((sql, params = []) => rowsOf(this.writer, sql, params));
        await this.writer.run('commit');
        return result;
      } catch (error) {
        await this.writer.run('rollback').catch(() => undefined);
        throw error;
      }
    });
  }
}

/** Gives damaged files other names; tells these. */
export function putAside(folder: string, part: DamagedPart, now: Date): string[] {
  const suffix = `.damaged-${now.toISOString().replaceAll(':', '-')}`;
  const names = part === 'log' ? [`${FILE_NAME}.wal`] : [FILE_NAME, `${FILE_NAME}.wal`];
  const found = names.map((name) => join(folder, name)).filter((path) => existsSync(path));
  for (const path of found) renameSync(path, path + suffix);
  return found.map((path) => path + suffix);
}

/** Makes the folder, not those above it, for nobody but this account. */
function prepareFolder(folder: string): void {
  try {
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    if (!statSync(folder).isDirectory()) throw new Error('it is no folder');
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    for (const name of [FILE_NAME, `${FILE_NAME}.wal`]) {
      const path = join(folder, name);
      if (!existsSync(path)) continue;
      accessSync(path, constants.R_OK | constants.W_OK);
      chmodSync(path, 0o600);
    }
  } catch (error) {
    throw new JournalFileError(`the folder ${folder} cannot be used: ${messageOf(error)}`, 'refused');
  }
}

async function connect(path: string) {
  return attempt(async () => {
    const instance = await DuckDBInstance.create(path, OPTIONS);
    const [writer, reader] = [await instance.connect(), await instance.connect()];
    return { instance, writer, reader };
  });
}

async function rowsOf(
  connection: DuckDBConnection,
  sql: string,
  params: readonly SqlValue[],
): Promise<readonly SqlRow[]> {
  const bound = params.map(bind);
  const result = await connection.runAndReadAll(
    sql,
    bound.map(({ value }) => value),
    bound.map(({ type }) => type),
  );
  return result.getRows();
}

function bind(value: SqlValue): { readonly value: DuckDBValue; readonly type: DuckDBType } {
  if (Array.isArray(value)) {
    const items = value as readonly (string | number | null)[];
    const type = items.some((item) => typeof item === 'number') ? DOUBLE : VARCHAR;
    return { value: listValue(items), type: LIST(type) };
  }
  if (value === null) return { value, type: SQLNULL };
  if (typeof value === 'boolean') return { value, type: BOOLEAN };
  return { value: value as string | number, type: typeof value === 'number' ? DOUBLE : VARCHAR };
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof JournalFileError
      ? error
      : new JournalFileError(messageOf(error), failingOf(error));
  }
}

/** DuckDB tells errors apart by their words alone. */
function failingOf(error: unknown): Failing {
  const message = messageOf(error);
  if (error instanceof SchemaRefused) return 'refused';
  if (/could not set lock|conflicting lock/i.test(message)) return 'in use';
  if (/newer (version|duckdb)|version number|storage version/i.test(message)) return 'refused';
  if (/permission denied|read-only/i.test(message)) return 'refused';
  if (/\bWAL\b/i.test(message) && /replay|corrupt|checksum|read/i.test(message)) return 'log damaged';
  if (
    /corrupt|checksum|could not read enough|not a valid duckdb|serializ|invalidated|fatal|internal error/i.test(
      message,
    )
  )
    return 'damaged';
  return 'failed';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
