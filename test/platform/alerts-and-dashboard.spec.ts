import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'yaml';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import type { RunningGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';

interface Rule {
  alert: string;
  expr: string;
  annotations: { runbook: string };
}

const RULES = (
  parse(readFileSync('deploy/prometheus/gateway.rules.yml', 'utf8')) as { groups: { rules: Rule[] }[] }
).groups.flatMap(({ rules }) => rules);
const DASHBOARD = JSON.parse(readFileSync('deploy/grafana/veeam-graphql-gateway.json', 'utf8')) as {
  panels: { title: string; targets?: { expr: string }[] }[];
};
const RUNBOOK = readFileSync('docs/operations-runbook.md', 'utf8');
const METRIC = /\b(?:veeam_gateway|nodejs|process)_[a-z0-9_]+/g;

let vbr: VbrSimulator;
let gateway: RunningGateway;
let known: Set<string>;

beforeAll(async () => {
  vbr = await startVbrSimulator({ policies: 2, sessions: 2 });
  gateway = await startGateway([{ key: 'berlin', product: 'VBR', url: vbr.url }]);
  const text = await (await fetch(new URL('/metrics', gateway.url))).text();
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

it('every metric of every panel exists', () => {
  const panels = DASHBOARD.panels.filter(({ targets }) => targets !== undefined);
  expect(panels.length).toBeGreaterThan(10);
  for (const { title, targets = [] } of panels)
    expect({ title, unknown: targets.flatMap(({ expr }) => unknownIn(expr)) }).toEqual({
      title,
      unknown: [],
    });
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
  expect(readdirSync('deploy/prometheus').filter((name) => name.endsWith('.rules.yml'))).toHaveLength(1);
});

it('docs/observability.md tells of every metric of ours', () => {
  const text = readFileSync('docs/observability.md', 'utf8');
  const own = [...known].filter((name) => /^veeam_gateway_.*(?<!_bucket|_sum|_count)$/.test(name));
  const untold = own
    .map((name) => name.replace('veeam_gateway_', ''))
    .filter((name) => !text.includes(name) && !text.includes(name.replace(/^.*(_waiting)$/, '$1')));
  expect(untold).toEqual([]);
});
