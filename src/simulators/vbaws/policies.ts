import type { Random } from '../kit/random.js';
import type { Infrastructure } from './infrastructure.js';
import type { AccountRecord, PolicyRecord, Workload } from './records.js';
import type { ResourcePool } from './resources.js';
import type { Cadence } from './schedule.js';
import { defaultSlaSettings } from './sla-settings.js';
import { traitsOf } from './workloads.js';

/** What is special about a policy's life; the cycle makes every kind appear in a fleet of 20. */
type Role = 'regular' | 'running' | 'weekly' | 'monthly' | 'manual' | 'never' | 'disabled';

export interface PlannedPolicy {
  policy: PolicyRecord;
  role: Role;
}

export interface PolicyPlan {
  count: number;
  /** How often a policy with a daily schedule runs, on average. */
  runsPerDay: number;
  /** Share of the regular policies that run daily; the others run weekly. */
  dailyShare: number;
  /** False on appliances older than SLA-based policies. */
  withSla: boolean;
}

/** Two policies of different workloads have this name. */
export const SHARED_NAME = 'Production nightly';
const VPC_POLICY_NAME = 'VPC Configuration Backup';

const WORKLOADS: readonly Workload[] = [
  'ec2',
  'rds',
  'ec2Sla',
  'efs',
  'ec2',
  'dynamoDb',
  'fsx',
  'vpc',
  'redshift',
  'ec2Sla',
  'redshiftServerless',
  'ec2',
  'rds',
  'ec2',
];

const ROLES: readonly Role[] = [
  'running',
  'regular',
  'regular',
  'weekly',
  'disabled',
  'regular',
  'disabled',
  'regular',
  'monthly',
  'regular',
  'regular',
  'manual',
  'regular',
  'never',
  'regular',
  'weekly',
  'regular',
];

const APPLICATIONS = [
  'ERP',
  'CRM',
  'Web shop',
  'Billing',
  'Search',
  'Payments',
  'HR',
  'Reporting',
  'GIS',
  'IoT',
];
const TITLES: Record<Workload, string> = {
  ec2: 'instances',
  ec2Sla: 'SLA',
  rds: 'databases',
  efs: 'file systems',
  dynamoDb: 'tables',
  fsx: 'FSx shares',
  redshift: 'clusters',
  redshiftServerless: 'namespaces',
  vpc: 'VPC',
};

export function buildPolicies(
  random: Random,
  plan: PolicyPlan,
  infrastructure: Infrastructure,
  pool: ResourcePool,
): PlannedPolicy[] {
  const names = new Set<string>();
  const priorities = new Map<Workload, number>();
  return Array.from({ length: plan.count }, (_, index) => {
    const workload = workloadAt(index, plan.withSla);
    const role = roleAt(index, workload);
    const priority = (priorities.get(workload) ?? 0) + 1;
    priorities.set(workload, priority);
    const name = nameOf(random, workload, priority, names);
    const cadence = cadenceOf(random, role, plan);
    const policy = buildPolicy(random, { workload, name, priority, cadence }, infrastructure, pool);
    return { role, policy: { ...policy, enabled: role !== 'disabled', usn: 100 + index } };
  });
}

function workloadAt(index: number, withSla: boolean): Workload {
  const workload = WORKLOADS[index % WORKLOADS.length] ?? 'ec2';
  const taken = workload === 'vpc' && index >= WORKLOADS.length;
  return taken || (workload === 'ec2Sla' && !withSla) ? 'ec2' : workload;
}

function roleAt(index: number, workload: Workload): Role {
  const role = ROLES[index % ROLES.length] ?? 'regular';
  if (workload === 'vpc') return 'regular';
  return workload === 'ec2Sla' && role === 'manual' ? 'regular' : role;
}

function nameOf(random: Random, workload: Workload, priority: number, taken: Set<string>): string {
  if (workload === 'vpc') return VPC_POLICY_NAME;
  if (priority === 1 && (workload === 'ec2' || workload === 'rds')) return SHARED_NAME;
  const stage = random.pick(['Prod', 'Staging', 'Dev']);
  const base = `${stage} ${random.pick(APPLICATIONS)} ${TITLES[workload]}`;
  const name = taken.has(base) ? `${base} ${taken.size}` : base;
  taken.add(name);
  return name;
}

function cadenceOf(random: Random, role: Role, plan: PolicyPlan): Cadence {
  const hour = random.pick([0, 1, 2, 20, 21, 22, 22, 23]);
  const weekly: Cadence = { kind: 'weekly', weekday: random.int(5, 7), hour };
  switch (role) {
    case 'weekly':
      return weekly;
    case 'monthly':
      return { kind: 'monthly', day: random.int(1, 28), hour };
    case 'manual':
      return { kind: 'none' };
    default:
      return random.chance(plan.dailyShare)
        ? { kind: 'daily', runsPerDay: roundedByChance(random, plan.runsPerDay), hour }
        : weekly;
  }
}

function roundedByChance(random: Random, value: number): number {
  return Math.floor(value) + (random.chance(value % 1) ? 1 : 0);
}

function buildPolicy(
  random: Random,
  facts: Pick<PolicyRecord, 'workload' | 'name' | 'priority' | 'cadence'>,
  infrastructure: Infrastructure,
  pool: ResourcePool,
): Omit<PolicyRecord, 'enabled' | 'usn'> {
  const region = random.pick(infrastructure.regions);
  const account = accountFor(random, facts.workload, infrastructure.accounts);
  const regions = random.chance(0.3) ? [...new Set([region, random.pick(infrastructure.regions)])] : [region];
  const { resource } = traitsOf(facts.workload);
  const resources = pool.take(resource, random.int(2, 7), regions, account);
  const excluded = random.chance(0.25) ? pool.take(resource, 1, regions, account) : [];
  const allItems = random.chance(0.4);
  return {
    ...facts,
    id: random.uuid(),
    description: random.pick(['', 'Created by the cloud team', 'Owned by operations, see the runbook']),
    accountId: account.id,
    regionIds: regions.map(({ id }) => id),
    allItems,
    resourceIds: resources.map(({ id }) => id),
    excludedIds: excluded.map(({ id }) => id).filter((id) => !resources.some((other) => other.id === id)),
    timeZone: region.timeZone,
    retryTimes: random.pick([0, 3, 3]),
    email: 'backup-team@example.org',
    createdBy: random.pick(['admin', 'j.keller', 'm.okafor']),
    warning: random.chance(0.05) ? 'The IAM role lacks permissions for snapshot replication' : '',
    ...targetsOf(random, facts.workload, infrastructure),
    settings:
      facts.workload === 'ec2Sla' ? defaultSlaSettings(random, allItems, resources, excluded, account) : {},
  };
}

function accountFor(random: Random, workload: Workload, accounts: readonly AccountRecord[]): AccountRecord {
  const usesOrganization = (workload === 'ec2' || workload === 'ec2Sla') && random.chance(0.15);
  return random.pick(accounts.filter(({ isOrganization }) => isOrganization === usesOrganization));
}

function targetsOf(
  random: Random,
  workload: Workload,
  { repositories, slaTemplates, storageTemplates }: Infrastructure,
): Pick<PolicyRecord, 'repositoryId' | 'archiveRepositoryId' | 'slaTemplateId' | 'storageTemplateId'> {
  const standard = repositories.filter(({ storageClass }) => storageClass === 'S3Standard');
  const archives = repositories.filter(({ storageClass }) => storageClass !== 'S3Standard');
  const isSla = workload === 'ec2Sla';
  const storesInRepository = (workload === 'ec2' || workload === 'rds') && random.chance(0.75);
  return {
    repositoryId: storesInRepository ? random.pick(standard).id : null,
    archiveRepositoryId: storesInRepository && random.chance(0.3) ? random.pick(archives).id : null,
    slaTemplateId: isSla ? random.pick(slaTemplates).id : null,
    storageTemplateId: isSla && random.chance(0.8) ? random.pick(storageTemplates).id : null,
  };
}
