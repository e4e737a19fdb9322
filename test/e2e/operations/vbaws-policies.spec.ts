import { statusOf } from '../../../src/simulators/vbaws/index.js';
import type { PolicyRecord } from '../../../src/simulators/vbaws/index.js';
import { one, startAwsStage } from '../../support/changes-vbaws.js';
import type { AwsStage } from '../../support/changes-vbaws.js';

interface PolicyPayload {
  policy: { name: string; enabled: boolean; status: string } | null;
  session: { id: string; nativeId: string; kind: string; state: string; policy: { nativeId: string } } | null;
}

const POLICY = `policy { name enabled status } session { id nativeId kind state policy { nativeId } }`;

/** Type and route of each workload whose policies run on a schedule. */
const WORKLOADS = [
  ['ec2', 'VbAwsEc2Policy', '/virtualMachines/policies'],
  ['rds', 'VbAwsRdsPolicy', '/rds/policies'],
  ['efs', 'VbAwsEfsPolicy', '/efs/policies'],
  ['dynamoDb', 'VbAwsDynamoDbPolicy', '/dynamoDb/policies'],
  ['fsx', 'VbAwsFsxPolicy', '/fsx/policies'],
  ['redshift', 'VbAwsRedshiftPolicy', '/redshift/policies'],
  ['redshiftServerless', 'VbAwsRedshiftServerlessPolicy', '/redshiftServerless/policies'],
] as const;

let stage: AwsStage;

afterEach(async () => {
  await stage.close();
});

function act(action: string, id: string, more: object = {}) {
  return stage.change<PolicyPayload>(`${action}Policy`, 'PolicyActionInput', { policy: id, ...more }, POLICY);
}

/** A policy of this workload that nothing keeps from being started. */
function idle(workload: string): PolicyRecord {
  const { policies, sessions } = stage.simulator.world;
  const runs = new Set(
    sessions.filter((session) => statusOf(session, Date.now()) === 'Running').map(({ policyId }) => policyId),
  );
  return one(
    policies.find((policy) => policy.workload === workload && policy.enabled && !runs.has(policy.id)),
  );
}

describe.each(WORKLOADS)('a policy of %s', (workload, type, route) => {
  it('is started, its session followed, stopped, disabled and enabled', async () => {
    stage = await startAwsStage({ workSeconds: 600 });
    const policy = idle(workload);
    const id = stage.id(type, policy.id);
    const started = await act('start', id);
    expect(started.userErrors).toEqual([]);
    expect(started.policy?.status).toBe('RUNNING');
    expect(started.session).toMatchObject({ state: 'RUNNING', policy: { nativeId: policy.id } });
    const stopped = await act('stop', id);
    expect(stopped).toMatchObject({ session: null, userErrors: [] });
    const query = 'query ($id: ID!) { node(id: $id) { ... on Session { state result } } }';
    expect(await stage.ask(query, { id: started.session?.id })).toEqual({
      node: { state: 'FINISHED', result: 'CANCELLED' },
    });
    expect((await act('disable', id)).policy).toMatchObject({ enabled: false, status: 'DISABLED' });
    expect(policy.enabled).toBe(false);
    expect((await act('enable', id)).policy).toMatchObject({ enabled: true });
    const actions = ['start', 'stop', 'disable', 'enable'];
    expect(stage.sent()).toEqual(actions.map((action) => `POST /api/v1${route}/${policy.id}/${action}`));
  });
});

describe('acting on VB_AWS policies', () => {
  beforeEach(async () => {
    stage = await startAwsStage({ workSeconds: 600 });
  });

  it('starts and stops the VPC policy, which has no id of its own upstream', async () => {
    const id = stage.id('VbAwsVpcPolicy', 'vpc');
    expect((await act('stop', id)).userErrors).toEqual([]);
    const { session, userErrors } = await act('start', id);
    expect(userErrors).toEqual([]);
    expect(session).toMatchObject({ state: 'RUNNING', policy: { nativeId: 'vpc' } });
    expect(stage.sent()).toEqual(['POST /api/v1/vpc/policy/stop', 'POST /api/v1/vpc/policy/start']);
  });

  it('enables and disables an SLA-based policy', async () => {
    const policy = one(stage.slaPolicies().find(({ enabled }) => enabled));
    const id = stage.id('VbAwsSlaPolicy', policy.id);
    expect((await act('disable', id)).policy).toMatchObject({ enabled: false });
    expect(policy.enabled).toBe(false);
    expect((await act('enable', id)).policy).toMatchObject({ enabled: true });
    expect(stage.sent()).toEqual(
      ['disable', 'enable'].map((action) => `POST /api/v1/policy/ec2SlaBasedPolicies/${policy.id}/${action}`),
    );
  });

  it.each(['start', 'stop'])('tells why an SLA-based policy cannot %s, and sends nothing', async (action) => {
    const [policy] = stage.slaPolicies();
    const { session, userErrors } = await act(action, stage.id('VbAwsSlaPolicy', one(policy).id));
    expect(session).toBeNull();
    expect(userErrors).toMatchObject([
      {
        code: 'UNSUPPORTED',
        upstream: null,
        message: expect.stringMatching(/SLA template promises/) as string,
      },
    ]);
    expect(stage.sent()).toEqual([]);
  });

  it('tells that repositories are not rescanned since 1.4, and sends nothing', async () => {
    const [repository] = stage.simulator.world.repositories;
    const { sessions, userErrors } = await stage.change<{ sessions: unknown[] }>(
      'rescanRepositories',
      'RescanRepositoriesInput',
      { repositories: [stage.id('VbAwsRepository', one(repository).id)] },
      'sessions { id }',
    );
    expect(sessions).toEqual([]);
    expect(userErrors).toMatchObject([
      { code: 'UNSUPPORTED', message: expect.stringMatching(/since revision 1\.4-rev0/) as string },
    ]);
    expect(stage.sent()).toEqual([]);
  });

  it('passes on that a policy runs already as a conflict, in the words of the appliance', async () => {
    const id = stage.id('VbAwsEc2Policy', idle('ec2').id);
    await act('start', id);
    const { session, userErrors } = await act('start', id);
    expect(session).toBeNull();
    expect(userErrors).toMatchObject([
      {
        code: 'CONFLICT',
        upstream: {
          status: 409,
          code: 'UnknownError',
          message: expect.stringMatching(/already running/) as string,
        },
      },
    ]);
  });

  it('starts once under one idempotency key', async () => {
    const [first, other] = [idle('ec2'), idle('rds')];
    const key = { idempotencyKey: 'tonight' };
    const one = await act('start', stage.id('VbAwsEc2Policy', first.id), key);
    const again = await act('start', stage.id('VbAwsEc2Policy', first.id), key);
    expect(again.session?.nativeId).toBe(one.session?.nativeId);
    expect((await act('start', stage.id('VbAwsRdsPolicy', other.id), key)).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', field: ['input', 'idempotencyKey'] },
    ]);
    expect(stage.sent()).toHaveLength(1);
  });

  it.each([
    ['no id at all', 'nonsense', 'INVALID_INPUT'],
    ['the id of a policy that is gone', undefined, 'NOT_FOUND'],
  ])('sends nothing for %s', async (_what, id, code) => {
    const given = id ?? stage.id('VbAwsEc2Policy', '10b00000-0000-4000-8000-00000000dead');
    const { policy, userErrors } = await act('start', given);
    expect(policy).toBeNull();
    expect(userErrors).toMatchObject([{ code, field: ['input', 'policy'], upstream: null }]);
    expect(stage.sent()).toEqual([]);
  });

  it.each([
    ['answers 503 without a body', { kind: 'status', status: 503 }],
    ['drops the connection', { kind: 'reset' }],
  ] as const)('does not repeat a stop that the appliance %s to', async (_what, fault) => {
    const policy = idle('ec2');
    stage.simulator.faults.add({ match: '/stop', times: 1, fault });
    const { userErrors } = await act('stop', stage.id('VbAwsEc2Policy', policy.id));
    expect(userErrors).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE', field: ['input', 'policy'] }]);
    expect(stage.sent().length).toBeLessThanOrEqual(1);
  });
});
