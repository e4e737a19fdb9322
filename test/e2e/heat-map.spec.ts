import { DateTime } from 'luxon';
import { DAY, freezeClock, HOUR } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { runsWithin, statsOf } from '../support/run-stats.js';
import type { Run, RunStats } from '../support/run-stats.js';
import { truthOf } from '../support/truth.js';
import type { FleetTruth } from '../support/truth.js';
import { whenProbed } from '../support/upstream-calls.js';

const ZONE = 'Europe/Berlin';
const STATS = 'count success warning failed cancelled running successRate averageDuration p95Duration';
const QUERY = `query ($window: TimeWindow!, $groupBy: [SessionGroupKey!]!, $filter: SessionFilter, $fill: Boolean, $align: Boolean) {
  report { sessions(window: $window, groupBy: $groupBy, timeZone: "${ZONE}", filter: $filter, fill: $fill, align: $align) {
    total { ${STATS} }
    groups { periodStart policy { nativeId server { key } } stats { ${STATS} } }
  } } }`;

interface HeatMap {
  report: {
    sessions: {
      total: RunStats;
      groups: {
        periodStart: string | null;
        policy: { nativeId: string; server: { key: string } } | null;
        stats: RunStats;
      }[];
    };
  };
}

/** Noon, so that the first and the last day of the window are cut. In both windows the clocks change once. */
describe.each([
  { season: 'autumn', now: Date.parse('2025-11-12T12:00:00Z'), changes: '2025-10-26', hours: 25 },
  { season: 'spring', now: Date.parse('2026-04-15T12:00:00Z'), changes: '2026-03-29', hours: 23 },
])('the heat map of 30 days in Berlin, in $season', ({ now, changes, hours }) => {
  let clock: FrozenClock;
  let fleet: Fleet;
  let truth: FleetTruth;
  let runs: Run[];

  beforeAll(async () => {
    clock = freezeClock(now);
    const size = { sessions: 700 };
    fleet = await startFleet({ vbr: size, vbaws: size, vb365: size });
    await whenProbed(fleet);
    truth = truthOf(fleet);
    runs = runsWithin(truth.sessions, now - 30 * DAY, now);
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  const heatMap = async (groupBy: string[], window: object = { last: 'P30D' }): Promise<HeatMap> => {
    const { data, errors } = await fleet.gateway.ask<HeatMap>(QUERY, { window, groupBy });
    expect(errors).toEqual([]);
    return data;
  };

  it('shows the runs of each day, which sum to the list', async () => {
    const { total, groups } = (await heatMap(['DAY'])).report.sessions;
    expect(groups.map(({ periodStart, stats }) => [periodStart, stats])).toEqual(
      byDay(runs).map(([day, ofDay]) => [day, statsOf(ofDay)]),
    );
    expect(groups).toHaveLength(31);
    expect(groups.reduce((sum, { stats }) => sum + stats.count, 0)).toBe(runs.length);
    expect(total).toEqual(statsOf(runs));
  });

  it('has a cell for every day of every policy that ran, when asked to fill', async () => {
    const ask = async (groupBy: string[], options: object): Promise<HeatMap['report']['sessions']> => {
      const variables = { window: { last: 'P30D' }, groupBy, ...options };
      const { data, errors } = await fleet.gateway.ask<HeatMap>(QUERY, variables);
      expect(errors).toEqual([]);
      return data.report.sessions;
    };
    const days = Array.from({ length: 31 }, (_, index) =>
      DateTime.fromMillis(now, { zone: ZONE })
        .startOf('day')
        .minus({ days: 30 - index })
        .toUTC()
        .toISO(),
    );
    for (const groupBy of [
      ['POLICY', 'DAY'],
      ['DAY', 'POLICY'],
    ]) {
      const bare = await ask(groupBy, {});
      const { groups, total } = await ask(groupBy, { fill: true });
      const policyOf = ({ policy }: (typeof groups)[number]): string =>
        policy === null ? '' : `${policy.server.key}/${policy.nativeId}`;
      const cells = new Map<string, string[]>();
      for (const group of groups) {
        const periods = cells.get(policyOf(group)) ?? [];
        cells.set(policyOf(group), [...periods, group.periodStart ?? '']);
      }
      expect(new Set(cells.keys())).toEqual(new Set(bare.groups.map(policyOf)));
      for (const periods of cells.values()) expect(periods).toEqual(days);
      expect(groups.filter(({ stats }) => stats.count > 0)).toEqual(bare.groups);
      expect(total).toEqual(bare.total);
    }
    const nothing = await ask(['DAY'], { fill: true, filter: { name: { eq: 'no such session' } } });
    expect(nothing.groups.map(({ periodStart, stats }) => [periodStart, stats.count])).toEqual(
      days.map((day) => [day, 0]),
    );
    const aligned = await ask(['DAY'], { align: true });
    const first = DateTime.fromISO(days[0] ?? '').toMillis();
    expect(aligned.total).toEqual(statsOf(runsWithin(truth.sessions, first, now + DAY)));
  });

  it('refuses to fill or align what has no periods, and more than an answer may hold', async () => {
    for (const argument of ['fill', 'align']) {
      const variables = { window: { last: 'P1D' }, groupBy: ['PRODUCT'], [argument]: true };
      const { errors } = await fleet.gateway.ask(QUERY, variables);
      expect(errors[0]?.message).toContain('expected HOUR, DAY, WEEK or MONTH in "groupBy"');
    }
    const century = { from: '1926-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' };
    const { errors } = await fleet.gateway.ask(QUERY, { window: century, groupBy: ['HOUR'], fill: true });
    expect(errors[0]?.message).toMatch(/at most 10000 periods with "fill", got about 876600/);
  });

  it('shows the runs of each policy on each day', async () => {
    const { groups } = (await heatMap(['POLICY', 'DAY'])).report.sessions;
    const shown = groups.map(({ policy, periodStart, stats }) => [
      policy && `${policy.server.key}/${policy.nativeId}`,
      periodStart,
      stats,
    ]);
    const known = new Set(truth.policies.map(({ server, id }) => `${server}/${id}`));
    const byPolicy = new Map<string | null, Run[]>();
    for (const run of runs) {
      const key = `${run.server}/${run.last.policyId}`;
      const policy = known.has(key) ? key : null;
      byPolicy.set(policy, [...(byPolicy.get(policy) ?? []), run]);
    }
    const expected = [...byPolicy].flatMap(([policy, ofPolicy]) =>
      byDay(ofPolicy).map(([day, ofDay]) => [policy, day, statsOf(ofDay)]),
    );
    expect(sorted(shown)).toEqual(sorted(expected));
  });

  it(`gives the day of the change ${hours} hours`, async () => {
    const start = DateTime.fromISO(changes, { zone: ZONE });
    const end = start.plus({ days: 1 });
    expect(end.diff(start).as('hours')).toBe(hours);
    const days = (await heatMap(['DAY'])).report.sessions.groups;
    const day = days.find(({ periodStart }) => periodStart === iso(start.toMillis()));
    const ofDay = runs.filter(({ first }) => first.start >= start.toMillis() && first.start < end.toMillis());
    expect(day?.stats).toEqual(statsOf(ofDay));
    expect(days.map(({ periodStart }) => periodStart)).toContain(iso(end.toMillis()));

    const window = { from: iso(start.toMillis()), to: iso(end.toMillis()) };
    const perHour = (await heatMap(['HOUR'], window)).report.sessions.groups;
    const starts = Array.from({ length: hours }, (_, hour) => iso(start.toMillis() + hour * HOUR));
    const busy = starts.filter((hour) =>
      runsWithin(truth.sessions, start.toMillis(), end.toMillis()).some(
        ({ first }) => first.start >= Date.parse(hour) && first.start < Date.parse(hour) + HOUR,
      ),
    );
    expect(perHour.map(({ periodStart }) => periodStart)).toEqual(busy);
  });

  it('shows weeks from Monday and months from the first, on the clock of Berlin', async () => {
    for (const unit of ['week', 'month'] as const) {
      const { groups } = (await heatMap([unit.toUpperCase()])).report.sessions;
      const expected = grouped(runs, (run) =>
        DateTime.fromMillis(run.first.start, { zone: ZONE }).startOf(unit).toMillis(),
      );
      expect(groups.map(({ periodStart, stats }) => [periodStart, stats.count])).toEqual(
        expected.map(([start, ofPeriod]) => [start, ofPeriod.length]),
      );
    }
  });
});

function byDay(runs: readonly Run[]): [string, Run[]][] {
  return grouped(runs, (run) =>
    DateTime.fromMillis(run.first.start, { zone: ZONE }).startOf('day').toMillis(),
  );
}

function grouped(runs: readonly Run[], startOf: (run: Run) => number): [string, Run[]][] {
  const groups = new Map<number, Run[]>();
  for (const run of runs) {
    const start = startOf(run);
    const group = groups.get(start);
    if (group) group.push(run);
    else groups.set(start, [run]);
  }
  return [...groups].toSorted(([a], [b]) => a - b).map(([start, ofPeriod]) => [iso(start), ofPeriod]);
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}

/** Rows by their first two fields. */
function sorted(rows: unknown[][]): unknown[][] {
  const keyOf = ([policy, day]: unknown[]): string => `${String(policy)} ${String(day)}`;
  return rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
