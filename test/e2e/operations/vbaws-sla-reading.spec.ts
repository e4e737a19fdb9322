import { readRest } from '../../support/rest-vbaws.js';
import { one, startAwsStage } from '../../support/changes-vbaws.js';
import type { AwsStage } from '../../support/changes-vbaws.js';

const DAY = 24 * 3_600_000;
const SLA = '/api/v1/policy/ec2SlaBasedPolicies';

interface Named {
  nativeId: string;
  name: string;
}

let stage: AwsStage;
const from = new Date(Date.now() - 30 * DAY).toISOString();
const to = new Date().toISOString();

beforeAll(async () => {
  stage = await startAwsStage({ policies: 60, sessions: 1500 });
});

afterAll(async () => {
  await stage.close();
});

const rest = <T>(path: string): Promise<T> => readRest<T>(stage.simulator, path);

/** An SLA-based policy with instances of which some missed their target. */
async function policyWithMisses() {
  for (const { id } of stage.slaPolicies()) {
    const { results } = await rest<{ results: { instanceId: string; status: string }[] }>(
      `${SLA}/${id}/slaInstances?dateFrom=${from}&dateTo=${to}`,
    );
    if (results.some(({ status }) => status === 'MissedSla')) return { id, results };
  }
  throw new Error('the simulated appliance has no instance that missed its target');
}

function ofPolicy<T>(
  nativeId: string,
  selection: string,
  variables: Record<string, unknown> = {},
): Promise<T> {
  const declared = Object.keys(variables).map((name) => `, $${name}: DateTime!`);
  const document = `query ($id: ID!${declared.join('')}) { node(id: $id) { ... on VbAwsSlaPolicy { ${selection} } } }`;
  return stage
    .ask<{ node: T }>(document, { id: stage.id('VbAwsSlaPolicy', nativeId), ...variables })
    .then(({ node }) => node);
}

it('reads the instances of a policy, the sessions of one and the log of each', async () => {
  const { id, results } = await policyWithMisses();
  type Answer = {
    instances: (Named & {
      status: string;
      met: boolean;
      sessions: (Named & { status: string; time: string; log: { message: string }[] })[];
    })[];
    instanceStatistics: { met: number; missed: number };
  };
  const window = { from, to };
  const { instances, instanceStatistics } = await ofPolicy<Answer>(
    id,
    `instances(from: $from, to: $to, first: 2, offset: 1) { nativeId name status met
       sessions { nativeId status result time timeZone utcOffset log { message result time } } }
     instanceStatistics(from: $from, to: $to) { met missed removed }`,
    window,
  );
  expect(instances.map(({ nativeId, status }) => [nativeId, status])).toEqual(
    results.slice(1, 3).map(({ instanceId, status }) => [instanceId, status]),
  );
  expect(instanceStatistics).toMatchObject({
    met: results.filter(({ status }) => status === 'MetSla').length,
    missed: results.filter(({ status }) => status === 'MissedSla').length,
  });
  const { nativeId, sessions } = one(instances[0]);
  const truth = await rest<{
    results: { sessionId: string; status: string; startTime: { sessionTimestampUtc: string } }[];
  }>(`${SLA}/${id}/slaSessions/${nativeId}?dateFrom=${from}&dateTo=${to}`);
  expect(sessions.map((session) => [session.nativeId, session.status, session.time])).toEqual(
    truth.results.map(({ sessionId, status, startTime }) => [
      sessionId,
      status,
      startTime.sessionTimestampUtc,
    ]),
  );
  const [session] = sessions;
  const log = await rest<{ results: { sessionLogName: string }[] }>(
    `${SLA}/slaSessions/${one(session).nativeId}/slaSessionLogs`,
  );
  expect(one(session).log.map(({ message }) => message)).toEqual(
    log.results.map(({ sessionLogName }) => sessionLogName),
  );
});

it('passes kinds of copies and schedules and the name on, and chooses by outcome itself', async () => {
  const { id } = await policyWithMisses();
  const asked = await stage.asked(() =>
    ofPolicy(
      id,
      `instances(from: $from, to: $to, backupType: [SNAPSHOT, BACKUP], scheduleType: [DAILY], search: "web", status: [MET]) { name }
       results(backupType: [SNAPSHOT], scheduleType: [WEEKLY, MONTHLY]) { status }`,
      { from, to },
    ),
  );
  const urls = asked
    .map((url) => new URL(url, 'http://appliance'))
    .filter(({ pathname }) => /sla(Inst|Res)/.test(pathname));
  const found = (part: string) => one(urls.find(({ pathname }) => pathname.includes(part))).searchParams;
  const instances = found('slaInstances');
  expect([
    instances.getAll('backupType'),
    instances.getAll('scheduleType'),
    instances.get('searchPattern'),
  ]).toEqual([['Ec2Snapshot', 'Ec2Backup'], ['Daily'], 'web']);
  expect(found('slaResults').getAll('scheduleType')).toEqual(['Weekly', 'Monthly']);
});

it('reads how each period fared, within dates and by outcome', async () => {
  const { id } = await policyWithMisses();
  type Period = {
    from: string;
    to: string;
    status: string;
    achievedPercent: number;
    processedObjects: number;
  };
  const truth = await rest<{ results: (Omit<Period, 'achievedPercent'> & { achievedSlaPercent: number })[] }>(
    `${SLA}/${id}/slaResults/`,
  );
  const all = await ofPolicy<{ results: Period[] }>(
    id,
    'results { from to status achievedPercent processedObjects }',
  );
  expect(all.results).toEqual(
    truth.results.map(({ achievedSlaPercent, ...period }) => ({
      ...period,
      achievedPercent: achievedSlaPercent,
    })),
  );
  const since = one(truth.results[1]).from;
  const some = await ofPolicy<{ results: Period[] }>(
    id,
    'results(from: $since, status: [MISSED]) { from status }',
    { since },
  );
  expect(some.results).toEqual(
    truth.results
      .filter((period) => period.from >= since && period.status === 'MissedSla')
      .map(({ from: begin, status }) => ({ from: begin, status })),
  );
});

it('reads cost, protected and excluded resources and regions of a policy', async () => {
  const policy = one(stage.slaPolicies().find(({ resourceIds }) => resourceIds.length > 1));
  policy.excludedIds.push(...policy.resourceIds.slice(0, 1));
  const answer = await ofPolicy<{
    cost: { total: number; empty: boolean; instances: { nativeId: string; total: number }[] };
    protectedResources: { nativeId: string; awsId: string; kind: string; removed: boolean }[];
    excludedResources: { nativeId: string; name: string }[];
    selectedRegions: Named[];
  }>(
    policy.id,
    `cost { snapshots backups total empty instances { nativeId name total } }
     protectedResources { nativeId awsId kind removed }
     excludedResources { nativeId name kind removed }
     selectedRegions { nativeId name optInStatus }`,
  );
  const cost = await rest<{ totalCost: number; instancesCosts: { instanceId: string; totalCost: number }[] }>(
    `${SLA}/${policy.id}/cost`,
  );
  expect(answer.cost).toMatchObject({ total: cost.totalCost, empty: false });
  expect(answer.cost.instances.map(({ nativeId, total }) => [nativeId, total])).toEqual(
    cost.instancesCosts.map(({ instanceId, totalCost }) => [instanceId, totalCost]),
  );
  expect(answer.protectedResources.map(({ nativeId }) => nativeId)).toEqual(policy.resourceIds);
  expect(
    new Set(answer.protectedResources.filter(({ removed }) => !removed).map(({ kind }) => kind)),
  ).toEqual(new Set(['virtualMachine']));
  expect(answer.excludedResources.map(({ nativeId }) => nativeId)).toEqual(policy.excludedIds);
  expect(answer.selectedRegions.map(({ nativeId }) => nativeId).sort()).toEqual([...policy.regionIds].sort());
});

it('costs no call for what is not selected', async () => {
  const asked = await stage.asked(() => stage.ask('{ policies(first: 100) { nodes { name } } }'));
  expect(
    asked.filter((url) => /sla(Report|Results|Instances)|cost|protected|excluded|regions/i.test(url)),
  ).toEqual([]);
});

it('leaves the other fields of a policy whose cost cannot be read', async () => {
  const [policy] = stage.slaPolicies();
  stage.simulator.faults.add({ match: '/cost', fault: { kind: 'status', status: 500 } });
  const { data, errors } = await stage.answer<{ node: { name: string; cost: null } }>(
    'query ($id: ID!) { node(id: $id) { ... on VbAwsSlaPolicy { name cost { total } } } }',
    { id: stage.id('VbAwsSlaPolicy', one(policy).id) },
  );
  stage.simulator.faults.clear();
  expect(data.node).toEqual({ name: one(policy).name, cost: null });
  expect(errors).toMatchObject([{ path: ['node', 'cost'], extensions: { code: 'UPSTREAM_ERROR' } }]);
});

it.each([
  [
    'a window that ends before it begins',
    'instances(from: "2026-03-02T00:00:00Z", to: "2026-03-01T00:00:00Z") { name }',
  ],
  ['a page that is too large', 'instances(from: "2026-03-01T00:00:00Z", first: 501) { name }'],
  ['an offset below zero', 'instances(from: "2026-03-01T00:00:00Z", offset: -1) { name }'],
])('refuses %s before anything is asked', async (_what, selection) => {
  const asked = await stage.asked(async () => {
    const { status } = await stage.answer(
      `{ policies { nodes { ... on VbAwsSlaPolicy { ${selection} } } } }`,
    );
    expect(status).toBe(400);
  });
  expect(asked).toEqual([]);
});

it('reads what a restore session restored, with links as ids', async () => {
  const restore = one(
    stage.simulator.world.sessions.findLast(({ type, end }) => type === 'RestoreTask' && end < Date.now()),
  );
  type Item = {
    name: string;
    result: string;
    region: { nativeId: string; name: string };
    resource: { nativeId: string; kind: string };
  };
  const { node } = await stage.ask<{ node: { restoredItems: Item[] } }>(
    `query ($id: ID!) { node(id: $id) { ... on VbAwsSession {
       restoredItems(orderBy: NAME_ASC) { name result region { nativeId name } resource { nativeId kind } } } } }`,
    { id: stage.id('VbAwsSession', restore.id) },
  );
  type Row = {
    name: string;
    status: string;
    regionName: string;
    _embedded: { virtualMachine: { href: string }; region: { href: string } };
  };
  const { results } = await rest<{ results: Row[] }>(
    `/api/v1/sessions/${restore.id}/restoredItems?Sort=nameAsc`,
  );
  const lastOf = (href: string) => href.split('/').at(-1);
  expect(
    node.restoredItems.map(({ name, region, resource }) => [
      name,
      region.name,
      region.nativeId,
      resource.nativeId,
    ]),
  ).toEqual(
    results.map(({ name, regionName, _embedded: { virtualMachine, region } }) => [
      name,
      regionName,
      lastOf(region.href),
      lastOf(virtualMachine.href),
    ]),
  );
  expect(node.restoredItems.length).toBeGreaterThan(0);
});
