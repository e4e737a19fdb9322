import { jest } from '@jest/globals';
import { MemoryJournalStore } from '../../../src/core/following/memory-journal-store.js';
import { fakeFleet } from '../../support/fake-server.js';
import { until } from '../../support/until.js';

it('gives a server back that it gets only after it was stopped', async () => {
  const store = new MemoryJournalStore();
  const claim = store.claim.bind(store);
  let answer = (): void => undefined;
  const asked = jest.spyOn(store, 'claim').mockImplementation(async (server) => {
    await new Promise<void>((resolve) => (answer = resolve));
    return claim(server);
  });
  const { fleet } = fakeFleet([{ key: 'one', sessions: [] }], {
    lifetime: { inventory: 0, staleIfError: 0 },
    store: null,
    following: { store, active: 20, idle: 20, backfill: 0, freshness: 0 },
  });
  fleet.follow();
  await until(() => asked.mock.calls.length === 1);
  fleet.stop();
  answer();
  expect(await asked.mock.results[0]?.value).not.toBeNull();
  await until(async () => (await claim('one')) !== null);
});
