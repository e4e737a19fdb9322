import fc from 'fast-check';
import { REPOSITORY_KINDS } from '../../../src/core/model/repository.js';
import type { Product, Tag } from '../../../src/core/model/server.js';
import { CAPACITY_GROUP_KEYS, capacityReport } from '../../../src/core/reports/capacity-report.js';
import type { CapacityGroup } from '../../../src/core/reports/capacity-report.js';
import { repository } from './records.js';

const BERLIN: Tag = { key: 'site', value: 'berlin' };
const ACME: Tag = { key: 'tenant', value: 'acme' };
const TAGS: Record<string, Tag[]> = { 'vbr-a': [ACME, BERLIN] };
const servers = {
  tagsOf: (server: string): Tag[] => TAGS[server] ?? [],
  productOf: (server: string): Product => (server.startsWith('vbr') ? 'VBR' : 'VB_M365'),
};

function table(groups: readonly CapacityGroup[], key: keyof CapacityGroup): unknown[][] {
  return groups.map((group) => [group[key], group.stats.repositories, group.stats.capacity]);
}

describe('sums', () => {
  it('of nothing are zeros without a ratio', () => {
    expect(capacityReport([], ['KIND'], servers)).toEqual({
      total: { repositories: 0, capacity: 0, free: 0, used: 0, usedRatio: null },
      repositories: [],
      groups: [],
    });
  });

  it('leave out sizes that are not given, and the ratio looks only at storages that give both', () => {
    const { total } = capacityReport(
      [
        repository({ nativeId: 'disk' }),
        repository({ nativeId: 'bucket', capacity: null, free: null, used: 500 }),
        repository({ nativeId: 'limit', capacity: 1000, free: null, used: null }),
      ],
      [],
      servers,
    );
    expect(total).toEqual({ repositories: 3, capacity: 1100, free: 60, used: 530, usedRatio: 0.4 });
  });

  it('have no ratio where nothing has a limit', () => {
    const bucket = repository({ nativeId: 'bucket', capacity: null, free: null });
    expect(capacityReport([bucket], [], servers).total.usedRatio).toBeNull();
  });

  it('count the extents of a scale-out repository once', () => {
    const { total } = capacityReport(
      [
        repository({ nativeId: 'e1', partOf: 'sobr' }),
        repository({ nativeId: 'e2', partOf: 'sobr' }),
        repository({ nativeId: 'sobr', kind: 'SCALE_OUT', capacity: 200, free: 120, used: 60 }),
      ],
      [],
      servers,
    );
    expect(total).toEqual({ repositories: 1, capacity: 200, free: 120, used: 60, usedRatio: 0.4 });
  });

  it('count an extent whose scale-out repository is not there, nor on its server', () => {
    const { total } = capacityReport(
      [
        repository({ nativeId: 'e1', partOf: 'sobr' }),
        repository({ nativeId: 'sobr', server: 'vbr-b', kind: 'SCALE_OUT' }),
      ],
      [],
      servers,
    );
    expect(total).toMatchObject({ repositories: 2, capacity: 200 });
  });

  it('count one storage once, but what each repository takes of it', () => {
    const { total } = capacityReport(
      [
        repository({ nativeId: '1', storageKey: 'host:D' }),
        repository({ nativeId: '2', storageKey: 'host:D', capacity: null, free: null, used: 5 }),
        repository({ nativeId: '3', storageKey: 'host:D', capacity: 110, free: 55, used: 5 }),
        repository({ nativeId: '4', storageKey: 'host:E' }),
      ],
      [],
      servers,
    );
    expect(total).toEqual({ repositories: 4, capacity: 210, free: 115, used: 70, usedRatio: 95 / 210 });
  });

  it('take equal storage keys of two servers for two storages', () => {
    const { total } = capacityReport(
      [
        repository({ nativeId: '1', storageKey: 'D' }),
        repository({ nativeId: '1', server: 'vbr-b', storageKey: 'D' }),
      ],
      [],
      servers,
    );
    expect(total.capacity).toBe(200);
  });

  it('keep the ratio within 0 and 1 where more is free than there is', () => {
    const odd = repository({ nativeId: 'odd', capacity: 100, free: 150 });
    expect(capacityReport([odd], [], servers).total.usedRatio).toBe(0);
  });
});

describe('groups', () => {
  const fleet = [
    repository({ nativeId: '1', kind: 'NETWORK_SHARE', storageKey: 'nas' }),
    repository({ nativeId: '2', storageKey: 'nas' }),
    repository({ nativeId: '3', server: 'm365-a', kind: 'OBJECT_STORAGE', capacity: null, free: null }),
  ];

  it('are sorted by value', () => {
    expect(table(capacityReport(fleet, ['PRODUCT'], servers).groups, 'product')).toEqual([
      ['VBR', 2, 100],
      ['VB_M365', 1, 0],
    ]);
    expect(table(capacityReport(fleet, ['SERVER'], servers).groups, 'server')).toEqual([
      ['m365-a', 1, 0],
      ['vbr-a', 2, 100],
    ]);
  });

  it('count a storage once in each of them', () => {
    expect(table(capacityReport(fleet, ['KIND'], servers).groups, 'kind')).toEqual([
      ['LOCAL', 1, 100],
      ['NETWORK_SHARE', 1, 100],
      ['OBJECT_STORAGE', 1, 0],
    ]);
  });

  it('by tag are one per tag of the server, and one for servers without', () => {
    expect(table(capacityReport(fleet, ['TAG'], servers).groups, 'tag')).toEqual([
      [BERLIN, 2, 100],
      [ACME, 2, 100],
      [null, 1, 0],
    ]);
  });
});

describe('whatever the repositories', () => {
  const size = fc.option(fc.nat(1000));
  const anyRepository = fc.record({
    nativeId: fc.uuid(),
    server: fc.constantFrom('vbr-a', 'vbr-b', 'm365-a'),
    kind: fc.constantFrom(...REPOSITORY_KINDS),
    capacity: size,
    free: size,
    used: size,
    storageKey: fc.option(fc.constantFrom('C', 'D')),
  });
  const repositories = fc.array(anyRepository.map(repository), { maxLength: 20 });

  it('their order does not matter', () => {
    fc.assert(
      fc.property(
        repositories.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        fc.subarray([...CAPACITY_GROUP_KEYS]),
        ([all, shuffled], groupBy) => {
          const rounded = (records: typeof all): unknown =>
            JSON.parse(
              JSON.stringify(capacityReport(records, groupBy, servers), (key, value: unknown) => {
                if (key === 'usedRatio' && typeof value === 'number') return value.toFixed(9);
                const isList = key === 'repositories' && Array.isArray(value);
                return isList ? value.map((one) => JSON.stringify(one)).sort() : value;
              }),
            );
          expect(rounded(shuffled)).toEqual(rounded(all));
        },
      ),
    );
  });

  it('servers sum to the total, and the ratio is one', () => {
    fc.assert(
      fc.property(repositories, (all) => {
        const { total, groups } = capacityReport(all, ['SERVER'], servers);
        for (const key of ['repositories', 'capacity', 'free', 'used'] as const)
          expect(groups.reduce((sum, group) => sum + group.stats[key], 0)).toBe(total[key]);
        expect(total.usedRatio ?? 0).toBeGreaterThanOrEqual(0);
        expect(total.usedRatio ?? 1).toBeLessThanOrEqual(1);
      }),
    );
  });
});
