import fc from 'fast-check';
import type { CapacitySeen, CapacityStep, CapacityStore } from '../../src/core/ports/capacity-store.js';
import { at } from '../core/reports/records.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOON = at('2026-03-10T12:00:00Z');
const ALWAYS = [0, 9e15] as const;

const seen = (repository: string, time: number, free: number, capacity = 1000): CapacitySeen => ({
  repository,
  time,
  capacity,
  free,
  used: null,
});

/** Repositories on few days of which some are odd names. */
const many = fc.array(
  fc.record({
    repository: fc.constantFrom('a', 'A', 'ä', '\u0000', '\ud83d', '__proto__'),
    time: fc.integer({ min: NOON, max: NOON + 3 * DAY }),
    capacity: fc.integer({ min: 0, max: 2 ** 53 - 1 }),
    free: fc.integer({ min: 0, max: 2 ** 53 - 1 }),
    used: fc.option(fc.integer({ min: 0, max: 2 ** 53 - 1 })),
  }),
  { maxLength: 20 },
);

/** What every store of capacity keeps. */
export function describeCapacityStore(name: string, open: () => Promise<CapacityStore>): void {
  describe(`the capacity of the past in ${name}`, () => {
    let store: CapacityStore;
    beforeAll(async () => {
      store = await open();
    });

    it('keeps the lowest and the last of each hour and day, whatever comes first', async () => {
      await store.recordCapacity('s', [seen('a', NOON + 2, 500), seen('b', NOON, 1)]);
      await store.recordCapacity('s', [seen('a', NOON + 1, 300), seen('a', NOON + HOUR, 400, 2000)]);
      await store.recordCapacity('s', []);
      const at = NOON - 12 * HOUR;
      expect(await store.capacity('s', ['a', 'c'], 'HOUR', ...ALWAYS)).toEqual(
        new Map([
          [
            'a',
            [
              {
                start: NOON,
                seenAt: NOON + 2,
                capacity: 1000,
                free: 500,
                used: null,
                freeLowest: 300,
                headUsed: 700,
              },
              {
                start: NOON + HOUR,
                seenAt: NOON + HOUR,
                capacity: 2000,
                free: 400,
                used: null,
                freeLowest: 400,
                headUsed: 1600,
              },
            ],
          ],
        ]),
      );
      const days = await store.capacity('s', ['a'], 'DAY', ...ALWAYS);
      expect(days.get('a')).toMatchObject([{ start: at, capacity: 2000, freeLowest: 300, headUsed: 1600 }]);
    });

    it('reads from the first moment up to, not including, the last', async () => {
      const days = [0, 1, 2, 3].map((day) => seen('w', NOON + day * DAY, day));
      await store.recordCapacity('window', days);
      const start = NOON - 12 * HOUR;
      const found = await store.capacity('window', ['w'], 'DAY', start + DAY, start + 3 * DAY);
      expect(found.get('w')?.map(({ free }) => free)).toEqual([1, 2]);
      expect(await store.capacity('another', ['w'], 'DAY', ...ALWAYS)).toEqual(new Map());
    });

    it('forgets a step without the other', async () => {
      await store.recordCapacity('old', [seen('a', NOON, 1), seen('a', NOON + 2 * DAY, 2)]);
      await store.expireCapacity('HOUR', NOON + DAY);
      const kept = async (step: CapacityStep) =>
        (await store.capacity('old', ['a'], step, ...ALWAYS)).get('a');
      expect(await kept('HOUR')).toMatchObject([{ free: 2 }]);
      expect(await kept('DAY')).toMatchObject([{ free: 1 }, { free: 2 }]);
    });

    it('keeps the same however it was told in parts', async () => {
      let servers = 0;
      await fc.assert(
        fc.asyncProperty(many, fc.nat(20), async (all, cut) => {
          servers += 1;
          const [whole, parts] = [`whole ${String(servers)}`, `parts ${String(servers)}`];
          const once = [
            ...new Map(all.map((one) => [`${one.repository} ${String(one.time)}`, one])).values(),
          ];
          await store.recordCapacity(whole, once);
          await store.recordCapacity(parts, once.slice(cut));
          await store.recordCapacity(parts, once.slice(0, cut));
          const names = [...new Set(once.map(({ repository }) => repository))];
          for (const step of ['HOUR', 'DAY'] as const)
            expect(await store.capacity(parts, names, step, ...ALWAYS)).toEqual(
              await store.capacity(whole, names, step, ...ALWAYS),
            );
        }),
        { numRuns: 25, seed: 20261129 },
      );
    });
  });
}
