import { describeContract } from '../../support/openapi.js';
import { startVbAwsSimulator } from '../../../src/simulators/vbaws/index.js';
import type { VbAwsSimulator, Workload } from '../../../src/simulators/vbaws/index.js';
import { VbAwsClient } from './vbaws-client.js';
import type { Answer } from './vbaws-client.js';
import { NOW, SLA, SLA_WINDOW, firstPolicy, firstSession, slaInstanceId } from './vbaws-fixtures.js';

const COLLECTIONS: [string, Workload][] = [
  ['/virtualMachines/policies', 'ec2'],
  [SLA, 'ec2Sla'],
  ['/rds/policies', 'rds'],
  ['/efs/policies', 'efs'],
  ['/dynamoDb/policies', 'dynamoDb'],
  ['/fsx/policies', 'fsx'],
  ['/redshift/policies', 'redshift'],
  ['/redshiftServerless/policies', 'redshiftServerless'],
];

let simulator: VbAwsSimulator;
let client: VbAwsClient;

beforeAll(async () => {
  simulator = await startVbAwsSimulator({ now: () => NOW });
});
beforeEach(async () => {
  client = await VbAwsClient.signedIn(simulator.url);
});
afterAll(() => simulator.close());

const first = (workload: Workload) => firstPolicy(simulator, workload);
const sessionWhere = (type: string) => firstSession(simulator, type);

describeContract('vbaws_rest_1.8-rev0.openapi.yaml', (contract) => {
  const valid = (method: string, template: string, { status, body }: Answer) =>
    expect(contract.validateResponse(method, `/api/v1${template}`, status, body)).toEqual([]);

  it.each(COLLECTIONS)('answers %s and its items as the contract says', async (path, workload) => {
    const policy = first(workload);
    const list = await client.get(path);
    valid('GET', path, list);
    expect(list.body['totalCount']).toBe(
      simulator.world.policies.filter((candidate) => candidate.workload === workload).length,
    );
    const parts = contract.operations
      .filter((operation) => operation.startsWith(`GET /api/v1${path}/{policyId}`))
      .map((operation) => operation.replace('GET /api/v1', ''))
      .filter((template) => !template.includes('{instanceId}'));
    expect(parts.length).toBeGreaterThanOrEqual(4);
    for (const template of parts) {
      const answer = await client.get(template.replace('{policyId}', policy.id), SLA_WINDOW);
      expect([template, answer.status]).toEqual([template, 200]);
      valid('GET', template, answer);
    }
    valid('GET', `${path}/{policyId}`, await client.get(`${path}/00000000-0000-4000-8000-000000000000`));
  });

  it('answers what is single or global as the contract says', async () => {
    const { world } = simulator;
    const byId = (template: string, record: { id: string } | undefined): [string, string] => [
      template,
      template.replace(/\{\w+\}/, record?.id ?? ''),
    ];
    const plain = [
      '/vpc/policy',
      '/repositories',
      '/accounts/amazon',
      '/cloudInfrastructure/regions',
      '/cloudInfrastructure/buckets',
      '/virtualMachines',
      '/policyTemplates/slaTemplates',
      '/policyTemplates/storageTemplates',
      '/sessions',
      '/system/version',
      '/system/time',
    ];
    const routes: [string, string][] = [
      ...plain.map((path): [string, string] => [path, path]),
      byId('/repositories/{repositoryId}', world.repositories[0]),
      byId('/accounts/amazon/{amazonAccountId}', world.accounts[0]),
      byId('/cloudInfrastructure/regions/{regionId}', world.regions[0]),
      byId('/cloudInfrastructure/buckets/{bucketId}', world.buckets[0]),
      byId('/policyTemplates/slaTemplates/{templateId}', world.slaTemplates[0]),
      byId('/policyTemplates/storageTemplates/{templateId}', world.storageTemplates[0]),
      byId(
        '/virtualMachines/{virtualMachineId}',
        world.resources.find(({ kind }) => kind === 'virtualMachine'),
      ),
      byId('/sessions/{sessionId}', sessionWhere('Policy')),
      byId('/sessions/{sessionId}/log', sessionWhere('Policy')),
      byId('/sessions/{backupSessionId}/protectedItems', sessionWhere('Policy')),
      byId('/sessions/{restoreSessionId}/restoredItems', sessionWhere('RestoreTask')),
      byId('/sessions/{retentionSessionId}/deletedItems', sessionWhere('RetentionActivity')),
    ];
    for (const [template, path] of routes) {
      const answer = await client.get(path);
      expect([path, answer.status]).toEqual([path, 200]);
      valid('GET', template, answer);
    }
    valid('GET', '/sessions/{sessionId}', await client.get('/sessions/unknown'));
  });

  it('answers the SLA sessions of an instance, their logs and costs as the contract says', async () => {
    const policy = first('ec2Sla');
    const sessions = await client.get(
      `${SLA}/${policy.id}/slaSessions/${slaInstanceId(simulator)}`,
      SLA_WINDOW,
    );
    valid('GET', `${SLA}/{policyId}/slaSessions/{instanceId}`, sessions);
    const sessionId = String(sessions.rows[0]?.['sessionId']);
    const logs = await client.get(`${SLA}/slaSessions/${sessionId}/slaSessionLogs`);
    valid('GET', `${SLA}/slaSessions/{sessionId}/slaSessionLogs`, logs);
    expect(logs.rows.length).toBeGreaterThan(0);

    const spec = slaSpec();
    expect(contract.validateRequest('POST', `/api/v1${SLA}/cost`, spec)).toEqual([]);
    const cost = await client.post(`${SLA}/cost`, spec);
    valid('POST', `${SLA}/cost`, cost);
    expect(cost.body['isEmpty']).toBe(false);
    valid('POST', `${SLA}/cost`, await client.post(`${SLA}/cost`, { ...spec, regionIds: [] }));
  });

  it('answers sign-in, renewal, refusal and a pending second factor as the contract says', async () => {
    const token = (form: Record<string, string>) => new VbAwsClient(simulator.url).token(form);
    const good = await token({ grant_type: 'password', username: 'svc-gateway', password: 'simulated' });
    valid('POST', '/token', good);
    valid('POST', '/token', await token({ grant_type: 'password', username: 'svc-gateway', password: 'x' }));
    const refresh = { grant_type: 'refresh_token', refresh_token: String(good.body['refresh_token']) };
    valid('POST', '/token', await token(refresh));
    simulator.settings.mfaAccount = { username: 'human', password: 'secret', code: '123456' };
    const pending = await token({ grant_type: 'password', username: 'human', password: 'secret' });
    valid('POST', '/token', pending);
    expect(pending.body).toEqual({ mfa_enabled: true, mfa_token: expect.any(String) });
    const factor = { grant_type: 'mfa', mfa_token: String(pending.body['mfa_token']), mfa_code: '123456' };
    expect(await token(factor)).toMatchObject({ status: 200, body: { access_token: expect.any(String) } });
    expect(await token(factor)).toMatchObject({ status: 401 });
  });
});

describeContract('vbaws_rest_1.0-rev0.swagger.yaml', (contract) => {
  it('gives restored items the shape they have had since 1.0', async () => {
    const path = `/sessions/${sessionWhere('RestoreTask').id}/restoredItems`;
    const { status, body, rows } = await client.get(path);
    expect(rows.length).toBeGreaterThan(0);
    const template = '/api/v1/sessions/{restoreSessionId}/restoredItems';
    expect(contract.validateResponse('GET', template, status, body)).toEqual([]);
    for (const { regionName } of rows) expect(regionName).toMatch(/^.+ \([a-z]+-[a-z]+-\d\)$/);
  });
});

function slaSpec(): Record<string, unknown> {
  const { regions, accounts, slaTemplates, storageTemplates } = simulator.world;
  return {
    name: 'New SLA policy',
    identityId: accounts[0]?.id,
    backupType: 'AllItems',
    regionIds: regions.map(({ id }) => id),
    slaTemplateId: slaTemplates[0]?.id,
    storageTemplateId: storageTemplates[0]?.id,
  };
}
