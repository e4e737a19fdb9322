import { encodeId } from '../../src/core/model/ids.js';
import { NODES } from '../support/acceptance.js';
import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { askCounting, totalOf, whenProbed } from '../support/upstream-calls.js';

interface Found {
  __typename: string;
  id: string;
  key?: string;
  nativeId?: string;
  name?: string;
  server?: { key: string };
}
interface Nodes {
  nodes: (Found | null)[];
}

/** Lists that hold one kind of thing of one server. */
const LISTS: Record<string, { policies: number; repositories: number }> = {
  vbr: { policies: 1, repositories: 2 },
  'vbr-old': { policies: 1, repositories: 2 },
  aws: { policies: 10, repositories: 1 },
  m365: { policies: 2, repositories: 1 },
  'm365-old': { policies: 2, repositories: 2 },
};

describe('objects of any kind by their ids', () => {
  let clock: FrozenClock;
  let fleet: Fleet;
  /** Everything that lists show, as they show it. */
  let listed: Found[];

  beforeAll(async () => {
    clock = freezeClock();
    fleet = await startFleet();
    await whenProbed(fleet);
    const fields = '{ nodes { __typename id nativeId name server { key } } }';
    const { data } = await fleet.gateway.ask<Record<string, { nodes: Found[] }>>(
      `{ policies(first: 500) ${fields} repositories(first: 500) ${fields} sessions(first: 500) ${fields} }`,
    );
    listed = Object.values(data).flatMap(({ nodes }) => nodes);
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  const ask = (ids: readonly string[]) => askCounting<Nodes>(fleet, NODES, { ids });
  const serverNode = (key: string): Found => ({
    __typename: 'BackupServer',
    id: encodeId({ type: 'BackupServer', server: key, nativeId: key }),
    key,
  });

  /** Some of every concrete type of every server. */
  function mixture(count: number): Found[] {
    const groups = new Map<string, Found[]>();
    for (const found of listed) {
      const key = `${found.__typename} ${found.server?.key}`;
      groups.set(key, [...(groups.get(key) ?? []), found]);
    }
    const layers = [0, 1, 2, 3, 4, 5].flatMap((depth) =>
      [...groups.values()].flatMap((group) => group[depth] ?? []),
    );
    return [...[...fleet.alive, 'down'].map(serverNode), ...layers].slice(0, count);
  }

  it('are found in the order of the ids, 50 over all kinds, products and servers', async () => {
    const wanted = mixture(50);
    expect(wanted).toHaveLength(50);
    const { answer } = await ask(wanted.map(({ id }) => id));
    expect(answer.errors).toEqual([]);
    expect(answer.data.nodes).toEqual(wanted);
  });

  it('are null where nothing has the id, and the others are there', async () => {
    const known = mixture(30);
    const missing = [...new Set(known.map(({ __typename }) => __typename))].flatMap((type) =>
      fleet.alive.map((server) => encodeId({ type, server, nativeId: crypto.randomUUID() })),
    );
    const elsewhere = known.map(({ __typename: type, nativeId = '' }) =>
      encodeId({ type, server: 'no-such-server', nativeId }),
    );
    const unknownType = encodeId({ type: 'Tape', server: 'vbr', nativeId: known[10]?.nativeId ?? '' });
    const ids = [...known.map(({ id }) => id), ...missing, ...elsewhere, unknownType];
    const { answer } = await ask(ids);
    expect(answer.errors).toEqual([]);
    expect(answer.data.nodes).toEqual([
      ...known,
      ...Array.from({ length: ids.length - known.length }, () => null),
    ]);
  });

  it('are null under the id of another type or another server', async () => {
    const [job] = listed.filter(({ __typename }) => __typename === 'VbrJob');
    const nativeId = job?.nativeId ?? '';
    const ids = [
      encodeId({ type: 'VbrRepository', server: 'vbr', nativeId }),
      encodeId({ type: 'VbrJob', server: job?.server?.key === 'vbr' ? 'vbr-old' : 'vbr', nativeId }),
      encodeId({ type: 'VbM365Job', server: 'vbr', nativeId }),
      encodeId({ type: 'VbM365JobSession', server: 'vbr', nativeId }),
    ];
    const { answer } = await ask(ids);
    expect(answer.data.nodes).toEqual([null, null, null, null]);
    expect(answer.errors).toEqual([]);
  });

  it('cost one reading of each list they are in and one call for each session', async () => {
    const wanted = mixture(50);
    const { answer, calls } = await ask(wanted.map(({ id }) => id));
    expect(answer.cost.upstreamCalls).toBe(totalOf(calls));
    for (const key of fleet.alive) {
      const lines = calls[key] ?? [];
      const own = wanted.filter(({ server }) => server?.key === key);
      const sessions = own.filter(({ __typename }) => __typename.endsWith('Session'));
      expect(new Set(lines).size).toBe(lines.length);
      for (const { nativeId } of sessions)
        expect(lines.filter((line) => line.includes(String(nativeId)))).toHaveLength(1);
      const { policies = 0, repositories = 0 } = LISTS[key] ?? {};
      expect(lines.length - sessions.length).toBeLessThanOrEqual(policies + repositories);
    }
  });

  it('cost no call for servers, nor a list for a kind that is not asked for', async () => {
    const repositories = listed.filter(({ __typename }) => __typename === 'VbM365Repository').slice(0, 10);
    const wanted = [...[...fleet.alive, 'down'].map(serverNode), ...repositories];
    const { answer, calls } = await ask(wanted.map(({ id }) => id));
    expect(answer.data.nodes).toEqual(wanted);
    expect(calls).toEqual({
      vbr: [],
      'vbr-old': [],
      aws: [],
      m365: [expect.stringContaining('/BackupRepositories')],
      'm365-old': [
        expect.stringContaining('/BackupRepositories'),
        expect.stringContaining('/objectstoragerepositories'),
      ],
    });
  });

  it('are null, with the reason among the errors, on a server that is down', async () => {
    const [known] = listed;
    const lost = encodeId({ type: 'VbrJob', server: 'down', nativeId: crypto.randomUUID() });
    const { answer } = await ask([lost, known?.id ?? '']);
    expect(answer.data.nodes).toEqual([null, known]);
    expect(answer.errors).toMatchObject([
      {
        path: ['nodes', 0],
        extensions: { code: 'UNREACHABLE', server: 'down', product: 'VBR', retryable: true },
      },
    ]);
  });
});
