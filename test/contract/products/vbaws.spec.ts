import { SESSION_KINDS, SESSION_STATES } from '../../../src/core/model/session.js';
import { UpstreamHttp } from '../../../src/platform/http/upstream-http.js';
import { createVbAwsAdapter } from '../../../src/products/vbaws/vbaws-adapter.factory.js';
import type { VbAwsAdapter } from '../../../src/products/vbaws/vbaws-adapter.js';
import { startUpstream } from '../../../src/simulators/kit/upstream.js';
import { describeContract } from '../../support/openapi.js';
import { DAY, NOW, connectionTo, policiesOf, readAll, scope, withRig } from '../../products/vbaws/support.js';
import type { Rig } from '../../products/vbaws/support.js';
import { ContractDocument } from './vbaws-document.js';
import { isIdentification } from '../../support/identification.js';

/** An instance that an SLA-based policy protects. */
function protectedId({ simulator }: Rig): string {
  const policy = simulator.world.policies.find(
    ({ workload, resourceIds }) => workload === 'ec2Sla' && resourceIds.length > 0,
  );
  return policy?.resourceIds[0] ?? '';
}

/** Every kind of call the adapter makes; what each gave. */
async function callEverything(rig: Rig): Promise<Record<string, number>> {
  const { adapter } = rig;
  const { activity, inventory } = adapter;
  await adapter.probe(scope());
  const policies = await policiesOf(rig);
  const { sessions } = await readAll(rig, { startedAfter: NOW - 30 * DAY, startedBefore: NOW });
  for (const kind of SESSION_KINDS) await readAll(rig, { kinds: [kind] });
  for (const state of SESSION_STATES) await readAll(rig, { states: [state] });
  await readAll(rig, { results: ['FAILED', 'WARNING'], policies: policies.slice(0, 2) });
  await readAll(rig, {}, { order: { field: 'START_TIME', direction: 'ASC' } });
  const links = await activity.linkPolicies?.(sessions, policies, scope());
  const latest = await activity.latest(policies, { goodOnly: true }, scope());
  const one = await activity.latest(policies.slice(0, 1), { goodOnly: false }, scope());
  const ofKind = (kind: string) => sessions.filter((session) => session.kind === kind).slice(0, 3);
  const worked = [...ofKind('BACKUP'), ...ofKind('RESTORE'), ...ofKind('RETENTION')];
  const items = await Promise.all(worked.map((session) => activity.items(session, scope())));
  const logs = await Promise.all(worked.map((session) => activity.log(session, scope())));
  const sla = policies.find(({ type }) => type === 'VbAwsSlaPolicy');
  const compliance = await adapter.slaCompliance(sla?.nativeId ?? '', scope());
  const counts = {
    policies: policies.length,
    repositories: (await inventory.repositories(scope())).items.length,
    sessions: sessions.length,
    links: links?.size ?? 0,
    latest: latest.size,
    one: one.size,
    itemLists: items.filter((list) => list !== null && list.length > 0).length,
    logs: logs.filter((list) => list.length > 0).length,
    compliance: compliance === null ? 0 : 1,
    slaTemplates: (await adapter.lookups.slaTemplates(scope())).items.length,
    storageTemplates: (await adapter.lookups.storageTemplates(scope())).items.length,
    regions: (await adapter.lookups.regions(scope())).items.length,
    iamRoles: (await adapter.lookups.iamRoles(scope())).items.length,
    instances: (await adapter.lookups.instances(scope())).items.length,
    policiesOfAnInstance: (await adapter.sla.policiesOf(protectedId(rig), scope())).size,
  };
  await adapter.close();
  return counts;
}

describeContract('vbaws_rest_1.8-rev0.openapi.yaml', (contract) => {
  const document = new ContractDocument('vbaws_rest_1.8-rev0.openapi.yaml');

  it('has every operation the adapter calls, with its parameters, and the answers are understood', () =>
    withRig({ policies: 60, sessions: 1500 }, async (rig) => {
      const counts = await callEverything(rig);
      expect(Object.entries(counts).filter(([, count]) => count === 0)).toEqual([]);
      const requests = rig.simulator.requests.filter((request) => !isIdentification(request));
      expect([...new Set(requests.flatMap(({ method, url }) => document.judge(method, url)))]).toEqual([]);
      expect(requests.filter(({ status }) => status >= 300)).toEqual([]);
    }));

  it('takes the forms the gateway signs in with', async () => {
    const forms: unknown[] = [];
    const upstream = await startUpstream((app) => {
      app.post('/api/v1/token', async ({ body }) => {
        forms.push({ ...(body as object) });
        return { access_token: `a${forms.length}`, refresh_token: 'r', expires_in: 1 };
      });
      app.get('/api/v1/system/version', async () => ({ version: '10.0.0' }));
      app.get('/api/v1/repositories', async () => ({ totalCount: 0, results: [] }));
    });
    let now = NOW;
    const connection = connectionTo(upstream.url);
    const adapter = createVbAwsAdapter(connection, new UpstreamHttp(connection), () => now);
    await adapter.inventory.repositories(scope());
    now += 10_000;
    await adapter.inventory.repositories(scope());
    expect(forms).toEqual([
      { grant_type: 'password', username: 'svc-gateway', password: 'simulated' },
      { grant_type: 'refresh_token', refresh_token: 'r' },
    ]);
    expect(forms.flatMap((form) => contract.validateRequest('POST', '/api/v1/token', form))).toEqual([]);
    await adapter.close();
    await upstream.close();
  });
});

const POLICY = '11111111-1111-4111-8111-111111111111';
const REPOSITORY = '22222222-2222-4222-8222-222222222222';
const SESSION = '33333333-3333-4333-8333-333333333333';
const ACCOUNT = '44444444-4444-4444-8444-444444444444';
const link = (path: string) => ({
  rel: 'self',
  method: 'GET',
  href: `https://10.0.0.7:11005/api/v1/${path}`,
});

/** Answers as an appliance of 1.0-rev0 writes them: no names of sessions, an account's id only, hours as switches. */
const FIRST_REVISION: Readonly<Record<string, object>> = {
  '/api/v1/policies': {
    totalCount: 1,
    results: [
      {
        id: POLICY,
        name: 'nightly',
        description: '',
        regionIds: [ACCOUNT],
        priority: 1,
        isEnabled: true,
        amazonAccountId: ACCOUNT,
        backupType: 'AllItems',
        lastPolicySessionStatus: 'Succeeded',
        backupSettings: { targetRepositoryId: REPOSITORY },
        scheduleSettings: {
          dailyScheduleEnabled: true,
          weeklyScheduleEnabled: false,
          monthlyScheduleEnabled: false,
          yearlyScheduleEnabled: false,
          dailySchedule: {
            kind: 'Everyday',
            runsPerHour: 1,
            snapshotOptions: {
              schedule: { hours: Array.from({ length: 24 }, (_, hour) => hour % 8 === 0) },
              retention: { count: 7 },
            },
          },
        },
        _embeddedResources: { lastBackupSession: link(`sessions/${SESSION}`) },
      },
    ],
  },
  '/api/v1/repositories': {
    totalCount: 1,
    results: [
      {
        id: REPOSITORY,
        name: 'bucket',
        description: '',
        amazonAccountId: ACCOUNT,
        amazonStorageFolder: 'veeam',
        enableEncryption: false,
        _embedded: { bucket: 'acme', region: 'us-east-1', bucketLink: link(`buckets/${ACCOUNT}`) },
      },
    ],
  },
  '/api/v1/sessions': {
    totalCount: 1,
    results: [
      {
        id: SESSION,
        type: 'Policy',
        status: 'Succeeded',
        result: 'Success',
        executionStartTime: '2026-03-10T01:00:00',
        executionDuration: 90_000,
        usn: 1,
      },
    ],
  },
};

describeContract('vbaws_rest_1.0-rev0.swagger.yaml', (contract) => {
  const document = new ContractDocument('vbaws_rest_1.0-rev0.swagger.yaml');

  it.each(Object.keys(FIRST_REVISION))('describes the answer of %s that these tests give', (path) => {
    expect(contract.validateResponse('GET', path, 200, FIRST_REVISION[path])).toEqual([]);
  });

  it('has every operation called at 1.0-rev0, and its answers are understood', async () => {
    const upstream = await startFirstRevision();
    const connection = connectionTo(upstream.url, { apiVersion: '1.0-rev0' });
    const adapter = createVbAwsAdapter(connection, new UpstreamHttp(connection), () => NOW);
    await expectUnderstood(adapter);
    const calls = upstream.requests.filter(({ status }) => status < 300);
    expect(calls.flatMap(({ method, url }) => document.judge(method, url))).toEqual([]);
    const seen = upstream.requests.filter((request) => !isIdentification(request));
    expect(seen.filter(({ status }) => status >= 300)).toEqual([]);
    await adapter.close();
    await upstream.close();
  });
});

function startFirstRevision(): ReturnType<typeof startUpstream> {
  return startUpstream((app) => {
    app.post('/api/v1/token', async () => ({ access_token: 'a', expires_in: 3600 }));
    for (const [path, answer] of Object.entries(FIRST_REVISION)) app.get(path, async () => answer);
  });
}

async function expectUnderstood(adapter: VbAwsAdapter): Promise<void> {
  const policies = (await adapter.inventory.policies(scope())).items;
  expect(policies).toEqual([
    expect.objectContaining({
      type: 'VbAwsEc2Policy',
      nativeId: POLICY,
      lastSessionId: SESSION,
      lastResult: 'SUCCESS',
      repositoryIds: [REPOSITORY],
      schedule: { scheduled: true, longestGap: DAY / 3 },
    }),
  ]);
  const [repository] = (await adapter.inventory.repositories(scope())).items;
  expect(repository).toMatchObject({
    nativeId: REPOSITORY,
    storageKey: ACCOUNT,
    immutability: { enabled: null, periodDays: null },
  });
  const order = { field: 'START_TIME', direction: 'DESC' } as const;
  const [stream] = adapter.activity.open(
    { criteria: { kinds: ['BACKUP'] }, order, expectedRows: 50 },
    scope(),
  );
  for await (const { items } of stream?.pages() ?? []) {
    expect(items).toEqual([
      expect.objectContaining({ nativeId: SESSION, kind: 'BACKUP', result: 'SUCCESS' }),
    ]);
    expect(await adapter.activity.linkPolicies?.(items, policies, scope())).toEqual(
      new Map([[SESSION, POLICY]]),
    );
  }
}
