import fc from 'fast-check';
import { OperationBudget } from '../../src/core/fairness/operation-budget.js';
import { capacityHistory } from '../../src/core/history/capacity-history.js';
import { CapacityPast } from '../../src/core/history/capacity-past.js';
import type { CapacitySeen, CapacityStep, CapacityStore } from '../../src/core/ports/capacity-store.js';
import { Periods } from '../../src/core/reports/periods.js';
import { at, repository } from '../core/reports/records.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOON = at('2026-03-10T12:00:00Z');
const ALWAYS = [0, 9e15] as const;
/** Clocks change in Berlin and New York: a day of 25 hours and one of 23. */
const CHANGES = [at('2026-10-25T00:00:00Z'), at('2026-03-08T00:00:00Z')];
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Auckland'];
const UNITS = { HOUR: 'hour', DAY: 'day', WEEK: 'week', MONTH: 'month' } as const;

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

/** What was seen of a repository about a change of clocks. */
const aboutChanges = fc.record({
  change: fc.constantFrom(...CHANGES),
  minutes: fc.uniqueArray(fc.integer({ min: -4 * 1440, max: 4 * 1440 - 1 }), { minLength: 1, maxLength: 60 }),
  zone: fc.constantFrom(...ZONES),
  every: fc.constantFrom('HOUR', 'DAY', 'WEEK', 'MONTH'),
  ago: fc.integer({ min: 1, max: 4 * 1440 }),
});

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
                hours: 1 << 12,
              },
              {
                start: NOON + HOUR,
                seenAt: NOON + HOUR,
                capacity: 2000,
                free: 400,
                used: null,
                freeLowest: 400,
                headUsed: 1600,
                hours: 1 << 13,
              },
            ],
          ],
        ]),
      );
      const days = await store.capacity('s', ['a'], 'DAY', ...ALWAYS);
      expect(days.get('a')).toMatchObject([
        { start: at, capacity: 2000, freeLowest: 300, headUsed: 1600, hours: 3 << 12 },
      ]);
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

    it('tells of each hour, day, week and month what was seen last in it, in every zone', async () => {
      let servers = 0;
      await fc.assert(
        fc.asyncProperty(aboutChanges, async ({ change, minutes, zone, every, ago }) => {
          servers += 1;
          const server = `zones ${String(servers)}`;
          const all = minutes
            .map((minute, index) => seen('r', change + minute * 60_000, index, 1000 + index))
            .sort((a, b) => a.time - b.time);
          await store.recordCapacity(server, all);
          const now = change + 4 * DAY;
          const budget = new OperationBudget();
          const { points, coverage, complete } = await capacityHistory(
            [
              {
                record: repository({ nativeId: 'r', server }),
                past: new CapacityPast(store, server, budget),
              },
            ],
            { now, from: now - ago * 60_000, to: now, every, timeZone: zone },
            budget,
          );
          const periods = new Periods(UNITS[every], zone);
          const [first = NaN] = points.map(({ time }) => time);
          const expected = new Map<number, CapacitySeen>();
          for (const one of all)
            if (one.time >= first && one.time < now) expected.set(periods.startOf(one.time), one);
          expect(points.length).toBeGreaterThan(0);
          for (const point of points) {
            const last = expected.get(point.time);
            expect([point.capacity, point.free]).toEqual([last?.capacity ?? null, last?.free ?? null]);
            expect(point.coverage > 0).toBe(last !== undefined);
          }
          const hours = new Set(
            all.filter(({ time }) => time >= first && time < now).map(({ time }) => Math.floor(time / HOUR)),
          );
          expect(coverage).toBeCloseTo(hours.size / Math.ceil((now - first) / HOUR), 9);
          expect(complete).toBe(coverage === 1);
        }),
        { numRuns: 60, seed: 20261129 },
      );
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
