import { Random } from '../kit/random.js';
import { ACTIVITY_SHARE, buildHistory } from './history.js';
import { buildInfrastructure } from './infrastructure.js';
import type { Infrastructure } from './infrastructure.js';
import { oddShapes } from './oddities.js';
import { buildPolicies } from './policies.js';
import type { PolicyPlan } from './policies.js';
import type { Json, PolicyRecord, ResourceRecord, SessionRecord, Workload } from './records.js';
import { ResourcePool } from './resources.js';

export interface WorldOptions {
  seed: number;
  policies: number;
  sessions: number;
  now: () => number;
  withSla: boolean;
  oddities: boolean;
}

/**
 * What one simulated appliance knows. The arrays hold everything there is, in native terms: tests compute the truth from
 * them. Times are epoch milliseconds, results are what sessions end with; ask `statusOf` and `endOf` for the present.
 */
export interface VbAwsWorld extends Infrastructure {
  /** Every policy, those of all workloads and the VPC policy. */
  policies: PolicyRecord[];
  /** What policies protect. */
  resources: ResourceRecord[];
  /** Every session, ascending by start. */
  sessions: SessionRecord[];
  /** Wire fields that replace or join the regular ones of the record with that id (option `oddities`). */
  oddities: ReadonlyMap<string, Record<string, Json>>;
  now: () => number;
}

export function buildWorld(options: WorldOptions): VbAwsWorld {
  const random = new Random(options.seed);
  const infrastructure = buildInfrastructure(random.fork('infrastructure'), options.policies);
  const pool = new ResourcePool(random.fork('resources'));
  const planned = buildPolicies(random.fork('policies'), planOf(options), infrastructure, pool);
  const policies = planned.map(({ policy }) => policy);
  const sessions = buildHistory(random.fork('sessions'), planned, options.sessions, options.now());
  const world = { ...infrastructure, policies, resources: pool.resources, sessions, now: options.now };
  return { ...world, oddities: options.oddities ? oddShapes(world) : new Map() };
}

/** How often policies must run for about five weeks of history to hold the sessions asked for. */
function planOf({ policies, sessions, withSla }: WorldOptions): PolicyPlan {
  const runsPerPolicy = (sessions * (1 - ACTIVITY_SHARE)) / Math.max(1, policies);
  return {
    count: policies,
    withSla,
    runsPerDay: Math.max(1, runsPerPolicy / (35 * 0.65)),
    dailyShare: Math.min(1, Math.max(0.1, (runsPerPolicy - 5) / 20)),
  };
}

export function policiesOf(world: VbAwsWorld, workload: Workload): PolicyRecord[] {
  return world.policies.filter((policy) => policy.workload === workload);
}
