import type { PolicyRecord } from '../../../src/simulators/vbaws/index.js';
import { one, startAwsStage } from '../../support/changes-vbaws.js';
import type { AwsStage } from '../../support/changes-vbaws.js';

const SLA = '/api/v1/policy/ec2SlaBasedPolicies';
const POLICY =
  'policy { id nativeId name description enabled priority backupType retrySettings { retryTimes } replicaSettings { mapping { targetIAMRoleId } } storageTemplate { nativeId } }';

interface PolicyPayload {
  policy: {
    id: string;
    nativeId: string;
    name: string;
    description: string | null;
    enabled: boolean;
    retrySettings: { retryTimes: number };
  } | null;
}

let stage: AwsStage;

beforeEach(async () => {
  stage = await startAwsStage();
});

afterEach(async () => {
  await stage.close();
});

const create = (input: object) =>
  stage.change<PolicyPayload>('vbAwsCreateSlaPolicy', 'VbAwsCreateSlaPolicyInput', input, POLICY);
const edit = (input: object) =>
  stage.change<PolicyPayload>('vbAwsEditSlaPolicy', 'VbAwsEditSlaPolicyInput', input, POLICY);
const remove = (input: object) =>
  stage.change<PolicyPayload>('vbAwsRemoveSlaPolicy', 'VbAwsRemoveSlaPolicyInput', input, POLICY);
const order = (priorities: object[], more: object = {}) =>
  stage.change<{ policies: { nativeId: string; priority: number }[] }>(
    'vbAwsSetSlaPolicyPriorities',
    'VbAwsSetSlaPolicyPrioritiesInput',
    { priorities, ...more },
    'policies { nativeId priority }',
  );
const idOf = ({ id }: PolicyRecord): string => stage.id('VbAwsSlaPolicy', id);
const unknown = (): string => stage.id('VbAwsSlaPolicy', '10b00000-0000-4000-8000-00000000dead');

/** What the appliance takes for a new policy. */
function newPolicy(more: object = {}) {
  const { regions, accounts, slaTemplates, storageTemplates } = stage.simulator.world;
  return {
    server: stage.server,
    name: 'Gold',
    identityId: one(accounts.find(({ isOrganization }) => !isOrganization)).id,
    backupType: 'ALL_ITEMS',
    regionIds: [one(regions[0]).id],
    slaTemplateId: one(slaTemplates[0]).id,
    storageTemplateId: one(storageTemplates[0]).id,
    retrySettings: { retryTimes: 2 },
    snapshotSettings: { additionalTags: [{ key: 'team', value: 'ops' }] },
    ...more,
  };
}

const refused = { kind: 'status', status: 500 } as const;

describe('creating an SLA-based policy', () => {
  it('is seen in the next list', async () => {
    const { policy, userErrors } = await create(newPolicy());
    expect(userErrors).toEqual([]);
    expect(policy).toMatchObject({
      name: 'Gold',
      enabled: true,
      backupType: 'ALL_ITEMS',
      retrySettings: { retryTimes: 2 },
    });
    const { node } = await stage.ask<{ node: { name: string } }>(
      'query ($id: ID!) { node(id: $id) { ... on Policy { name } } }',
      { id: policy?.id },
    );
    expect(node.name).toBe('Gold');
  });

  it.each([
    ['an empty name', { name: '' }, ['input', 'name']],
    ['a name of blanks', { name: '   ' }, ['input', 'name']],
    ['a name of 256 characters', { name: 'x'.repeat(256) }, ['input', 'name']],
    ['no region', { regionIds: [] }, ['input', 'regionIds']],
    ['a region that is no id', { regionIds: ['eu-central-1'] }, ['input', 'regionIds']],
    ['nothing selected', { backupType: 'SELECTED_ITEMS' }, ['input', 'selectedItems']],
    [
      'a negative number of retries',
      { retrySettings: { retryTimes: -1 } },
      ['input', 'retrySettings', 'retryTimes'],
    ],
    ['a server that is none', { server: 'nonsense' }, ['input', 'server']],
  ])('refuses %s and sends nothing', async (_what, more, field) => {
    const { policy, userErrors } = await create(newPolicy(more));
    expect(policy).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field, upstream: null }]);
    expect(stage.sent()).toEqual([]);
  });

  it('refuses a region named twice', async () => {
    const id = one(stage.simulator.world.regions[0]).id;
    const { userErrors } = await create(newPolicy({ regionIds: [id, id] }));
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'regionIds'] }]);
  });

  it('passes on what the appliance refuses, with what is wrong', async () => {
    const { name } = one(stage.slaPolicies()[0]);
    const { userErrors } = await create(newPolicy({ name }));
    expect(userErrors).toMatchObject([
      {
        code: 'UPSTREAM_REJECTED',
        upstream: {
          status: 400,
          code: 'UnexpectedContent',
          message: expect.stringContaining('name: must be unique') as string,
        },
      },
    ]);
  });

  it('happens once under one idempotency key', async () => {
    const before = stage.slaPolicies().length;
    const input = newPolicy({ idempotencyKey: 'gold' });
    const [first, again] = [await create(input), await create(input)];
    expect(again.policy?.nativeId).toBe(first.policy?.nativeId);
    expect(stage.slaPolicies()).toHaveLength(before + 1);
    expect((await create({ ...input, name: 'Silver' })).userErrors).toMatchObject([
      { code: 'INVALID_INPUT' },
    ]);
  });

  it('is forbidden to an operator', async () => {
    stage.simulator.settings.role = 'Portal Operator';
    expect((await create(newPolicy())).userErrors).toMatchObject([
      { code: 'FORBIDDEN', upstream: { status: 403, code: 'AccessDenied' } },
    ]);
  });
});

it('is not possible in a revision without SLA-based policies: the revision is named and nothing sent', async () => {
  const input = newPolicy();
  await stage.close();
  stage = await startAwsStage({}, '1.7-rev1');
  const refusals = [
    await create(input),
    await edit({ policy: unknown(), name: 'x' }),
    await remove({ policy: unknown(), confirmName: 'x' }),
    await order([{ policy: unknown(), priority: 1 }]),
  ];
  for (const { userErrors } of refusals)
    expect(userErrors).toMatchObject([
      { code: 'UNSUPPORTED', message: expect.stringContaining('1.7-rev1') as string, upstream: null },
    ]);
  const { errors } = await stage.answer(
    'query ($server: ID!) { vbAwsSlaPolicyExport(server: $server) { name } }',
    { server: stage.server },
  );
  expect(errors).toMatchObject([{ extensions: { code: 'UNSUPPORTED', retryable: false } }]);
  const download = await fetch(
    stage.gateway.url.replace('/graphql', `/exports/sla-policies?server=${stage.server}`),
  );
  expect(download.status).toBe(501);
  expect(stage.sent()).toEqual([]);
});

it('estimates the cost of a policy without creating it', async () => {
  const before = stage.slaPolicies().length;
  const query = `query ($input: VbAwsCreateSlaPolicyInput!) { vbAwsSlaPolicyCost(input: $input) {
    cost { total instances { total } } userErrors { code field } } }`;
  interface Estimate {
    vbAwsSlaPolicyCost: {
      cost: { total: number; instances: { total: number }[] } | null;
      userErrors: object[];
    };
  }
  const { cost, userErrors } = (await stage.ask<Estimate>(query, { input: newPolicy() })).vbAwsSlaPolicyCost;
  expect(userErrors).toEqual([]);
  const sum = one(cost ?? undefined).instances.reduce((total, instance) => total + instance.total, 0);
  expect(cost?.total).toBeGreaterThan(0);
  expect(cost?.total).toBeCloseTo(sum, 1);
  expect(stage.slaPolicies()).toHaveLength(before);
  const wrong = await stage.ask<Estimate>(query, { input: newPolicy({ name: '' }) });
  expect(wrong.vbAwsSlaPolicyCost).toEqual({
    cost: null,
    userErrors: [{ code: 'INVALID_INPUT', field: ['input', 'name'] }],
  });
});

it('shows what was written: volumes, scripts, tags of copies and the role of workers', async () => {
  const id = one(stage.simulator.world.accounts[0]).id;
  const written = {
    excludedItems: {
      excludedVolumes: { excludeSystemVolumes: true, excludedItems: [{ id, type: 'Volume' }] },
    },
    snapshotSettings: {
      snapshotScripts: {
        linuxScripts: {
          enabled: true,
          preSnapshotScript: '/pre.sh',
          preSnapshotArguments: '-a',
          postSnapshotScript: '/post.sh',
          postSnapshotArguments: '-b',
          runOnlyForBackupSnapshots: true,
          ignoreMissingScripts: false,
          ignoreScriptErrors: true,
        },
      },
    },
    replicaSettings: { additionalTags: [{ key: 'a', value: 'b' }], copyTagsFromVolumeEnabled: true },
    productionWorkersSettings: {
      useProductionWorkers: true,
      workerRoleId: id,
      workerRoleAccountName: 'production',
    },
  };
  const { policy } = await create(newPolicy(written));
  const { node } = await stage.ask<{ node: object }>(
    `query ($id: ID!) { node(id: $id) { ... on VbAwsSlaPolicy {
      excludedItems { excludedVolumes { excludeSystemVolumes excludedItems { id type } } }
      snapshotSettings { snapshotScripts { linuxScripts {
        enabled preSnapshotScript preSnapshotArguments postSnapshotScript postSnapshotArguments
        runOnlyForBackupSnapshots ignoreMissingScripts ignoreScriptErrors } } }
      replicaSettings { additionalTags { key value } copyTagsFromVolumeEnabled }
      productionWorkersSettings { useProductionWorkers workerRoleId workerRoleAccountName } } } }`,
    { id: policy?.id },
  );
  expect(node).toEqual(written);
});

describe('editing an SLA-based policy', () => {
  it('changes what is given and leaves the rest', async () => {
    const policy = one(stage.slaPolicies()[0]);
    const before = structuredClone(policy);
    const { userErrors, policy: now } = await edit({
      policy: idOf(policy),
      description: 'changed',
      notificationSettings: { email: 'new@example.org' },
    });
    expect(userErrors).toEqual([]);
    expect(now).toMatchObject({ name: before.name, description: 'changed' });
    const { notificationSettings, ...others } = policy.settings;
    const { notificationSettings: formerly, ...same } = before.settings;
    expect(others).toEqual(same);
    expect(notificationSettings).toEqual({ ...(formerly as object), email: 'new@example.org' });
    const kept = ({
      name,
      accountId,
      regionIds,
      slaTemplateId,
      storageTemplateId,
      allItems,
    }: PolicyRecord) => ({
      name,
      accountId,
      regionIds,
      slaTemplateId,
      storageTemplateId,
      allItems,
    });
    expect(kept(policy)).toEqual(kept(before));
    expect(stage.sent()).toEqual([`PUT ${SLA}/${policy.id}`]);
  });

  it('leaves what the gateway does not know, at the top and within', async () => {
    const policy = one(stage.slaPolicies()[0]);
    const snapshotSettings = { ...(policy.settings.snapshotSettings as object), addedLater: { deep: [1] } };
    Object.assign(policy.settings, { addedNextYear: { anything: ['at', 'all'] }, snapshotSettings });
    const input = { policy: idOf(policy), snapshotSettings: { copyTagsFromVolumeEnabled: false } };
    expect((await edit(input)).userErrors).toEqual([]);
    expect(policy.settings).toMatchObject({
      addedNextYear: { anything: ['at', 'all'] },
      snapshotSettings: { addedLater: { deep: [1] }, copyTagsFromVolumeEnabled: false },
    });
  });

  it('removes what is said to be null', async () => {
    const policy = one(stage.slaPolicies().find(({ storageTemplateId }) => storageTemplateId !== null));
    expect((await edit({ policy: idOf(policy), storageTemplateId: null, name: null })).userErrors).toEqual(
      [],
    );
    expect(policy.storageTemplateId).toBeNull();
    expect(policy.name).not.toBe('');
  });

  it('is a conflict when somebody else changes the policy meanwhile', async () => {
    const policy = one(stage.slaPolicies()[0]);
    // Somebody else who never stops: every reading of the policy finds another description.
    let readings = 0;
    Object.defineProperty(policy, 'description', { get: () => `their ${(readings += 1)}` });
    const { userErrors } = await edit({ policy: idOf(policy), description: 'mine' });
    expect(userErrors).toMatchObject([{ code: 'CONFLICT', upstream: null }]);
    expect(stage.sent()).toEqual([]);
  });

  it.each([
    ['a policy that is gone', { description: 'x' }, 'NOT_FOUND', ['input', 'policy']],
    ['nothing', {}, 'INVALID_INPUT', ['input']],
    ['nothing but what stays', { name: null, snapshotSettings: {} }, 'INVALID_INPUT', ['input']],
    ['a name of blanks', { name: '  ' }, 'INVALID_INPUT', ['input', 'name']],
    ['an empty name', { name: '' }, 'INVALID_INPUT', ['input', 'name']],
    ['no region', { regionIds: [] }, 'INVALID_INPUT', ['input', 'regionIds']],
  ])('refuses %s and sends nothing', async (_what, more, code, field) => {
    const { userErrors } = await edit({ policy: unknown(), ...more });
    expect(userErrors).toMatchObject([{ code, field }]);
    expect(stage.sent()).toEqual([]);
  });
});

describe('removing an SLA-based policy', () => {
  it('needs its current name', async () => {
    const policy = one(stage.slaPolicies()[0]);
    const wrong = await remove({ policy: idOf(policy), confirmName: 'something' });
    expect(wrong.userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'confirmName'] }]);
    expect(stage.sent()).toEqual([]);
    const { policy: now, userErrors } = await remove({ policy: idOf(policy), confirmName: policy.name });
    expect({ now, userErrors }).toEqual({ now: null, userErrors: [] });
    expect(stage.slaPolicies()).not.toContain(policy);
  });

  it('refuses the id of a policy of another kind', async () => {
    const { userErrors } = await remove({ policy: stage.id('VbAwsEc2Policy', 'x'), confirmName: 'x' });
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'policy'] }]);
  });

  it('of a server that is down is not taken for done', async () => {
    const policy = one(stage.slaPolicies()[0]);
    stage.simulator.faults.add({ match: policy.id, times: 1, fault: refused });
    const { userErrors } = await remove({ policy: idOf(policy), confirmName: policy.name });
    expect(userErrors).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE' }]);
    expect(stage.slaPolicies()).toContain(policy);
  });
});

describe('ordering SLA-based policies', () => {
  it('is seen in the next list', async () => {
    const policies = stage.slaPolicies();
    const last = one(policies.find(({ priority }) => priority === policies.length));
    const { policies: now, userErrors } = await order([{ policy: idOf(last), priority: 1 }]);
    expect(userErrors).toEqual([]);
    expect(now[0]).toEqual({ nativeId: last.id, priority: 1 });
    expect(now.map(({ priority }) => priority)).toEqual(policies.map((_policy, index) => index + 1));
  });

  it.each([
    ['nothing', []],
    ['place 0', [{ priority: 0 }]],
    ['a policy twice', [{ priority: 1 }, { priority: 2 }]],
  ])('refuses %s and sends nothing', async (_what, places) => {
    const policy = idOf(one(stage.slaPolicies()[0]));
    const { policies, userErrors } = await order(places.map((place) => ({ policy, ...place })));
    expect(policies).toEqual([]);
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
    expect(stage.sent()).toEqual([]);
  });

  it('refuses a place given twice', async () => {
    const [first, second] = stage.slaPolicies();
    const places = [one(first), one(second)].map((policy) => ({ policy: idOf(policy), priority: 1 }));
    expect((await order(places)).userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
  });

  it('names the policy that is gone', async () => {
    expect((await order([{ policy: unknown(), priority: 1 }])).userErrors).toMatchObject([
      { code: 'NOT_FOUND', field: ['input', 'priorities', '0', 'policy'] },
    ]);
  });
});
