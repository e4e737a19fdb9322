import { createHash } from 'node:crypto';
import type { SqlRow, SqlValue } from './sql-link.js';

interface Migration {
  readonly number: number;
  readonly statements: readonly string[];
}

/**
 * From an empty database to the newest, in both databases; what was released is never edited. Texts are compared by code point there,
 * and written so that this is the order of code units here (`orderable`). Times are milliseconds since 1970, as everywhere.
 * `packed_text` is a text that only few queries read.
 */
const MIGRATIONS: readonly Migration[] = [
  {
    number: 1,
    statements: [
      `create table journal.session (
         server text collate "C" not null,
         type text collate "C" not null,
         native_id text collate "C" not null,
         policy_id text collate "C",
         name_key text collate "C" not null,
         kind text not null,
         state text not null,
         result text not null,
         start_time double precision not null,
         end_time double precision,
         record packed_text not null,
         primary key (server, type, native_id)
       )`,
      `create table journal.follow_state (
         server text collate "C" primary key,
         cover_from double precision not null,
         is_whole boolean not null,
         looked_at double precision not null
       )`,
      `create table journal.retention (
         id integer primary key,
         kept_from double precision not null
       )`,
    ],
  },
  {
    number: 2,
    statements: [
      `create table journal.capacity (
         server text collate "C" not null,
         step text collate "C" not null,
         repository text collate "C" not null,
         start_time double precision not null,
         seen_at double precision not null,
         capacity double precision not null,
         free double precision not null,
         used double precision,
         free_lowest double precision not null,
         head_used double precision not null,
         primary key (server, step, repository, start_time)
       )`,
    ],
  },
  {
    number: 3,
    // Of days that were noted before, the hours are not known: they count as whole.
    statements: ['alter table journal.capacity add column hours double precision default 16777215'],
  },
];

const CHECKSUMS = new Map(
  MIGRATIONS.map(({ number, statements }) => [
    number,
    createHash('sha256').update(statements.join(';')).digest('hex'),
  ]),
);

/** The database holds another schema than this release can work with. The message is for operators. */
export class SchemaRefused extends Error {
  override readonly name = 'SchemaRefused';
}

type Run = (sql: string, params?: readonly SqlValue[]) => Promise<readonly SqlRow[]>;

/** Brings the database to the newest schema. Runs inside a transaction that keeps others out. */
export async function migrate(run: Run, packedText: string): Promise<void> {
  await run('create schema if not exists journal');
  await run(
    'create table if not exists journal.migration (number integer primary key, checksum text not null)',
  );
  const done = await run('select number::double precision, checksum from journal.migration order by number');
  for (const [number, checksum] of done) examine(Number(number), checksum);
  for (const { number, statements } of MIGRATIONS.slice(done.length)) {
    for (const sql of statements) await run(sql.replaceAll('packed_text', packedText));
    await run('insert into journal.migration (number, checksum) values ($1::integer, $2)', [
      number,
      CHECKSUMS.get(number) ?? '',
    ]);
  }
}

function examine(number: number, checksum: unknown): void {
  const known = CHECKSUMS.get(number);
  if (known === undefined)
    throw new SchemaRefused(
      `it was written by a newer release: its schema has version ${String(number)}, this release knows up to ${String(MIGRATIONS.length)}`,
    );
  if (known !== checksum)
    throw new SchemaRefused(`version ${String(number)} of its schema is not the one of this gateway`);
}
