import { encodeId } from '../../../src/core/model/ids.js';
import type { RepositoryRecord } from '../../../src/simulators/vbr/index.js';
import { startFleet } from '../../support/fleet.js';
import type { Fleet } from '../../support/fleet.js';

interface List {
  nodes: { nativeId: string }[];
  totalCount: number | null;
  complete: boolean;
  sources: { server: { key: string }; status: string }[];
}

let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet();
});

afterAll(async () => {
  await fleet.close();
});

async function ask(field: string, type: string, filter: object | null): Promise<List> {
  const { data, errors } = await fleet.gateway.ask<{ list: List }>(
    `query ($filter: ${type}) { list: ${field}(first: 500, filter: $filter) {
      nodes { nativeId } totalCount complete sources { server { key } status }
    } }`,
    { filter },
  );
  expect(errors).toEqual([]);
  return data.list;
}

describe('vbrRepositories', () => {
  const server = encodeId({ type: 'BackupServer', server: 'vbr', nativeId: 'vbr' });
  const all = () => fleet.vbr.world.repositories;

  async function idsFor(filter: object): Promise<string[]> {
    const list = await ask('vbrRepositories', 'VbrRepositoryFilter', { servers: [server], ...filter });
    expect([list.complete, list.totalCount]).toEqual([true, list.nodes.length]);
    return list.nodes.map(({ nativeId }) => nativeId).sort();
  }

  const idsWhere = (isWanted: (repository: RepositoryRecord) => boolean) =>
    all()
      .filter(isWanted)
      .map(({ id }) => id)
      .sort();

  function extentsOf(name: string, tier?: 'PERFORMANCE'): string[] {
    const found = fleet.vbr.world.scaleOutRepositories.find((scaleOut) => scaleOut.name === name);
    const performance = found?.performance.map(({ repositoryId }) => repositoryId) ?? [];
    if (tier !== undefined) return performance;
    const archive = found?.archive ? [found.archive.repositoryId] : [];
    return [...performance, ...(found?.capacity?.repositoryIds ?? []), ...archive].sort();
  }

  const everyExtent = () => fleet.vbr.world.scaleOutRepositories.flatMap(({ name }) => extentsOf(name));

  it('lists what is no scale-out repository', async () => {
    expect(await idsFor({})).toEqual(idsWhere(() => true));
  });

  it('filters by host, in whatever case its id is written', async () => {
    const hostId = all().find((repository) => repository.hostId !== null)?.hostId ?? '';
    const wanted = idsWhere((repository) => repository.hostId === hostId);
    expect(await idsFor({ hostIds: [hostId.toUpperCase()] })).toEqual(wanted);
    const name = fleet.vbr.world.managedServers.find(({ id }) => id === hostId)?.name;
    expect(await idsFor({ hostName: { eq: name } })).toEqual(wanted);
    expect(await idsFor({ hostIds: [] })).toEqual([]);
  });

  it('filters by path', async () => {
    const path = all().find((repository) => repository.path?.includes('\\'))?.path ?? '';
    const wanted = idsWhere((repository) => repository.path === path);
    expect(wanted.length).toBeGreaterThan(0);
    expect(await idsFor({ path: { eq: path.toUpperCase() } })).toEqual(wanted);
  });

  it('filters by type, under the names of every revision', async () => {
    const dell = idsWhere(({ type }) => type === 'DellDataDomain');
    expect(dell.length).toBeGreaterThan(0);
    expect(await idsFor({ types: ['DDBoost'] })).toEqual(dell);
    expect(await idsFor({ types: ['delldatadomain', 'Smb'] })).toEqual(
      idsWhere(({ type }) => type === 'DellDataDomain' || type === 'Smb'),
    );
  });

  it('leaves extents out where asked to', async () => {
    const extents = everyExtent();
    expect(extents.length).toBeGreaterThan(0);
    expect(await idsFor({ excludeExtents: true })).toEqual(idsWhere(({ id }) => !extents.includes(id)));
    expect(await idsFor({ excludeExtents: false })).toEqual(idsWhere(() => true));
  });

  it('filters by the scale-out repository, its name and the tier', async () => {
    const [scaleOut] = fleet.vbr.world.scaleOutRepositories;
    const id = encodeId({ type: 'VbrScaleOutRepository', server: 'vbr', nativeId: scaleOut?.id ?? '' });
    const wanted = extentsOf(scaleOut?.name ?? '');
    expect(await idsFor({ scaleOutRepository: id })).toEqual(wanted);
    expect(await idsFor({ scaleOutRepositoryName: { eq: scaleOut?.name } })).toEqual(wanted);
    expect(await idsFor({ scaleOutRepository: id, tiers: ['PERFORMANCE'] })).toEqual(
      extentsOf(scaleOut?.name ?? '', 'PERFORMANCE').sort(),
    );
  });

  it('filters by whether they are reached and up to date', async () => {
    for (const online of [true, false])
      expect(await idsFor({ online })).toEqual(idsWhere((repository) => repository.online === online));
    for (const outOfDate of [true, false])
      expect(await idsFor({ outOfDate })).toEqual(
        idsWhere((repository) => repository.outOfDate === outOfDate),
      );
  });

  it('refuses the id of something else before anything is asked', async () => {
    const id = encodeId({ type: 'VbrRepository', server: 'vbr', nativeId: 'x' });
    const { status, errors } = await fleet.gateway.ask(
      `{ vbrRepositories(filter: { scaleOutRepository: "${id}" }) { totalCount } }`,
    );
    expect([status, errors[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  });
});

describe('vbAwsSlaPolicies', () => {
  const policies = () => fleet.vbaws.world.policies.filter(({ workload }) => workload === 'ec2Sla');
  const filter = (virtualMachineId: string) =>
    ask('vbAwsSlaPolicies', 'VbAwsSlaPolicyFilter', { virtualMachineId });

  it('lists SLA-based policies alone, whatever else the appliance cannot list', async () => {
    fleet.vbaws.faults.add({ match: '/fsx/policies', fault: { kind: 'status', status: 500 } });
    const list = await ask('vbAwsSlaPolicies', 'VbAwsSlaPolicyFilter', null);
    fleet.vbaws.faults.clear();
    expect(list.nodes.map(({ nativeId }) => nativeId).sort()).toEqual(
      policies()
        .map(({ id }) => id)
        .sort(),
    );
    expect(list).toMatchObject({ complete: true, totalCount: policies().length });
  });

  it('chooses those that protect an instance, and asks the appliance for them', async () => {
    const instanceId = policies().flatMap(({ resourceIds }) => resourceIds)[0] ?? '';
    const before = fleet.vbaws.requests.length;
    const list = await filter(instanceId.toUpperCase());
    expect(list.nodes.map(({ nativeId }) => nativeId).sort()).toEqual(
      policies()
        .filter(({ resourceIds }) => resourceIds.includes(instanceId))
        .map(({ id }) => id)
        .sort(),
    );
    const asked = fleet.vbaws.requests.slice(before).filter(({ url }) => url.includes('VirtualMachineId='));
    expect(asked).toHaveLength(1);
  });

  it('gives none for an instance that the appliance does not know', async () => {
    expect(await filter('11111111-2222-4333-8444-555555555555')).toMatchObject({
      nodes: [],
      complete: true,
    });
  });

  it('refuses what can be no id before anything is asked', async () => {
    const { status, errors } = await fleet.gateway.ask(
      '{ vbAwsSlaPolicies(filter: { virtualMachineId: " " }) { totalCount } }',
    );
    expect([status, errors[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  });
});
