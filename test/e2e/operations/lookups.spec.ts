import { encodeId } from '../../../src/core/model/ids.js';
import { accountCredentials, cloudCredentials } from '../../../src/simulators/vbr/world/credentials.js';
import { startFleet } from '../../support/fleet.js';
import type { Fleet } from '../../support/fleet.js';
import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import { startGateway } from '../../support/gateway.js';

interface Row {
  nativeId: string;
  name: string;
  server: { key: string };
}

interface List {
  nodes: Row[];
  edges: { cursor: string; node: { nativeId: string } }[];
  totalCount: number | null;
  complete: boolean;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  sources: { server: { key: string }; status: string; error: { code: string } | null }[];
}

let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet();
});

afterAll(async () => {
  await fleet.close();
});

function document(field: string, selection: string): string {
  return `query ($filter: LookupFilter, $first: Int, $after: String, $maxAge: Duration) {
    list: ${field}(filter: $filter, first: $first, after: $after, maxAge: $maxAge) {
      nodes { nativeId name server { key } ${selection} } edges { cursor node { nativeId } }
      totalCount complete pageInfo { hasNextPage endCursor } sources { server { key } status error { code } }
    }
  }`;
}

async function ask(field: string, variables: Record<string, unknown> = {}, selection = ''): Promise<List> {
  const { data, errors } = await fleet.gateway.ask<{ list: List }>(document(field, selection), variables);
  expect(errors).toEqual([]);
  return data.list;
}

const serverId = (key: string) => encodeId({ type: 'BackupServer', server: key, nativeId: key });

interface Lookup {
  field: string;
  servers: string[];
  /** What is selected besides name and id. */
  selection: string;
  truth: () => (Row & Record<string, unknown>)[];
}

function vbrWorlds() {
  return [
    { key: 'vbr', isOld: false, world: fleet.vbr.world },
    { key: 'vbr-old', isOld: true, world: fleet.vbrOld.world },
  ];
}

const LOOKUPS: Lookup[] = [
  {
    field: 'vbrManagedServers',
    servers: ['vbr', 'vbr-old', 'down'],
    selection: 'type description available isBackupServer',
    truth: () =>
      vbrWorlds().flatMap(({ key, isOld, world }) =>
        world.managedServers
          .filter(({ type }) => !isOld || type !== 'HvServer')
          .map(({ id, name, type, description, available }) => ({
            nativeId: id,
            name,
            server: { key },
            type,
            description: description === '' ? null : description,
            available,
            isBackupServer: isOld || !/^(Windows|Linux)/.test(type) ? null : /^6745a759/.test(id),
          })),
      ),
  },
  {
    field: 'vbrCredentials',
    servers: ['vbr', 'vbr-old', 'down'],
    selection: 'type description',
    truth: () =>
      vbrWorlds().flatMap(({ key, world }) =>
        accountCredentials(world.seed).map(({ id, type, description, facts }) => ({
          nativeId: id,
          name: String(facts['username']),
          server: { key },
          type,
          description: description === '' ? null : description,
        })),
      ),
  },
  {
    field: 'vbrCloudCredentials',
    servers: ['vbr', 'vbr-old', 'down'],
    selection: 'type description',
    truth: () =>
      vbrWorlds().flatMap(({ key, world }) =>
        cloudCredentials(world.seed).map(({ id, type, description, facts }) => ({
          nativeId: id,
          name: facts['account'] ?? description,
          server: { key },
          type,
          description: description === '' ? null : description,
        })),
      ),
  },
  ...(['slaTemplates', 'storageTemplates'] as const).map((kind): Lookup => ({
    field: kind === 'slaTemplates' ? 'vbAwsSlaTemplates' : 'vbAwsStorageTemplates',
    servers: ['aws'],
    selection: 'description',
    truth: () =>
      fleet.vbaws.world[kind].map(({ id, name, description }) => ({
        nativeId: id,
        name,
        server: { key: 'aws' },
        description: description === '' ? null : description,
      })),
  })),
  {
    field: 'vbAwsIamRoles',
    servers: ['aws'],
    selection: 'description awsAccountId regionType roleName',
    truth: () =>
      fleet.vbaws.world.accounts
        .filter(({ isOrganization }) => !isOrganization)
        .map(({ id, name, description, awsAccountId }) => ({
          nativeId: id,
          name,
          server: { key: 'aws' },
          description: description === '' ? null : description,
          awsAccountId,
          regionType: 'Global',
          roleName: name.replaceAll(' ', '-').toLowerCase(),
        })),
  },
  {
    field: 'vbAwsRegions',
    servers: ['aws'],
    selection: 'optInStatus',
    truth: () =>
      fleet.vbaws.world.regions.map(({ id, code }) => ({
        nativeId: id,
        name: code,
        server: { key: 'aws' },
        optInStatus: 'Unknown',
      })),
  },
  {
    field: 'vbAwsEc2Instances',
    servers: ['aws'],
    selection: 'awsId regionId removed',
    truth: () =>
      fleet.vbaws.world.resources
        .filter(({ kind }) => kind === 'virtualMachine')
        .map(({ id, name, awsResourceId, regionId, deleted }) => ({
          nativeId: id,
          name,
          server: { key: 'aws' },
          awsId: awsResourceId,
          regionId,
          removed: deleted,
        })),
  },
];

function byName<T extends Row>(rows: readonly T[]): T[] {
  return rows.toSorted(
    (a, b) =>
      compare(a.name.toLowerCase(), b.name.toLowerCase()) ||
      compare(a.server.key, b.server.key) ||
      compare(a.nativeId, b.nativeId),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

describe.each(LOOKUPS)('$field', ({ field, servers, selection, truth }) => {
  it('lists all there is by name, and tells of every server that was asked', async () => {
    const list = await ask(field, { first: 500 }, selection);
    expect(list.nodes.length).toBeGreaterThan(0);
    expect(list.nodes).toEqual(byName(truth()));
    expect(list.edges.map(({ node }) => node.nativeId)).toEqual(list.nodes.map(({ nativeId }) => nativeId));
    expect(list.sources.map(({ server }) => server.key).sort()).toEqual(servers.toSorted());
    const down = servers.includes('down');
    expect([list.complete, list.totalCount]).toEqual(down ? [false, null] : [true, truth().length]);
  });

  it('pages without gap or repetition', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: List = await ask(field, { first: 3, after });
      expect(page.nodes.length).toBeLessThanOrEqual(3);
      seen.push(...page.nodes.map(({ server, nativeId }) => `${server.key} ${nativeId}`));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(byName(truth()).map(({ server, nativeId }) => `${server.key} ${nativeId}`));
  });

  it('filters by server and by a part of the name', async () => {
    const [server = ''] = servers;
    const part = truth()[0]?.name.slice(1, 4).toUpperCase() ?? '';
    const filter = { servers: [serverId(server)], name: { contains: part } };
    const list = await ask(field, { first: 500, filter });
    const wanted = truth().filter(
      (row) => row.server.key === server && row.name.toLowerCase().includes(part.toLowerCase()),
    );
    expect(list.nodes.map(({ nativeId }) => nativeId)).toEqual(
      byName(wanted).map(({ nativeId }) => nativeId),
    );
    expect(list.sources).toHaveLength(1);
    expect(list.totalCount).toBe(wanted.length);
  });

  it('asks nobody where the filter names a server of another product', async () => {
    const list = await ask(field, { filter: { servers: [serverId('m365')] } });
    expect(list).toMatchObject({ nodes: [], sources: [], complete: true, totalCount: 0 });
  });

  it.each([{ first: 501 }, { after: 'nonsense' }, { filter: { servers: ['nonsense'] } }])(
    'refuses %j',
    async (variables) => {
      const { status, errors } = await fleet.gateway.ask(document(field, ''), variables);
      expect([status, errors[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
    },
  );
});

describe('a server that refuses', () => {
  it('costs its own rows only where it fails, and is named with the reason', async () => {
    fleet.vbaws.faults.add({ match: '/accounts/amazon', fault: { kind: 'status', status: 403 } });
    const roles = await ask('vbAwsIamRoles', { maxAge: 'PT0S' });
    expect(roles).toMatchObject({
      nodes: [],
      complete: false,
      totalCount: null,
      sources: [{ server: { key: 'aws' }, status: 'FAILED', error: { code: 'FORBIDDEN' } }],
    });
    fleet.vbaws.faults.clear();
  });

  it('says that a revision without SLA-based policies has no templates', async () => {
    const old = await startFleet({
      vbaws: { revisions: ['1.7-rev1'] },
      entry: (entry) => (entry.key === 'aws' ? { ...entry, apiVersion: '1.7-rev1' } : entry),
    });
    try {
      const { data } = await old.gateway.ask<{ list: List }>(document('vbAwsSlaTemplates', ''));
      expect(data.list.sources).toEqual([
        { server: { key: 'aws' }, status: 'FAILED', error: { code: 'UNSUPPORTED' } },
      ]);
    } finally {
      await old.close();
    }
  });
});

describe('credentials', () => {
  it('tell no key of a cloud account, in no answer', async () => {
    const list = await ask('vbrCloudCredentials', { first: 500 }, 'type description');
    expect(JSON.stringify(list)).not.toMatch(/SIMULATED/);
  });

  it('are told as refused where the product refuses the account', async () => {
    const simulator = await startVbrSimulator({ policies: 5, sessions: 20 });
    simulator.switches.administrator = false;
    const gateway = await startGateway([{ key: 'vbr', product: 'VBR', url: simulator.url }]);
    try {
      const { data } = await gateway.ask<{ list: List }>(document('vbrCredentials', ''));
      expect(data.list.sources).toMatchObject([{ status: 'FAILED', error: { code: 'FORBIDDEN' } }]);
      const servers = await gateway.ask<{ list: List }>(document('vbrManagedServers', ''));
      expect(servers.data.list).toMatchObject({ complete: true });
    } finally {
      await gateway.close();
      await simulator.close();
    }
  });
});
