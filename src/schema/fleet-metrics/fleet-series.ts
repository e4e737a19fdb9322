import { Gauge, Registry } from 'prom-client';
import { unlessFailed } from '../../core/errors/source-failure.js';
import type { FleetReader } from '../../core/federation/fleet-reader.js';
import { lastResultOf } from '../../core/federation/policy-facts.js';
import { recoveryPointOf } from '../../core/federation/policy-recovery-point.js';
import type { ServerReader } from '../../core/federation/server-reader.js';
import { USUAL_QUESTION } from '../../core/forecast/capacity-forecast.js';
import { forecastEach } from '../../core/history/repository-forecast.js';
import type { Instant } from '../../core/model/instant.js';
import type { PolicyRecord } from '../../core/model/policy.js';

const SERVER = ['server', 'product'] as const;
const POLICY = [...SERVER, 'policy', 'name'] as const;
const REPOSITORY = [...SERVER, 'repository', 'name'] as const;

const GAUGES = {
  veeam_fleet_server_up: [SERVER, '1: the server answers; 0: it does not. Absent: it was not asked yet.'],
  veeam_fleet_server_data_age_seconds: [SERVER, 'Age of what is shown of its policies.'],
  veeam_fleet_server_tag: [
    [...SERVER, 'key', 'value'],
    '1 for each tag of a server, to join others with; empty where it has none.',
  ],
  veeam_fleet_policy_last_result: [[...POLICY, 'result'], '1 with how its last run ended as result.'],
  veeam_fleet_policy_recovery_point_age_seconds: [
    POLICY,
    'Time since the end of its last good run. Absent: there is none, or it is not known.',
  ],
  veeam_fleet_policy_in_breach: [
    POLICY,
    '1: its last good run is older than its objective; 0: it is not. Absent: nothing is promised, or it is not known.',
  ],
  veeam_fleet_repository_capacity_bytes: [REPOSITORY, 'Its size. Absent: it is not told.'],
  veeam_fleet_repository_free_bytes: [REPOSITORY, 'Space left. Absent: it is not told.'],
  veeam_fleet_repository_used_bytes: [REPOSITORY, 'Space taken by backups. Absent: it is not told.'],
  veeam_fleet_repository_days_left: [REPOSITORY, 'Days until it is full. Absent: it cannot be told.'],
} as const satisfies Readonly<Record<string, readonly [labels: readonly string[], help: string]>>;

/** So that whoever joins with tags has servers without any, too. */
const NO_TAG = { key: '', value: '' };

type Name = keyof typeof GAUGES;
type Labels = Readonly<Record<string, string>>;

/** More series than may be told. */
export class TooManySeries extends Error {
  override readonly name = 'TooManySeries';
}

/** The state of a fleet as series for Prometheus; what is not known is absent. */
class FleetSeries {
  private readonly registry = new Registry();
  private readonly gauges = new Map<Name, Gauge>();
  private count = 0;

  constructor(private readonly most: number) {
    for (const [name, [labelNames, help]] of Object.entries(GAUGES))
      this.gauges.set(name as Name, new Gauge({ name, help, labelNames, registers: [this.registry] }));
  }

  /** Throws TooManySeries. */
  set(name: Name, labels: Labels, value: number | null): void {
    if (value === null) return;
    this.count += 1;
    if (this.count > this.most)
      throw new TooManySeries(
        `there are more than ${String(this.most)} series (metrics.fleetSeries): ask for some of the servers with server=KEY, as often as needed`,
      );
    this.gauges.get(name)?.set(labels, value);
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}

/** The metrics of the servers of a scope. A server that fails costs its own series only. Throws TooManySeries. */
export async function fleetMetrics(
  fleet: FleetReader,
  servers: readonly string[] | undefined,
  most: number,
): Promise<string> {
  const series = new FleetSeries(most);
  const readers = fleet.select(servers === undefined ? {} : { servers });
  await Promise.all(readers.map((reader) => tellServer(reader, series, fleet.now())));
  return series.text();
}

async function tellServer(reader: ServerReader, series: FleetSeries, now: Instant): Promise<void> {
  const { key, product, tags } = reader.server;
  const labels = { server: key, product };
  for (const tag of tags.length > 0 ? tags : [NO_TAG])
    series.set('veeam_fleet_server_tag', { ...labels, ...tag }, 1);
  // The server's failure is told by its health.
  await unlessFailed(tellPolicies(reader, labels, series, now), undefined);
  await unlessFailed(tellRepositories(reader, labels, series, now), undefined);
  const { status } = reader.member.health.current();
  series.set('veeam_fleet_server_up', labels, status === 'UNKNOWN' ? null : status === 'ONLINE' ? 1 : 0);
}

async function tellPolicies(
  reader: ServerReader,
  labels: Labels,
  series: FleetSeries,
  now: Instant,
): Promise<void> {
  const { value, fetchedAt } = await reader.policies();
  series.set('veeam_fleet_server_data_age_seconds', labels, Math.max(0, now - fetchedAt) / 1000);
  await Promise.all(value.items.map((policy) => tellPolicy(reader, policy, labels, series)));
}

async function tellPolicy(
  reader: ServerReader,
  policy: PolicyRecord,
  server: Labels,
  series: FleetSeries,
): Promise<void> {
  const labels = { ...server, policy: policy.nativeId, name: policy.name };
  const [result, { status, age }] = await Promise.all([
    lastResultOf(reader, policy),
    recoveryPointOf(reader, policy),
  ]);
  series.set('veeam_fleet_policy_last_result', { ...labels, result }, 1);
  series.set('veeam_fleet_policy_recovery_point_age_seconds', labels, age === null ? null : age / 1000);
  const inBreach = status === 'BREACHED' ? 1 : status === 'MET' ? 0 : null;
  series.set('veeam_fleet_policy_in_breach', labels, inBreach);
}

async function tellRepositories(
  reader: ServerReader,
  server: Labels,
  series: FleetSeries,
  now: Instant,
): Promise<void> {
  const { items } = (await reader.repositories()).value;
  const pasts = items.map((record) => ({ record, past: reader.capacityPast }));
  const forecasts = await forecastEach(pasts, { ...USUAL_QUESTION, now }, reader.budget);
  items.forEach(({ nativeId, name, capacity, free, used }, index) => {
    const labels = { ...server, repository: nativeId, name };
    series.set('veeam_fleet_repository_capacity_bytes', labels, capacity);
    series.set('veeam_fleet_repository_free_bytes', labels, free);
    series.set('veeam_fleet_repository_used_bytes', labels, used);
    series.set('veeam_fleet_repository_days_left', labels, forecasts[index]?.forecast.left?.daysLeft ?? null);
  });
}
