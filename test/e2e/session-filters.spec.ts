import { encodeId } from '../../src/core/model/ids.js';
import { DAY, freezeClock, HOUR, NOW } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { expected, shown, walkSessions } from '../support/session-lists.js';
import { truthOf } from '../support/truth.js';
import type { FleetTruth, SessionTruth } from '../support/truth.js';

type Filter = Record<string, unknown>;
type Test = (session: SessionTruth) => boolean;

const iso = (time: number): string => new Date(time).toISOString();
const recent: Filter = { startedAfter: iso(NOW - 4 * DAY) };
const isRecent: Test = ({ start }) => start > NOW - 4 * DAY;
const withEnd =
  (test: (end: number) => boolean): Test =>
  ({ end }) =>
    end !== null && test(end);
const named =
  (test: (name: string) => boolean): Test =>
  ({ name }) =>
    test(name.toLowerCase());

/** Filters, what they mean, and the products on which some session matches. */
const FILTERS: readonly [title: string, filter: Filter, test: Test, on: string[]][] = [
  ['started after', recent, isRecent, ['vbr', 'vbr-old', 'aws', 'm365', 'm365-old']],
  [
    'started before',
    { startedBefore: iso(NOW - 12 * DAY) },
    ({ start }) => start < NOW - 12 * DAY,
    ['vbr', 'aws'],
  ],
  [
    'started between',
    { startedAfter: iso(NOW - 3 * DAY), startedBefore: iso(NOW - 2 * DAY) },
    ({ start }) => start > NOW - 3 * DAY && start < NOW - 2 * DAY,
    ['vbr', 'vbr-old', 'aws', 'm365', 'm365-old'],
  ],
  [
    'ended after',
    { endedAfter: iso(NOW - 20 * HOUR) },
    withEnd((end) => end > NOW - 20 * HOUR),
    ['vbr', 'aws', 'm365'],
  ],
  [
    'ended before',
    { endedBefore: iso(NOW - 9 * DAY) },
    withEnd((end) => end < NOW - 9 * DAY),
    ['vbr', 'aws'],
  ],
  [
    'ended between',
    { endedAfter: iso(NOW - 3 * DAY), endedBefore: iso(NOW - 2 * DAY) },
    withEnd((end) => end > NOW - 3 * DAY && end < NOW - 2 * DAY),
    ['vbr', 'vbr-old', 'aws', 'm365', 'm365-old'],
  ],
  ...['SUCCESS', 'WARNING', 'FAILED', 'CANCELLED', 'NONE', 'UNKNOWN'].map(
    (result): [string, Filter, Test, string[]] => [
      `result ${result}`,
      { results: [result] },
      (session) => session.result === result,
      result === 'UNKNOWN' ? ['m365', 'm365-old'] : ['vbr', 'aws', 'm365'],
    ],
  ),
  [
    'two results',
    { results: ['FAILED', 'CANCELLED'] },
    ({ result }) => result === 'FAILED' || result === 'CANCELLED',
    ['vbr', 'vbr-old', 'aws', 'm365', 'm365-old'],
  ],
  ...['PENDING', 'RUNNING', 'UNKNOWN'].map((state): [string, Filter, Test, string[]] => [
    `state ${state}`,
    { states: [state] },
    (session) => session.state === state,
    state === 'RUNNING' ? ['vbr', 'vbr-old', 'aws', 'm365', 'm365-old'] : ['m365'],
  ]),
  [
    'states and results together',
    { states: ['FINISHED', 'RUNNING'], results: ['NONE', 'WARNING'] },
    ({ state, result }) => ['FINISHED', 'RUNNING'].includes(state) && ['NONE', 'WARNING'].includes(result),
    ['vbr', 'aws', 'm365'],
  ],
  ...[
    'BACKUP',
    'BACKUP_COPY',
    'REPLICATION',
    'SNAPSHOT',
    'RESTORE',
    'RETENTION',
    'RESCAN',
    'CONFIGURATION',
    'OTHER',
  ].map((kind): [string, Filter, Test, string[]] => [
    `kind ${kind}`,
    { ...recent, kinds: [kind] },
    (session) => isRecent(session) && session.kind === kind,
    kind === 'BACKUP' ? ['vbr', 'vbr-old', 'aws', 'm365', 'm365-old'] : [],
  ]),
  [
    'several kinds',
    { kinds: ['RESTORE', 'BACKUP_COPY', 'RETENTION'] },
    ({ kind }) => ['RESTORE', 'BACKUP_COPY', 'RETENTION'].includes(kind),
    ['vbr', 'aws', 'm365', 'm365-old'],
  ],
  [
    'name contains',
    { ...recent, name: { contains: 'PROD' } },
    (s) => isRecent(s) && named((n) => n.includes('prod'))(s),
    ['aws'],
  ],
  [
    'name starts with',
    { name: { startsWith: 'restore' } },
    named((n) => n.startsWith('restore')),
    ['vbr', 'm365'],
  ],
  [
    'name is one of',
    { name: { in: ['production NIGHTLY', 'restore vm'] } },
    named((n) => ['production nightly', 'restore vm'].includes(n)),
    ['vbr', 'aws'],
  ],
  ['name is', { name: { eq: 'Production nightly' } }, named((n) => n === 'production nightly'), ['aws']],
  [
    'product',
    { ...recent, products: ['VB_M365'] },
    (s) => isRecent(s) && s.server.startsWith('m365'),
    ['m365', 'm365-old'],
  ],
  [
    'tag',
    { ...recent, tags: [{ key: 'tenant', value: 'acme' }] },
    (s) => isRecent(s) && ['vbr', 'aws'].includes(s.server),
    ['vbr', 'aws'],
  ],
  [
    'server',
    {
      ...recent,
      servers: ['vbr-old', 'm365'].map((key) =>
        encodeId({ type: 'BackupServer', server: key, nativeId: key }),
      ),
    },
    (s) => isRecent(s) && ['vbr-old', 'm365'].includes(s.server),
    ['vbr-old', 'm365'],
  ],
  ['an empty list, which matches nothing', { results: [] }, () => false, []],
];

describe('filters of sessions', () => {
  let clock: FrozenClock;
  let fleet: Fleet;
  let truth: FleetTruth;

  beforeAll(async () => {
    clock = freezeClock();
    const size = { sessions: 300 };
    fleet = await startFleet({ vbr: size, vbaws: size, vb365: size });
    truth = truthOf(fleet);
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  it.each(FILTERS)('mean the same on every product: %s', async (_title, filter, test, on) => {
    const matching = truth.sessions.filter(test);
    const servers = new Set(matching.map(({ server }) => server));
    expect([...servers]).toEqual(expect.arrayContaining(on));
    const pages = await walkSessions(fleet.gateway, { filter, first: 400 });
    expect(shown(pages)).toEqual(expected(matching));
  });

  it('find the sessions of some policies, whatever their product', async () => {
    const chosen = fleet.alive.flatMap((key) =>
      truth.policies.filter(({ server, lastSession }) => server === key && lastSession !== null).slice(0, 3),
    );
    const ids = await idsOf(chosen.map(({ server, id }) => `${server}/${id}`));
    const keys = new Set(chosen.map(({ server, id }) => `${server}/${id}`));
    const matching = truth.sessions.filter(({ server, policyId }) => keys.has(`${server}/${policyId}`));
    const pages = await walkSessions(fleet.gateway, { filter: { policies: ids }, first: 400 });
    expect(shown(pages)).toEqual(expected(matching));
  });

  it('find the sessions of many policies of each product in one list', async () => {
    const chosen = truth.policies.filter(({ lastSession }) => lastSession !== null);
    const ids = await idsOf(chosen.map(({ server, id }) => `${server}/${id}`));
    const matching = truth.sessions.filter((session) => session.policyId !== null && isRecent(session));
    const pages = await walkSessions(fleet.gateway, { filter: { ...recent, policies: ids }, first: 400 });
    expect(shown(pages)).toEqual(expected(matching));
  });

  /** Global ids, as the list of policies gives them. */
  async function idsOf(keys: readonly string[]): Promise<string[]> {
    const query = '{ policies(first: 500) { nodes { id nativeId server { key } } } }';
    type Nodes = { policies: { nodes: { id: string; nativeId: string; server: { key: string } }[] } };
    const { data } = await fleet.gateway.ask<Nodes>(query);
    const byKey = new Map(
      data.policies.nodes.map(({ id, nativeId, server }) => [`${server.key}/${nativeId}`, id]),
    );
    return keys.map((key) => byKey.get(key) ?? `no policy ${key}`);
  }
});
