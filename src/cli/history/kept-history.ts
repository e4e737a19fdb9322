import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresAddress } from '../../platform/config/postgres-address.js';
import { importCapacity } from '../../platform/history/duckdb/capacity-import.js';
import type { ImportFormat, ImportReport } from '../../platform/history/duckdb/capacity-import.js';
import { JournalFile } from '../../platform/history/duckdb/journal-file.js';
import { FILE_NAME } from '../../platform/history/duckdb/journal-file-name.js';
import { SILENT } from '../../platform/history/history-observer.js';
import { PostgresLink } from '../../platform/history/postgres/postgres-link.js';
import { copyingCapacity } from '../../platform/history/sql/sql-capacity-store.js';
import type { SqlLink } from '../../platform/history/sql/sql-link.js';

/** A file with past capacity, and whether it is only looked at. */
export interface ImportTask {
  readonly file: string;
  readonly format: ImportFormat;
  readonly isTrial: boolean;
}

/** The history as a command has it. */
export interface KeptHistory extends SqlLink {
  importCapacity(task: ImportTask, servers: readonly string[]): Promise<ImportReport>;
}

/** Reading all of it may take so long. */
const PATIENCE = 600_000;

/** Where a folder keeps its history. */
export function databaseIn(folder: string): string {
  return join(folder, FILE_NAME);
}

/** Rejects with JournalFileError where the file cannot be used, for instance because the gateway has it. */
export async function openFolder(folder: string): Promise<KeptHistory> {
  const file = await JournalFile.open(folder);
  return {
    read: (statement) => file.read(statement),
    write: (statements) => file.write(statements),
    compact: () => file.compact(true),
    bytes: () => Promise.resolve(0),
    close: async () => file.close(),
    importCapacity: (task, servers) => importInto(file, task, servers),
  };
}

/** Rejects with HistoryRefused where it cannot be used; where it is away, each use of it does with HistoryAway. */
export async function openDatabase(address: PostgresAddress): Promise<KeptHistory> {
  // The command tells by itself what went wrong.
  const link = new PostgresLink(address, SILENT, PATIENCE);
  await link.open();
  return {
    read: (statement) => link.read(statement),
    write: (statements) => link.write(statements),
    compact: () => link.compact(true),
    bytes: () => link.bytes(),
    close: () => link.close(),
    importCapacity: (task, servers) => importBeside(link, task, servers),
  };
}

function importInto(
  file: JournalFile,
  { file: path, format, isTrial }: ImportTask,
  servers: readonly string[],
): Promise<ImportReport> {
  return importCapacity(
    (statements) => file.write(statements),
    { path, format },
    servers,
    Date.now(),
    isTrial,
  );
}

/** DuckDB reads and examines files; what it made of one is then copied in one transaction. */
async function importBeside(
  link: PostgresLink,
  task: ImportTask,
  servers: readonly string[],
): Promise<ImportReport> {
  const folder = mkdtempSync(join(tmpdir(), 'history-import-'));
  try {
    const file = await JournalFile.open(folder);
    try {
      const report = await importInto(file, task, servers);
      if (report.mistakes === 0 && !task.isTrial) await link.write(copyingCapacity(file));
      return report;
    } finally {
      file.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
