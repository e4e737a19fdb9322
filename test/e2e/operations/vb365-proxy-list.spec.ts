import { encodeId } from '../../../src/core/model/ids.js';
import { startFleet } from '../../support/fleet.js';
import type { Fleet } from '../../support/fleet.js';

interface ProxyNode {
  id: string;
  nativeId: string;
  name: string;
  server: { key: string };
  status: string;
  maintenanceMode: string | null;
  version: string | null;
  pool: { name: string } | null;
  repositories: { nativeId: string }[];
}
interface ProxyList {
  vbM365Proxies: {
    nodes: ProxyNode[];
    totalCount: number | null;
    complete: boolean;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
    sources: {
      server: { key: string };
      status: string;
      count: number | null;
      error: { code: string } | null;
    }[];
  };
}

const LIST = `query ($filter: VbM365ProxyFilter, $first: Int, $after: String) {
  vbM365Proxies(filter: $filter, first: $first, after: $after) {
    nodes { id nativeId name server { key } status maintenanceMode version pool { name } repositories { nativeId } }
    totalCount complete pageInfo { hasNextPage endCursor }
    sources { server { key } status count error { code } }
  }
}`;

let fleet: Fleet;

beforeEach(async () => {
  fleet = await startFleet();
});

afterEach(async () => {
  await fleet.close();
});

const ask = async (variables: object = {}) =>
  fleet.gateway.ask<ProxyList>(LIST, variables as Record<string, unknown>);

/** What the servers know, in the order of the list. */
function truth() {
  return [
    { key: 'm365', isV8: true, world: fleet.vb365.world },
    { key: 'm365-old', isV8: false, world: fleet.vb365Old.world },
  ]
    .flatMap(({ key, isV8, world }) =>
      world.proxies.map((proxy) => ({
        id: encodeId({ type: 'VbM365Proxy', server: key, nativeId: proxy.id }),
        nativeId: proxy.id,
        name: proxy.hostName,
        server: { key },
        status: proxy.status,
        maintenanceMode: isV8 ? proxy.maintenance : null,
        version: isV8 ? (expect.any(String) as string) : null,
        pool: isV8 && proxy.pool ? { name: proxy.pool.name } : null,
        repositories: world.repositories
          .filter((repository) => repository.proxy === proxy)
          .map(({ id }) => ({ nativeId: id })),
      })),
    )
    .sort((a, b) => a.name.localeCompare(b.name) || a.server.key.localeCompare(b.server.key));
}

it('lists the backup proxies of all M365 servers by name, and asks no other server', async () => {
  const { data, errors, cost } = await ask();
  expect(errors).toEqual([]);
  expect(data.vbM365Proxies.nodes).toEqual(truth());
  expect(data.vbM365Proxies.totalCount).toBe(truth().length);
  expect(data.vbM365Proxies.sources.map(({ server }) => server.key)).toEqual(['m365', 'm365-old']);
  // Proxies and repositories of each, object storage of the old one, pools of the new one.
  expect(cost.upstreamCalls).toBe(6);
});

it('pages without gap or repetition', async () => {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { data }: { data: ProxyList } = await ask({ first: 3, after });
    seen.push(...data.vbM365Proxies.nodes.map(({ id }) => id));
    after = data.vbM365Proxies.pageInfo.hasNextPage ? data.vbM365Proxies.pageInfo.endCursor : null;
  } while (after !== null);
  expect(seen).toEqual(truth().map(({ id }) => id));
});

it('filters by name and server', async () => {
  const servers = [encodeId({ type: 'BackupServer', server: 'm365-old', nativeId: 'm365-old' })];
  const { data } = await ask({ filter: { servers, name: { contains: 'PX' } } });
  const wanted = truth().filter(({ server, name }) => server.key === 'm365-old' && name.includes('px'));
  expect(data.vbM365Proxies.nodes).toEqual(wanted);
  expect(data.vbM365Proxies.sources).toHaveLength(1);
});

it('names the server that does not answer and shows the others', async () => {
  fleet.vb365.faults.add({ match: '/Proxies', fault: { kind: 'status', status: 503 } });
  const { data } = await ask();
  expect(data.vbM365Proxies).toMatchObject({
    complete: false,
    totalCount: null,
    nodes: truth().filter(({ server }) => server.key === 'm365-old'),
    sources: [
      { server: { key: 'm365' }, status: 'FAILED', error: { code: 'UPSTREAM_ERROR' } },
      { server: { key: 'm365-old' }, status: 'OK', error: null },
    ],
  });
});

it.each([{ first: 501 }, { after: 'nonsense' }, { filter: { servers: ['nonsense'] } }])(
  'refuses %j before anything is asked',
  async (variables) => {
    const { status, errors } = await ask(variables);
    expect([status, errors[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(fleet.vb365.requests.filter(({ url }) => url.includes('Proxies'))).toEqual([]);
  },
);

it('finds a proxy by its id, and none on a server that has no such thing', async () => {
  const [proxy] = truth();
  const other = (server: string) =>
    encodeId({ type: 'VbM365Proxy', server, nativeId: proxy?.nativeId ?? '' });
  const { data, errors } = await fleet.gateway.ask<{ nodes: unknown[] }>(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on VbM365Proxy { id name } } }',
    { ids: [proxy?.id, other('vbr'), other('m365-old'), other('nowhere')] },
  );
  expect(errors).toEqual([]);
  expect(data.nodes).toEqual([{ id: proxy?.id, name: proxy?.name }, null, null, null]);
});
