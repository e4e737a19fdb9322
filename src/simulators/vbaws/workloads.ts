import type { ResourceKind, Workload } from './records.js';

export interface WorkloadTraits {
  workload: Workload;
  /** Collection of its policies, below /api/v1. */
  policies: string;
  /** What it protects. */
  resource: ResourceKind;
  /** Query parameter that selects the policies of one resource. */
  resourceFilter: string;
  /** Words for `extendedSessionType`. */
  sessions: readonly string[];
  hasProtectedResources: boolean;
  hasCost: boolean;
}

const complete = { hasProtectedResources: true, hasCost: true };

/** The workloads with schedule-based policies in a collection; SLA-based and VPC policies differ and have their own routes. */
export const SCHEDULED_WORKLOADS: readonly WorkloadTraits[] = [
  {
    ...complete,
    workload: 'ec2',
    policies: '/virtualMachines/policies',
    resource: 'virtualMachine',
    resourceFilter: 'VirtualMachineId',
    sessions: ['PolicyBackup', 'PolicySnapshot', 'PolicyRemoteSnapshot'],
  },
  {
    ...complete,
    workload: 'rds',
    policies: '/rds/policies',
    resource: 'rds',
    resourceFilter: 'RdsId',
    sessions: ['PolicyRdsSnapshot'],
  },
  {
    ...complete,
    workload: 'efs',
    policies: '/efs/policies',
    resource: 'efs',
    resourceFilter: 'EfsId',
    sessions: ['PolicyEfsBackup', 'PolicyEfsBackupCopy'],
  },
  {
    ...complete,
    workload: 'dynamoDb',
    policies: '/dynamoDb/policies',
    resource: 'dynamoDb',
    resourceFilter: 'DynamoDbId',
    sessions: ['PolicyBackup'],
  },
  {
    workload: 'fsx',
    policies: '/fsx/policies',
    resource: 'fsx',
    resourceFilter: 'FsxId',
    sessions: ['PolicyBackup'],
    hasProtectedResources: false,
    hasCost: true,
  },
  {
    workload: 'redshift',
    policies: '/redshift/policies',
    resource: 'redshift',
    resourceFilter: 'RedshiftId',
    sessions: ['PolicyBackup'],
    hasProtectedResources: false,
    hasCost: true,
  },
  {
    workload: 'redshiftServerless',
    policies: '/redshiftServerless/policies',
    resource: 'redshiftServerless',
    resourceFilter: 'RedshiftId',
    sessions: ['PolicyBackup'],
    hasProtectedResources: false,
    hasCost: false,
  },
];

const OTHERS: Record<'ec2Sla' | 'vpc', Pick<WorkloadTraits, 'resource' | 'sessions'>> = {
  ec2Sla: {
    resource: 'virtualMachine',
    sessions: ['PolicyBackup', 'PolicySnapshot'],
  },
  vpc: { resource: 'vpc', sessions: ['VpcBackup'] },
};

export function traitsOf(workload: Workload): Pick<WorkloadTraits, 'resource' | 'sessions'> {
  if (workload === 'ec2Sla' || workload === 'vpc') return OTHERS[workload];
  const traits = SCHEDULED_WORKLOADS.find((candidate) => candidate.workload === workload);
  if (!traits) throw new Error(`No traits for ${workload}`);
  return traits;
}

/** Path of a resource below /api/v1 without its id. */
export function resourcePath(kind: ResourceKind): string {
  return kind === 'virtualMachine' ? '/virtualMachines' : `/${kind}`;
}
