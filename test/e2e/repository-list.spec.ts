import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { inOrder, pageOf, rowsOf, shownRows } from '../support/inventory-lists.js';
import type { InventoryNode } from '../support/inventory-lists.js';
import { truthOf } from '../support/truth.js';
import type { FleetTruth, RepositoryTruth } from '../support/truth.js';
import { whenProbed } from '../support/upstream-calls.js';

const TIB = 1024 ** 4;

interface RepositoryNode extends InventoryNode {
  name: string;
  kind: string;
  status: string;
  capacity: number | null;
  free: number | null;
  used: number | null;
  usedRatio: number | null;
  immutability: { enabled: boolean | null; periodDays: number | null };
}

const FIELDS = 'name kind status capacity free used usedRatio immutability { enabled periodDays }';

const nameOf = ({ name }: RepositoryTruth): string => name.toLowerCase();
const ratioOf = ({ capacity, free }: RepositoryTruth): number | null =>
  capacity === null || free === null ? null : (capacity - free) / capacity;

describe('the repositories of the whole fleet', () => {
  let clock: FrozenClock;
  let fleet: Fleet;
  let truth: FleetTruth;

  beforeAll(async () => {
    clock = freezeClock();
    fleet = await startFleet();
    await whenProbed(fleet);
    truth = truthOf(fleet);
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  it('show what each server knows of them', async () => {
    const rows = await rowsOf<RepositoryNode>(fleet.gateway, 'repositories', {}, FIELDS);
    const shown = new Map(rows.map((row) => [`${row.server.key}/${row.nativeId}`, row]));
    expect(shown.size).toBe(truth.repositories.length);
    for (const repository of truth.repositories) {
      const { server, id, name, kind, status, capacity, free, used, immutability } = repository;
      const ratio = ratioOf(repository);
      expect(shown.get(`${server}/${id}`)).toEqual({
        nativeId: id,
        server: { key: server },
        ...{ name, kind, status, capacity, free, used, immutability },
        usedRatio: ratio === null ? null : expect.closeTo(ratio, 6),
      });
    }
  });

  it('stand fullest first by free space, those without a limit last and with null instead of 0', async () => {
    const orderBy = { field: 'FREE', direction: 'ASC' } as const;
    const rows = await rowsOf<RepositoryNode>(fleet.gateway, 'repositories', { orderBy }, 'capacity free');
    expect(shownRows(rows)).toEqual(inOrder(truth.repositories, ({ free }) => free));
    const unlimited = truth.repositories.filter(({ capacity }) => capacity === null);
    expect(unlimited.length).toBeGreaterThan(5);
    for (const { capacity, free } of rows.slice(-unlimited.length))
      expect({ capacity, free }).toEqual({ capacity: null, free: null });
  });

  it.each<[string, (repository: RepositoryTruth) => string | number | null]>([
    ['NAME', nameOf],
    ['SERVER', ({ server }) => server],
    ['CAPACITY', ({ capacity }) => capacity],
    ['FREE', ({ free }) => free],
    ['USED', ({ used }) => used],
    ['USED_RATIO', ratioOf],
  ])('sort by %s either way, in pages of any size', async (field, keyOf) => {
    for (const direction of ['ASC', 'DESC'] as const) {
      const expected = inOrder(truth.repositories, keyOf, direction);
      for (const first of [9, 500]) {
        const rows = await rowsOf(fleet.gateway, 'repositories', { orderBy: { field, direction }, first });
        expect(shownRows(rows)).toEqual(expected);
      }
    }
  });

  it.each<[string, Record<string, unknown>, (repository: RepositoryTruth) => boolean]>([
    ['product', { products: ['VB_M365'] }, ({ server }) => server.startsWith('m365')],
    ['tag', { tags: [{ key: 'tenant', value: 'acme' }] }, ({ server }) => /^(vbr|aws)$/.test(server)],
    ['name', { name: { contains: 'sobr' } }, ({ name }) => /sobr/i.test(name)],
    ['kind', { kinds: ['SCALE_OUT', 'LOCAL'] }, ({ kind }) => /SCALE_OUT|LOCAL/.test(kind)],
    ['status', { status: ['OFFLINE', 'SEALED'] }, ({ status }) => /OFFLINE|SEALED/.test(status)],
    ['being 60 % full', { usedRatioAtLeast: 0.6 }, (repository) => (ratioOf(repository) ?? 0) >= 0.6],
    ['space left', { freeBelow: 5 * TIB }, ({ free }) => free !== null && free < 5 * TIB],
    [
      'several conditions',
      { products: ['VBR'], kinds: ['LOCAL'], status: ['ONLINE'], usedRatioAtLeast: 0.3 },
      (repository) =>
        repository.server.startsWith('vbr') &&
        repository.kind === 'LOCAL' &&
        repository.status === 'ONLINE' &&
        (ratioOf(repository) ?? 0) >= 0.3,
    ],
  ])('are chosen by %s', async (_what, filter, matches) => {
    const chosen = truth.repositories.filter(matches);
    expect(chosen.length).toBeGreaterThan(0);
    const rows = await rowsOf(fleet.gateway, 'repositories', { filter });
    expect(shownRows(rows)).toEqual(inOrder(chosen, nameOf));
  });

  it('are chosen by server', async () => {
    type Servers = { servers: { id: string; key: string }[] };
    const { data } = await fleet.gateway.ask<Servers>('{ servers { id key } }');
    const servers = data.servers.filter(({ key }) => key === 'm365-old').map(({ id }) => id);
    const rows = await rowsOf(fleet.gateway, 'repositories', { filter: { servers } });
    const chosen = truth.repositories.filter(({ server }) => server === 'm365-old');
    expect(shownRows(rows)).toEqual(inOrder(chosen, nameOf));
  });

  it('keep the same native id on several servers apart', async () => {
    const filter = { name: { eq: 'Default Backup Repository' }, products: ['VBR'] };
    type Node = InventoryNode & { id: string };
    const rows = await rowsOf<Node>(fleet.gateway, 'repositories', { filter }, 'id');
    expect(new Set(rows.map(({ nativeId }) => nativeId)).size).toBe(1);
    expect(shownRows(rows)).toHaveLength(2);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(2);
  });

  it('name the server that is down and count those of the others', async () => {
    const page = await pageOf(fleet.gateway, 'repositories', { first: 1 });
    expect(page).toMatchObject({ complete: false, totalCount: null });
    for (const { server, status, count } of page.sources) {
      const known = truth.repositories.filter((repository) => repository.server === server.key).length;
      expect({ status, count }).toEqual(
        server.key === 'down' ? { status: 'FAILED', count: null } : { status: 'OK', count: known },
      );
    }
  });
});
