import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parse } from 'yaml';
import { freePort } from './addresses.js';

export const RULES_FILE = resolve('deploy/prometheus/gateway.rules.yml');

/** One alert of the shipped rules, as it stands in the file. */
export interface AlertRule {
  alert: string;
  expr: string;
  for?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

interface RuleGroups {
  groups: { name: string; rules: AlertRule[] }[];
}

export function shippedRules(): AlertRule[] {
  return readGroups().groups.flatMap(({ rules }) => rules);
}

/** The name under which the shipped configuration collects the gateway's metrics. */
export function shippedJob(): string {
  const { scrape_configs: jobs } = parse(readFileSync('deploy/prometheus/prometheus.yml', 'utf8')) as {
    scrape_configs: { job_name: string }[];
  };
  return jobs[0]?.job_name ?? '';
}

/** Runs promtool; what it printed, and whether it was content. */
export async function promtool(...args: string[]): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    execFile('promtool', args, (error, stdout, stderr) =>
      resolve({ ok: error === null, output: `${stdout}${stderr}` }),
    );
  });
}

interface Alert {
  state: 'pending' | 'firing';
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

/** A real Prometheus with the shipped rules, which looks at one gateway several times a second. */
export interface Prometheus {
  /** What is pending or firing just now. */
  alerts(): Promise<Alert[]>;
  /** The values of an instant query. */
  query(expr: string): Promise<number[]>;
  close(): Promise<void>;
}

/** Starts it; `target` is where the metrics are, such as 127.0.0.1:9464. */
export async function startPrometheus(target: string): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  // JSON is YAML.
  writeFileSync(join(folder, 'hurried.rules.yml'), JSON.stringify(hurriedRules()));
  const config = {
    global: { scrape_interval: '200ms', scrape_timeout: '200ms', evaluation_interval: '200ms' },
    rule_files: [join(folder, 'hurried.rules.yml')],
    scrape_configs: [{ job_name: shippedJob(), static_configs: [{ targets: [target] }] }],
  };
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
  const address = `127.0.0.1:${await freePort()}`;
  const options = [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=${address}`,
    '--log.level=error',
  ];
  const program = spawn('prometheus', options, { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(program, 'exit');
  const api = async <T>(path: string): Promise<T> => {
    const response = await fetch(`http://${address}/api/v1/${path}`);
    return ((await response.json()) as { data: T }).data;
  };
  while (!(await isReady(address))) {
    if (program.exitCode !== null) throw new Error('prometheus ended at its start');
    await delay(20);
  }
  return {
    alerts: async () => (await api<{ alerts: Alert[] }>('alerts')).alerts,
    query: async (expr) => {
      const { result } = await api<{ result: { value: [number, string] }[] }>(
        `query?query=${encodeURIComponent(expr)}`,
      );
      return result.map(({ value }) => Number(value[1]));
    },
    close: async () => {
      program.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

/** The shipped rules with minutes and hours made seconds; what they look at, and from which value on they fire, stays. */
function hurriedRules(): RuleGroups {
  const { groups } = readGroups();
  const hurried = (rule: AlertRule): AlertRule => ({
    ...rule,
    expr: rule.expr.replace(/\[\d+[mhd]\]/g, '[3s]'),
    ...(rule.for !== undefined && { for: '500ms' }),
  });
  return { groups: groups.map(({ name, rules }) => ({ name, rules: rules.map(hurried) })) };
}

function readGroups(): RuleGroups {
  return parse(readFileSync(RULES_FILE, 'utf8')) as RuleGroups;
}

async function isReady(address: string): Promise<boolean> {
  try {
    return (await fetch(`http://${address}/-/ready`)).ok;
  } catch {
    return false;
  }
}
