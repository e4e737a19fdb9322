import { DEFAULT_TIMING } from '../../src/fleet.module.js';
import { DAY, freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { until } from '../support/until.js';

/** In the window the clocks of Berlin change: a day of 25 hours. */
const NOW = Date.parse('2025-11-12T12:00:00Z');
const ZONE = 'Europe/Berlin';
const DAYS = `days { date cell runs success warning failed cancelled running oldestRecoveryPoint oldestRecoveryPointSeconds
  inBreach inBreachSeconds objective rule coverage } coverage complete coveredFrom inBreach inBreachSeconds`;

interface Day {
  readonly date: string;
  readonly cell: string;
  readonly runs: number;
  readonly success: number;
  readonly warning: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly running: number;
  readonly inBreachSeconds: number | null;
  readonly coverage: number;
}

interface PolicyNode {
  readonly id: string;
  readonly enabled: boolean;
  readonly history: {
    readonly days: readonly Day[];
    readonly coverage: number;
    readonly complete: boolean;
    readonly coveredFrom: string | null;
    readonly inBreachSeconds: number | null;
  };
}

interface Group {
  readonly periodStart: string;
  readonly policy: { readonly id: string } | null;
  readonly stats: Omit<Day, 'runs'> & { readonly count: number };
}

const COUNTS = ['success', 'warning', 'failed', 'cancelled', 'running'] as const;

let clock: FrozenClock;
let fleet: Fleet;
beforeAll(async () => {
  clock = freezeClock(NOW);
  const size = { sessions: 700 };
  fleet = await startFleet({ vbr: size, vbaws: size, vb365: size });
});
afterAll(async () => {
  await fleet.close();
  clock.release();
});

async function histories(gateway: RunningGateway, window = 'last: "P30D"'): Promise<readonly PolicyNode[]> {
  const { data, errors } = await gateway.ask<{ policies: { nodes: PolicyNode[] } }>(
    `{ policies(first: 500) { nodes { id enabled history(window: { ${window} }, timeZone: "${ZONE}") { ${DAYS} } } } }`,
  );
  expect(errors).toEqual([]);
  expect(data.policies.nodes.length).toBeGreaterThan(10);
  return data.policies.nodes;
}

async function groups(gateway: RunningGateway, groupBy: string): Promise<readonly Group[]> {
  const { data, errors } = await gateway.ask<{ report: { sessions: { groups: Group[] } } }>(
    `{ report { sessions(window: { last: "P30D" }, align: true, timeZone: "${ZONE}", groupBy: [${groupBy}]) {
      groups { periodStart policy { id } stats { count success warning failed cancelled running } } } } }`,
  );
  expect(errors).toEqual([]);
  return data.report.sessions.groups;
}

async function expectSums(gateway: RunningGateway): Promise<void> {
  const [nodes, found] = [await histories(gateway), await groups(gateway, 'POLICY, DAY')];
  const expected = new Map(
    found.flatMap(({ policy, periodStart, stats }) =>
      policy === null ? [] : [[`${policy.id} ${periodStart}`, stats]],
    ),
  );
  expect(expected.size).toBeGreaterThan(50);
  const told = nodes.flatMap(({ id, history }) =>
    history.days.flatMap((day) => (day.runs === 0 ? [] : [[`${id} ${day.date}`, day] as const])),
  );
  expect(new Set(told.map(([key]) => key))).toEqual(new Set(expected.keys()));
  for (const [key, day] of told) {
    expect(day.runs).toBe(expected.get(key)?.count);
    for (const count of COUNTS) expect(day[count]).toBe(expected.get(key)?.[count]);
  }
  for (const { history } of nodes) {
    expect(history.days).toHaveLength(31);
    const known = history.days.flatMap(({ inBreachSeconds }) => inBreachSeconds ?? []);
    if (known.length === 0) expect(history.inBreachSeconds).toBeNull();
    else
      expect(history.inBreachSeconds).toBeCloseTo(
        known.reduce((a, b) => a + b),
        3,
      );
  }
}

it('tells day by day what the lists hold, in a zone whose clocks change', async () => {
  await expectSums(fleet.gateway);
  const [first] = await histories(fleet.gateway);
  const days = first?.history.days.map(({ date }) => Date.parse(date)) ?? [];
  expect(days.slice(1).map((day, index) => day - (days[index] ?? 0))).toContain(25 * 3_600_000);
});

it('tells the same from what is kept', async () => {
  const servers = [
    { key: 'vbr', product: 'VBR', url: fleet.vbr.url },
    { key: 'vbr-old', product: 'VBR', url: fleet.vbrOld.url },
    { key: 'aws', product: 'VB_AWS', url: fleet.vbaws.url },
    { key: 'm365', product: 'VB_M365', url: fleet.vb365.url },
  ];
  const gateway = await startGateway(servers, {}, { ...DEFAULT_TIMING, following: true });
  try {
    await until(async () => {
      const { data } = await gateway.ask<{ sessions: { sources: { coveredFrom: string | null }[] } }>(
        '{ sessions(first: 1) { sources { coveredFrom } } }',
      );
      return data.sessions.sources.every(({ coveredFrom }) => coveredFrom !== null);
    });
    await expectSums(gateway);
  } finally {
    await gateway.close();
  }
});

it('sums up to the history of protection', async () => {
  const nodes = await histories(fleet.gateway);
  const { data, errors } = await fleet.gateway.ask<{
    report: {
      protectionHistory: {
        points: (Day & { time: string; policies: number; breached: number })[];
        sources: { status: string; server: { key: string } }[];
      };
    };
  }>(`{ report { protectionHistory(window: { last: "P30D" }, every: DAY, timeZone: "${ZONE}") {
    points { time policies breached inBreachSeconds runs success warning failed cancelled running coverage }
    coverage complete coveredFrom sources { status server { key } } } } }`);
  expect(errors).toEqual([]);
  const { points, sources } = data.report.protectionHistory;
  for (const { status, server } of sources) expect(status).toBe(server.key === 'down' ? 'FAILED' : 'OK');
  expect(points).toHaveLength(31);
  points.forEach((point, index) => {
    const days = nodes.flatMap(({ history }) => history.days[index] ?? []);
    for (const count of ['runs', ...COUNTS] as const)
      expect(point[count]).toBe(days.reduce((sum, day) => sum + day[count], 0));
    expect(point.inBreachSeconds).toBeCloseTo(
      days.reduce((sum, day) => sum + (day.inBreachSeconds ?? 0), 0),
      3,
    );
    expect(point.breached).toBe(days.filter(({ inBreachSeconds }) => (inBreachSeconds ?? 0) > 0).length);
  });
});

it('knows nothing from before the oldest session of a server, and says so', async () => {
  const nodes = await histories(fleet.gateway, 'from: "2020-01-01T00:00:00Z", to: "2020-01-05T00:00:00Z"');
  for (const { history } of nodes) {
    expect(history).toMatchObject({ coverage: 0, complete: false, coveredFrom: null, inBreachSeconds: null });
    expect(new Set(history.days.map(({ cell }) => cell))).toEqual(new Set(['UNKNOWN']));
  }
});

it('calls days DISABLED only of policies that are switched off', async () => {
  const nodes = await histories(fleet.gateway);
  const disabled = nodes.filter(({ history }) => history.days.some(({ cell }) => cell === 'DISABLED'));
  expect(disabled.length).toBeGreaterThan(0);
  for (const { enabled } of disabled) expect(enabled).toBe(false);
});

it('refuses a window that is none of the past', async () => {
  for (const field of [
    'policies { nodes { history(window: { from: "2031-01-01T00:00:00Z" }) { coverage } } }',
    'report { protectionHistory(window: { from: "2031-01-01T00:00:00Z" }) { coverage } }',
  ]) {
    const { status, errors } = await fleet.gateway.ask(`{ ${field} }`);
    expect(status).toBe(400);
    expect(errors[0]?.message).toContain('expected "from" to lie in the past');
  }
  expect(NOW % DAY).toBe(DAY / 2);
});
