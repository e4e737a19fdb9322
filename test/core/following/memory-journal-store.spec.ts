import { MemoryJournalStore } from '../../../src/core/following/memory-journal-store.js';
import { describeJournalStore, followed } from '../../support/journal-store-contract.js';
import { session } from '../reports/records.js';

describeJournalStore('memory', async () => new MemoryJournalStore());

describe('the bounds of the journal in memory', () => {
  const at = (startTime: number) => session({ nativeId: String(startTime), startTime });
  const whole = { ...followed, cover: { from: 0, isWhole: true } };
  const read = (store: MemoryJournalStore, server: string) =>
    store.read({ server, criteria: {}, order: { field: 'START_TIME', direction: 'ASC' }, limit: 1_000 });

  it.each([
    ['rows', { rows: 100, bytes: Infinity }],
    ['bytes', { rows: Infinity, bytes: 100 * JSON.stringify(at(100)).length }],
  ])(
    'let the oldest sessions of the server with most go, by %s, and its cover begins behind them',
    async (_by, bounds) => {
      const store = new MemoryJournalStore(bounds);
      await store.record('small', [at(1), at(2)], whole);
      const starts = Array.from({ length: 150 }, (_, i) => 1_000 + ((i * 7) % 150));
      for (const start of starts) await store.record('large', [at(start)], whole);

      const kept = await read(store, 'large');
      expect(kept.length).toBeGreaterThan(80);
      expect(kept.length).toBeLessThanOrEqual(98);
      const cover = (await store.state('large'))?.cover;
      expect(cover?.isWhole).toBe(false);
      const covered = starts.filter((start) => start >= (cover?.from ?? 0));
      expect(kept.filter(({ startTime }) => startTime >= (cover?.from ?? 0))).toHaveLength(covered.length);
      expect(covered.length).toBeGreaterThan(0);

      expect(await read(store, 'small')).toHaveLength(2);
      expect(await store.state('small')).toEqual(whole);
    },
  );
});
