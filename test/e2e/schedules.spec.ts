import { DateTime } from 'luxon';
import { occurrences } from '../../src/simulators/vbr/world/schedules.js';
import { runsBetween } from '../../src/simulators/vbaws/schedule.js';
import { freezeClock, NOW } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';

const DAY = 86_400_000;
/** The first of the year's changes of the clock, in Chicago, was before; the next, in Berlin, comes after this. */
const BEFORE_THE_CHANGE = Date.parse('2026-03-29T00:00:00Z');
const MACHINES = ['VSphereBackup', 'HyperVBackup'];
const ZONE = 'Europe/Berlin';

/** The simulator opens its working hours to such jobs. */
const HOURLY = { type: 'Periodically', every: 'Hours1' };

interface Shown {
  nativeId: string;
  enabled: boolean;
  nextRun: string | null;
  server: { key: string };
  schedule: {
    kind: string;
    text: string;
    timeZone: string | null;
    next: string[];
    window: string | null;
    windowSeconds: number | null;
  } | null;
  retention: { days: number | null; points: number | null; gfs: boolean | null; text: string } | null;
  protects: { name: string; type: string; excluded: boolean }[] | null;
}

const QUERY = `query ($servers: [ID!]) { policies(first: 500, filter: { servers: $servers }) { nodes {
  nativeId enabled nextRun server { key }
  schedule { kind text timeZone next(count: 4) window windowSeconds }
  retention { days points gfs text }
  protects { name type excluded }
} } }`;

describe('schedules, retention and selections of all products', () => {
  let clock: FrozenClock;
  let fleet: Fleet;
  let policies: readonly Shown[];

  beforeAll(async () => {
    clock = freezeClock();
    fleet = await startFleet({
      entry: (entry) => (entry.key === 'aws' ? { ...entry, timeZone: ZONE } : entry),
    });
    Object.assign(fleet.vb365.world.jobs[0] ?? {}, { schedule: { ...HOURLY } });
    const { data, errors } = await fleet.gateway.ask<{ policies: { nodes: Shown[] } }>(QUERY, {
      servers: fleet.alive,
    });
    expect(errors).toEqual([]);
    policies = data.policies.nodes;
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  const of = (server: string): Map<string, Shown> =>
    new Map(policies.filter((one) => one.server.key === server).map((one) => [one.nativeId, one]));

  it('tell the next starts of VBR jobs as the server would start them', () => {
    for (const [server, simulator] of [
      ['vbr', fleet.vbr],
      ['vbr-old', fleet.vbrOld],
    ] as const) {
      const shown = of(server);
      const { jobs, clock: serverClock } = simulator.world;
      const kinds = new Set<string>();
      for (const { id, name, schedule, disabled } of jobs) {
        const { next, timeZone, kind } = shown.get(id)?.schedule ?? { next: null, timeZone: null, kind: '' };
        if (next === null) continue;
        kinds.add(kind);
        expect(timeZone).toBe(server === 'vbr' ? serverClock.zoneName : null);
        const isTold = server === 'vbr' || !['daily', 'monthly'].includes(schedule.kind);
        const until = NOW + 400 * DAY;
        const starts =
          disabled || schedule.kind === 'continuous'
            ? []
            : [...occurrences(schedule, NOW + 1, until, serverClock)].slice(0, 4);
        const expected = starts.map((start) => new Date(start).toISOString());
        if (isTold) expect({ name, next }).toEqual({ name, next: expected });
        else
          expect({ name, next: next.filter((start) => Date.parse(start) < BEFORE_THE_CHANGE) }).toEqual({
            name,
            next: expected.filter((start) => Date.parse(start) < BEFORE_THE_CHANGE),
          });
      }
      expect([...kinds]).toEqual(
        expect.arrayContaining(['NONE', 'DAILY', 'MONTHLY', 'PERIODIC', 'CONTINUOUS', 'AFTER_POLICY']),
      );
    }
  });

  it('tell the next starts of VB_M365 jobs from what the server shows of the first', () => {
    for (const [server, { world }] of [
      ['m365', fleet.vb365],
      ['m365-old', fleet.vb365Old],
    ] as const) {
      const shown = of(server);
      let daily = 0;
      for (const job of world.allJobs()) {
        const { schedule, enabled, nextRun } = shown.get(job.id) ?? {
          schedule: null,
          enabled: false,
          nextRun: null,
        };
        expect(schedule?.timeZone).toBeNull();
        if (!enabled) expect(schedule?.next).toEqual([]);
        else expect(schedule?.next[0] ?? null).toBe(nextRun);
        if (!enabled || job.schedule.type !== 'Daily') continue;
        daily += 1;
        const [hour, minute] = job.schedule.time.split(':').map(Number);
        const early = (schedule?.next ?? []).filter((start) => Date.parse(start) < BEFORE_THE_CHANGE);
        expect(early.length).toBeGreaterThan(0);
        for (const start of early)
          expect(DateTime.fromISO(start, { zone: world.zone })).toMatchObject({ hour, minute });
        expect(schedule?.next).toHaveLength(4);
      }
      expect(daily).toBeGreaterThan(2);
    }
  });

  it('tell the next starts of VB_AWS policies by the configured time zone', () => {
    const shown = of('aws');
    const seen = new Set<string>();
    for (const policy of fleet.vbaws.world.policies) {
      const { schedule, enabled } = shown.get(policy.id) ?? { schedule: null, enabled: false };
      if (schedule === null || schedule.kind === 'OTHER') continue;
      seen.add(schedule.kind);
      expect(schedule.timeZone).toBe(ZONE);
      const days = new Set(
        runsBetween(policy.cadence, ZONE, NOW, NOW + 400 * DAY).map((run) =>
          DateTime.fromMillis(run, { zone: ZONE }).toISODate(),
        ),
      );
      if (!enabled || schedule.kind === 'SLA' || schedule.kind === 'NONE') expect(schedule.next).toEqual([]);
      else {
        expect(schedule.next).toHaveLength(4);
        for (const start of schedule.next)
          expect(days).toContain(DateTime.fromISO(start, { zone: ZONE }).toISODate());
      }
      expect(schedule.next).toEqual(schedule.next.toSorted());
    }
    expect([...seen]).toEqual(expect.arrayContaining(['DAILY', 'SLA']));
  });

  it('tell how long policies may run', () => {
    const windows = policies.flatMap(({ schedule }) => schedule?.windowSeconds ?? []);
    expect(windows.length).toBeGreaterThan(0);
    for (const seconds of windows) {
      expect(seconds % 3600).toBe(0);
      expect(seconds).toBeLessThanOrEqual(167 * 3600);
    }
  });

  it('tell how long is kept: days or restore points, and words', () => {
    const products = new Set<string>();
    for (const { server, retention } of policies) {
      if (retention === null) continue;
      products.add(server.key);
      expect(retention.text).not.toBe('');
      expect([retention.days, retention.points].filter((one) => one !== null).length).toBeLessThanOrEqual(1);
    }
    expect([...products].sort()).toEqual([...fleet.alive].sort());
    const jobs = of('vbr');
    for (const { id, retention, type } of fleet.vbr.world.jobs) {
      const shown = jobs.get(id)?.retention;
      if (shown == null || !MACHINES.includes(type)) continue;
      expect(shown).toMatchObject({
        days: retention.type === 'Days' ? retention.quantity : null,
        points: retention.type === 'RestorePoints' ? retention.quantity : null,
      });
    }
  });

  it('tell what is protected, by name, with what is left out', () => {
    const jobs = of('vbr');
    let named = 0;
    for (const { id, objects, type } of fleet.vbr.world.jobs) {
      const shown = jobs.get(id)?.protects;
      if (type !== 'VSphereBackup' || shown == null) continue;
      named += 1;
      expect(shown.filter(({ excluded }) => !excluded).map(({ name }) => name)).toEqual(
        objects.map(({ name }) => name),
      );
    }
    expect(named).toBeGreaterThan(2);
    const m365 = of('m365');
    for (const { id, excludedItems } of fleet.vb365.world.jobs) {
      const shown = m365.get(id)?.protects ?? [];
      expect(shown.filter(({ excluded }) => excluded)).toHaveLength(excludedItems.length);
      expect(shown.some(({ excluded }) => !excluded)).toBe(true);
    }
    for (const { protects } of of('aws').values()) expect(protects?.length).toBeGreaterThan(0);
  });

  it('refuse more starts than anybody draws, before any server is asked', async () => {
    for (const count of [-1, 101]) {
      const { errors, status } = await fleet.gateway.ask(
        `{ policies { nodes { schedule { next(count: ${count}) } } } }`,
      );
      expect(status).toBe(400);
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'next.count' } }]);
    }
  });
});
