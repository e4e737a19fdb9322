import { ServerSnapshots } from '../../../src/core/federation/server-snapshots.js';
import { datasetKind } from '../../../src/core/federation/snapshot-kinds.js';
import { CallTally } from '../../../src/core/ports/call-scope.js';
import { fakeFleet } from '../../support/fake-server.js';
import { MemorySnapshotStore, StoreMemory } from '../../support/memory-snapshot-store.js';

const SECOND = 1_000;
const LIFETIME = { inventory: 30 * SECOND, staleIfError: 3_600 * SECOND };

describe('replicas that share a store', () => {
  let now: number;
  let asked: number;
  let replicas: ServerSnapshots[];

  const numbers = datasetKind('numbers', async (_adapter, { tally }) => {
    tally.count();
    return (asked += 1);
  });
  const read = async (replica: number, maxAge?: number): Promise<number | undefined> => {
    const request = { maxAge, signal: new AbortController().signal, tally: new CallTally() };
    return (await replicas[replica]?.read(numbers, request))?.value;
  };

  beforeEach(() => {
    [now, asked] = [Date.parse('2026-03-18T10:30:00Z'), 0];
    const memory = new StoreMemory(() => now);
    replicas = [0, 1].map(() => {
      const [upstream] = fakeFleet([{ key: 'a', sessions: [] }]).fleet.members;
      if (upstream === undefined) throw new Error('no server');
      const store = new MemorySnapshotStore(memory);
      const snapshots = new ServerSnapshots(
        upstream,
        () => now,
        LIFETIME,
        store,
        () => () => undefined,
      );
      store.onInvalidated(() => snapshots.dropHere());
      return snapshots;
    });
  });

  it('ask a server once for all', async () => {
    expect([await read(0), await read(1), asked]).toEqual([1, 1, 1]);
  });

  it('let the reading of another grow old', async () => {
    await read(0);
    now += 5 * SECOND;
    expect([await read(1), await read(1, 4 * SECOND)]).toEqual([1, 2]);
    now += 31 * SECOND;
    expect(await read(0)).toBe(3);
  });

  it('read anew what one of them has changed', async () => {
    expect([await read(0), await read(1)]).toEqual([1, 1]);
    await replicas[0]?.drop();
    expect([await read(1), await read(0), asked]).toEqual([2, 2, 2]);
  });
});
