import { Random } from '../../src/simulators/kit/random.js';
import { Appliance } from '../../src/simulators/vbaws/appliance.js';
import { endOf, statusOf } from '../../src/simulators/vbaws/index.js';
import type {
  PolicyRecord,
  SessionRecord,
  VbAwsSimulator,
  VbAwsWorld,
} from '../../src/simulators/vbaws/index.js';
import { itemsRouteOf } from '../../src/simulators/vbaws/render-sessions.js';
import { itemsOf } from '../../src/simulators/vbaws/session-items.js';
import { hoursOf } from '../../src/simulators/vbaws/schedule.js';
import { DAY, HOUR } from './clock.js';
import { groupByPolicy, isGood, newestOf } from './truth.js';
import type { PolicyTruth, RepositoryTruth, ScheduleTruth, ServerTruth, SessionTruth } from './truth.js';

/** The one VPC policy has no id and no name on the wire. */
const VPC_ID = 'vpc';
const VPC_NAME = 'VPC configuration backup';

const KINDS: Record<string, string> = {
  PolicyBackup: 'BACKUP',
  PolicySnapshot: 'SNAPSHOT',
  PolicyRemoteSnapshot: 'REPLICATION',
  PolicyRdsSnapshot: 'SNAPSHOT',
  PolicyEfsBackup: 'BACKUP',
  PolicyEfsBackupCopy: 'BACKUP_COPY',
  VpcBackup: 'BACKUP',
};

const KINDS_BY_TYPE: Record<string, string> = {
  RetentionActivity: 'RETENTION',
  TombstoneRetention: 'RETENTION',
  RestoreTask: 'RESTORE',
  FLRTask: 'RESTORE',
  ConfigurationBackupActivity: 'CONFIGURATION',
  ManualTask: 'SNAPSHOT',
};

const RESULTS = {
  Running: 'NONE',
  Succeeded: 'SUCCESS',
  Warning: 'WARNING',
  Failed: 'FAILED',
  Canceled: 'CANCELLED',
};

const WORKLOADS = {
  ec2: 'CLOUD_INSTANCE',
  ec2Sla: 'CLOUD_INSTANCE',
  rds: 'DATABASE',
  efs: 'FILE_SYSTEM',
  dynamoDb: 'NOSQL_DATABASE',
  fsx: 'FILE_SYSTEM',
  redshift: 'DATA_WAREHOUSE',
  redshiftServerless: 'DATA_WAREHOUSE',
  vpc: 'NETWORK_CONFIGURATION',
};

/** What one appliance knows. */
export function vbAwsTruth(server: string, simulator: VbAwsSimulator): ServerTruth {
  const { world } = simulator;
  const sessions = world.sessions.map((session) => sessionTruth(server, simulator, session));
  const byPolicy = groupByPolicy(sessions);
  return {
    sessions,
    policies: world.policies.map((policy) => policyTruth(server, world, policy, byPolicy)),
    repositories: world.repositories.map(({ id, name, bucketId, immutableDays }): RepositoryTruth => ({
      server,
      id,
      name,
      kind: 'OBJECT_STORAGE',
      capacity: null,
      free: null,
      used: null,
      status: 'UNKNOWN',
      immutability: { enabled: immutableDays !== null, periodDays: immutableDays },
      partOf: null,
      volume: bucketId,
    })),
  };
}

function sessionTruth(server: string, simulator: VbAwsSimulator, session: SessionRecord): SessionTruth {
  const { world } = simulator;
  const status = statusOf(session, world.now());
  const isOdd = world.oddities.has(session.id);
  const state = status === 'Running' ? 'RUNNING' : 'FINISHED';
  return {
    server,
    id: session.id,
    name: session.name,
    kind: isOdd ? 'OTHER' : kindOf(session),
    state: isOdd ? 'UNKNOWN' : state,
    result: isOdd ? 'UNKNOWN' : RESULTS[status],
    message: isOdd || status === 'Running' ? null : session.reason || null,
    start: session.start,
    end: endOf(session, world.now()),
    percent: null,
    initiatedBy: null,
    retryOf: null,
    partOfRun: session.parentId !== null,
    policyId: policyIdOf(world, session),
    items: () => itemsTruth(simulator, session),
  };
}

function kindOf({ type, extendedType }: SessionRecord): string {
  return KINDS_BY_TYPE[type] ?? KINDS[extendedType] ?? 'BACKUP';
}

function policyIdOf(world: VbAwsWorld, { policyId }: SessionRecord): string | null {
  const policy = world.policies.find(({ id }) => id === policyId);
  return policy?.workload === 'vpc' ? VPC_ID : policyId;
}

function itemsTruth({ world, settings, tokens }: VbAwsSimulator, session: SessionRecord) {
  if (itemsRouteOf(session.type) === undefined) return [];
  const appliance = new Appliance(world, settings, tokens, new Random(1));
  return itemsOf(appliance, session).map(({ resource, status }) => ({
    name: resource.name,
    result: RESULTS[status],
  }));
}

function policyTruth(
  server: string,
  world: VbAwsWorld,
  policy: PolicyRecord,
  byPolicy: ReadonlyMap<string, readonly SessionTruth[]>,
): PolicyTruth {
  const isVpc = policy.workload === 'vpc';
  const id = isVpc ? VPC_ID : policy.id;
  const sessions = byPolicy.get(id) ?? [];
  const template = world.storageTemplates.find((candidate) => candidate.id === policy.storageTemplateId);
  const targets = template ?? policy;
  const repositoryIds = [targets.repositoryId, targets.archiveRepositoryId].filter((each) => each !== null);
  const lastSession = newestOf(sessions);
  return {
    server,
    id,
    name: isVpc ? VPC_NAME : policy.name,
    kind: kindOfPolicy(policy),
    workload: WORKLOADS[policy.workload],
    enabled: policy.enabled,
    status: statusOfPolicy(policy, lastSession),
    lastRun: lastSession?.start ?? null,
    lastResult: lastSession?.result ?? 'NONE',
    nextRun: null,
    schedule: scheduleTruth(policy),
    repositoryIds: isVpc ? [] : [...new Set(repositoryIds)],
    lastSession,
    lastSuccess: newestOf(sessions.filter(isGood))?.end ?? null,
  };
}

/** Instances and databases without a place to store backups only get snapshots; other workloads have vaults of their own. */
function kindOfPolicy({ workload, repositoryId, storageTemplateId }: PolicyRecord): string {
  const canSnapshot = ['ec2', 'ec2Sla', 'rds'].includes(workload);
  return canSnapshot && repositoryId === null && storageTemplateId === null ? 'SNAPSHOT' : 'BACKUP';
}

/** SLA-based policies and the VPC policy do not tell what they do. */
function statusOfPolicy({ workload, enabled }: PolicyRecord, lastSession: SessionTruth | null): string {
  const isTold = workload !== 'ec2Sla' && workload !== 'vpc';
  if (isTold && lastSession?.state === 'RUNNING') return 'RUNNING';
  if (!enabled) return 'DISABLED';
  return isTold ? 'IDLE' : 'UNKNOWN';
}

/** An SLA-based policy runs by itself, whenever its template's promise needs it. */
function scheduleTruth({ workload, cadence }: PolicyRecord): ScheduleTruth {
  if (workload === 'ec2Sla') return { scheduled: true, longestGap: null };
  if (workload === 'vpc')
    return { scheduled: true, longestGap: DAY / (cadence.kind === 'daily' ? cadence.runsPerDay : 1) };
  switch (cadence.kind) {
    case 'none':
      return { scheduled: false, longestGap: null };
    case 'weekly':
      return { scheduled: true, longestGap: 7 * DAY };
    case 'monthly':
      return { scheduled: true, longestGap: 31 * DAY };
    case 'daily': {
      const hours = hoursOf(cadence);
      const gaps = hours.map((hour, index) => (hours[index + 1] ?? (hours[0] ?? hour) + 24) - hour);
      return { scheduled: true, longestGap: Math.max(...gaps) * HOUR };
    }
  }
}
