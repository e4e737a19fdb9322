import { encodeId } from '../../src/core/model/ids.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { startGateway } from '../support/gateway.js';
import { startListProxy } from '../support/list-proxy.js';
import type { Json, RewritingProxy } from '../support/rewriting-proxy.js';
import { startRewritingProxy } from '../support/rewriting-proxy.js';
import { simulatorsOf, whenProbed } from '../support/upstream-calls.js';

interface Source {
  server: { key: string };
  status: string;
  count: number | null;
  error: { code: string; message: string; upstreamStatus: number | null } | null;
}
interface Part {
  complete: boolean;
  totalCount?: number | null;
  sources: Source[];
}
interface Row {
  id: string;
  nativeId: string;
  __typename: string;
}
interface Everything {
  policies: Part & { nodes: Row[] };
  repositories: Part & { nodes: Row[] };
  sessions: Part & { nodes: (Row & { policy: { nativeId: string } | null })[] };
  search: Part & { hits: { node: Row }[] };
  report: { capacity: Part; protection: Part; sessions: Part & { total: { count: number } } };
}

const PART = 'complete sources { server { key } status count error { code message upstreamStatus } }';
const QUERY = `query ($server: ID!) {
  policies(first: 500, filter: { servers: [$server] }) { totalCount ${PART} nodes { id nativeId __typename } }
  repositories(first: 500, filter: { servers: [$server] }) { totalCount ${PART} nodes { id nativeId __typename } }
  sessions(first: 200, filter: { servers: [$server] }) { ${PART} nodes { id nativeId __typename policy { nativeId } } }
  search(text: "e", first: 100) { ${PART} hits { node { id __typename } } }
  report {
    capacity { ${PART} }
    protection { ${PART} }
    sessions(window: { last: "P3D" }, filter: { servers: [$server] }) { total { count } ${PART} }
  }
}`;

const idOf = (key: string): string => encodeId({ type: 'BackupServer', server: key, nativeId: key });

/** Everything of one server; of the reports its source alone. */
async function askAll({ gateway }: Fleet, server: string): Promise<Everything> {
  const { status, data, errors } = await gateway.ask<Everything>(QUERY, { server: idOf(server) });
  if (status !== 200) throw new Error(errors.map(({ message }) => message).join());
  const own = (part: Part): Part => {
    const sources = part.sources.filter((source) => source.server.key === server);
    return { complete: sources.every(({ status }) => status === 'OK'), sources };
  };
  const { capacity, protection } = data.report;
  return { ...data, report: { ...data.report, capacity: own(capacity), protection: own(protection) } };
}

/** Lists that others make up a whole with, and the types of records that only they hold. */
const LISTS: readonly [server: string, path: string, of: 'policies' | 'repositories', lost: RegExp][] = [
  ['vbr', 'backupInfrastructure/scaleOutRepositories', 'repositories', /^VbrScaleOutRepository$/],
  ['vbr', 'backupInfrastructure/repositories/states', 'repositories', /^VbrRepository$/],
  ['vbr-old', 'backupInfrastructure/scaleOutRepositories', 'repositories', /^VbrScaleOutRepository$/],
  ['m365', 'CopyJobs', 'policies', /^VbM365CopyJob$/],
  ['m365', '/v8/Jobs?', 'policies', /^VbM365Job$/],
  ['m365-old', 'CopyJobs', 'policies', /^VbM365CopyJob$/],
  ['m365-old', 'objectstoragerepositories', 'repositories', /^nothing$/],
  ['aws', 'virtualMachines/policies', 'policies', /^VbAwsEc2Policy$/],
  ['aws', 'policy/ec2SlaBasedPolicies', 'policies', /^VbAwsSlaPolicy$/],
  ['aws', 'rds/policies', 'policies', /^VbAwsRdsPolicy$/],
  ['aws', 'vpc/policy', 'policies', /^VbAwsVpcPolicy$/],
];

describe('one of the lists that make up a whole', () => {
  let fleet: Fleet;
  const healthy = new Map<string, Everything>();

  const ask = (server: string) => askAll(fleet, server);

  beforeAll(async () => {
    const size = { sessions: 100, policies: 24 };
    fleet = await startFleet({ vbr: size, vbaws: size, vb365: size });
    await whenProbed(fleet);
    for (const server of fleet.alive) healthy.set(server, await ask(server));
  });
  afterAll(() => fleet.close());
  afterEach(() => {
    for (const { faults } of Object.values(simulatorsOf(fleet))) faults.clear();
  });

  const cases = LISTS.flatMap(([server, path, of, lost]) =>
    [403, 404, 500]
      // On an appliance a list that is not there is a workload that is not set up.
      .filter((status) => server !== 'aws' || status !== 404)
      .map((status) => [server, path, status, of, lost] as const),
  );

  it.each(cases)('costs only its own rows: %s, %s answering %i', async (server, path, status, of, lost) => {
    const before = healthy.get(server);
    if (before === undefined) throw new Error(server);
    simulatorsOf(fleet)[server]?.faults.add({ match: path, fault: { kind: 'status', status } });
    const data = await ask(server);
    const name = path.replace(/^\/v8\/|\?$/g, '');
    const short = {
      status: 'TRUNCATED',
      count: null,
      error: { upstreamStatus: status, message: expect.stringContaining(name) as string },
    };
    expect(data[of]).toMatchObject({ complete: false, totalCount: null, sources: [short] });
    const kept = before[of].nodes.filter(({ __typename }) => !lost.test(__typename));
    expect(kept.length).toBeGreaterThan(0);
    expect(data[of].nodes.map(({ id }) => id).toSorted()).toEqual(kept.map(({ id }) => id).toSorted());
    const report = of === 'policies' ? data.report.protection : data.report.capacity;
    expect(report).toMatchObject({ complete: false, sources: [short] });
    const found = data.search.sources.find((source) => source.server.key === server);
    expect(found).toMatchObject({ status: 'TRUNCATED', error: { upstreamStatus: status } });
    const other = of === 'policies' ? 'repositories' : 'policies';
    expect(data[other]).toMatchObject({ complete: true, sources: [{ status: 'OK' }] });

    const gone = before[of].nodes.filter(({ __typename }) => lost.test(__typename));
    const query = '{ nodes(ids: [' + gone.map(({ id }) => `"${id}"`).join(',') + ']) { id } }';
    if (gone.length === 0) return;
    const { data: again, errors } = await fleet.gateway.ask<{ nodes: (Row | null)[] }>(query);
    expect(again.nodes).toEqual(gone.map(() => null));
    expect(errors).toHaveLength(gone.length);
    for (const { extensions } of errors) expect(extensions).toMatchObject({ server, upstreamStatus: status });
  });

  it('is told on edges that lead into it', async () => {
    fleet.vb365.faults.add({ match: 'CopyJobs', fault: { kind: 'status', status: 403 } });
    const { data, errors } = await fleet.gateway.ask<{
      sessions: { nodes: { kind: string; policy: unknown }[] };
    }>(
      `{ sessions(first: 200, filter: { servers: ["${idOf('m365')}"] }) { nodes { kind policy { name } } } }`,
    );
    const copies = data.sessions.nodes.filter(({ kind }) => kind === 'BACKUP_COPY');
    const jobs = data.sessions.nodes.filter(({ kind }) => kind === 'BACKUP');
    expect(copies.length * jobs.length).toBeGreaterThan(0);
    expect(copies.every(({ policy }) => policy === null)).toBe(true);
    expect(jobs.every(({ policy }) => policy !== null)).toBe(true);
    expect(errors).toHaveLength(copies.length);
  });

  it('gives what the others gave when it does not answer at all', async () => {
    const slow = await startFleet({
      vb365: { sessions: 20, policies: 8 },
      entry: (entry) => ({ ...entry, limits: { timeout: 'PT2S' } }),
    });
    slow.vb365.faults.add({ match: 'CopyJobs', fault: { kind: 'hang' } });
    const data = await askAll(slow, 'm365');
    await slow.close();
    expect(data.policies).toMatchObject({
      complete: false,
      sources: [{ status: 'TRUNCATED', error: { code: 'TIMEOUT' } }],
    });
    expect(data.policies.nodes.length).toBeGreaterThan(0);
  });

  it('gives a report of the sessions that came when one of their lists does not answer at all', async () => {
    const slow = await startFleet({
      vb365: { sessions: 60, policies: 8 },
      entry: (entry) => ({ ...entry, limits: { timeout: 'PT2S' } }),
    });
    slow.vb365.faults.add({ match: 'RestoreSessions', fault: { kind: 'hang' } });
    const { report } = await askAll(slow, 'm365');
    await slow.close();
    expect(report.sessions).toMatchObject({
      complete: false,
      sources: [
        {
          status: 'TRUNCATED',
          error: { code: 'TIMEOUT', message: expect.stringMatching(/RestoreSessions/) as string },
        },
      ],
    });
    expect(report.sessions.total.count).toBeGreaterThan(0);
  });

  it('makes the server a failed source when nothing at all was read', async () => {
    fleet.vb365.faults.add({ match: 'Jobs?', fault: { kind: 'status', status: 403 } });
    const { policies } = await ask('m365');
    expect(policies).toMatchObject({
      nodes: [],
      sources: [{ status: 'FAILED', error: { code: 'FORBIDDEN' } }],
    });
  });

  it('costs of sessions and their reports only its own rows', async () => {
    fleet.vb365.faults.add({ match: 'RestoreSessions', fault: { kind: 'status', status: 403 } });
    const { sessions, report } = await ask('m365');
    const short = { status: 'TRUNCATED', error: { code: 'FORBIDDEN', message: /RestoreSessions/ } };
    expect(sessions.complete).toBe(false);
    expect(sessions.sources[0]?.status).toBe(short.status);
    expect(sessions.sources[0]?.error?.message).toMatch(short.error.message);
    expect(sessions.nodes.length).toBeGreaterThan(0);
    expect(report.sessions.sources[0]).toMatchObject({ status: 'TRUNCATED', error: { code: 'FORBIDDEN' } });
    expect(report.sessions.total.count).toBeGreaterThan(0);
  });
});

describe('what only a list that is missing tells', () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({
      vbr: { sessions: 20, policies: 24 },
      vbaws: { policies: 24, sessions: 60 },
      vb365: { policies: 24, sessions: 60 },
    });
    await whenProbed(fleet);
  });
  afterAll(() => fleet.close());
  afterEach(() => {
    for (const { faults } of Object.values(simulatorsOf(fleet))) faults.clear();
  });

  const ask = <T>(server: string, query: string) =>
    fleet.gateway.ask<T>(query.replace('SERVER', idOf(server)));

  it('is no "there is none": the copy job of a job', async () => {
    const query =
      '{ policies(first: 500, filter: { servers: ["SERVER"] }) { nodes { ... on VbM365Job { copyJob { name } } } } }';
    expect((await ask('m365', query)).errors).toEqual([]);
    fleet.vb365.faults.add({ match: 'CopyJobs', fault: { kind: 'status', status: 403 } });
    const { data, errors } = await ask<{ policies: { nodes: { copyJob: null }[] } }>('m365', query);
    expect(data.policies.nodes.length).toBeGreaterThan(0);
    expect(errors).toHaveLength(data.policies.nodes.length);
    for (const { path } of errors) expect(path?.at(-1)).toBe('copyJob');
  });

  it.each([
    ['vbr-old', true],
    ['vbr', false],
  ])(
    'nor the scale-out repository of a repository, where the revision tells it nowhere else: %s',
    async (server, isLost) => {
      const query =
        '{ repositories(first: 500, filter: { servers: ["SERVER"] }) { nodes { ... on VbrRepository { tier scaleOutRepository { name } } } } }';
      simulatorsOf(fleet)[server]?.faults.add({
        match: 'scaleOutRepositories',
        fault: { kind: 'status', status: 403 },
      });
      const { data, errors } = await ask<{ repositories: { nodes: { tier: string | null }[] } }>(
        server,
        query,
      );
      const { nodes } = data.repositories;
      const extents = nodes.filter(({ tier }) => tier !== null);
      expect(nodes.length).toBeGreaterThan(extents.length);
      expect(errors).toHaveLength(isLost ? nodes.length : extents.length);
      for (const { path } of errors) expect(path?.at(-1)).toBe('scaleOutRepository');
    },
  );

  it.each([
    [404, 0],
    [500, 1],
  ])('nor where SLA policies of VB_AWS write to: storage templates answering %i', async (status, wrong) => {
    const query =
      '{ policies(first: 500, filter: { servers: ["SERVER"] }) { nodes { __typename repositories { name } } } }';
    fleet.vbaws.faults.add({ match: 'storageTemplates', fault: { kind: 'status', status } });
    const { data, errors } = await ask<{
      policies: { nodes: { __typename: string; repositories: unknown[] | null }[] };
    }>('aws', query);
    // Those that make snapshots alone write nowhere, and that is known.
    const sla = data.policies.nodes.filter(
      ({ __typename, repositories }) => __typename === 'VbAwsSlaPolicy' && repositories?.length !== 0,
    );
    expect(sla.length).toBeGreaterThan(0);
    for (const { repositories } of sla) expect(repositories).toBeNull();
    const others = data.policies.nodes.filter(({ __typename }) => __typename !== 'VbAwsSlaPolicy');
    expect(others.every(({ repositories }) => repositories !== null)).toBe(true);
    expect(errors).toHaveLength(wrong * sla.length);
  });

  it('and the last session of a VPC policy that cannot be found is null without an error', async () => {
    const query =
      '{ policies(first: 500, filter: { servers: ["SERVER"] }) { nodes { __typename lastSession { name } } } }';
    const { data, errors } = await ask<{
      policies: { nodes: { __typename: string; lastSession: unknown }[] };
    }>('aws', query);
    expect(data.policies.nodes.some(({ __typename }) => __typename === 'VbAwsVpcPolicy')).toBe(true);
    expect(errors).toEqual([]);
  });
});

describe('the states of the jobs', () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({ vbr: { sessions: 60, policies: 24 } });
    await whenProbed(fleet);
  });
  afterAll(() => fleet.close());

  it('that answer 500 are stood in for by the list of jobs, which is told not to be the whole', async () => {
    const before = await askAll(fleet, 'vbr');
    fleet.vbr.faults.add({ match: 'jobs/states', fault: { kind: 'status', status: 500 } });
    const data = await askAll(fleet, 'vbr');
    fleet.vbr.faults.clear();
    expect(data.policies).toMatchObject({
      complete: false,
      totalCount: null,
      sources: [{ status: 'TRUNCATED', error: { upstreamStatus: 500, message: /jobs\/states/ } }].map(
        ({ status, error }) => ({
          status,
          error: {
            upstreamStatus: error.upstreamStatus,
            message: expect.stringMatching(error.message) as string,
          },
        }),
      ),
    });
    expect(data.policies.nodes.length).toBeGreaterThan(0);
    expect(before.policies.complete).toBe(true);
  });
});

describe('the states of the jobs that fail on a later page only', () => {
  it('are shown as far as they came, with the list of jobs for the rest', async () => {
    const simulator = await startVbrSimulator({ seed: 21, policies: 24, sessions: 20 });
    const list = { product: 'VBR' as const, path: /\/jobs\/states$/i, rows: 60 };
    const proxy = await startListProxy(simulator.url, {
      ...list,
      fails: ({ offset }) => offset > 0,
      twist: (page) => ({ ...page, rows: page.rows.slice(0, 20) }),
    });
    const gateway = await startGateway([{ key: 'vbr', product: 'VBR', url: proxy.url }]);
    const { data } = await gateway.ask<{ policies: Part & { nodes: Row[] } }>(
      `{ policies(first: 500) { ${PART} nodes { id } } }`,
    );
    await gateway.close();
    await proxy.close();
    await simulator.close();
    expect(data.policies).toMatchObject({
      complete: false,
      sources: [{ status: 'TRUNCATED', error: { upstreamStatus: 500 } }],
    });
    expect(data.policies.nodes.length).toBeGreaterThanOrEqual(20);
  });
});

describe('a list that was whole before one of its parts failed', () => {
  it('stands in as a whole: STALE', async () => {
    const fleet = await startFleet({
      vb365: { sessions: 20, policies: 8 },
      config: { cache: { inventory: 'PT0S', staleIfError: 'PT10M' } },
    });
    const before = await askAll(fleet, 'm365');
    fleet.vb365.faults.add({ match: 'CopyJobs', fault: { kind: 'status', status: 503 } });
    const after = await askAll(fleet, 'm365');
    await fleet.close();
    expect(before.policies.complete).toBe(true);
    expect(after.policies).toMatchObject({ complete: false, sources: [{ status: 'STALE' }] });
    expect(after.policies.nodes).toEqual(before.policies.nodes);
  });
});

describe('extents that the list of repositories leaves out', () => {
  let proxy: RewritingProxy;
  let fleet: Fleet;

  const withoutExtents = (body: Json, line: string): Json => {
    if (!line.includes('/repositories/states')) return body;
    const { data, pagination } = body as { data: Record<string, Json>[]; pagination: Record<string, Json> };
    const kept = data.filter((row) => row['scaleOutRepositoryDetails'] == null);
    return { data: kept, pagination: { ...pagination, total: kept.length, count: kept.length } };
  };

  beforeAll(async () => {
    fleet = await startFleet({
      vbr: { sessions: 20, policies: 10 },
      entry: async (entry) => {
        if (entry.key !== 'vbr') return entry;
        proxy = await startRewritingProxy(entry.url, withoutExtents);
        return { ...entry, url: proxy.url };
      },
    });
  });
  afterAll(async () => {
    await fleet.close();
    await proxy.close();
  });

  it('make the capacity report and the list incomplete', async () => {
    const data = await askAll(fleet, 'vbr');
    const short = {
      complete: false,
      sources: [{ status: 'TRUNCATED', error: { message: expect.stringContaining('extent') as string } }],
    };
    expect(data.report.capacity).toMatchObject(short);
    expect(data.repositories).toMatchObject({ ...short, totalCount: null });
    expect(data.repositories.nodes.some(({ __typename }) => __typename === 'VbrScaleOutRepository')).toBe(
      true,
    );
  });
});
