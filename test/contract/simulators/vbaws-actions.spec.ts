import { startVbAwsSimulator } from '../../../src/simulators/vbaws/index.js';
import type { VbAwsSimulator, Workload } from '../../../src/simulators/vbaws/index.js';
import { describeContract } from '../../support/openapi.js';
import { VbAwsClient } from './vbaws-client.js';
import type { Answer } from './vbaws-client.js';

const NOW = Date.UTC(2026, 2, 10, 9, 30);
const SLA = '/policy/ec2SlaBasedPolicies';
const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const STARTABLE: [string, Workload][] = [
  ['/virtualMachines/policies', 'ec2'],
  ['/rds/policies', 'rds'],
  ['/efs/policies', 'efs'],
  ['/dynamoDb/policies', 'dynamoDb'],
  ['/fsx/policies', 'fsx'],
  ['/redshift/policies', 'redshift'],
  ['/redshiftServerless/policies', 'redshiftServerless'],
];

let now: number;
let simulator: VbAwsSimulator;
let client: VbAwsClient;

beforeEach(async () => {
  now = NOW;
  simulator = await startVbAwsSimulator({ now: () => now, sessions: 400 });
  client = await VbAwsClient.signedIn(simulator.url);
});
afterEach(() => simulator.close());

const idle = (workload: Workload) => {
  const busy = new Set(
    simulator.world.sessions.filter(({ end }) => end > NOW).map(({ policyId }) => policyId),
  );
  const policy = simulator.world.policies.find(
    (candidate) => candidate.workload === workload && !busy.has(candidate.id),
  );
  if (!policy) throw new Error(`every policy of ${workload} is running`);
  return policy;
};

function slaSpec(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const { regions, accounts, slaTemplates, storageTemplates } = simulator.world;
  return {
    name: 'New SLA policy',
    description: 'For tests',
    identityId: accounts[0]?.id,
    backupType: 'AllItems',
    regionIds: [regions[0]?.id],
    slaTemplateId: slaTemplates[0]?.id,
    storageTemplateId: storageTemplates[0]?.id,
    retrySettings: { retryTimes: 2 },
    ...changes,
  };
}

describeContract('vbaws_rest_1.8-rev0.openapi.yaml', (contract) => {
  const valid = (method: string, template: string, { status, body }: Answer) =>
    expect(contract.validateResponse(method, `/api/v1${template}`, status, body)).toEqual([]);
  const validRequest = (method: string, template: string, body: unknown) =>
    expect(contract.validateRequest(method, `/api/v1${template}`, body)).toEqual([]);

  it.each(STARTABLE)('starts, follows and refuses to start twice: %s', async (path, workload) => {
    const policy = idle(workload);
    const started = await client.post(`${path}/${policy.id}/start`);
    expect(started.status).toBe(202);
    valid('POST', `${path}/{policyId}/start`, started);
    const session = `/sessions/${String(started.body['sessionId'])}`;
    expect((await client.get(session)).body).toMatchObject({ status: 'Running', name: policy.name });
    const again = await client.post(`${path}/${policy.id}/start`);
    expect(again.status).toBe(409);
    valid('POST', `${path}/{policyId}/start`, again);
    now += 30_000;
    const items = await client.get(`${session}/protectedItems`);
    expect(items.rows.length).toBeLessThan(policy.resourceIds.length);
    now += 30_000;
    expect((await client.get(session)).body).toMatchObject({
      status: 'Succeeded',
      executionDuration: 60_000,
    });
    expect((await client.get(`${session}/protectedItems`)).rows).toHaveLength(policy.resourceIds.length);
    const { body } = await client.get(`${path}/${policy.id}`);
    expect(body['lastPolicySessionStatus']).toBe('Succeeded');
    valid('POST', `${path}/{policyId}/start`, await client.post(`${path}/${UNKNOWN}/start`));
  });

  it.each(STARTABLE)('stops, disables and enables: %s', async (path, workload) => {
    const policy = idle(workload);
    await client.post(`${path}/${policy.id}/start`);
    now += 5_000;
    for (const [action, isEnabled, lastPolicySessionStatus] of [
      ['enable', true, 'Running'],
      ['stop', true, 'Canceled'],
      ['disable', false, 'Canceled'],
    ] as const) {
      valid('POST', `${path}/{policyId}/${action}`, await client.post(`${path}/${policy.id}/${action}`));
      valid('POST', `${path}/{policyId}/${action}`, await client.post(`${path}/${UNKNOWN}/${action}`));
      const { body } = await client.get(`${path}/${policy.id}`);
      expect(body).toMatchObject({ isEnabled, lastPolicySessionStatus });
    }
  });

  it('runs and switches the VPC policy', async () => {
    const started = await client.post('/vpc/policy/start');
    valid('POST', '/vpc/policy/start', started);
    valid('POST', '/vpc/policy/stop', await client.post('/vpc/policy/stop'));
    valid('POST', '/vpc/policy/disable', await client.post('/vpc/policy/disable'));
    const { body } = await client.get(`/sessions/${String(started.body['sessionId'])}`);
    expect(body).toMatchObject({ status: 'Canceled', result: 'Cancelled', extendedSessionType: 'VpcBackup' });
  });

  it('stops a session', async () => {
    const started = await client.post(`/efs/policies/${idle('efs').id}/start`);
    const path = `/sessions/${String(started.body['sessionId'])}`;
    valid('POST', '/sessions/{sessionId}/stop', await client.post(`${path}/stop`));
    expect((await client.get(path)).body).toMatchObject({ status: 'Canceled' });
    valid('POST', '/sessions/{sessionId}/stop', await client.post(`/sessions/${UNKNOWN}/stop`));
  });

  it('ends work as told', async () => {
    Object.assign(simulator.settings, { workSeconds: 10, workOutcome: 'Failed' });
    const started = await client.post(`/efs/policies/${idle('efs').id}/start`);
    now += 10_000;
    const { body } = await client.get(`/sessions/${String(started.body['sessionId'])}`);
    expect(body).toMatchObject({ status: 'Failed', result: 'Failed', reason: expect.stringMatching(/./) });
  });

  it('rescans buckets, infrastructure and instances, but no repository', async () => {
    const account = simulator.world.accounts[0]?.id ?? '';
    const rescans: [string, string][] = [
      [
        '/cloudInfrastructure/buckets/rescan/{amazonAccountId}',
        `/cloudInfrastructure/buckets/rescan/${account}`,
      ],
      ['/accounts/amazon/{amazonAccountId}/rescan', `/accounts/amazon/${account}/rescan`],
      ['/virtualMachines/rescan', '/virtualMachines/rescan'],
    ];
    for (const [template, path] of rescans) {
      const started = await client.post(path, {});
      expect(started.status).toBe(202);
      valid('POST', template, started);
      expect((await client.get(`/sessions/${String(started.body['sessionId'])}`)).status).toBe(200);
    }
    const unknown = await client.post(`/cloudInfrastructure/buckets/rescan/${UNKNOWN}`);
    expect(unknown.status).toBe(404);
    valid('POST', '/cloudInfrastructure/buckets/rescan/{amazonAccountId}', unknown);
    const repository = simulator.world.repositories[0]?.id;
    expect((await client.post(`/repositories/${repository}/rescan`)).status).toBe(404);
  });

  it('creates, replaces and deletes SLA policies', async () => {
    validRequest('POST', SLA, slaSpec());
    const created = await client.post(SLA, slaSpec());
    expect(created.status).toBe(200);
    valid('POST', SLA, created);
    const path = `${SLA}/${String(created.body['id'])}`;
    expect((await client.get(path)).body).toEqual(created.body);

    const edited = slaSpec({ name: 'Renamed', description: undefined, retrySettings: undefined });
    validRequest('PUT', `${SLA}/{policyId}`, JSON.parse(JSON.stringify(edited)));
    const replaced = await client.put(path, edited);
    valid('PUT', `${SLA}/{policyId}`, replaced);
    expect(replaced.body).toMatchObject({
      name: 'Renamed',
      description: '',
      priority: created.body['priority'],
    });
    expect(replaced.body).not.toHaveProperty('retrySettings');
    expect(Number(replaced.body['usn'])).toBeGreaterThan(Number(created.body['usn']));

    const deleted = await client.delete(path);
    expect(deleted.status).toBe(204);
    valid('DELETE', `${SLA}/{policyId}`, deleted);
    valid('DELETE', `${SLA}/{policyId}`, await client.delete(path));
    expect((await client.get(path)).status).toBe(404);
  });

  it.each([
    ['name', { name: '' }],
    ['name', { name: 'x'.repeat(256) }],
    ['regionIds', { regionIds: [] }],
    ['regionIds', { regionIds: [UNKNOWN] }],
    ['identityId', { identityId: UNKNOWN }],
    ['backupType', { backupType: 'Everything' }],
    ['slaTemplateId', { slaTemplateId: undefined }],
    ['storageTemplateId', { storageTemplateId: UNKNOWN }],
  ])('refuses an SLA policy with a bad %s', async (field, changes) => {
    const answer = await client.post(SLA, slaSpec(changes));
    expect(answer).toMatchObject({
      status: 400,
      body: { data: { [field]: { messages: [expect.any(String)] } } },
    });
    valid('POST', SLA, answer);
  });

  it('refuses a taken name', async () => {
    const taken = simulator.world.policies.find(({ workload }) => workload === 'ec2Sla')?.name;
    expect((await client.post(SLA, slaSpec({ name: taken }))).status).toBe(400);
  });

  it('enables and disables SLA policies but cannot start them', async () => {
    const path = `${SLA}/${idle('ec2Sla').id}`;
    for (const [action, isEnabled] of [
      ['disable', false],
      ['enable', true],
    ] as const) {
      valid('POST', `${SLA}/{policyId}/${action}`, await client.post(`${path}/${action}`));
      expect((await client.get(path)).body['isEnabled']).toBe(isEnabled);
    }
    valid('POST', `${SLA}/{policyId}/enable`, await client.post(`${SLA}/${UNKNOWN}/enable`));
    expect((await client.post(`${path}/start`)).status).toBe(404);
  });

  it('orders priorities and refuses contradictions', async () => {
    const ids = (await client.get(SLA)).rows.map(({ id }) => String(id));
    const last = ids.at(-1) ?? '';
    const wish = { priorities: [{ policyId: last, priority: 1 }] };
    validRequest('POST', `${SLA}/orderPriorities`, wish);
    const answer = await client.post(`${SLA}/orderPriorities`, wish);
    valid('POST', `${SLA}/orderPriorities`, answer);
    const ranked = (await client.get(SLA)).rows.sort((a, b) => Number(a['priority']) - Number(b['priority']));
    expect(ranked.map(({ id }) => id)).toEqual([last, ...ids.slice(0, -1)]);
    for (const priorities of [
      [],
      [{ policyId: UNKNOWN, priority: 1 }],
      [{ policyId: last, priority: 0 }],
      ids.map((policyId) => ({ policyId, priority: 1 })),
    ])
      valid('POST', `${SLA}/orderPriorities`, await client.post(`${SLA}/orderPriorities`, { priorities }));
    expect((await client.post(`${SLA}/orderPriorities`, { priorities: [] })).status).toBe(400);
  });

  it('lets operators run policies but not change them', async () => {
    simulator.settings.role = 'Portal Operator';
    const refused = await client.post(SLA, slaSpec());
    expect(refused.status).toBe(403);
    valid('POST', SLA, refused);
    const path = `${SLA}/${idle('ec2Sla').id}`;
    expect((await client.put(path, slaSpec())).status).toBe(403);
    expect((await client.delete(path)).status).toBe(403);
    expect((await client.post(`/efs/policies/${idle('efs').id}/start`)).status).toBe(202);
  });
});

it('refuses a body that is not JSON and ignores an empty one', async () => {
  const refused = await client.post(`${SLA}/cost`, '{"name":');
  expect(refused).toMatchObject({ status: 400, body: { errorCode: 'UnexpectedContent' } });
  expect((await client.post(`/efs/policies/${idle('efs').id}/start`, '')).status).toBe(202);
});
