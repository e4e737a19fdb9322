import { UpstreamHttp } from '../../../src/platform/http/upstream-http.js';
import type { CallScope } from '../../../src/core/ports/call-scope.js';
import type { UpstreamRequest, UpstreamResponse } from '../../../src/platform/http/upstream-request.js';
import { createVbAwsAdapter } from '../../../src/products/vbaws/vbaws-adapter.factory.js';
import type { VbAwsAdapter } from '../../../src/products/vbaws/vbaws-adapter.js';
import { specFrom } from '../../../src/products/vbaws/wire/sla-spec.js';
import { startVbAwsSimulator } from '../../../src/simulators/vbaws/index.js';
import type { VbAwsSimulator } from '../../../src/simulators/vbaws/index.js';
import { one } from '../../support/changes-vbaws.js';
import { describeContract } from '../../support/openapi.js';
import { DAY, NOW, connectionTo, scope } from '../../products/vbaws/support.js';
import { ContractDocument } from './vbaws-document.js';
import { isIdentification } from '../../support/identification.js';

const FILE = 'vbaws_rest_1.8-rev0.openapi.yaml';

/** Keeps what is sent and answered, sign-in left out. */
class RecordingHttp extends UpstreamHttp {
  readonly exchanges: { request: UpstreamRequest; response: UpstreamResponse }[] = [];

  override async send(request: UpstreamRequest, callScope: CallScope): Promise<UpstreamResponse> {
    const response = await super.send(request, callScope);
    const isSignIn = request.path.endsWith('/token') || request.uncounted === true;
    if (!isSignIn) this.exchanges.push({ request, response });
    return response;
  }
}

/** Every operation of the vendor's pages but the list of policies, which the inventory's tests read. */
const OPERATIONS = [
  'POST /api/v1/cloudInfrastructure/buckets/rescan/{amazonAccountId}',
  'GET /api/v1/sessions/{restoreSessionId}/restoredItems',
  'POST /api/v1/policy/ec2SlaBasedPolicies',
  'GET /api/v1/policy/ec2SlaBasedPolicies/{policyId}',
  'PUT /api/v1/policy/ec2SlaBasedPolicies/{policyId}',
  'DELETE /api/v1/policy/ec2SlaBasedPolicies/{policyId}',
  'GET /api/v1/policy/ec2SlaBasedPolicies/{policyId}/slaReport/',
  'GET /api/v1/policy/ec2SlaBasedPolicies/{policyId}/excludedItems',
  'GET /api/v1/policy/ec2SlaBasedPolicies/{policyId}/protectedResources',
  'GET /api/v1/policy/ec2SlaBasedPolicies/{policyId}/regions',
  'POST /api/v1/policy/ec2SlaBasedPolicies/{policyId}/enable',
  'POST /api/v1/policy/ec2SlaBasedPolicies/{policyId}/disable',
  'POST /api/v1/policy/ec2SlaBasedPolicies/orderPriorities',
  'POST /api/v1/policy/ec2SlaBasedPolicies/export',
  'POST /api/v1/policy/ec2SlaBasedPolicies/cost',
  'GET /api/v1/policy/ec2SlaBasedPolicies/{policyId}/cost',
  'GET /api/v1/policy/ec2SlaBasedPolicies/{policyId}/slaResults/',
  'GET /api/v1/policy/ec2SlaBasedPolicies/{policyId}/slaInstances',
  'GET /api/v1/policy/ec2SlaBasedPolicies/{policyId}/slaSessions/{instanceId}',
  'GET /api/v1/policy/ec2SlaBasedPolicies/slaSessions/{sessionId}/slaSessionLogs',
];

async function readEverything(adapter: VbAwsAdapter, { world }: VbAwsSimulator) {
  const { sla } = adapter;
  const { id } = one(world.policies.find(({ workload }) => workload === 'ec2Sla'));
  const kinds = { backupTypes: ['Ec2Snapshot', 'Ec2Backup'], scheduleTypes: ['Daily', 'Weekly'] };
  const window = { ...kinds, scheduleTypes: [], from: NOW - 30 * DAY, to: NOW };
  await sla.report(id, scope());
  await sla.results(id, kinds, scope());
  const { instances } = await sla.instances(id, window, null, scope());
  await sla.instances(id, window, 'web', scope());
  const sessions = await sla.sessions(id, one(instances[0]).nativeId, window, scope());
  await sla.log(one(sessions[0]).nativeId, scope());
  await sla.cost(id, scope());
  await sla.protectedResources(id, scope());
  await sla.excludedResources(id, 'web', scope());
  await sla.regions(id, scope());
  const restore = one(world.sessions.find(({ type }) => type === 'RestoreTask'));
  await adapter.restoredItems(restore.id, { search: 'a', sort: 'nameAsc' }, scope());
  await adapter.exportSla('XML', scope());
}

async function changeEverything({ actions, slaChanges, inventory }: VbAwsAdapter, { world }: VbAwsSimulator) {
  const account = one(world.accounts.find(({ isOrganization }) => !isOrganization));
  const spec = specFrom({
    name: 'Contract',
    description: 'all of it',
    identityId: account.id,
    backupType: 'SELECTED_ITEMS',
    selectedItems: { virtualMachineIds: [one(world.resources[0]).id], tagIds: [] },
    excludedItems: {
      excludedVolumes: { excludeSystemVolumes: true, excludedItems: [{ id: account.id, type: 'Volume' }] },
    },
    regionIds: [one(world.regions[0]).id],
    slaTemplateId: one(world.slaTemplates[0]).id,
    storageTemplateId: one(world.storageTemplates[0]).id,
    snapshotSettings: {
      additionalTags: [{ key: 'a', value: 'b' }],
      copyTagsFromVolumeEnabled: true,
      tryCreateVSSSnapshot: true,
      snapshotScripts: {
        windowsScripts: { enabled: true, preSnapshotScript: 'C:\\pre.cmd' },
        linuxScripts: null,
      },
    },
    replicaSettings: {
      mapping: [{ sourceRegionId: account.id, targetRegionId: account.id, encryptionKey: 'k' }],
    },
    retrySettings: { retryTimes: 3 },
    notificationSettings: { email: 'a@example.org', enableNotifications: true, sendOnSpecificTime: '08:00' },
    productionWorkersSettings: { useProductionWorkers: true, workerRoleId: account.id },
    organizationSettings: { limitedScopeId: account.id, excludedMembers: [account.id] },
  });
  await slaChanges.costOf(spec, scope());
  const policy = one((await slaChanges.create(spec, scope())) ?? undefined);
  await slaChanges.edit(
    policy.nativeId,
    (current) => specFrom({ description: 'less', replicaSettings: null }, current),
    scope(),
  );
  await slaChanges.setPriorities([{ policyId: policy.nativeId, priority: 1 }], scope());
  await actions.policy('DISABLE', policy, scope());
  await actions.policy('ENABLE', policy, scope());
  await slaChanges.remove(policy.nativeId, () => undefined, scope());
  await actions.rescanBuckets(account.id, scope());
  for (const scheduled of (await inventory.policies(scope())).items.filter(
    ({ type }) => type !== 'VbAwsSlaPolicy',
  ))
    await actions.policy('STOP', scheduled, scope());
}

describeContract(FILE, (contract) => {
  const document = new ContractDocument(FILE);

  it('has every operation of the vendor pages as the gateway sends it, and answers as it reads it', async () => {
    const simulator = await startVbAwsSimulator({
      policies: 40,
      sessions: 800,
      now: () => NOW,
      workSeconds: 0,
    });
    const connection = connectionTo(simulator.url);
    const http = new RecordingHttp(connection);
    const adapter = createVbAwsAdapter(connection, http, () => NOW);
    try {
      await readEverything(adapter, simulator);
      await changeEverything(adapter, simulator);
    } finally {
      await adapter.close();
      await simulator.close();
    }
    const told = http.exchanges.map(({ request, response }) => {
      const { method = 'GET', path, json, expect: expected = 'json' } = request;
      const template = document.templateOf(path) ?? path;
      const body = json === undefined ? [] : contract.validateRequest(method, template, json);
      const answer =
        expected === 'json'
          ? contract.validateResponse(method, template, response.status, response.data)
          : [];
      return { operation: `${method} ${template}`, problems: [...body, ...answer] };
    });
    expect(told.filter(({ problems }) => problems.length > 0)).toEqual([]);
    expect(OPERATIONS.filter((operation) => !told.some((one) => one.operation === operation))).toEqual([]);
    const requests = simulator.requests.filter(
      (request) => !request.url.includes('/token') && !isIdentification(request),
    );
    expect([...new Set(requests.flatMap(({ method, url }) => document.judge(method, url)))]).toEqual([]);
    expect(requests.filter(({ status }) => status >= 300)).toEqual([]);
  });
});
