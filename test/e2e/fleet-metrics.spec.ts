import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { keyAuth, testKey } from '../support/callers.js';
import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startGateway } from '../support/gateway.js';
import { describeWith } from '../support/programs.js';
import { promtool } from '../support/prometheus.js';

interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

let clock: FrozenClock;
let fleet: Fleet;
beforeAll(async () => {
  clock = freezeClock();
  fleet = await startFleet({ config: { cache: { inventory: 'PT1H' } } });
});
afterAll(async () => {
  await fleet.close();
  clock.release();
});

async function read(url: string, path = '/metrics/fleet', key?: string) {
  const headers = key === undefined ? undefined : { authorization: `Bearer ${key}` };
  const answer = await fetch(new URL(path, url), headers === undefined ? {} : { headers });
  const text = await answer.text();
  const series = [...text.matchAll(/^(\w+)\{(.*)\} (\S+)$/gm)].map(
    ([, name = '', labels = '', value = '']): Series => ({
      name,
      labels: Object.fromEntries(
        [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', text = '']) => [label, text]),
      ),
      value: Number(value),
    }),
  );
  return { status: answer.status, type: answer.headers.get('content-type'), text, series };
}

it('tells of servers, policies and repositories what GraphQL tells, and nothing of what is not known', async () => {
  const { status, type, series } = await read(fleet.gateway.url);
  expect([status, type]).toEqual([200, expect.stringContaining('text/plain; version=0.0.4')]);
  const of = (name: string) => series.filter((one) => one.name === `veeam_fleet_${name}`);
  const up = new Map(of('server_up').map(({ labels, value }) => [labels['server'], value]));
  expect(up.get('down')).toBe(0);
  expect([...up.values()].reduce((sum, value) => sum + value, 0)).toBe(5);
  const { data } = await fleet.gateway.ask<{
    policies: {
      nodes: {
        nativeId: string;
        lastResult: string;
        recoveryPoint: { status: string; ageSeconds: number | null };
        server: { key: string };
      }[];
    };
    repositories: {
      nodes: {
        nativeId: string;
        capacity: number | null;
        free: number | null;
        used: number | null;
        server: { key: string };
      }[];
    };
  }>(`{ policies(first: 500) { nodes { nativeId lastResult recoveryPoint { status ageSeconds } server { key } } }
        repositories(first: 500) { nodes { nativeId capacity free used server { key } } } }`);
  const key = (server: string | undefined, id: string | undefined) => `${String(server)} ${String(id)}`;
  expect(
    new Map(
      of('policy_last_result').map(({ labels }) => [
        key(labels['server'], labels['policy']),
        labels['result'],
      ]),
    ),
  ).toEqual(
    new Map(
      data.policies.nodes.map(({ nativeId, lastResult, server }) => [key(server.key, nativeId), lastResult]),
    ),
  );
  const judged = data.policies.nodes.filter(({ recoveryPoint }) =>
    ['MET', 'BREACHED'].includes(recoveryPoint.status),
  );
  expect(
    new Map(
      of('policy_in_breach').map(({ labels, value }) => [key(labels['server'], labels['policy']), value]),
    ),
  ).toEqual(
    new Map(
      judged.map(({ nativeId, server, recoveryPoint }) => [
        key(server.key, nativeId),
        recoveryPoint.status === 'BREACHED' ? 1 : 0,
      ]),
    ),
  );
  const ages = data.policies.nodes.flatMap(({ nativeId, server, recoveryPoint: { ageSeconds } }) =>
    ageSeconds === null ? [] : [[key(server.key, nativeId), ageSeconds] as const],
  );
  expect(ages.length).toBeGreaterThan(5);
  expect(
    new Map(
      of('policy_recovery_point_age_seconds').map(({ labels, value }) => [
        key(labels['server'], labels['policy']),
        value,
      ]),
    ),
  ).toEqual(new Map(ages));
  for (const [name, field] of [
    ['repository_capacity_bytes', 'capacity'],
    ['repository_free_bytes', 'free'],
    ['repository_used_bytes', 'used'],
  ] as const)
    expect(
      new Map(of(name).map(({ labels, value }) => [key(labels['server'], labels['repository']), value])),
    ).toEqual(
      new Map(
        data.repositories.nodes.flatMap((one) =>
          one[field] === null ? [] : [[key(one.server.key, one.nativeId), one[field]]],
        ),
      ),
    );
  expect(
    new Map(of('server_data_age_seconds').map(({ labels, value }) => [labels['server'], value])),
  ).toEqual(new Map(fleet.alive.map((server) => [server, 0])));
  expect(of('server_tag').filter(({ labels }) => labels['server'] === 'm365')).toMatchObject([
    { labels: { key: '', value: '' } },
  ]);
  expect(of('repository_days_left')).toEqual([]);
  expect(of('server_tag').map(({ labels }) => labels)).toContainEqual({
    server: 'vbr',
    product: 'VBR',
    key: 'site',
    value: 'berlin',
  });
});

it('tells how old what it shows is, in seconds', async () => {
  clock.advance(10_000);
  const { series } = await read(fleet.gateway.url, '/metrics/fleet?server=m365');
  expect(series.find(({ name }) => name === 'veeam_fleet_server_data_age_seconds')?.value).toBe(10);
});

it('can be asked for some servers', async () => {
  const { series } = await read(fleet.gateway.url, '/metrics/fleet?server=vbr&server=m365');
  expect(new Set(series.map(({ labels }) => labels['server']))).toEqual(new Set(['vbr', 'm365']));
});

it('tells callers of their own servers alone, and refuses more series than are allowed', async () => {
  const [acme, all] = [testKey({ tags: { tenant: 'acme' } }), testKey()];
  const gateway = await startGateway(
    [
      { key: 'vbr', product: 'VBR', url: fleet.vbr.url, tags: { tenant: 'acme' } },
      { key: 'm365', product: 'VB_M365', url: fleet.vb365.url, tags: { tenant: 'other' } },
    ],
    { auth: keyAuth(acme, all), metrics: { fleetSeries: 150 } },
  );
  try {
    expect((await read(gateway.url)).status).toBe(401);
    const own = await read(gateway.url, '/metrics/fleet', acme.credential);
    expect(own.status).toBe(200);
    expect(new Set(own.series.map(({ labels }) => labels['server']))).toEqual(new Set(['vbr']));
    expect((await read(gateway.url, '/metrics/fleet?server=m365', acme.credential)).series).toEqual([]);
    const refused = await read(gateway.url, '/metrics/fleet', all.credential);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(
      'there are more than 150 series (metrics.fleetSeries): ask for some of the servers with server=KEY',
    );
    expect((await read(gateway.url, '/metrics/fleet?server=vbr', all.credential)).status).toBe(200);
  } finally {
    await gateway.close();
  }
});

describeWith(['promtool'], 'the rules over the fleet', () => {
  const labels = 'server="a", product="VBR"';
  const SERIES = [
    [`veeam_fleet_server_up{${labels}}`, '0x120'],
    [`veeam_fleet_policy_in_breach{${labels}, policy="p", name="Nightly"}`, '1x120'],
    [`veeam_fleet_policy_last_result{${labels}, policy="p", name="Nightly", result="FAILED"}`, '1x120'],
    [`veeam_fleet_repository_days_left{${labels}, repository="r", name="Full"}`, '3x120'],
    [`veeam_fleet_repository_free_bytes{${labels}, repository="r", name="Full"}`, '4x120'],
    [`veeam_fleet_repository_capacity_bytes{${labels}, repository="r", name="Full"}`, '100x120'],
    [`veeam_fleet_server_up{server="b", product="VBR"}`, '1x120'],
    [`veeam_fleet_policy_in_breach{server="b", product="VBR", policy="q", name="Fine"}`, '0x120'],
    [
      `veeam_fleet_policy_last_result{server="b", product="VBR", policy="q", name="Fine", result="SUCCESS"}`,
      '1x120',
    ],
    [`veeam_fleet_repository_days_left{server="b", product="VBR", repository="s", name="Room"}`, '300x120'],
    [`veeam_fleet_repository_free_bytes{server="b", product="VBR", repository="s", name="Room"}`, '50x120'],
    [
      `veeam_fleet_repository_capacity_bytes{server="b", product="VBR", repository="s", name="Room"}`,
      '100x120',
    ],
    [`veeam_fleet_repository_free_bytes{server="b", product="VBR", repository="t", name="Empty"}`, '0x120'],
    [
      `veeam_fleet_repository_capacity_bytes{server="b", product="VBR", repository="t", name="Empty"}`,
      '0x120',
    ],
  ];

  it('fire of what is wrong, and of nothing else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fleet-rules-'));
    const count = (alert: string, times: number) => ({
      expr: `count(ALERTS{alertname="${alert}", alertstate="firing", server="a"}) - (count(ALERTS{server="b"}) or vector(0))`,
      eval_time: '100m',
      exp_samples: [{ labels: '{}', value: times }],
    });
    const alerts = [
      'FleetServerDown',
      'PolicyInBreach',
      'PolicyFailed',
      'RepositoryFullSoon',
      'RepositoryFull',
    ];
    const test = {
      rule_files: [resolve('deploy/prometheus/fleet.rules.yml')],
      evaluation_interval: '1m',
      tests: [
        {
          interval: '1m',
          input_series: SERIES.map(([series, values]) => ({ series, values })),
          promql_expr_test: alerts.map((alert) => count(alert, 1)),
        },
      ],
    };
    writeFileSync(join(folder, 'test.yml'), JSON.stringify(test));
    expect(await promtool('test', 'rules', join(folder, 'test.yml'))).toMatchObject({ ok: true });
    expect(await promtool('check', 'rules', resolve('deploy/prometheus/fleet.rules.yml'))).toMatchObject({
      ok: true,
    });
    rmSync(folder, { recursive: true });
  });
});
