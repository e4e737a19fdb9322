import { one, startAwsStage } from '../../support/changes-vbaws.js';
import type { AwsStage } from '../../support/changes-vbaws.js';

let stage: AwsStage;

beforeEach(async () => {
  stage = await startAwsStage();
});

afterEach(async () => {
  await stage.close();
});

const firstPolicy = (): string => stage.id('VbAwsSlaPolicy', one(stage.slaPolicies()[0]).id);
const account = (): string =>
  one(stage.simulator.world.accounts.find(({ isOrganization }) => !isOrganization)).id;

function newPolicy(): object {
  const { regions, slaTemplates, storageTemplates } = stage.simulator.world;
  return {
    server: stage.server,
    name: 'Gold',
    identityId: account(),
    backupType: 'ALL_ITEMS',
    regionIds: [one(regions[0]).id],
    slaTemplateId: one(slaTemplates[0]).id,
    storageTemplateId: one(storageTemplates[0]).id,
  };
}

/** Every change of SLA-based policies and buckets: its mutation, a good input, and the request that makes it. */
const CHANGES: [mutation: string, input: () => object, sends: string][] = [
  ['vbAwsCreateSlaPolicy', newPolicy, 'POST /api/v1/policy/ec2SlaBasedPolicies'],
  ['vbAwsEditSlaPolicy', () => ({ policy: firstPolicy(), description: 'mine' }), 'PUT /api/v1/policy'],
  [
    'vbAwsSetSlaPolicyPriorities',
    () => ({ priorities: [{ policy: firstPolicy(), priority: 2 }] }),
    'POST /api/v1/policy/ec2SlaBasedPolicies/orderPriorities',
  ],
  [
    'vbAwsRescanBuckets',
    () => ({ server: stage.server, amazonAccountId: account() }),
    'POST /api/v1/cloudInfrastructure/buckets/rescan',
  ],
];

const change = (mutation: string, input: object) =>
  stage.change(mutation, `${mutation.replace('vbAws', 'VbAws')}Input`, input, '__typename');

describe.each(CHANGES)('%s', (mutation, input, sends) => {
  it('that the appliance does not answer is sent once and not taken for done', async () => {
    stage.simulator.faults.add({ match: sends, fault: { kind: 'status', status: 503 } });
    expect((await change(mutation, input())).userErrors).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE' }]);
    expect(stage.sent()).toHaveLength(1);
  });

  it('happens once under one idempotency key', async () => {
    const wish = { ...input(), idempotencyKey: 'one wish' };
    expect((await change(mutation, wish)).userErrors).toEqual([]);
    expect((await change(mutation, wish)).userErrors).toEqual([]);
    expect(stage.sent()).toHaveLength(1);
  });
});
