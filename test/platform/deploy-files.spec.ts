import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import type { GatewayConfig } from '../../src/platform/config/gateway-config.js';
import { parseConfig } from '../../src/platform/config/parse-config.js';

type Tree = Record<string, unknown>;

const KUBERNETES = 'deploy/kubernetes';

/** The value at a path such as `spec.ports.0.port`; fails where it leads nowhere. */
function at<T>(tree: unknown, path: string): T {
  return path.split('.').reduce((value: unknown, key) => {
    expect(value).toHaveProperty([key]);
    return (value as Tree)[key];
  }, tree) as T;
}

function manifests(): Tree[] {
  const files = readdirSync(KUBERNETES).filter((file) => file !== 'kustomization.yaml');
  return files.flatMap((file) =>
    parseAllDocuments(readFileSync(join(KUBERNETES, file), 'utf8')).map((document) => {
      expect({ file, errors: document.errors }).toEqual({ file, errors: [] });
      return document.toJS() as Tree;
    }),
  );
}

function manifest(kind: string, name: string): Tree {
  const found = manifests().filter(
    (tree) => tree['kind'] === kind && at<string>(tree, 'metadata.name') === name,
  );
  expect(found).toHaveLength(1);
  return found[0] as Tree;
}

/** The configuration as the gateway would read it, its secrets in a folder of this test. */
function load(text: string, secretsAt: string, secrets: Record<string, string>): GatewayConfig {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-'));
  try {
    for (const [name, value] of Object.entries(secrets)) writeFileSync(join(folder, name), value);
    return parseConfig(text.replaceAll(secretsAt, folder), { file: join(folder, 'gateway.yaml'), env: {} });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const HEX_KEY = 'ab'.repeat(32);

describe('the Kubernetes manifests', () => {
  const container = (): Tree =>
    at<Tree>(manifest('Deployment', 'gateway'), 'spec.template.spec.containers.0');

  it('hold a configuration that the gateway takes, with the secrets that the example names', () => {
    const secrets = at<Record<string, string>>(manifest('Secret', 'gateway'), 'stringData');
    const text = at<Record<string, string>>(manifest('ConfigMap', 'gateway'), 'data')['gateway.yaml'] ?? '';
    const config = load(text, '/run/secrets/gateway', { ...secrets, 'redis-encryption-key': HEX_KEY });
    expect(config.listen.port).toBe(at(container(), 'ports.0.containerPort'));
    expect(config.metrics.listen?.port).toBe(at(container(), 'ports.1.containerPort'));
    expect(config.auth.apiKeys).not.toBeNull();
  });

  it('show a history in PostgreSQL that the gateway takes, and may reach', () => {
    const secrets = at<Record<string, string>>(manifest('Secret', 'gateway'), 'stringData');
    const text = at<Record<string, string>>(manifest('ConfigMap', 'gateway'), 'data')['gateway.yaml'] ?? '';
    const shown = text.replace('history: off\n', '').replace('# history:', 'history:');
    const { history } = load(shown, '/run/secrets/gateway', { ...secrets, 'redis-encryption-key': HEX_KEY });
    expect(history?.database?.password.reveal()).toBe(decodeURIComponent(secrets['postgres'] ?? ''));
    const { host, port } = history!.database!;
    expect(at(manifest('NetworkPolicy', 'gateway'), 'spec.egress')).toContainEqual({
      to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': host } } }],
      ports: [{ port }],
    });
  });

  it('stop a replica no sooner than it may take to end', () => {
    const text = at<Record<string, string>>(manifest('ConfigMap', 'gateway'), 'data')['gateway.yaml'] ?? '';
    const { delay, grace } = parse(text).shutdown as { delay: string; grace: string };
    const seconds = [delay, grace].map((duration) => Number(/^PT(\d+)S$/.exec(duration)?.[1]));
    const grant = at<number>(
      manifest('Deployment', 'gateway'),
      'spec.template.spec.terminationGracePeriodSeconds',
    );
    expect(grant).toBeGreaterThan((seconds[0] ?? NaN) + (seconds[1] ?? NaN));
  });

  it('probe what the gateway serves, and run it without rights', () => {
    for (const [probe, path] of [
      ['livenessProbe', '/health/live'],
      ['startupProbe', '/health/live'],
      ['readinessProbe', '/health/ready'],
    ] as const)
      expect(at(container(), `${probe}.httpGet`)).toEqual({ path, port: 'http' });
    expect(at(container(), 'securityContext')).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(at(manifest('Deployment', 'gateway'), 'spec.template.spec.securityContext.runAsNonRoot')).toBe(
      true,
    );
  });

  it('agree on names: mounts and volumes, ports and services, selectors and labels', () => {
    const pod = at<Tree>(manifest('Deployment', 'gateway'), 'spec.template.spec');
    const names = (list: Tree[]): unknown[] => list.map(({ name }) => name);
    expect(names(at(container(), 'volumeMounts'))).toEqual(names(at(pod, 'volumes')));
    expect(at(pod, 'volumes.0.configMap.name')).toBe('gateway');
    expect(at(pod, 'volumes.1.secret.secretName')).toBe('gateway');
    const labels = at(manifest('Deployment', 'gateway'), 'spec.template.metadata.labels');
    expect(at(manifest('Deployment', 'gateway'), 'spec.selector.matchLabels')).toEqual(labels);
    expect(at(manifest('PodDisruptionBudget', 'gateway'), 'spec.selector.matchLabels')).toEqual(labels);
    expect(at(manifest('NetworkPolicy', 'gateway'), 'spec.podSelector.matchLabels')).toEqual(labels);
    for (const name of ['gateway', 'gateway-metrics'])
      expect(at(manifest('Service', name), 'spec.selector')).toEqual(labels);
    const ports = names(at(container(), 'ports'));
    expect(ports).toContain(at(manifest('Service', 'gateway'), 'spec.ports.0.targetPort'));
    expect(ports).toContain(at(manifest('Service', 'gateway-metrics'), 'spec.ports.0.targetPort'));
  });

  it('are all named by the kustomization, but for the example of a secret', () => {
    const { resources } = parse(readFileSync(join(KUBERNETES, 'kustomization.yaml'), 'utf8')) as {
      resources: string[];
    };
    const files = readdirSync(KUBERNETES).filter(
      (file) => !['kustomization.yaml', 'secret.example.yaml'].includes(file),
    );
    expect(resources.toSorted()).toEqual(files.toSorted());
  });
});

describe('docker-compose.yml', () => {
  const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as {
    services: Record<string, Tree>;
    secrets: Record<string, { file: string }>;
  };

  it('gives the gateway a configuration that it takes, and every secret that it names', () => {
    const text = readFileSync('deploy/compose/gateway.yaml', 'utf8');
    const secrets = at<string[]>(compose.services['gateway'], 'secrets');
    const named = Object.values(compose.services).flatMap(
      (service) => (service['secrets'] ?? []) as string[],
    );
    expect(Object.keys(compose.secrets).toSorted()).toEqual(named.toSorted());
    const files = Object.fromEntries(secrets.map((name) => [name, 'a password']));
    const config = load(text, '/run/secrets', {
      ...files,
      'redis-encryption-key': HEX_KEY,
      'api-keys': 'keys: []',
    });
    expect(at<string[]>(compose.services['gateway'], 'ports')).toEqual([
      `127.0.0.1:${config.listen.port}:${config.listen.port}`,
    ]);
    expect(config.redis?.url.reveal()).toBe('redis://redis:6379');
  });

  it('runs everything without rights, on a file system that cannot be written', () => {
    for (const service of Object.values(compose.services))
      expect(service).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
  });

  it('lets Prometheus find the rules, and Grafana the dashboard', () => {
    const prometheus = parse(readFileSync('deploy/prometheus/prometheus.yml', 'utf8')) as Tree;
    expect(at(prometheus, 'rule_files')).toEqual(['/etc/prometheus/*.rules.yml']);
    expect(readdirSync('deploy/prometheus').filter((file) => file.endsWith('.rules.yml'))).toHaveLength(2);
    expect(at(compose.services['prometheus'], 'volumes')).toContain('./deploy/prometheus:/etc/prometheus:ro');
    const dashboards = 'deploy/grafana/provisioning/dashboards/gateway.yaml';
    const path = at<string>(parse(readFileSync(dashboards, 'utf8')), 'providers.0.options.path');
    const shown = at<string>(
      compose.services['grafana'],
      'environment.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH',
    );
    expect(shown.startsWith(`${path}/`)).toBe(true);
    expect(at(compose.services['grafana'], 'volumes')).toContain(
      `./deploy/grafana/veeam-graphql-gateway.json:${shown}:ro`,
    );
  });

  it('lets Prometheus ask for the state of the fleet with a key, where the gateway asks for one', () => {
    const { scrape_configs: jobs } = parse(readFileSync('deploy/prometheus/prometheus.yml', 'utf8')) as {
      scrape_configs: { metrics_path?: string; authorization?: { credentials_file: string } }[];
    };
    const fleet = jobs.find(({ metrics_path: path }) => path === '/metrics/fleet');
    const secrets = at<string[]>(compose.services['prometheus'], 'secrets');
    expect(secrets.map((name) => `/run/secrets/${name}`)).toEqual([fleet?.authorization?.credentials_file]);
  });

  it('mounts only what is in the repository', () => {
    const sources = Object.values(compose.services)
      .flatMap((service) => (service['volumes'] ?? []) as string[])
      .map((volume) => volume.split(':', 1)[0] ?? '')
      .filter((source) => source.startsWith('./'));
    expect(sources.length).toBeGreaterThan(2);
    expect(sources.filter((source) => !existsSync(source))).toEqual([]);
  });
});
