import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'yaml';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import type { RunningGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';

interface Dashboard {
  readonly uid: string;
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: string }[] };
  readonly panels: readonly {
    readonly title: string;
    readonly targets?: readonly { readonly expr: string }[];
  }[];
}

interface Rule {
  alert: string;
  expr: string;
  annotations: { runbook: string };
}

const RULE_FILES = readdirSync('deploy/prometheus').filter((name) => name.endsWith('.rules.yml'));
const RULES = RULE_FILES.flatMap(
  (file) =>
    (parse(readFileSync(`deploy/prometheus/${file}`, 'utf8')) as { groups: { rules: Rule[] }[] }).groups,
).flatMap(({ rules }) => rules);
const DASHBOARDS = readdirSync('deploy/grafana')
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(`deploy/grafana/${name}`, 'utf8')) as Dashboard);
const RUNBOOK = readFileSync('docs/operations-runbook.md', 'utf8');
const METRIC = /\b(?:veeam_gateway|veeam_fleet|nodejs|process)_[a-z0-9_]+/g;

let vbr: VbrSimulator;
let gateway: RunningGateway;
let known: Set<string>;

beforeAll(async () => {
  vbr = await startVbrSimulator({ policies: 2, sessions: 2 });
  gateway = await startGateway([{ key: 'berlin', product: 'VBR', url: vbr.url }]);
  const texts = await Promise.all(
    ['/metrics', '/metrics/fleet'].map(async (path) => (await fetch(new URL(path, gateway.url))).text()),
  );
  const text = texts.join('');
  known = new Set();
  for (const [, name = '', type] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    known.add(name);
    if (type === 'histogram') for (const part of ['bucket', 'sum', 'count']) known.add(`${name}_${part}`);
  }
});
afterAll(async () => {
  await gateway.close();
  await vbr.close();
});

const unknownIn = (text: string): string[] => (text.match(METRIC) ?? []).filter((name) => !known.has(name));

it('every metric of every alert exists', () => {
  expect(RULES.length).toBeGreaterThan(10);
  for (const { alert, expr } of RULES)
    expect({ alert, unknown: unknownIn(expr) }).toEqual({ alert, unknown: [] });
});

it('every metric of every panel and variable exists, and every label that is selected by', () => {
  expect(DASHBOARDS.map(({ uid }) => uid)).toEqual(
    expect.arrayContaining(['veeam-fleet', 'veeam-capacity', 'veeam-policies', 'veeam-server']),
  );
  for (const { uid, panels, templating } of DASHBOARDS) {
    const queries = panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }) => [title, expr] as const),
    );
    expect(queries.length).toBeGreaterThan(2);
    for (const [title, expr] of [
      ...queries,
      ...templating.list.map(({ name, query }) => [name, query] as const),
    ])
      expect({ uid, title, unknown: unknownIn(expr) }).toEqual({ uid, title, unknown: [] });
    const variables = queries.flatMap(([, expr]) =>
      [...expr.matchAll(/"\$(\w+)"/g)].map(([, name = '']) => name),
    );
    const defined = templating.list.map(({ name }) => name);
    expect(variables.filter((name) => !defined.includes(name))).toEqual([]);
  }
});

it('every alert has its place in the runbook, and the runbook no other', () => {
  const places = [...RUNBOOK.matchAll(/^## (\w+)$/gm)].map(([, name]) => name);
  expect(RULES.map(({ alert }) => alert).sort()).toEqual(places.sort());
  for (const { alert, annotations } of RULES)
    expect(annotations.runbook).toBe(`docs/operations-runbook.md#${alert.toLowerCase()}`);
});

it('Prometheus reads the rules', () => {
  const { rule_files: patterns } = parse(readFileSync('deploy/prometheus/prometheus.yml', 'utf8')) as {
    rule_files: string[];
  };
  expect(patterns).toContain('/etc/prometheus/*.rules.yml');
  expect(RULE_FILES).toHaveLength(2);
});

it('docs/observability.md tells of every metric of ours', () => {
  const text = readFileSync('docs/observability.md', 'utf8');
  const own = [...known].filter((name) => /^veeam_gateway_.*(?<!_bucket|_sum|_count)$/.test(name));
  const untold = own
    .map((name) => name.replace('veeam_gateway_', ''))
    .filter((name) => !text.includes(name) && !text.includes(name.replace(/^.*(_waiting)$/, '$1')));
  expect(untold).toEqual([]);
});
