import type { PolicyRecord, Workload } from '../../core/model/policy.js';
import { minorOf } from './revision.js';

/** One list of policies: since 1.2 every workload has its own. */
export interface PolicyRoute {
  /** Concrete GraphQL type of its policies. */
  readonly type: string;
  readonly path: string;
  /** The product's word for the workload. */
  readonly nativeType: string;
  readonly workload: Workload;
  /** Which sessions belong to this workload alone, by their extended type; null: their type does not tell. */
  readonly sessions: RegExp | null;
  /** Without a repository such a policy only makes snapshots; other workloads back up into vaults. */
  readonly snapshotsWithoutRepository: boolean;
}

/** There is one VPC policy per appliance and its body has no id. */
export const VPC_POLICY_ID = 'vpc';
export const VPC_POLICY_PATH = '/api/v1/vpc/policy';
export const VPC_SESSIONS = /vpc/i;

export const SLA_POLICY_TYPE = 'VbAwsSlaPolicy';
export const VPC_POLICY_TYPE = 'VbAwsVpcPolicy';

export const SLA_PATH = '/api/v1/policy/ec2SlaBasedPolicies';

function route(
  type: string,
  path: string,
  nativeType: string,
  workload: Workload,
  sessions: RegExp | null = null,
): PolicyRoute {
  const snapshotsWithoutRepository = ['EC2', 'EC2 SLA', 'RDS'].includes(nativeType);
  return { type, path, nativeType, workload, sessions, snapshotsWithoutRepository };
}

const EC2 = route('VbAwsEc2Policy', '/api/v1/virtualMachines/policies', 'EC2', 'CLOUD_INSTANCE');

const ROUTES: readonly PolicyRoute[] = [
  EC2,
  route(SLA_POLICY_TYPE, SLA_PATH, 'EC2 SLA', 'CLOUD_INSTANCE'),
  route('VbAwsRdsPolicy', '/api/v1/rds/policies', 'RDS', 'DATABASE', /rds/i),
  route('VbAwsEfsPolicy', '/api/v1/efs/policies', 'EFS', 'FILE_SYSTEM', /efs/i),
  route('VbAwsDynamoDbPolicy', '/api/v1/dynamoDb/policies', 'DynamoDB', 'NOSQL_DATABASE', /dynamo/i),
  route('VbAwsFsxPolicy', '/api/v1/fsx/policies', 'FSx', 'FILE_SYSTEM', /fsx/i),
  route(
    'VbAwsRedshiftPolicy',
    '/api/v1/redshift/policies',
    'Redshift',
    'DATA_WAREHOUSE',
    /redshift(?!.*serverless)/i,
  ),
  route(
    'VbAwsRedshiftServerlessPolicy',
    '/api/v1/redshiftServerless/policies',
    'Redshift Serverless',
    'DATA_WAREHOUSE',
    /redshift.*serverless/i,
  ),
];

/** Before 1.2 there is one list, of EC2 policies. */
export function policyRoutes(revision: string): readonly PolicyRoute[] {
  return minorOf(revision) < 2 ? [{ ...EC2, path: '/api/v1/policies' }] : ROUTES;
}

/** Whether policies of this type are known at all, in whatever revision. */
export function isPolicyType(type: string): boolean {
  return type === VPC_POLICY_TYPE || ROUTES.some((known) => known.type === type);
}

/** Whether the revision has policies of this type. */
export function hasPolicyType(type: string, revision: string): boolean {
  if (type === VPC_POLICY_TYPE) return hasVpcPolicy(revision);
  return policyRoutes(revision).some((known) => known.type === type);
}

export function hasVpcPolicy(revision: string): boolean {
  return minorOf(revision) >= 2;
}

/** Path of one policy of any workload. */
export function policyPath({ type, nativeId }: PolicyRecord, revision: string): string {
  if (type === VPC_POLICY_TYPE) return VPC_POLICY_PATH;
  const list = policyRoutes(revision).find((candidate) => candidate.type === type);
  if (list === undefined) throw new RangeError(`${type} has no list in revision ${revision}`);
  return `${list.path}/${encodeURIComponent(nativeId)}`;
}

export function slaPolicyPath(policyId: string): string {
  return `${SLA_PATH}/${encodeURIComponent(policyId)}`;
}

/** Workload that an extended session type names; undefined: any. Policies of another type cannot have started it. */
export function policyTypeOfSession(extendedType: string | null): string | undefined {
  if (extendedType === null) return undefined;
  return ROUTES.find(({ sessions }) => sessions?.test(extendedType) === true)?.type;
}
