import { DAY, freezeClock, NOW } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import type { Answer } from '../support/gateway.js';
import { runsWithin, statsOf } from '../support/run-stats.js';
import type { Run, RunStats } from '../support/run-stats.js';
import { truthOf } from '../support/truth.js';
import type { FleetTruth } from '../support/truth.js';
import { askCounting, callsTo, totalOf, whenProbed } from '../support/upstream-calls.js';

const STATS = 'count success warning failed cancelled running successRate averageDuration p95Duration';
const REPORT = `{ complete total { ${STATS} } groups { product stats { ${STATS} } } sources { server { key } status count } }`;
const WINDOWS = { day: 1, week: 7, month: 30 };
const RUNS = `report {
  day: sessions(window: { last: "PT24H" }, groupBy: [PRODUCT]) ${REPORT}
  week: sessions(window: { last: "P7D" }, groupBy: [PRODUCT]) ${REPORT}
  month: sessions(window: { last: "P30D" }, groupBy: [PRODUCT]) ${REPORT}
}`;

interface Report {
  complete: boolean;
  total: RunStats;
  groups: { product: string; stats: RunStats }[];
  sources: { server: { key: string }; status: string; count: number | null }[];
}
type Scorecard = { report: Record<keyof typeof WINDOWS, Report> };

const PRODUCTS = {
  VBR: ['vbr', 'vbr-old'],
  VB_AWS: ['aws'],
  VB_M365: ['m365', 'm365-old'],
};

describe('the scorecard of the fleet', () => {
  let clock: FrozenClock;
  let fleet: Fleet;
  let truth: FleetTruth;

  beforeAll(async () => {
    clock = freezeClock();
    const size = { sessions: 1200 };
    fleet = await startFleet({ vbr: size, vbaws: size, vb365: size });
    await whenProbed(fleet);
    truth = truthOf(fleet);
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  it('counts the runs of 24 hours, 7 days and 30 days by result, per product and in total', async () => {
    const { data, errors } = await fleet.gateway.ask<Scorecard>(`{ ${RUNS} }`);
    expect(errors).toEqual([]);
    for (const [window, days] of Object.entries(WINDOWS)) {
      const runs = runsWithin(truth.sessions, NOW - days * DAY, NOW);
      const { total, groups, complete } = data.report[window as keyof typeof WINDOWS];
      expect(total).toEqual(statsOf(runs));
      expect(groups).toEqual(
        Object.entries(PRODUCTS).map(([product, servers]) => ({
          product,
          stats: statsOf(of(runs, servers)),
        })),
      );
      expect(complete).toBe(false);
      expect(total.failed).toBeGreaterThan(0);
    }
  });

  it('does not count a failure that a retry has mended', async () => {
    const { data } = await fleet.gateway.ask<Scorecard>(`{ ${RUNS} }`);
    const month = truth.sessions.filter(({ start }) => start >= NOW - 30 * DAY);
    const retried = new Set(month.map(({ retryOf }) => retryOf).filter((id) => id !== null));
    const mended = month.filter(({ id, result }) => retried.has(id) && result === 'FAILED');
    const failures = month.filter(({ result }) => result === 'FAILED');
    expect(mended.length).toBeGreaterThan(3);
    const { total } = data.report.month;
    expect(total.failed).toBeLessThan(failures.length);
    const retries = month.filter(({ retryOf }) => retryOf !== null);
    const parts = month.filter(({ partOfRun }) => partOfRun);
    expect(total.count).toBeGreaterThanOrEqual(month.length - retries.length - parts.length);
    expect(total.count).toBeLessThan(month.length - parts.length);
  });

  it('does not count the jobs and tasks of an AWS policy as runs of their own', async () => {
    const month = truth.sessions.filter(({ start, server }) => server === 'aws' && start >= NOW - 30 * DAY);
    const parts = month.filter(({ partOfRun }) => partOfRun);
    expect(parts.length).toBeGreaterThan(20);
    const { data } = await fleet.gateway.ask<Scorecard>(`{ ${RUNS} }`);
    const { groups } = data.report.month;
    expect(groups.find(({ product }) => product === 'VB_AWS')?.stats.count).toBe(month.length - parts.length);
  });

  it('equals what a client counts in the list of sessions', async () => {
    interface Node {
      nativeId: string;
      server: { key: string };
      partOfRun: boolean;
      retryOf: { nativeId: string } | null;
    }
    type Page = { sessions: { nodes: Node[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
    const query = `query ($from: DateTime!, $after: String) {
      sessions(first: 500, after: $after, filter: { startedAfter: $from }) {
        nodes { nativeId server { key } partOfRun retryOf { nativeId } } pageInfo { hasNextPage endCursor } } }`;
    const from = new Date(NOW - 7 * DAY - 1).toISOString();
    const nodes: Node[] = [];
    for (let after: string | null | undefined = null; after !== undefined;) {
      const { data, errors }: Answer<Page> = await fleet.gateway.ask(query, { from, after });
      expect(errors).toEqual([]);
      nodes.push(...data.sessions.nodes);
      after = data.sessions.pageInfo.hasNextPage ? data.sessions.pageInfo.endCursor : undefined;
    }
    const runs = new Set(
      nodes
        .filter(({ partOfRun }) => !partOfRun)
        .map(({ server, nativeId, retryOf }) => `${server.key} ${retryOf?.nativeId ?? nativeId}`),
    );
    const { data } = await fleet.gateway.ask<Scorecard>(`{ ${RUNS} }`);
    expect(data.report.week.total.count).toBe(runs.size);
  });

  it('walks the sessions of each server once for all three windows', async () => {
    const { answer, calls } = await askCounting<Scorecard>(fleet, `{ ${RUNS} }`);
    const month = truth.sessions.filter(({ start }) => start >= NOW - 30 * DAY);
    for (const key of fleet.alive) {
      const pages = Math.ceil(month.filter(({ server }) => server === key).length / 1000);
      expect(calls[key]?.length).toBeGreaterThanOrEqual(pages);
      expect(calls[key]?.length).toBeLessThanOrEqual(pages + 2);
    }
    expect(answer.cost.upstreamCalls).toBe(totalOf(calls));
  });

  it('adds the policies for no more than their lists', async () => {
    const query = `{ policies(first: 1) { sources { server { key } count } } ${RUNS} }`;
    type WithPolicies = Scorecard & {
      policies: { sources: { server: { key: string }; count: number | null }[] };
    };
    const { answer, calls } = await askCounting<WithPolicies>(fleet, query);
    for (const { server, count } of answer.data.policies.sources) {
      const known = truth.policies.filter((policy) => policy.server === server.key).length;
      expect(count).toBe(server.key === 'down' ? null : known);
    }
    const lists = Object.fromEntries(fleet.alive.map((key) => [key, callsToPolicies(calls[key] ?? [])]));
    expect(lists).toEqual({ vbr: 1, 'vbr-old': 1, aws: 9, m365: 2, 'm365-old': 2 });
    const runsOnly = await askCounting<Scorecard>(fleet, `{ ${RUNS} }`);
    expect(totalOf(calls) - totalOf(runsOnly.calls)).toBeLessThanOrEqual(15);
  });

  it('names the server that is down in every window, and leaves it out of the figures', async () => {
    const { data } = await fleet.gateway.ask<Scorecard>(`{ ${RUNS} }`);
    for (const [window, days] of Object.entries(WINDOWS)) {
      const { sources } = data.report[window as keyof typeof WINDOWS];
      for (const { server, status, count } of sources) {
        const own = truth.sessions.filter((session) => session.server === server.key);
        const within = own.filter(({ start }) => start >= NOW - days * DAY && start < NOW);
        expect({ status, count }).toEqual(
          server.key === 'down' ? { status: 'FAILED', count: null } : { status: 'OK', count: within.length },
        );
      }
    }
  });
});

function of(runs: readonly Run[], servers: readonly string[]): Run[] {
  return runs.filter(({ server }) => servers.includes(server));
}

function callsToPolicies(lines: readonly string[]): number {
  return ['/jobs/states', '/policies?', 'SlaBasedPolicies?', '/vpc/policy', '/Jobs', '/CopyJobs'].reduce(
    (sum, path) => sum + callsTo(lines, path),
    0,
  );
}
