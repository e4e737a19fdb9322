import { DAY, freezeClock, NOW } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { inOrder, pageOf, rowsOf, shownRows } from '../support/inventory-lists.js';
import type { InventoryNode } from '../support/inventory-lists.js';
import { truthOf } from '../support/truth.js';
import type { FleetTruth, PolicyTruth } from '../support/truth.js';
import { whenProbed } from '../support/upstream-calls.js';

/** From best to worst, as the schema describes LAST_RESULT. */
const RESULTS = ['SUCCESS', 'NONE', 'CANCELLED', 'UNKNOWN', 'WARNING', 'FAILED'];

interface PolicyNode extends InventoryNode {
  name: string;
  kind: string;
  workload: string;
  enabled: boolean;
  status: string;
  lastRun: string | null;
  nextRun: string | null;
  lastResult: string;
  lastSuccess: string | null;
  lastSession: { nativeId: string } | null;
  repositories: { nativeId: string }[] | null;
}

const FIELDS = `name kind workload enabled status lastRun nextRun lastResult lastSuccess
  lastSession { nativeId } repositories { nativeId }`;

const nameOf = ({ name }: PolicyTruth): string => name.toLowerCase();

describe('the policies of the whole fleet', () => {
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
    const rows = await rowsOf<PolicyNode>(fleet.gateway, 'policies', {}, FIELDS);
    const shown = new Map(rows.map((row) => [`${row.server.key}/${row.nativeId}`, row]));
    expect(shown.size).toBe(truth.policies.length);
    for (const policy of truth.policies)
      expect(shown.get(`${policy.server}/${policy.id}`)).toEqual(nodeOf(policy));
  });

  it.each<[string, (policy: PolicyTruth) => string | number | null]>([
    ['NAME', nameOf],
    ['SERVER', ({ server }) => server],
    ['LAST_RUN', ({ lastRun }) => lastRun],
    ['NEXT_RUN', ({ nextRun }) => nextRun],
    ['LAST_RESULT', ({ lastResult }) => RESULTS.indexOf(lastResult)],
  ])('sort by %s either way, in pages of any size', async (field, keyOf) => {
    for (const direction of ['ASC', 'DESC'] as const) {
      const expected = inOrder(truth.policies, keyOf, direction);
      for (const first of [40, 500]) {
        const rows = await rowsOf(fleet.gateway, 'policies', { orderBy: { field, direction }, first });
        expect(shownRows(rows)).toEqual(expected);
      }
    }
  });

  it.each<[string, Record<string, unknown>, (policy: PolicyTruth) => boolean]>([
    ['product', { products: ['VB_AWS'] }, ({ server }) => server === 'aws'],
    ['products', { products: ['VBR', 'VB_M365'] }, ({ server }) => server !== 'aws'],
    ['tag', { tags: [{ key: 'site', value: 'berlin' }] }, ({ server }) => server === 'vbr'],
    ['name', { name: { contains: 'COPY' } }, ({ name }) => /copy/i.test(name)],
    ['start of the name', { name: { startsWith: 'nightly-' } }, ({ name }) => /^nightly-/i.test(name)],
    [
      'kind',
      { kinds: ['BACKUP_COPY', 'SNAPSHOT'] },
      ({ kind }) => ['BACKUP_COPY', 'SNAPSHOT'].includes(kind),
    ],
    [
      'workload',
      { workloads: ['DATABASE', 'M365'] },
      ({ workload }) => ['DATABASE', 'M365'].includes(workload),
    ],
    ['being on', { enabled: true }, ({ enabled }) => enabled],
    ['being off', { enabled: false }, ({ enabled }) => !enabled],
    ['status', { status: ['RUNNING'] }, ({ status }) => status === 'RUNNING'],
    [
      'several statuses',
      { status: ['DISABLED', 'UNKNOWN'] },
      ({ status }) => /DISABLED|UNKNOWN/.test(status),
    ],
    [
      'last result',
      { lastResult: ['FAILED', 'WARNING'] },
      ({ lastResult }) => /FAILED|WARNING/.test(lastResult),
    ],
    ['never having run', { lastResult: ['NONE'] }, ({ lastResult }) => lastResult === 'NONE'],
    ['nothing at all', { kinds: [] }, () => false],
    [
      'several conditions',
      { products: ['VBR'], enabled: true, lastResult: ['SUCCESS'], name: { contains: 'nightly' } },
      ({ server, enabled, lastResult, name }) =>
        server.startsWith('vbr') && enabled && lastResult === 'SUCCESS' && /nightly/i.test(name),
    ],
  ])('are chosen by %s', async (_what, filter, matches) => {
    const chosen = truth.policies.filter(matches);
    const rows = await rowsOf(fleet.gateway, 'policies', { filter });
    expect(shownRows(rows)).toEqual(inOrder(chosen, nameOf));
    if (Object.values(filter).some((value) => !Array.isArray(value) || value.length > 0))
      expect(chosen.length).toBeGreaterThan(0);
  });

  it('are chosen by exact name and by a list of names, whatever their case', async () => {
    const [first, second] = truth.policies.filter(({ server }) => server.startsWith('m365'));
    const named = (...names: (string | undefined)[]): PolicyTruth[] =>
      truth.policies.filter(({ name }) => names.some((each) => each?.toLowerCase() === name.toLowerCase()));
    const one = await rowsOf(fleet.gateway, 'policies', {
      filter: { name: { eq: first?.name.toUpperCase() } },
    });
    expect(shownRows(one)).toEqual(inOrder(named(first?.name), nameOf));
    const both = await rowsOf(fleet.gateway, 'policies', {
      filter: { name: { in: [first?.name, second?.name.toLowerCase()] } },
    });
    expect(shownRows(both)).toEqual(inOrder(named(first?.name, second?.name), nameOf));
  });

  it('are chosen by server', async () => {
    type Servers = { servers: { id: string; key: string }[] };
    const { data } = await fleet.gateway.ask<Servers>('{ servers { id key } }');
    const servers = data.servers.filter(({ key }) => ['aws', 'vbr-old'].includes(key)).map(({ id }) => id);
    const rows = await rowsOf(fleet.gateway, 'policies', { filter: { servers } });
    const chosen = truth.policies.filter(({ server }) => ['aws', 'vbr-old'].includes(server));
    expect(shownRows(rows)).toEqual(inOrder(chosen, nameOf));
  });

  it.each([1, 3, 20])('are chosen by having had no good run for %i days', async (days) => {
    const limit = NOW - days * DAY;
    const filter = { lastSuccessBefore: new Date(limit).toISOString() };
    const chosen = truth.policies.filter(({ lastSuccess }) => lastSuccess === null || lastSuccess < limit);
    const rows = await rowsOf(fleet.gateway, 'policies', { filter });
    expect(shownRows(rows)).toEqual(inOrder(chosen, nameOf));
  });

  it('are chosen by the repository they write to', async () => {
    type Repositories = { id: string } & InventoryNode;
    const repositories = await rowsOf<Repositories>(fleet.gateway, 'repositories', {}, 'id');
    for (const { id, nativeId, server } of repositories) {
      const rows = await rowsOf(fleet.gateway, 'policies', { filter: { repository: id } });
      const chosen = truth.policies.filter(
        (policy) => policy.server === server.key && policy.repositoryIds.includes(nativeId),
      );
      expect(shownRows(rows)).toEqual(inOrder(chosen, nameOf));
    }
  });

  it('name the server that is down and keep the others', async () => {
    const page = await pageOf(fleet.gateway, 'policies', { first: 5 });
    expect(page).toMatchObject({ complete: false, totalCount: null });
    expect(page.sources).toHaveLength(6);
    for (const { server, status, count, error } of page.sources) {
      const isDown = server.key === 'down';
      expect({ status, error }).toEqual(
        isDown ? { status: 'FAILED', error: { code: 'UNREACHABLE' } } : { status: 'OK', error: null },
      );
      const known = truth.policies.filter((policy) => policy.server === server.key).length;
      expect(count).toBe(isDown ? null : known);
    }
  });

  it('are counted over all pages when every asked server answers', async () => {
    const page = await pageOf(fleet.gateway, 'policies', { first: 2, filter: { products: ['VB_AWS'] } });
    const known = truth.policies.filter(({ server }) => server === 'aws').length;
    expect(page).toMatchObject({ complete: true, totalCount: known, pageInfo: { hasNextPage: true } });
  });
});

function nodeOf(policy: PolicyTruth): PolicyNode {
  const { server, id, name, kind, workload, enabled, status, lastRun, nextRun, lastResult } = policy;
  return {
    nativeId: id,
    server: { key: server },
    name,
    kind,
    workload,
    enabled,
    status,
    lastRun: time(lastRun),
    nextRun: time(nextRun),
    lastResult,
    lastSuccess: time(policy.lastSuccess),
    lastSession: policy.lastSession && { nativeId: policy.lastSession.id },
    repositories: policy.repositoryIds.map((nativeId) => ({ nativeId })),
  };
}

function time(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
