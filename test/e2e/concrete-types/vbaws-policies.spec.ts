import { Random } from '../../../src/simulators/kit/random.js';
import { Appliance } from '../../../src/simulators/vbaws/appliance.js';
import { startVbAwsSimulator } from '../../../src/simulators/vbaws/index.js';
import type { PolicyRecord, VbAwsSimulator } from '../../../src/simulators/vbaws/index.js';
import { hoursOf } from '../../../src/simulators/vbaws/schedule.js';
import { backupTypesOf, complianceOf } from '../../../src/simulators/vbaws/sla.js';
import type { BackupType } from '../../../src/simulators/vbaws/sla.js';
import { freezeClock, NOW } from '../../support/clock.js';
import type { FrozenClock } from '../../support/clock.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';
import { rowsOf } from '../../support/inventory-lists.js';
import type { InventoryNode } from '../../support/inventory-lists.js';
import { callsTo } from '../../support/upstream-calls.js';

type PolicyNode = InventoryNode & Record<string, unknown>;

const TYPES: Record<string, string> = {
  ec2: 'VbAwsEc2Policy',
  ec2Sla: 'VbAwsSlaPolicy',
  rds: 'VbAwsRdsPolicy',
  efs: 'VbAwsEfsPolicy',
  dynamoDb: 'VbAwsDynamoDbPolicy',
  fsx: 'VbAwsFsxPolicy',
  redshift: 'VbAwsRedshiftPolicy',
  redshiftServerless: 'VbAwsRedshiftServerlessPolicy',
  vpc: 'VbAwsVpcPolicy',
};

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const EVERY_DAY = ['Sunday', ...DAYS.slice(0, 6)];

const FIELDS = `__typename description
  ... on VbAwsPolicy { priority warning backupType retrySettings { retryTimes } selectedItems { resourceIds } excludedItems { resourceIds } }
  ... on VbAwsScheduledPolicy {
    createdBy notifications { email onSuccess onFailure }
    schedule: vbAwsSchedule {
      daily { days runsPerHour runs { target hours retention { count unit } } }
      weekly { time runs { target days retention { count unit } } }
      monthly { time day { ordinal weekday number } runs { target months retention { count unit } } }
      yearly { month }
    }
  }
  ... on VbAwsEfsPolicy { backupVaults { vaultId region { nativeId } } }
  ... on VbAwsVpcPolicy { retention: vbAwsRetention { count unit } interval { count unit } backupEnabled }`;

describe.each(['1.7-rev1', '1.8-rev0'])('policies of VB_AWS %s', (revision) => {
  let clock: FrozenClock;
  let simulator: VbAwsSimulator;
  let gateway: RunningGateway;
  let nodes: Map<string, PolicyNode>;

  beforeAll(async () => {
    clock = freezeClock();
    simulator = await startVbAwsSimulator({ policies: 70, sessions: 3500, revisions: [revision] });
    gateway = await startGateway([
      { key: 'aws', product: 'VB_AWS', url: simulator.url, apiVersion: revision },
    ]);
    const rows = await rowsOf<PolicyNode>(gateway, 'policies', {}, FIELDS);
    nodes = new Map(rows.map((row) => [row.nativeId, row]));
    expect(nodes.size).toBe(simulator.world.policies.length);
  });

  afterAll(async () => {
    await gateway.close();
    await simulator.close();
    clock.release();
  });

  const pairs = (workloads?: readonly string[]): [PolicyRecord, PolicyNode][] =>
    simulator.world.policies
      .filter(({ workload }) => workloads?.includes(workload) ?? true)
      .map((policy) => [
        policy,
        nodes.get(policy.workload === 'vpc' ? 'vpc' : policy.id) ?? ({} as PolicyNode),
      ]);

  it('have the type of their workload, and what every policy has', () => {
    for (const [policy, node] of pairs()) {
      const isVpc = policy.workload === 'vpc';
      const isSla = policy.workload === 'ec2Sla';
      expect({ name: policy.name, type: node['__typename'] }).toEqual({
        name: policy.name,
        type: TYPES[policy.workload],
      });
      expect(node).toMatchObject({
        description: isVpc ? null : policy.description || null,
        priority: isVpc ? null : policy.priority,
        warning: isVpc ? null : policy.warning || null,
        backupType: isVpc ? null : policy.allItems ? 'ALL_ITEMS' : 'SELECTED_ITEMS',
        retrySettings: isVpc ? null : { retryTimes: isSla ? 3 : policy.retryTimes },
        selectedItems: isVpc || policy.allItems ? null : { resourceIds: policy.resourceIds },
      });
      if (policy.workload !== 'efs' && !isVpc)
        expect(node['excludedItems']).toEqual({ resourceIds: policy.excludedIds });
    }
    const workloads = new Set(simulator.world.policies.map(({ workload }) => workload));
    expect(workloads.size).toBe(revision === '1.8-rev0' ? 9 : 8);
  });

  it('show when they run, what each run makes and how long that stays', () => {
    const kinds = new Set<string>();
    for (const [policy, node] of pairs(Object.keys(TYPES).filter((name) => !/Sla|vpc/.test(name)))) {
      kinds.add(policy.cadence.kind);
      expect({ name: policy.name, schedule: node['schedule'] }).toEqual({
        name: policy.name,
        schedule: scheduleOf(policy),
      });
      expect(node).toMatchObject({
        createdBy: policy.createdBy,
        notifications: { email: policy.email, onSuccess: false, onFailure: true },
      });
    }
    expect(kinds).toEqual(new Set(['daily', 'weekly', 'monthly', 'none']));
  });

  it('show the vaults of file systems and the rhythm of the VPC policy', () => {
    for (const [policy, node] of pairs(['efs']))
      expect(node['backupVaults']).toEqual(
        policy.regionIds.map((nativeId) => ({ vaultId: expect.any(String), region: { nativeId } })),
      );
    for (const [policy, node] of pairs(['vpc']))
      expect(node).toMatchObject({
        retention: { count: 30, unit: 'Days' },
        interval: {
          count: policy.cadence.kind === 'daily' ? policy.cadence.runsPerDay : 1,
          unit: 'TimesPerDay',
        },
        backupEnabled: policy.enabled,
      });
  });

  it('show whether SLA-based policies keep their promise, from one report for all of them', async () => {
    const query = `{ policies(first: 500) { nodes { nativeId ... on VbAwsSlaPolicy {
      compliance { met ${['snapshots', 'replicas', 'backups', 'archive'].map((name) => `${name} { status met achievedPercent }`).join(' ')} }
    } } } }`;
    const seen = simulator.requests.length;
    const { data, errors } = await gateway.ask<{ policies: { nodes: PolicyNode[] } }>(query);
    expect(errors).toEqual([]);
    const sla = simulator.world.policies.filter(({ workload }) => workload === 'ec2Sla');
    expect(sla.length > 0).toBe(revision === '1.8-rev0');
    const lines = simulator.requests.slice(seen).map(({ method, url }) => `${method} ${url}`);
    expect(callsTo(lines, '/slaReport')).toBe(Math.min(1, sla.length));
    for (const policy of sla) {
      const node = data.policies.nodes.find(({ nativeId }) => nativeId === policy.id);
      expect(node?.['compliance']).toEqual(complianceTruth(simulator, policy));
    }
  });
});

function scheduleOf({ cadence, workload, repositoryId }: PolicyRecord): unknown {
  const none = { daily: null, weekly: null, monthly: null, yearly: null };
  const runs = (part: object, snapshot: object, backup: object): object[] => [
    { target: 'SNAPSHOT', ...part, retention: snapshot },
    ...(repositoryId === null ? [] : [{ target: 'BACKUP', ...part, retention: backup }]),
  ];
  expect(workload).not.toBe('ec2Sla');
  switch (cadence.kind) {
    case 'none':
      return none;
    case 'daily': {
      const plan = runs({ hours: hoursOf(cadence) }, { count: 7, unit: 'Days' }, { count: 30, unit: 'Days' });
      const runsPerHour = Math.max(1, Math.ceil(cadence.runsPerDay / 24));
      return { ...none, daily: { days: EVERY_DAY, runsPerHour, runs: plan } };
    }
    case 'weekly': {
      const days = [DAYS[cadence.weekday - 1]];
      const plan = runs({ days }, { count: 14, unit: 'Days' }, { count: 3, unit: 'Months' });
      return { ...none, weekly: { time: clockTime(cadence.hour), runs: plan } };
    }
    case 'monthly': {
      const day = { ordinal: 'OnDay', weekday: null, number: cadence.day };
      const months = expect.arrayContaining(['January', 'December']);
      const plan = runs({ months }, { count: 3, unit: 'Months' }, { count: 1, unit: 'Years' });
      return { ...none, monthly: { time: clockTime(cadence.hour), day, runs: plan } };
    }
  }
}

function clockTime(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

/** By the appliance's own count of planned and successful runs; a kind of copy it does not make has no verdict. */
function complianceTruth({ world, settings, tokens }: VbAwsSimulator, policy: PolicyRecord): unknown {
  const appliance = new Appliance(world, settings, tokens, new Random(1));
  const offered = backupTypesOf(appliance, policy);
  const verdict = (type: BackupType): { status: string; met: boolean | null; achievedPercent: number } => {
    if (!offered.includes(type)) return { status: 'None', met: null, achievedPercent: 0 };
    const scope = { from: 0, to: NOW, backupTypes: [type], scheduleTypes: [] };
    const { status, percent } = complianceOf(appliance, policy, scope);
    return { status, met: status === 'None' ? null : status === 'MetSla', achievedPercent: percent };
  };
  const all = {
    snapshots: verdict('Ec2Snapshot'),
    replicas: verdict('Ec2Replica'),
    backups: verdict('Ec2Backup'),
    archive: verdict('Ec2Archive'),
  };
  const judged = Object.values(all).filter(({ met }) => met !== null);
  return { met: judged.length === 0 ? null : judged.every(({ met }) => met), ...all };
}
