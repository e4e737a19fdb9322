import type {
  PolicyRecord,
  SessionRecord,
  VbAwsSimulator,
  Workload,
} from '../../../src/simulators/vbaws/index.js';

/** The appliance's time in these tests. */
export const NOW = Date.UTC(2026, 2, 10, 9, 30);
export const DAY = 86_400_000;
export const SLA = '/policy/ec2SlaBasedPolicies';
export const SLA_WINDOW = {
  dateFrom: new Date(NOW - 30 * DAY).toISOString(),
  dateTo: new Date(NOW).toISOString(),
};

export function firstPolicy({ world }: VbAwsSimulator, workload: Workload): PolicyRecord {
  return found(world.policies.find((policy) => policy.workload === workload));
}

export function firstSession({ world }: VbAwsSimulator, type: string): SessionRecord {
  return found(world.sessions.find((session) => session.type === type));
}

/** An instance of the first SLA policy that is still there. */
export function slaInstanceId(simulator: VbAwsSimulator): string {
  const { resourceIds } = firstPolicy(simulator, 'ec2Sla');
  const present = new Set(simulator.world.resources.filter(({ deleted }) => !deleted).map(({ id }) => id));
  return found(resourceIds.find((id) => present.has(id)));
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The simulated appliance has nothing of that kind');
  return value;
}
