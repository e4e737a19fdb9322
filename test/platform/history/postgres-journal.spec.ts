import { jest } from '@jest/globals';
import { resolve } from 'node:path';
import { HistoryAway } from '../../../src/core/errors/history-away.js';
import { postgresAddress } from '../../../src/platform/config/postgres-address.js';
import type { ReplicaNews } from '../../../src/core/ports/journal-store.js';
import { SILENT } from '../../../src/platform/history/history-observer.js';
import { PostgresLink } from '../../../src/platform/history/postgres/postgres-link.js';
import { Replicas } from '../../../src/platform/history/postgres/replicas.js';
import { SqlCapacityStore } from '../../../src/platform/history/sql/sql-capacity-store.js';
import { SqlJournalStore } from '../../../src/platform/history/sql/sql-journal-store.js';
import { session } from '../../core/reports/records.js';
import { describeCapacityStore } from '../../support/capacity-store-contract.js';
import { describeJournalStore, followed } from '../../support/journal-store-contract.js';
import { describeWithPostgres, startPostgres } from '../../support/postgres.js';
import type { PostgresServer } from '../../support/postgres.js';
import { startRelay } from '../../support/relay.js';
import { until } from '../../support/until.js';
import { certificate } from '../support.js';

jest.setTimeout(300_000);

describeWithPostgres('PostgreSQL', () => {
  let server: PostgresServer;
  const stores: SqlJournalStore[] = [];

  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => {
    for (const store of stores) await store.close();
    await server.remove();
  });

  function watched() {
    const seen = { opened: 0, away: [] as string[], failed: [] as string[], unreadable: 0, misheard: 0 };
    const observer = {
      ...SILENT,
      opened: () => void (seen.opened += 1),
      away: (why: string) => void seen.away.push(why),
      failed: (why: string) => void seen.failed.push(why),
      unreadable: (rows: number) => void (seen.unreadable += rows),
      misheard: () => void (seen.misheard += 1),
    };
    return { seen, observer };
  }

  async function open(
    url: string,
    { patience, rhythm }: { patience?: number; rhythm?: { heartbeat: number; silence: number } } = {},
  ) {
    const { seen, observer } = watched();
    const address = postgresAddress(url, resolve);
    const link = new PostgresLink(address, observer, patience);
    await link.open();
    const replicas = new Replicas(address, observer, Date.now, rhythm);
    await replicas.open();
    const store = new SqlJournalStore(link, replicas, observer.unreadable);
    stores.push(store);
    return { link, store, seen };
  }

  const claimed = (store: SqlJournalStore, name: string) =>
    until(async () => (await store.claim(name).catch(() => null)) !== null);

  describeJournalStore('PostgreSQL', async () => (await open(await server.database())).store);
  describeCapacityStore(
    'PostgreSQL',
    async () => new SqlCapacityStore((await open(await server.database())).link),
  );

  describe('replicas', () => {
    it('follow a server one at a time, and another takes over when one ends', async () => {
      const url = await server.database();
      const [one, other] = [await open(url), await open(url)];
      const first = await one.store.claim('s');
      expect(first).not.toBeNull();
      expect(await other.store.claim('s')).toBeNull();
      const second = await other.store.claim('t');
      expect(await one.store.claim('t')).toBeNull();
      await first?.release();
      const taken = await other.store.claim('s');
      expect(taken).not.toBeNull();
      await other.store.close();
      expect([second, taken].map((claim) => claim?.signal.aborted)).toEqual([true, true]);
      await claimed(one.store, 's');
      await claimed(one.store, 't');
    });

    it('lose their rights with the connection that holds them, and can have them again', async () => {
      const url = await server.database();
      const { store } = await open(url);
      const claim = await store.claim('s');
      await server.run(
        url,
        `select pg_terminate_backend(pid) from pg_locks
          where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
      );
      await until(() => claim?.signal.aborted === true);
      await claimed(store, 's');
    });

    it('lose their rights when they are silent, though nothing has ended', async () => {
      const url = await server.database();
      const silent = await open(url, { rhythm: { heartbeat: 3_600_000, silence: 200 } });
      const claim = await silent.store.claim('s');
      expect(claim).not.toBeNull();
      await claimed((await open(url)).store, 's');
    });

    it('hear of what others record, and ignore what they cannot understand', async () => {
      const url = await server.database();
      const [one, other] = [await open(url), await open(url)];
      const [told, own]: ReplicaNews[][] = [[], []];
      other.store.onNews((news) => told?.push(news));
      one.store.onNews((news) => own?.push(news));
      const replica = '6f1ed002-ab5d-4b3c-9f4b-1a6d3f5f7a10';
      const junk = [
        ...['', 'junk', '{}', '[]', 'null', '{"replica":"x","news":{"kind":"MISSED"}}', 'x'.repeat(7_900)],
        ...[
          { kind: 'RECORDED', server: { s: 1 }, age: 1 },
          { kind: 'RECORDED', server: 's', age: -1 },
          { kind: 'RECORDED', server: 's', age: null },
          { kind: 'RECORDED', server: 's', age: 1, more: 1 },
          { kind: 'WANTED', server: 'x'.repeat(65) },
          { kind: 'MISSED' },
        ].map((news) => JSON.stringify({ replica, news })),
      ];
      for (const payload of junk)
        await server.run(url, `select pg_notify('veeam_gateway_journal', '${payload}')`);
      await one.store.record('s', [session({ nativeId: 'a' })], followed);
      await one.store.tell({ kind: 'WANTED', server: 't' });
      await until(() => told?.length === 2);
      expect(told).toEqual([
        { kind: 'RECORDED', server: 's', age: expect.any(Number) },
        { kind: 'WANTED', server: 't' },
      ]);
      expect(own).toEqual([]);
      expect(other.seen.misheard).toBe(junk.length);
    });
  });

  describe('a database', () => {
    it('is brought to the newest schema once, by however many begin at the same time', async () => {
      const url = await server.database();
      const opened = await Promise.all([1, 2, 3, 4].map(() => open(url)));
      for (const { seen } of opened) expect(seen).toMatchObject({ opened: 1, away: [] });
      const rows = await server.run(
        url,
        'select count(*)::integer as n, max(number) as last from journal.migration',
      );
      expect(rows).toEqual([{ n: expect.any(Number), last: rows[0]?.['n'] }]);
    });

    it.each([
      [
        'another password',
        (url: string) => url.replace('p%40ss', 'secret'),
        /password authentication failed/,
      ],
      [
        'an account that is none',
        (url: string) => url.replace('//gateway:', '//nobody:'),
        /password authentication/,
      ],
      ['no password', (url: string) => url.replace(/:p%40[^@]*@/, '@'), /password/],
      ['a database that is none', (url: string) => `${url}_none`, /database "\S+" does not exist/],
      ['TLS where there is none', (url: string) => `${url}?sslmode=verify-full`, /does not support SSL/],
      [
        'a file of authorities that is none',
        (url: string) => `${url}?sslrootcert=/none`,
        /sslrootcert: the file/,
      ],
    ])('is refused with %s', async (_case, wrong, says) => {
      const url = wrong(await server.database());
      const refused = await open(url).then(
        () => 'it was opened',
        (error: unknown) => String(error),
      );
      expect(refused).toMatch(says);
      expect(refused).not.toMatch(/secret|p@ss/);
    });

    it.each([
      [
        'a newer release has written',
        `insert into journal.migration values (99, 'x')`,
        /its schema has version 99/,
      ],
      [
        'was changed',
        `update journal.migration set checksum = 'x'`,
        /version 1 of its schema is not the one/,
      ],
      ['is not of a gateway', 'drop table journal.migration', /already exists/],
    ])('is refused when its schema %s', async (_case, sql, says) => {
      const url = await server.database();
      await (await open(url)).store.close();
      await server.run(url, sql);
      await expect(open(url)).rejects.toThrow(says);
    });

    it('is refused to an account that may make no schema', async () => {
      const url = await server.database();
      const account = `guest_${url.split('_').pop() ?? ''}`;
      await server.run(url, `create role ${account} login password 'guest'`);
      await expect(open(url.replace(/gateway:[^@]*@/, `${account}:guest@`))).rejects.toThrow(
        /permission denied/,
      );
    });

    it('need not be there at the start', async () => {
      const relay = await startRelay();
      const { link, store, seen } = await open(await server.database(Number(new URL(relay.origin).port)));
      expect(seen.away).toHaveLength(1);
      await expect(store.state('s')).rejects.toThrow(HistoryAway);
      await expect(store.claim('s')).rejects.toThrow(HistoryAway);
      relay.leadTo(`http://127.0.0.1:${String(server.port)}`);
      await until(() => seen.opened === 1);
      await claimed(store, 's');
      await store.record('s', [session({ nativeId: 'a' })], followed);
      expect(await link.bytes()).toBeGreaterThan(0);
      await store.close();
      await relay.close();
    });

    it('may go away and come back: what was acknowledged is kept, and nobody waits meanwhile', async () => {
      const relay = await startRelay();
      relay.leadTo(`http://127.0.0.1:${String(server.port)}`);
      const { store, seen } = await open(await server.database(Number(new URL(relay.origin).port)));
      const claim = await store.claim('s');
      for (let round = 1; round <= 3; round += 1) {
        await store.record('s', [session({ nativeId: String(round) })], followed);
        relay.leadTo(null);
        await until(() => seen.away.length >= round);
        await expect(store.count('s', {})).rejects.toThrow(HistoryAway);
        relay.leadTo(`http://127.0.0.1:${String(server.port)}`);
        await until(() => seen.opened > round);
        expect(await store.count('s', {})).toBe(round);
      }
      expect(claim?.signal.aborted).toBe(true);
      await store.close();
      await relay.close();
    });

    it('that does not answer is waited for no longer than a question can', async () => {
      const url = await server.database();
      const { link, store, seen } = await open(url, { patience: 100 });
      await expect(link.read({ sql: 'select pg_sleep(3600)::text', params: [] })).rejects.toThrow(
        HistoryAway,
      );
      expect(seen.failed).toHaveLength(1);
      await until(() => seen.opened === 2);
      await store.record('s', [session({ nativeId: 'a' })], followed);
    });

    it('may be lost in the middle of a reading, and of a look', async () => {
      const url = await server.database();
      const { link, store, seen } = await open(url);
      const reading = link.read({ sql: 'select pg_sleep(3600)::text', params: [] });
      const asleep = `select pid from pg_stat_activity where query like 'select pg_sleep%' and datname = current_database()`;
      await until(async () => (await server.run(url, asleep)).length === 1);
      await Promise.all([
        expect(reading).rejects.toThrow(HistoryAway),
        server.run(url, `select pg_terminate_backend(pid) from (${asleep}) asleep`),
      ]);
      await until(() => seen.opened === 2);
      const writing = link.write([{ sql: 'select pg_sleep(3600)::text', params: [] }]);
      await until(async () => (await server.run(url, asleep)).length === 1);
      await Promise.all([
        expect(writing).rejects.toThrow(HistoryAway),
        server.run(url, `select pg_terminate_backend(pid) from (${asleep}) asleep`),
      ]);
      await until(() => seen.opened === 3);
      await store.record('s', [session({ nativeId: 'a' })], followed);
    });

    it('keeps all of a look or nothing, and goes on after what it refuses', async () => {
      const url = await server.database();
      const { store, seen } = await open(url);
      await server.run(url, `alter table journal.session add constraint odd check (native_id <> 'refused')`);
      const told = [session({ nativeId: 'a' }), session({ nativeId: 'refused' })];
      await expect(store.record('s', told, followed)).rejects.toThrow(HistoryAway);
      expect(await store.state('s')).toBeNull();
      expect(await store.count('s', {})).toBe(0);
      await store.record('s', [session({ nativeId: 'a' })], followed);
      expect(seen).toMatchObject({ opened: 1, away: [], failed: [expect.stringContaining('odd')] });
    });

    it('leaves out rows that hold no session, and tells of them', async () => {
      const url = await server.database();
      const { store, seen } = await open(url);
      await store.record('s', [session({ nativeId: 'a' }), session({ nativeId: 'b' })], followed);
      await server.run(url, `update journal.session set record = 'null' where native_id = 'a'`);
      expect(await store.get('s', 'VbrSession', 'a')).toBeNull();
      expect(await store.get('s', 'VbrSession', 'b')).not.toBeNull();
      expect(seen.unreadable).toBe(1);
    });
  });
});

describeWithPostgres('PostgreSQL over TLS', () => {
  it('is trusted by the authority that was named, under the name that was given, and by no other', async () => {
    const server = await startPostgres();
    const own = await certificate();
    const other = await certificate();
    const folder = server.give({ 'tls.crt': own.cert, 'tls.key': own.key, 'other.crt': other.cert });
    await server.stop();
    await server.start({ ssl: 'on', ssl_cert_file: `${folder}/tls.crt`, ssl_key_file: `${folder}/tls.key` });
    const url = await server.database();
    const opening = async (parameters: string) => {
      const link = new PostgresLink(postgresAddress(url + parameters, resolve), SILENT);
      try {
        await link.open();
        const rows = await link.read({
          sql: 'select ssl from pg_stat_ssl where pid = pg_backend_pid()',
          params: [],
        });
        return rows[0]?.[0];
      } catch (error) {
        return String(error);
      } finally {
        await link.close();
      }
    };
    expect(await opening('')).toBe(false);
    expect(await opening(`?sslrootcert=${folder}/tls.crt`)).toBe(true);
    expect(await opening(`?sslmode=verify-full&sslrootcert=${folder}/other.crt`)).toMatch(/HistoryRefused/);
    expect(await opening('?sslmode=verify-full')).toMatch(/HistoryRefused/);
    await server.remove();
  });
});
