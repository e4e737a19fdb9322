import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CapacitySeen } from '../../src/core/ports/capacity-store.js';
import { SILENT } from '../../src/platform/history/history-observer.js';
import { DuckDbLink } from '../../src/platform/history/duckdb/duckdb-link.js';
import { SqlCapacityStore } from '../../src/platform/history/sql/sql-capacity-store.js';
import { startVbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import type { VbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { DAY, freezeClock, HOUR } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway, ServerEntry } from '../support/gateway.js';

const GIB = 2 ** 30;
/** Two days after the clocks of Berlin changed: the 25th has 25 hours there. */
const NOW = Date.parse('2026-10-27T10:30:00Z');
const FIELDS =
  'points { time capacity free used freeLowest coverage } events { time kind } coverage complete coveredFrom reason';

interface Point {
  readonly time: string;
  readonly capacity: number | null;
  readonly free: number | null;
  readonly used: number | null;
  readonly freeLowest: number | null;
  readonly coverage: number;
}

interface History {
  readonly points: readonly Point[];
  readonly events: readonly { readonly kind: string }[];
  readonly coverage: number;
  readonly complete: boolean;
  readonly coveredFrom: string | null;
  readonly reason: string | null;
}

let clock: FrozenClock;
let vbr: VbrSimulator;
let other: VbrSimulator;
let aws: VbAwsSimulator;
let folder: string;
let servers: ServerEntry[];
let gateway: RunningGateway;
let known: readonly { readonly name: string; readonly nativeId: string }[];

beforeAll(async () => {
  clock = freezeClock(NOW);
  [vbr, other, aws] = await Promise.all([
    startVbrSimulator({ policies: 3, sessions: 10 }),
    startVbrSimulator({ policies: 3, sessions: 10, seed: 7 }),
    startVbAwsSimulator({}),
  ]);
  folder = mkdtempSync(join(tmpdir(), 'capacity-history-'));
  servers = [
    { key: 'vbr', product: 'VBR', url: vbr.url },
    { key: 'other', product: 'VBR', url: other.url },
    { key: 'aws', product: 'VB_AWS', url: aws.url },
  ];
  const before = await startGateway(servers);
  const { data } = await before.ask<{
    repositories: { nodes: { name: string; nativeId: string; capacity: number | null }[] };
  }>('{ repositories(filter: { servers: ["vbr"] }) { nodes { name nativeId capacity } } }');
  known = data.repositories.nodes.filter(({ capacity }) => capacity !== null);
  await before.close();
  await fill(join(folder, 'data'), known[0]?.nativeId ?? '');
  gateway = await startGateway(servers, { history: { path: join(folder, 'data') } });
});
afterAll(async () => {
  await gateway.close();
  await Promise.all([vbr.close(), other.close(), aws.close()]);
  rmSync(folder, { recursive: true });
  clock.release();
});

/** Seen in every hour of ten days but for the 22nd (UTC) and the first half of the 24th; 1 GiB less is free each hour. */
async function fill(path: string, repository: string): Promise<void> {
  const link = new DuckDbLink(path, SILENT);
  await link.open();
  const seen: CapacitySeen[] = [];
  for (let time = NOW - 10 * DAY; time <= NOW; time += HOUR) {
    const day = new Date(time).getUTCDate();
    if (day === 22 || (day === 24 && new Date(time).getUTCHours() < 12)) continue;
    seen.push({ repository, time, capacity: (day < 20 ? 3500 : 4000) * GIB, free: freeAt(time), used: 7 });
  }
  await new SqlCapacityStore(link).recordCapacity('vbr', seen);
  await link.close();
}

function freeAt(time: number): number {
  return 1000 * GIB + ((NOW - time) / HOUR) * GIB;
}

async function history(args: string): Promise<History> {
  const { data, errors } = await gateway.ask<{ repositories: { nodes: { history: History }[] } }>(
    `query ($name: String!) { repositories(filter: { servers: ["vbr"], name: { eq: $name } }) { nodes { history(${args}) { ${FIELDS} } } } }`,
    { name: known[0]?.name },
  );
  expect(errors).toEqual([]);
  return data.repositories.nodes[0]?.history ?? ({} as History);
}

it('tells the last and the lowest of each day, and nothing of a day that was not seen', async () => {
  const told = await history('window: { from: "2026-10-21T05:00:00Z" }');
  expect(told.points.map(({ time, coverage }) => [time, coverage])).toEqual([
    ['2026-10-21T00:00:00.000Z', 1],
    ['2026-10-22T00:00:00.000Z', 0],
    ['2026-10-23T00:00:00.000Z', 1],
    ['2026-10-24T00:00:00.000Z', 0.5],
    ['2026-10-25T00:00:00.000Z', 1],
    ['2026-10-26T00:00:00.000Z', 1],
    ['2026-10-27T00:00:00.000Z', 1],
  ]);
  expect(told.points[0]).toMatchObject({
    capacity: 4000 * GIB,
    free: freeAt(Date.parse('2026-10-21T23:30:00Z')),
    freeLowest: freeAt(Date.parse('2026-10-21T23:30:00Z')),
    used: 7,
  });
  expect(told.points[1]).toMatchObject({ capacity: null, free: null, freeLowest: null, used: null });
  const hours = 6 * 24 + 11;
  expect(told).toMatchObject({
    coverage: (hours - 36) / hours,
    complete: false,
    coveredFrom: '2026-10-24T12:00:00.000Z',
    reason: 'NOT_SEEN',
  });
});

it('begins days where those of the zone begin, also those of 25 hours', async () => {
  const told = await history('window: { from: "2026-10-24T22:00:00Z" }, timeZone: "Europe/Berlin"');
  expect(told.points.map(({ time, free }) => [time, free])).toEqual([
    ['2026-10-24T22:00:00.000Z', freeAt(Date.parse('2026-10-25T22:30:00Z'))],
    ['2026-10-25T23:00:00.000Z', freeAt(Date.parse('2026-10-26T22:30:00Z'))],
    ['2026-10-26T23:00:00.000Z', freeAt(NOW)],
  ]);
  expect(told).toMatchObject({ complete: true, coverage: 1, reason: null });
  expect(told.coveredFrom).toBe('2026-10-24T22:00:00.000Z');
});

it('tells hours, weeks and months', async () => {
  const hours = await history(
    'window: { from: "2026-10-24T10:00:00Z", to: "2026-10-24T14:00:00Z" }, every: HOUR',
  );
  expect(
    hours.points.map(({ time, free, coverage }) => [time.slice(11, 13), free !== null, coverage]),
  ).toEqual([
    ['10', false, 0],
    ['11', false, 0],
    ['12', true, 1],
    ['13', true, 1],
  ]);
  const weeks = await history('window: { from: "2026-10-21T00:00:00Z" }, every: WEEK');
  expect(weeks.points.map(({ time }) => time)).toEqual([
    '2026-10-19T00:00:00.000Z',
    '2026-10-26T00:00:00.000Z',
  ]);
  const months = await history('window: { last: "P40D" }, every: MONTH, timeZone: "America/New_York"');
  expect(months.points.map(({ time, free }) => [time, free])).toEqual([
    ['2026-09-01T04:00:00.000Z', null],
    ['2026-10-01T04:00:00.000Z', freeAt(NOW)],
  ]);
});

it('sums up repositories, by group and in all', async () => {
  const args = '(window: { from: "2026-10-26T00:00:00Z" })';
  const { data, errors } = await gateway.ask<{
    report: {
      capacity: {
        total: { history: History; forecast: { reason: string; samples: number } };
        groups: {
          server: { key: string };
          history: History;
          forecast: { reason: string };
          stats: { history: History };
        }[];
      };
    };
  }>(`{ report { capacity(groupBy: [SERVER]) {
      total { history${args} { ${FIELDS} } forecast { reason samples } }
      groups { server { key } history${args} { ${FIELDS} } forecast { reason } stats { history${args} { ${FIELDS} } } } } } }`);
  expect(errors).toEqual([]);
  const { total, groups } = data.report.capacity;
  const one = await history('window: { from: "2026-10-26T00:00:00Z" }');
  const values = ({ points }: History) => points.map(({ capacity, free, used }) => [capacity, free, used]);
  expect(values(total.history)).toEqual(values(one));
  expect(total.history.coverage).toBeLessThan(1);
  expect(total.forecast).toEqual({ reason: 'INSUFFICIENT_HISTORY', samples: 10 });
  const by = new Map(groups.map((group) => [group.server.key, group]));
  expect(values(by.get('vbr')?.history ?? one)).toEqual(values(one));
  expect(by.get('vbr')?.stats.history).toEqual(by.get('vbr')?.history);
  expect(by.get('other')?.history).toMatchObject({
    coverage: 0,
    complete: false,
    reason: 'NOT_SEEN',
    coveredFrom: null,
  });
  expect(by.get('aws')).toMatchObject({
    history: {
      coverage: 0,
      complete: false,
      reason: 'NO_CAPACITY',
      points: [{ capacity: null }, { capacity: null }],
    },
    forecast: { reason: 'NO_CAPACITY' },
  });
});

it.each([
  ['window: { from: "2027-01-01T00:00:00Z" }', 'window', 'expected "from" to lie in the past'],
  ['window: { from: "2027-01-01T00:00:00Z", to: "2027-02-01T00:00:00Z" }', 'window', 'to lie in the past'],
  ['window: { from: "2026-10-02T00:00:00Z", to: "2026-10-01T00:00:00Z" }', 'window', 'earlier than "to"'],
  ['window: { from: "1926-10-02T00:00:00Z" }, every: HOUR', 'window', 'at most 10000 points, got about 8'],
  ['window: { last: "PT0S" }', 'window', 'longer than nothing'],
  ['window: {}', 'window', 'expected either "last", or "from"'],
  ['window: { last: "P1D" }, timeZone: "Mars/Olympus"', 'TimeZone', 'time zone'],
])('refuses history(%s) and says where', async (args, place, expected) => {
  const asked = vbr.requests.length;
  for (const query of [
    `{ repositories { nodes { history(${args}) { coverage } } } }`,
    `{ report { capacity { total { history(${args}) { coverage } } } } }`,
  ]) {
    const { status, data, errors } = await gateway.ask(query);
    expect([status, data]).toEqual([400, undefined]);
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toContain(expected);
    expect(JSON.stringify(errors[0])).toContain(place);
  }
  expect(vbr.requests).toHaveLength(asked);
});

it('tells of a century by month, and since when it knows', async () => {
  const told = await history('window: { from: "1926-10-02T00:00:00Z" }, every: MONTH');
  expect(told.points).toHaveLength(1201);
  expect(told.points.filter(({ capacity }) => capacity !== null)).toHaveLength(1);
  expect(told.coveredFrom).toBe('2026-10-24T12:00:00.000Z');
});

it('tells what happened to repositories of the scope', async () => {
  const events = async (scope: string, window: string) => {
    const { data, errors } = await gateway.ask<{
      report: {
        events: {
          time: string;
          kind: string;
          text: string;
          server: { key: string };
          repository: { name: string };
        }[];
      };
    }>(
      `{ report(scope: { servers: ["${scope}"] }) { events(window: { ${window} }) { time kind text server { key } repository { name } } } }`,
    );
    expect(errors).toEqual([]);
    return data.report.events;
  };
  const told = await history('window: { last: "P30D" }');
  const own = await events('vbr', 'last: "P30D"');
  expect(own).toContainEqual(
    expect.objectContaining({ kind: 'CAPACITY_ADDED', time: '2026-10-20T00:00:00.000Z' }),
  );
  expect(own.map(({ kind }) => kind)).toEqual(told.events.map(({ kind }) => kind));
  for (const event of own)
    expect(event).toMatchObject({ server: { key: 'vbr' }, repository: { name: known[0]?.name } });
  expect(await events('other', 'last: "P30D"')).toEqual([]);
  const { status, errors } = await gateway.ask(
    '{ report { events(window: { from: "2031-01-01T00:00:00Z" }) { kind } } }',
  );
  expect([status, errors[0]?.message]).toEqual([400, expect.stringContaining('to lie in the past')]);
});
