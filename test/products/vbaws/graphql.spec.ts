import { startVbAwsSimulator } from '../../../src/simulators/vbaws/index.js';
import type { PolicyRecord, VbAwsSimulator } from '../../../src/simulators/vbaws/index.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';

let simulator: VbAwsSimulator;
let gateway: RunningGateway;

beforeAll(async () => {
  simulator = await startVbAwsSimulator({ policies: 40, sessions: 1000 });
  gateway = await startGateway([{ key: 'aws', product: 'VB_AWS', url: simulator.url }]);
});
afterAll(async () => {
  await gateway.close();
  await simulator.close();
});

interface Row extends Record<string, unknown> {
  __typename: string;
  nativeId: string;
}

/** Policies of one concrete type with the given fields; without failures. */
async function policies(fragment: string): Promise<Row[]> {
  const query = `{ policies(first: 100) { nodes { __typename nativeId ${fragment} } } }`;
  const { data, errors } = await gateway.ask<{ policies: { nodes: Row[] } }>(query);
  expect(errors).toEqual([]);
  return data.policies.nodes;
}

function truthOf(nativeId: string): PolicyRecord {
  const policy = simulator.world.policies.find(({ id }) => id === nativeId);
  if (!policy) throw new Error(`there is no policy ${nativeId}`);
  return policy;
}

describe('the concrete types of Veeam Backup for AWS', () => {
  it('are all there, and every field of theirs is described', async () => {
    const { data } = await gateway.ask<{ __schema: { types: IntrospectedType[] } }>(INTROSPECTION);
    const own = data.__schema.types.filter(({ name }) => name.startsWith('VbAws'));
    const implementers = own.filter(({ interfaces }) => interfaces?.some(({ name }) => name === 'Policy'));
    expect(implementers.filter(({ kind }) => kind === 'OBJECT')).toHaveLength(9);
    const members = own.flatMap(({ name, description, fields, enumValues }) => [
      { name, description },
      ...[...(fields ?? []), ...(enumValues ?? [])].map((member) => ({
        name: `${name}.${member.name}`,
        description: member.description,
      })),
    ]);
    expect(members.filter(({ description }) => !description).map(({ name }) => name)).toEqual([]);
  });

  it('tell what every policy of the product has', async () => {
    const rows = await policies(`
      ... on VbAwsPolicy {
        priority backupType retrySettings { retryTimes } identity { nativeId name kind awsId } selectedItems { resourceIds tagIds }
        regions { nativeId name } organizationSettings { excludedMembers }
      }`);
    expect(rows).toHaveLength(simulator.world.policies.length);
    for (const row of rows.filter(({ nativeId }) => nativeId !== 'vpc')) {
      const policy = truthOf(row.nativeId);
      const account = simulator.world.accounts.find(({ id }) => id === policy.accountId);
      const regions = policy.regionIds.map((id) => ({
        nativeId: id,
        name: simulator.world.regions.find((region) => region.id === id)?.code,
      }));
      expect(row).toMatchObject({
        priority: policy.priority,
        backupType: policy.allItems ? 'ALL_ITEMS' : 'SELECTED_ITEMS',
        identity: { nativeId: account?.id, name: account?.name, awsId: account?.awsAccountId },
        regions,
      });
      if (!policy.allItems && policy.workload !== 'ec2Sla')
        expect(row['selectedItems']).toEqual({ resourceIds: policy.resourceIds, tagIds: [] });
    }
    const vpc = rows.find(({ nativeId }) => nativeId === 'vpc');
    expect(vpc).toMatchObject({ __typename: 'VbAwsVpcPolicy', priority: null, identity: null });
    expect(vpc?.['regions']).not.toEqual([]);
  });

  it('tell schedule, retention and repositories of schedule-based policies', async () => {
    const rows = await policies(`
      ... on VbAwsScheduledPolicy {
        createdBy notifications { email onFailure } nativeLastStatus
        backupRepository { nativeId } archiveRepository { nativeId }
        schedule: vbAwsSchedule {
          summary
          daily { days runsPerHour runs { target hours retention { count unit } } }
          weekly { time runs { target days } }
          monthly { time day { ordinal number } toArchive runs { months } }
          yearly { month }
        }
      }
      ... on VbAwsEfsPolicy { backupVaults { vaultId region { nativeId } } }
      ... on VbAwsEc2Policy { snapshotSettings { copyTagsFromVolumeEnabled tryCreateVSSSnapshot } replicas { encryptionKey } }`);
    const scheduled = rows.filter(({ schedule }) => schedule !== undefined);
    expect(new Set(scheduled.map(({ __typename }) => __typename)).size).toBe(7);
    for (const row of scheduled) {
      const policy = truthOf(row.nativeId);
      const { kind } = policy.cadence;
      expect(row).toMatchObject({
        createdBy: policy.createdBy,
        backupRepository: policy.repositoryId && { nativeId: policy.repositoryId },
        archiveRepository: policy.archiveRepositoryId && { nativeId: policy.archiveRepositoryId },
        schedule: {
          summary: expect.stringMatching(SUMMARIES[kind]),
          daily: kind === 'daily' ? expect.objectContaining({ runsPerHour: expect.any(Number) }) : null,
          weekly: kind === 'weekly' ? expect.anything() : null,
          monthly: kind === 'monthly' ? expect.objectContaining({ toArchive: false }) : null,
          yearly: null,
        },
      });
    }
    const efs = rows.find(({ __typename }) => __typename === 'VbAwsEfsPolicy');
    expect(efs?.['backupVaults']).toHaveLength(truthOf(efs?.nativeId ?? '').regionIds.length);
  });

  it('tell compliance and templates of SLA-based policies, with calls only for what is selected', async () => {
    const fragment = `... on VbAwsSlaPolicy {
      slaTemplate { name } storageTemplate { name } snapshotSettings { tryCreateVSSSnapshot } notificationSettings { email }
      compliance { met snapshots { status met achievedPercent } archive { status } }
    }`;
    const before = simulator.requests.length;
    const rows = (await policies(fragment)).filter(({ __typename }) => __typename === 'VbAwsSlaPolicy');
    const reports = simulator.requests.slice(before).filter(({ url }) => url.includes('/slaReport'));
    expect(rows.length).toBeGreaterThan(0);
    expect(reports).toHaveLength(1);
    for (const row of rows) {
      const policy = truthOf(row.nativeId);
      const { slaTemplates, storageTemplates } = simulator.world;
      expect(row['slaTemplate']).toEqual(nameOf(slaTemplates.find(({ id }) => id === policy.slaTemplateId)));
      expect(row['storageTemplate']).toEqual(
        nameOf(storageTemplates.find(({ id }) => id === policy.storageTemplateId)),
      );
      expect(row['compliance']).toMatchObject({ snapshots: { status: expect.any(String) } });
    }
  });

  it('tell the bucket of a repository and the words of a session', async () => {
    const { data, errors } = await gateway.ask<{
      repositories: { nodes: Row[] };
      sessions: { nodes: Row[] };
    }>(`{
      repositories(first: 100) { nodes { __typename nativeId
        ... on VbAwsRepository { bucketName folder storageClass encrypted region { name } identity { name } } } }
      sessions(first: 20) { nodes { __typename nativeId result policy { nativeId }
        ... on VbAwsSession { sessionType extendedType nativeStatus nativeResult executionDuration } } }
    }`);
    expect(errors).toEqual([]);
    const { buckets, repositories, sessions } = simulator.world;
    for (const row of data.repositories.nodes) {
      const repository = repositories.find(({ id }) => id === row.nativeId);
      expect(row).toMatchObject({
        bucketName: buckets.find(({ id }) => id === repository?.bucketId)?.name,
        folder: repository?.folder,
        encrypted: repository?.encrypted,
      });
    }
    for (const row of data.sessions.nodes) {
      const session = sessions.find(({ id }) => id === row.nativeId);
      expect(row).toMatchObject({ __typename: 'VbAwsSession', sessionType: session?.type });
    }
  });
});

const SUMMARIES = {
  daily: /^Daily/,
  weekly: /^Weekly on/,
  monthly: /^Day \d+ of every month/,
  none: /^Not scheduled$/,
};

interface IntrospectedMember {
  name: string;
  description: string | null;
}

interface IntrospectedType extends IntrospectedMember {
  kind: string;
  interfaces: { name: string }[] | null;
  fields: IntrospectedMember[] | null;
  enumValues: IntrospectedMember[] | null;
}

const INTROSPECTION = `{ __schema { types {
  kind name description interfaces { name } fields { name description } enumValues { name description }
} } }`;

function nameOf(template: { name: string } | undefined): { name: string } | null {
  return template ? { name: template.name } : null;
}
