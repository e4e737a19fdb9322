import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alone } from '../../../src/platform/history/alone.js';
import { DuckDbLink } from '../../../src/platform/history/duckdb/duckdb-link.js';
import { SILENT } from '../../../src/platform/history/history-observer.js';
import { SqlCapacityStore } from '../../../src/platform/history/sql/sql-capacity-store.js';
import { SqlJournalStore } from '../../../src/platform/history/sql/sql-journal-store.js';
import { describeCapacityStore } from '../../support/capacity-store-contract.js';
import { describeJournalStore, followed } from '../../support/journal-store-contract.js';
import { session } from '../../core/reports/records.js';

const folders: string[] = [];
const stores: SqlJournalStore[] = [];

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'journal-'));
  folders.push(made);
  return made;
}

async function open(path: string) {
  const seen = { opened: 0, away: [] as string[], aside: [] as string[], unreadable: 0 };
  const waiting: (() => void)[] = [];
  const link = new DuckDbLink(path, {
    ...SILENT,
    opened: () => {
      seen.opened += 1;
      waiting.splice(0).forEach((go) => go());
    },
    away: (why) => void seen.away.push(why),
    putAside: (files) => void seen.aside.push(...files),
  });
  await link.open();
  const store = new SqlJournalStore(link, alone(), (rows) => (seen.unreadable += rows));
  stores.push(store);
  return { link, store, seen, opened: () => new Promise<void>((go) => waiting.push(go)) };
}

afterAll(async () => {
  for (const store of stores) await store.close();
  for (const made of folders) rmSync(made, { recursive: true });
});

describeJournalStore('DuckDB', async () => (await open(join(folder(), 'data'))).store);
describeCapacityStore('DuckDB', async () => new SqlCapacityStore((await open(join(folder(), 'data'))).link));

const many = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) =>
    session({ nativeId: String(from + i), startTime: from + i, message: 'x'.repeat(99) }),
  );
const count = (store: SqlJournalStore) => store.count('s', {});

describe('the file of the journal', () => {
  it('can be read by nobody else', async () => {
    const path = join(folder(), 'data');
    const { store } = await open(path);
    await store.record('s', many(3), followed);
    const modes = [path, ...readdirSync(path).map((name) => join(path, name))].map(
      (one) => statSync(one).mode & 0o777,
    );
    expect(modes.slice(0, 2)).toEqual([0o700, 0o600]);
    expect(modes.filter((mode) => (mode & 0o077) !== 0)).toEqual([]);
  });

  it('holds what was acknowledged when its process is killed, and is opened again', async () => {
    const path = folder();
    const { link, store, seen, opened } = await open(path);
    for (let round = 1; round <= 3; round += 1) {
      await store.record('s', many(10, round * 10), followed);
      const again = opened();
      const pending = store.record('t', many(2_000), followed).catch((error: unknown) => String(error));
      process.kill(link.pid ?? 0, 'SIGKILL');
      expect([undefined, expect.stringContaining('HistoryAway')]).toContainEqual(await pending);
      await again;
      expect(await count(store)).toBe(round * 10);
      expect([0, 2_000]).toContain(await store.count('t', {}));
      expect(await store.state('s')).toEqual(followed);
    }
    expect(seen.away).toHaveLength(3);
  });

  it('is refused to a second process', async () => {
    const path = folder();
    await open(path);
    await expect(open(path)).rejects.toThrow(/lock/);
  });

  it('is refused when a newer release has written it, or its schema was changed', async () => {
    const newer = folder();
    const first = await open(newer);
    await first.link.write([{ sql: `insert into journal.migration values (99, 'x')`, params: [] }]);
    await first.store.close();
    await expect(open(newer)).rejects.toThrow(/newer release: its schema has version 99/);
    const changed = folder();
    const second = await open(changed);
    await second.link.write([{ sql: `update journal.migration set checksum = 'x'`, params: [] }]);
    await second.store.close();
    await expect(open(changed)).rejects.toThrow(/version 1 of its schema is not the one/);
  });

  it.each([
    ['lies in no folder', () => join(folder(), 'none', 'data')],
    [
      'lies where a file is',
      () => {
        const path = join(folder(), 'data');
        writeFileSync(path, '');
        return path;
      },
    ],
  ])('is refused when it %s', async (_case, path) => {
    await expect(open(path())).rejects.toThrow(/the folder \S+ cannot be used/);
  });

  it.each([
    ['is no database', (file: string) => writeFileSync(file, 'x'.repeat(100_000))],
    [
      'is empty of sense at its beginning',
      (file: string) =>
        writeFileSync(file, Buffer.concat([Buffer.alloc(12_288, 7), readFileSync(file).subarray(12_288)])),
    ],
    ['was cut off', (file: string) => truncateSync(file, 8_192)],
  ])('is put aside when it %s, and another is begun', async (_case, damage) => {
    const path = folder();
    const first = await open(path);
    await first.store.record('s', many(3_000), followed);
    await first.store.close();
    damage(join(path, 'history.duckdb'));
    const { store, seen } = await open(path);
    expect(seen.aside).toHaveLength(1);
    expect(statSync(seen.aside[0] ?? '').size).toBeGreaterThan(0);
    expect(await count(store)).toBe(0);
    await store.record('s', many(1), followed);
    expect(await count(store)).toBe(1);
  });

  it('goes on without its log when that is damaged', async () => {
    const path = folder();
    const first = await open(path);
    await first.store.record('s', many(10), followed);
    await first.link.compact();
    await first.store.record('s', many(10, 10), followed);
    const wal = join(path, 'history.duckdb.wal');
    const log = readFileSync(wal);
    process.kill(first.link.pid ?? 0, 'SIGKILL');
    await first.store.close();
    writeFileSync(
      wal,
      Buffer.concat([log.subarray(0, log.length / 2), Buffer.alloc(500, 255), log.subarray(log.length / 2)]),
    );
    const { store, seen } = await open(path);
    expect(seen.aside.map((file) => /history\.duckdb\.wal\.damaged-/.test(file))).toEqual([true]);
    expect(await count(store)).toBe(10);
  });

  it('is opened as usual when its last write was cut off with the power', async () => {
    const path = folder();
    const first = await open(path);
    await first.store.record('s', many(10), followed);
    process.kill(first.link.pid ?? 0, 'SIGKILL');
    await first.store.close();
    appendFileSync(join(path, 'history.duckdb.wal'), Buffer.alloc(3, 1));
    const { store } = await open(path);
    expect(await count(store)).toBe(10);
  });

  it('shrinks when most of it has expired', async () => {
    const path = folder();
    const { link, store } = await open(path);
    const long = many(12_000).map((one, i) => ({
      ...one,
      message: Array.from({ length: 40 }, (_, k) => Math.imul(i + 1, 2654435761 + k).toString(36)).join(''),
    }));
    await store.record('s', long, followed);
    await link.compact(true);
    const before = await link.bytes();
    expect(await store.expire(11_000)).toBe(11_000);
    await link.compact(true);
    expect(await link.bytes()).toBeLessThan(before / 2);
    expect(await count(store)).toBe(1_000);
    await store.record('s', many(1), followed);
  });

  it('leaves out rows that hold no session, and tells of them', async () => {
    const { link, store, seen } = await open(folder());
    await store.record('s', many(10), followed);
    const records = [
      `'{"half'`,
      `'null'`,
      `'{"type":"VbrSession"}'`,
      `replace(record, '"kind":"BACKUP"', '"kind":"x"')`,
    ];
    for (const [id, record] of records.entries())
      await link.write([
        {
          sql: `update journal.session set record = ${record} where native_id = $1`,
          params: [String(id + 6)],
        },
      ]);
    const read = await store.read({
      server: 's',
      criteria: {},
      order: { field: 'START_TIME', direction: 'DESC' },
      limit: 3,
    });
    expect(read.map(({ nativeId }) => nativeId)).toEqual(['5', '4', '3']);
    expect(seen.unreadable).toBe(4);
  });
});
