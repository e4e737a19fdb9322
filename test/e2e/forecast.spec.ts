import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SILENT } from '../../src/platform/history/history-observer.js';
import { DuckDbLink } from '../../src/platform/history/duckdb/duckdb-link.js';
import { SqlCapacityStore } from '../../src/platform/history/sql/sql-capacity-store.js';
import { startVbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import type { VbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { until } from '../support/until.js';

const DAY = 86_400_000;
const GIB = 2 ** 30;

interface Repository {
  readonly name: string;
  readonly nativeId: string;
  readonly capacity: number | null;
}

interface SampledRepository {
  readonly capacity: number | null;
  readonly free: number | null;
  readonly forecast: { readonly samples: number };
}

let vbr: VbrSimulator;
let vbAws: VbAwsSimulator;
let gateway: RunningGateway;
let folder: string;
let grown: Repository;
let fresh: Repository;
beforeAll(async () => {
  vbr = await startVbrSimulator({ policies: 3, sessions: 10 });
  vbAws = await startVbAwsSimulator({});
  folder = mkdtempSync(join(tmpdir(), 'forecast-'));
  const servers = [
    { key: 'vbr', product: 'VBR', url: vbr.url },
    { key: 'aws', product: 'VB_AWS', url: vbAws.url },
  ];
  const before = await startGateway(servers);
  const { data } = await before.ask(
    '{ repositories(filter: { servers: ["vbr"] }) { nodes { name nativeId capacity } } }',
  );
  const known = (data as { repositories: { nodes: Repository[] } }).repositories.nodes;
  [grown, fresh] = known.filter(({ capacity }) => capacity !== null) as [Repository, Repository];
  await before.close();
  await fill(join(folder, 'data'), grown);
  gateway = await startGateway(servers, { history: { path: join(folder, 'data') } });
});
afterAll(async () => {
  await gateway.close();
  await Promise.all([vbr.close(), vbAws.close()]);
  rmSync(folder, { recursive: true });
});

/** Ninety days of 10 GiB more each, until 500 GiB are left now; extended forty days ago. */
async function fill(path: string, { nativeId }: Repository): Promise<void> {
  const link = new DuckDbLink(path, SILENT);
  await link.open();
  const now = Date.now();
  const seen = Array.from({ length: 90 }, (_none, ago) => ({
    repository: nativeId,
    time: now - ago * DAY,
    capacity: (ago > 40 ? 3000 : 4000) * GIB,
    free: (ago > 40 ? -500 : 500) * GIB + ago * 10 * GIB,
    used: null,
  }));
  await new SqlCapacityStore(link).recordCapacity('vbr', seen);
  await link.close();
}

async function forecast(
  { name }: Repository,
  fields: string,
  args = '',
): Promise<Readonly<Record<string, unknown>>> {
  const { data, errors } = await gateway.ask(
    `query ($name: String!) { repositories(filter: { servers: ["vbr"], name: { eq: $name } }) { nodes { forecast${args} { ${fields} } } } }`,
    { name },
  );
  expect(errors).toEqual([]);
  const nodes = (data as { repositories: { nodes: { forecast: Record<string, unknown> }[] } }).repositories
    .nodes;
  expect(nodes).toHaveLength(1);
  return nodes[0]?.forecast ?? {};
}

it('tells when a repository is full, by its past', async () => {
  const told = await forecast(
    grown,
    `daysLeft daysLeftLow daysLeftHigh fullAt growthPerDay confidence reason availableFrom method windowStart windowEnd samples coverage
     events { time kind text } regimeChangedAt backtestError additionalNeeded(for: "P100D") curve { time used usedLow usedHigh }`,
  );
  expect(told['daysLeft']).toBeCloseTo(50, 0);
  expect(told).toMatchObject({
    confidence: 'HIGH',
    reason: null,
    availableFrom: null,
    samples: 90,
    coverage: 1,
    events: [{ kind: 'CAPACITY_ADDED', text: 'Its capacity grew from 2.9 TiB to 3.9 TiB.' }],
    regimeChangedAt: null,
  });
  expect(Number(told['growthPerDay'])).toBeCloseTo(10 * GIB, -3);
  expect(Number(told['additionalNeeded'])).toBeCloseTo(500 * GIB, -6);
  const left = Number(told['daysLeft']) * DAY;
  expect(Math.abs(Date.parse(String(told['fullAt'])) - Date.now() - left)).toBeLessThan(60_000);
  const curve = told['curve'] as { used: number }[];
  expect(curve).toHaveLength(91);
  expect(curve[10]?.used).toBeCloseTo(3600 * GIB, -6);
});

it.each([
  ['(threshold: 0.9)', 10],
  ['(minimumFree: 107374182400)', 40],
  ['(whatIf: { growthFactor: 2 })', 25],
  ['(whatIf: { addCapacity: 107374182400, oneOff: -107374182400 })', 70],
  ['(whatIf: { addPerDay: -2147483648 })', 62.5],
  ['(window: "P30D")', 50],
  ['(threshold: null, window: null, whatIf: null, minimumFree: null)', 50],
])('counts with %s', async (args, days) => {
  expect((await forecast(grown, 'daysLeft', args))['daysLeft']).toBeCloseTo(days, 0);
});

it('is the same in metrics and in exports', async () => {
  const { daysLeft } = await forecast(grown, 'daysLeft');
  const metrics = await (await fetch(new URL('/metrics/fleet?server=vbr', gateway.url))).text();
  const told = [...metrics.matchAll(/^veeam_fleet_repository_days_left\{(.*)\} (\S+)$/gm)];
  expect(told).toHaveLength(1);
  expect(told[0]?.[1]).toContain(`repository="${grown.nativeId}"`);
  expect(Number(told[0]?.[2])).toBeCloseTo(Number(daysLeft), 0);
  const exported = await (await fetch(new URL('/exports/repositories.ndjson', gateway.url))).text();
  const rows = exported
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  const row = rows.find(({ nativeId }) => nativeId === grown.nativeId);
  expect(Number(row?.['daysLeft'])).toBeCloseTo(Number(daysLeft), 0);
  expect(Number(row?.['growthPerDay'])).toBeCloseTo(10 * GIB, -3);
  expect(rows.find(({ nativeId }) => nativeId === fresh.nativeId)).toMatchObject({
    daysLeft: null,
    daysLeftReason: 'INSUFFICIENT_HISTORY',
  });
});

it('gives a reason where it cannot tell', async () => {
  expect(await forecast(fresh, 'daysLeft reason availableFrom confidence samples curve { time }')).toEqual({
    daysLeft: null,
    reason: 'INSUFFICIENT_HISTORY',
    availableFrom: expect.stringMatching(/^\d{4}/),
    confidence: 'NONE',
    samples: 0,
    curve: [],
  });
  const { data, errors } = await gateway.ask(
    '{ repositories(filter: { servers: ["aws"] }) { nodes { forecast { daysLeft reason additionalNeeded(for: "P1D") } } } }',
  );
  expect(errors).toEqual([]);
  const { nodes } = (data as { repositories: { nodes: unknown[] } }).repositories;
  expect(nodes.length).toBeGreaterThan(0);
  for (const node of nodes)
    expect(node).toEqual({ forecast: { daysLeft: null, reason: 'NO_CAPACITY', additionalNeeded: null } });
});

it.each([
  ['(threshold: 0)', 'threshold', 'expected more than 0 and at most 1'],
  ['(threshold: 1.01)', 'threshold', 'expected more than 0 and at most 1'],
  ['(window: "P20D")', 'window', 'expected "P21D" to "P730D"'],
  ['(window: "P5000D")', 'window', 'expected "P21D" to "P730D"'],
  ['(whatIf: { growthFactor: -1 })', 'whatIf.growthFactor', 'expected 0 to 1000'],
  ['(whatIf: { addPerDay: 1e300 })', 'whatIf.addPerDay', 'expected at most 9007199254740991 bytes'],
])('refuses %s and says where', async (args, place, expected) => {
  const asked = vbr.requests.length;
  const { data, errors } = await gateway.ask(`{ repositories { nodes { forecast${args} { daysLeft } } } }`);
  expect(data).toBeFalsy();
  expect(errors).toHaveLength(1);
  const message = String(errors[0]?.message);
  expect(message).toContain(expected);
  expect(JSON.stringify(errors[0])).toContain(place.split('.').at(-1));
  expect(vbr.requests).toHaveLength(asked);
});

it('orders and filters repositories by the days they have left', async () => {
  const names = async (args: string) => {
    const { data, errors } = await gateway.ask<{
      repositories: { nodes: { name: string; forecast: { daysLeft: number | null } }[]; complete: boolean };
    }>(`{ repositories(first: 100, ${args}) { nodes { name forecast { daysLeft } } complete } }`);
    expect([errors, data.repositories.complete]).toEqual([[], true]);
    return data.repositories.nodes;
  };
  for (const direction of ['ASC', 'DESC']) {
    const all = await names(`orderBy: { field: DAYS_LEFT, direction: ${direction} }`);
    expect(all.length).toBeGreaterThan(2);
    expect(all[0]).toMatchObject({ name: grown.name, forecast: { daysLeft: expect.any(Number) } });
    expect(new Set(all.slice(1).map(({ forecast: { daysLeft } }) => daysLeft))).toEqual(new Set([null]));
  }
  expect(await names('filter: { daysLeftBelow: 60 }')).toMatchObject([{ name: grown.name }]);
  expect(await names('filter: { daysLeftBelow: 40 }')).toEqual([]);
  const { status, errors } = await gateway.ask(
    '{ repositories(filter: { daysLeftBelow: 0 }) { nodes { name } } }',
  );
  expect([status, errors[0]?.message]).toEqual([
    400,
    expect.stringContaining('expected a number of days above 0'),
  ]);
});

it('notes by itself how full repositories are', async () => {
  const following = await startGateway(
    [{ key: 'vbr', product: 'VBR', url: vbr.url }],
    {},
    {
      following: true,
    },
  );
  try {
    const samples = async (): Promise<number[]> => {
      const { data } = await following.ask(
        '{ repositories { nodes { capacity free forecast { samples } } } }',
      );
      const { nodes } = (data as { repositories: { nodes: SampledRepository[] } }).repositories;
      const told = nodes.filter(({ capacity, free }) => capacity !== null && free !== null);
      return told.map(({ forecast: { samples: count } }) => count);
    };
    await until(async () => (await samples()).every((count) => count > 0));
    expect(new Set(await samples())).toEqual(new Set([1]));
  } finally {
    await following.close();
  }
});
