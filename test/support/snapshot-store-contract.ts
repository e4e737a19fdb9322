import type { SharedReadings, SnapshotStore } from '../../src/core/ports/snapshot-store.js';
import { until } from './until.js';

/** Two replicas of the gateway over one store. */
export interface SharedStore {
  readonly replicas: readonly [SnapshotStore, SnapshotStore];
  /** Makes so much time pass, where the store's clock is the test's; else waits for it. */
  pass(milliseconds: number): Promise<void>;
  /** From now on the store is not there. */
  lose(): Promise<void>;
  close(): Promise<void>;
}

const LONG = 600_000;
const reading = (value: unknown, age = 0) => ({ id: `reading of ${String(value)}`, age, value });

/** What every store does that replicas share; `open` is called once. */
export function describeSnapshotStore(title: string, open: () => Promise<SharedStore>): void {
  describe(`snapshots in ${title}`, () => {
    let store: SharedStore;
    let number = 0;
    /** Each test has a server of its own. */
    let server: string;
    let here: SharedReadings;
    let there: SharedReadings;
    const told: (string | null)[][] = [[], []];

    const readingsOf = async (replica: 0 | 1): Promise<SharedReadings> => {
      const opened = await store.replicas[replica].open(server);
      if (opened === null) throw new Error('the store is not there');
      return opened;
    };

    beforeAll(async () => {
      store = await open();
      for (const [index, replica] of store.replicas.entries())
        replica.onInvalidated((changed) => told[index]?.push(changed));
    });
    afterAll(() => store.close());
    beforeEach(async () => {
      server = `server ${String((number += 1))}`;
      [here, there] = [await readingsOf(0), await readingsOf(1)];
    });

    it('gives every replica what one has put, as it was, and nothing else', async () => {
      const value = { rows: [{ name: 'ü"\u0000', at: 1.5, none: null }], byId: new Map([['a', ['b']]]) };
      expect(await here.get('policies')).toBeNull();
      await here.put('policies', { id: 'one', age: 5, value }, LONG);
      for (const one of [here, there, await readingsOf(1)]) {
        const found = await one.get('policies');
        expect(found).toEqual({ id: 'one', age: found?.age, value });
        expect(found?.age).toBeGreaterThanOrEqual(5);
      }
      expect(await there.get('repositories')).toBeNull();
      expect(await (await store.replicas[1].open('another'))?.get('policies')).toBeNull();
    });

    it('keeps the last of a name, and lets it grow old', async () => {
      await here.put('policies', reading(1), LONG);
      await there.put('policies', reading(2, 1_000), LONG);
      await store.pass(20);
      const found = await here.get('policies');
      expect(found?.value).toBe(2);
      expect(found?.age).toBeGreaterThanOrEqual(1_020);
    });

    it('forgets what has been kept long enough', async () => {
      await here.put('policies', reading(1), 20);
      await store.pass(20);
      await until(async () => (await there.get('policies')) === null);
    });

    it('keeps nothing that nobody may use, and what comes after it', async () => {
      await here.put('policies', reading(1), 0);
      await here.put('repositories', reading(2), LONG);
      expect(await here.get('policies')).toBeNull();
      expect(await here.get('repositories')).toMatchObject({ value: 2 });
    });

    it('lets one replica read at a time, until it has ended or its time is over', async () => {
      expect([await here.claim('policies', LONG), await there.claim('policies', LONG)]).toEqual([
        true,
        false,
      ]);
      expect(await there.claim('repositories', 20)).toBe(true);
      await here.release('policies');
      expect(await there.claim('policies', LONG)).toBe(true);
      await store.pass(20);
      await until(() => here.claim('repositories', LONG));
      expect(await here.get('policies')).toBeNull();
    });

    it('voids what was read before a change, also what is put after it, and tells the other replicas', async () => {
      await here.put('policies', reading('before'), LONG);
      await here.claim('repositories', LONG);
      await store.replicas[0].invalidate(server);
      await there.put('schedules', reading('late'), LONG);
      const after = await readingsOf(1);
      expect([await after.get('policies'), await after.get('schedules')]).toEqual([null, null]);
      expect(await after.claim('repositories', LONG)).toBe(true);
      await until(() => told[1]?.includes(server) === true);
      expect(told[0]).not.toContain(server);
      await after.put('policies', reading('after'), LONG);
      expect(await (await readingsOf(0)).get('policies')).toMatchObject({ value: 'after' });
    });

    it('is empty and holds nobody back when it is lost', async () => {
      await here.put('policies', reading(1), LONG);
      await there.claim('policies', LONG);
      await store.lose();
      expect(await store.replicas[0].open(server)).toBeNull();
      expect(await here.get('policies')).toBeNull();
      expect(await here.claim('policies', LONG)).toBe(true);
      await Promise.all([
        here.put('policies', reading(2), LONG),
        here.release('policies'),
        store.replicas[0].invalidate(server),
      ]);
    });
  });
}
