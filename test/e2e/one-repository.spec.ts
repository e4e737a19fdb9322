import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { rowsOf } from '../support/inventory-lists.js';
import type { InventoryNode } from '../support/inventory-lists.js';
import { truthOf } from '../support/truth.js';
import type { FleetTruth, RepositoryTruth } from '../support/truth.js';
import { askCounting, whenProbed } from '../support/upstream-calls.js';

interface Extent {
  nativeId: string;
  name: string;
  tier: string;
  statuses: string[];
  repository: { nativeId: string; free: number | null; scaleOutRepository: { nativeId: string } | null };
}

interface RepositoryNode {
  nativeId: string;
  immutability: { enabled: boolean | null; periodDays: number | null };
  policies: {
    totalCount: number | null;
    nodes: {
      nativeId: string;
      lastRun: string | null;
      lastResult: string;
      lastSession: { nativeId: string } | null;
    }[];
  };
  extents?: Extent[];
  capacityTier?: {
    enabled: boolean;
    copyPolicy: boolean;
    movePolicy: boolean;
    operationalRestoreDays: number;
  };
  archiveTier?: { enabled: boolean; archiveAfterDays: number | null };
}

const QUERY = `query ($id: ID!) { node(id: $id) { ... on Repository {
  nativeId
  immutability { enabled periodDays }
  policies(first: 500) { totalCount nodes { nativeId lastRun lastResult lastSession { nativeId } } }
  ... on VbrScaleOutRepository {
    extents { nativeId name tier statuses repository {
      nativeId free ... on VbrRepository { scaleOutRepository { nativeId } }
    } }
    capacityTier { enabled copyPolicy movePolicy operationalRestoreDays }
    archiveTier { enabled archiveAfterDays }
  }
} } }`;

describe('one repository', () => {
  let clock: FrozenClock;
  let fleet: Fleet;
  let truth: FleetTruth;
  let ids: Map<string, string>;

  beforeAll(async () => {
    clock = freezeClock();
    fleet = await startFleet({ vbr: { policies: 60 }, vbaws: { policies: 40 } });
    // Two repositories of one name: what joins by name mixes them up.
    const [first, second] = fleet.vbr.world.repositories.filter(({ name }) =>
      /^(NAS-SMB|MinIO-Lab)$/.test(name),
    );
    if (!first || !second) throw new Error('the simulated server lacks its usual repositories');
    first.name = second.name;
    await whenProbed(fleet);
    truth = truthOf(fleet);
    const rows = await rowsOf<InventoryNode & { id: string }>(fleet.gateway, 'repositories', {}, 'id');
    ids = new Map(rows.map(({ server, nativeId, id }) => [`${server.key}/${nativeId}`, id]));
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  const node = async ({ server, id }: Pick<RepositoryTruth, 'server' | 'id'>): Promise<RepositoryNode> => {
    const { data, errors } = await fleet.gateway.ask<{ node: RepositoryNode }>(QUERY, {
      id: ids.get(`${server}/${id}`),
    });
    expect(errors).toEqual([]);
    return data.node;
  };

  it('shows the policies that write to it with the last run of each, linked by id', async () => {
    const namesakes = truth.repositories.filter(
      ({ server, name }, _index, all) =>
        all.filter((other) => other.server === server && other.name === name).length > 1,
    );
    expect(namesakes).toHaveLength(2);
    let links = 0;
    for (const repository of truth.repositories) {
      const writers = truth.policies.filter(
        ({ server, repositoryIds }) => server === repository.server && repositoryIds.includes(repository.id),
      );
      links += writers.length;
      const { policies } = await node(repository);
      expect(policies.totalCount).toBe(writers.length);
      expect(new Map(policies.nodes.map(({ nativeId, ...rest }) => [nativeId, rest]))).toEqual(
        new Map(
          writers.map(({ id, lastRun, lastResult, lastSession }) => [
            id,
            {
              lastRun: lastRun === null ? null : new Date(lastRun).toISOString(),
              lastResult,
              lastSession: lastSession && { nativeId: lastSession.id },
            },
          ]),
        ),
      );
    }
    expect(links).toBeGreaterThan(50);
    const writersOf = ({ id }: RepositoryTruth) =>
      truth.policies.filter(({ server, repositoryIds }) => server === 'vbr' && repositoryIds.includes(id))
        .length;
    for (const namesake of namesakes) expect(writersOf(namesake)).toBeGreaterThan(0);
  });

  it.each(['vbr', 'vbr-old'] as const)(
    'shows extents and tiers when it is a scale-out repository of %s',
    async (server) => {
      const { world } = server === 'vbr' ? fleet.vbr : fleet.vbrOld;
      for (const scaleOut of world.scaleOutRepositories) {
        const { extents, capacityTier, archiveTier } = await node({ server, id: scaleOut.id });
        const extent = (id: string, tier: string, statuses: string[] = []): Extent => {
          const repository = truth.repositories.find((each) => each.server === server && each.id === id);
          if (!repository) throw new Error(`no repository ${id}`);
          const { name, free } = repository;
          const scaleOutRepository = { nativeId: scaleOut.id };
          return {
            nativeId: id,
            name,
            tier,
            statuses,
            repository: { nativeId: id, free, scaleOutRepository },
          };
        };
        expect(extents).toEqual([
          ...scaleOut.performance.map(({ repositoryId, statuses }) =>
            extent(repositoryId, 'PERFORMANCE', statuses),
          ),
          ...(scaleOut.capacity?.repositoryIds ?? []).map((id) => extent(id, 'CAPACITY')),
          ...(scaleOut.archive ? [extent(scaleOut.archive.repositoryId, 'ARCHIVE')] : []),
        ]);
        expect(capacityTier).toEqual({
          enabled: scaleOut.capacity !== null,
          copyPolicy: scaleOut.capacity?.copy,
          movePolicy: scaleOut.capacity?.move,
          operationalRestoreDays: scaleOut.capacity?.operationalRestoreDays,
        });
        expect(archiveTier).toEqual({
          enabled: scaleOut.archive !== null,
          archiveAfterDays: scaleOut.archive?.archiveAfterDays ?? null,
        });
      }
    },
  );

  it('asks only its own server, and for each list once', async () => {
    const main = fleet.vbr.world.scaleOutRepositories[0];
    const { calls } = await askCounting(fleet, QUERY, { id: ids.get(`vbr/${main?.id}`) });
    for (const key of ['vbr-old', 'aws', 'm365', 'm365-old']) expect(calls[key]).toEqual([]);
    const paths = (calls['vbr'] ?? []).map((line) => line.split('?')[0] ?? '');
    const lists = paths.filter((path) => !path.includes('/sessions'));
    expect(lists.toSorted()).toEqual([
      'GET /api/v1/backupInfrastructure/repositories',
      'GET /api/v1/backupInfrastructure/repositories/states',
      'GET /api/v1/backupInfrastructure/scaleOutRepositories',
      'GET /api/v1/jobs/states',
    ]);
    expect(paths.length - lists.length).toBeLessThanOrEqual(5);
  });
});
