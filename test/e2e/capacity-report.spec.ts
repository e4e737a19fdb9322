import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { truthOf } from '../support/truth.js';
import type { RepositoryTruth } from '../support/truth.js';
import { askCounting, whenProbed } from '../support/upstream-calls.js';

interface Stats {
  repositories: number;
  capacity: number;
  free: number;
  used: number;
  usedRatio: number | null;
}

interface Report {
  report: {
    capacity: {
      complete: boolean;
      total: Stats;
      groups: {
        product: string | null;
        server: { key: string } | null;
        kind: string | null;
        tag: { key: string; value: string } | null;
        stats: Stats;
      }[];
      sources: { server: { key: string }; status: string }[];
    };
  };
}

const QUERY = `query ($groupBy: [CapacityGroupKey!]!, $scope: ReportScope) { report(scope: $scope) {
  capacity(groupBy: $groupBy) {
    complete
    total { repositories capacity free used usedRatio }
    groups { product server { key } kind tag { key value } stats { repositories capacity free used usedRatio } }
    sources { server { key } status }
  } } }`;

const PRODUCTS: Record<string, string> = { vbr: 'VBR', 'vbr-old': 'VBR', aws: 'VB_AWS' };
const TAGS: Record<string, string[]> = {
  vbr: ['site berlin', 'tenant acme'],
  'vbr-old': ['site paris'],
  aws: ['site cloud', 'tenant acme'],
};

describe('the capacity report', () => {
  let clock: FrozenClock;
  let fleet: Fleet;
  let repositories: RepositoryTruth[];

  beforeAll(async () => {
    clock = freezeClock();
    fleet = await startFleet();
    // A second repository on the volume of the first: its disk must not count twice.
    const { repositories: known } = fleet.vbr.world;
    const first = known.find(({ name }) => name === 'Default Backup Repository');
    if (!first) throw new Error('the simulated server lacks its usual repository');
    known.push({ ...first, id: '5ec0d000-0000-4000-8000-000000000001', name: 'Second', path: 'C:\\More' });
    await whenProbed(fleet);
    ({ repositories } = truthOf(fleet));
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  const report = async (groupBy: string[], scope?: Record<string, unknown>): Promise<Report> => {
    const { data, errors } = await fleet.gateway.ask<Report>(QUERY, { groupBy, scope });
    expect(errors).toEqual([]);
    return data;
  };

  it('sums up every repository once: extents in their scale-out repository, a shared volume once', async () => {
    const { total, groups, complete } = (await report([])).report.capacity;
    expect(total).toEqual(sumOf(repositories));
    expect(groups).toEqual([]);
    expect(complete).toBe(false);
    const naive = repositories.reduce((sum, { capacity }) => sum + (capacity ?? 0), 0);
    expect(total.capacity).toBeLessThan(naive);
  });

  it('sums up by product, server and kind', async () => {
    const byProduct = (await report(['PRODUCT'])).report.capacity.groups;
    expect(byProduct.map(({ product, stats }) => [product, stats])).toEqual(
      ['VBR', 'VB_AWS', 'VB_M365'].map((product) => [
        product,
        sumOf(repositories.filter(({ server }) => (PRODUCTS[server] ?? 'VB_M365') === product)),
      ]),
    );
    const byServer = (await report(['SERVER'])).report.capacity.groups;
    expect(byServer.map(({ server, stats }) => [server?.key, stats])).toEqual(
      fleet.alive.toSorted().map((key) => [key, sumOf(repositories.filter(({ server }) => server === key))]),
    );
    const byKind = (await report(['KIND'])).report.capacity.groups;
    const counted = withoutExtents(repositories);
    for (const { kind, stats } of byKind)
      expect(stats).toEqual(sumOf(counted.filter((repository) => repository.kind === kind)));
    expect(byKind.map(({ kind }) => kind).toSorted()).toEqual(
      [...new Set(counted.map(({ kind }) => kind))].toSorted(),
    );
  });

  it('sums up by tag, in the group of every tag of a server', async () => {
    const { groups } = (await report(['TAG'])).report.capacity;
    for (const { tag, stats } of groups) {
      const isOf = ({ server }: RepositoryTruth): boolean =>
        tag === null ? !TAGS[server] : (TAGS[server] ?? []).includes(`${tag.key} ${tag.value}`);
      expect(stats).toEqual(sumOf(repositories.filter(isOf)));
    }
    expect(groups.map(({ tag }) => tag && `${tag.key} ${tag.value}`)).toEqual([
      'site berlin',
      'site cloud',
      'site paris',
      'tenant acme',
      null,
    ]);
  });

  it('groups by two keys at once', async () => {
    const { groups } = (await report(['PRODUCT', 'KIND'])).report.capacity;
    const counted = withoutExtents(repositories);
    for (const { product, kind, stats } of groups)
      expect(stats).toEqual(
        sumOf(
          counted.filter(
            (repository) =>
              repository.kind === kind && (PRODUCTS[repository.server] ?? 'VB_M365') === product,
          ),
        ),
      );
    const sum = groups.reduce((total, { stats }) => total + stats.repositories, 0);
    expect(sum).toBe(counted.length);
  });

  it('keeps to its scope and asks only the servers in it', async () => {
    const { answer, calls } = await askCounting<Report>(fleet, QUERY, {
      groupBy: [],
      scope: { tags: [{ key: 'site', value: 'berlin' }] },
    });
    const { capacity } = answer.data.report;
    expect(capacity).toMatchObject({
      complete: true,
      total: sumOf(repositories.filter(({ server }) => server === 'vbr')),
      sources: [{ server: { key: 'vbr' }, status: 'OK' }],
    });
    expect(Object.entries(calls).filter(([, lines]) => lines.length > 0)).toEqual([
      ['vbr', expect.arrayContaining([expect.stringContaining('/repositories/states')])],
    ]);
    expect(answer.cost.upstreamCalls).toBe(2);
  });
});

function withoutExtents(repositories: readonly RepositoryTruth[]): RepositoryTruth[] {
  return repositories.filter(({ partOf }) => partOf === null);
}

/** Figures of repositories, each volume's space once. */
function sumOf(all: readonly RepositoryTruth[]): Stats {
  const counted = withoutExtents(all);
  const volumes = new Map(counted.map((each) => [`${each.server} ${each.volume}`, each]));
  const sum = (values: readonly (number | null)[]): number =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0);
  const sized = [...volumes.values()].filter(({ capacity, free }) => capacity !== null && free !== null);
  const capacity = sum(sized.map((each) => each.capacity));
  const free = sum(sized.map((each) => each.free));
  return {
    repositories: counted.length,
    capacity: sum([...volumes.values()].map((each) => each.capacity)),
    free: sum([...volumes.values()].map((each) => each.free)),
    used: sum(counted.map(({ used }) => used)),
    usedRatio: capacity === 0 ? null : expect.closeTo((capacity - free) / capacity, 6),
  };
}
