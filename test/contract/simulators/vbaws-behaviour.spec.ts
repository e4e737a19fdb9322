import { startVbAwsSimulator, statusOf } from '../../../src/simulators/vbaws/index.js';
import type { SessionRecord, VbAwsSimulator, Workload } from '../../../src/simulators/vbaws/index.js';
import { VbAwsClient } from './vbaws-client.js';
import type { Answer } from './vbaws-client.js';
import { DAY, NOW, SLA, SLA_WINDOW, firstPolicy, firstSession, slaInstanceId } from './vbaws-fixtures.js';

const HOUR = DAY / 24;

type Row = Record<string, unknown>;

let now = NOW;
let simulator: VbAwsSimulator;
let client: VbAwsClient;

beforeAll(async () => {
  simulator = await startVbAwsSimulator({ now: () => now });
});
beforeEach(async () => {
  now = NOW;
  client = await VbAwsClient.signedIn(simulator.url);
});
afterAll(() => simulator.close());

const first = (workload: Workload) => firstPolicy(simulator, workload);
const sessionWhere = (type: string) => firstSession(simulator, type);

describe('signing in', () => {
  it('lets a refresh token work once', async () => {
    const fresh = new VbAwsClient(simulator.url);
    const pair = await fresh.token({
      grant_type: 'password',
      username: 'svc-gateway',
      password: 'simulated',
    });
    const refresh = { grant_type: 'refresh_token', refresh_token: String(pair.body['refresh_token']) };
    expect((await fresh.token(refresh)).status).toBe(200);
    expect((await fresh.token(refresh)).status).toBe(401);
  });

  it('refuses an expired token and accepts the renewed one', async () => {
    expect((await client.get('/vpc/policy')).status).toBe(200);
    now = NOW + HOUR + 1;
    expect(await client.get('/vpc/policy')).toMatchObject({
      status: 401,
      body: { errorCode: 'ExpiredToken' },
    });
    expect((await (await VbAwsClient.signedIn(simulator.url)).get('/vpc/policy')).status).toBe(200);
  });

  it('ends a session on request', async () => {
    expect((await client.delete('/token')).status).toBe(204);
    expect((await client.get('/vpc/policy')).status).toBe(401);
  });

  it.each([
    ['no revision', undefined],
    ['a revision the product no longer accepts', '1.0-rev0'],
    ['nonsense', 'latest'],
  ])('refuses %s with 400', async (_what, revision) => {
    expect(await client.withRevision(revision).get('/sessions')).toMatchObject({
      status: 400,
      body: { errorCode: 'UnexpectedContent' },
    });
  });

  it('keeps the version from operators', async () => {
    simulator.settings.role = 'Portal Operator';
    const answer = await client.get('/system/version');
    simulator.settings.role = 'Portal Administrator';
    expect(answer).toMatchObject({ status: 403, body: { errorCode: 'AccessDenied' } });
  });
});

describe('policies', () => {
  it('has two policies of different workloads with the same name', async () => {
    const named = { SearchPattern: 'Production nightly' };
    const [ec2, rds] = await Promise.all([
      client.get('/virtualMachines/policies', named),
      client.get('/rds/policies', named),
    ]);
    expect([ec2.rows.length, rds.rows.length]).toEqual([1, 1]);
    expect(ec2.rows[0]?.['id']).not.toBe(rds.rows[0]?.['id']);
  });

  it('points to the last session and the last finished one', async () => {
    const { world } = simulator;
    const running = world.sessions.findLast(
      ({ policyId, end }) =>
        end > NOW && world.policies.some(({ id, workload }) => id === policyId && workload === 'ec2'),
    );
    const { body } = await client.get(`/virtualMachines/policies/${running?.policyId}`);
    const links = body['_embedded'] as Record<string, { href: string }>;
    const finished = world.sessions.findLast(
      ({ policyId, end }) => policyId === running?.policyId && end <= NOW,
    );
    expect(body['lastPolicySessionStatus']).toBe('Running');
    expect(links['lastBackupSession']?.href).toMatch(new RegExp(`/sessions/${running?.id}$`));
    expect(links['lastFinishedBackupSession']?.href).toMatch(new RegExp(`/sessions/${finished?.id}$`));
  });

  it.each([
    ['IsEnabled=false', (policy: Row) => policy['isEnabled'] === false],
    [
      'LastPolicySessionStatus=Running&LastPolicySessionStatus=NeverExecuted',
      (policy: Row) => ['Running', 'NeverExecuted'].includes(String(policy['lastPolicySessionStatus'])),
    ],
    ['SearchPattern=prod*', (policy: Row) => /^prod/i.test(String(policy['name']))],
  ])('selects by %s', async (filter, matches) => {
    const all = await client.get('/virtualMachines/policies');
    const selected = await client.get(`/virtualMachines/policies?${filter}`);
    expect(selected.rows).toEqual(all.rows.filter(matches));
    expect(selected.rows.length).toBeGreaterThan(0);
    expect(selected.body['totalCount']).toBe(selected.rows.length);
  });

  it('sorts and pages', async () => {
    const all = await client.get('/virtualMachines/policies?Sort=nameDesc');
    const names = all.rows.map(({ name }) => String(name));
    expect(names).toEqual([...names].sort().reverse());
    const page = await client.get('/virtualMachines/policies?sort=nameDesc&offset=2&limit=3');
    expect(page.rows).toEqual(all.rows.slice(2, 5));
    expect(page.body['totalCount']).toBe(all.rows.length);
  });

  it.each(['Limit=-2', 'Offset=-1', 'Limit=ten', 'Sort=colourAsc', 'IsEnabled=maybe'])(
    'refuses %s',
    async (query) => {
      expect((await client.get(`/virtualMachines/policies?${query}`)).status).toBe(400);
    },
  );

  it('leaves out single workloads when told so', async () => {
    const partial = await startVbAwsSimulator({
      sessions: 10,
      missingRoutes: ['/fsx/policies', '/vpc/policy'],
      missingRouteStatus: 501,
    });
    const user = await VbAwsClient.signedIn(partial.url);
    expect((await user.get('/fsx/policies')).status).toBe(501);
    partial.settings.missingRouteStatus = 404;
    expect(await user.get('/vpc/policy')).toMatchObject({ status: 404, body: { errorCode: 'InvalidURI' } });
    expect((await user.get('/efs/policies')).status).toBe(200);
    await partial.close();
  });
});

describe('sessions', () => {
  const ids = (answer: Answer) => answer.rows.map(({ id }) => id);
  const truth = (test: (session: SessionRecord) => boolean) =>
    simulator.world.sessions.filter(test).map(({ id }) => id);

  it('has no policy id in the body', async () => {
    const { body } = await client.get(`/sessions/${sessionWhere('Policy').id}`);
    expect(JSON.stringify(body)).not.toContain(sessionWhere('Policy').policyId);
  });

  it('selects by time, type and status', async () => {
    const from = new Date(NOW - DAY).toISOString();
    const policy = await client.get(`/sessions?FromUtc=${from}&Types=Policy&Sort=startTimeDesc`);
    expect(ids(policy)).toEqual(
      truth(({ type, start }) => type === 'Policy' && start >= NOW - DAY).reverse(),
    );
    const bad = await client.get('/sessions?Status=Failed&Status=Warning&ToUtc=2026-03-05');
    const until = Date.UTC(2026, 2, 5);
    expect(ids(bad)).toEqual(
      truth((session) => ['Failed', 'Warning'].includes(statusOf(session, NOW)) && session.start <= until),
    );
    expect(bad.rows.length).toBeGreaterThan(0);
  });

  it('selects by policy and by parent', async () => {
    const policy = first('efs');
    const runs = await client.get(`/sessions?PolicyId=${policy.id}&Limit=1&Sort=startTimeDesc`);
    expect(ids(runs)).toEqual(truth(({ policyId }) => policyId === policy.id).slice(-1));
    const job = sessionWhere('Job');
    const children = await client.get(`/sessions?ParentSessionId=${job.parentId}`);
    expect(ids(children)).toContain(job.id);
  });

  it('sorts by stop time, the running ones last', async () => {
    const { rows } = await client.get('/sessions?Sort=stopTimeAsc&Types=Policy');
    const stops = rows.map((row) => row['executionStopTime'] ?? '9999');
    expect(stops).toEqual([...stops].sort());
    expect(stops.at(-1)).toBe('9999');
  });

  it('runs until its end by the clock', async () => {
    const running = simulator.world.sessions.find(({ end, type }) => end > NOW && type === 'Policy');
    if (!running) throw new Error('nothing runs');
    const before = await client.get(`/sessions/${running.id}`);
    expect(before.body).toMatchObject({ status: 'Running', result: 'Running' });
    expect(before.body).not.toHaveProperty('executionStopTime');
    now = running.end;
    const after = await (await VbAwsClient.signedIn(simulator.url)).get(`/sessions/${running.id}`);
    expect(after.body).toMatchObject({
      status: running.outcome,
      executionStopTime: new Date(running.end).toISOString(),
      executionDuration: running.end - running.start,
    });
  });

  it('shows in its items and log why it failed', async () => {
    const failed = simulator.world.sessions.find(
      ({ outcome, type }) => outcome === 'Failed' && type === 'Policy',
    );
    const items = await client.get(`/sessions/${failed?.id}/protectedItems`);
    expect(items.rows.map(({ status }) => status)).toContain('Failed');
    const log = await client.get(`/sessions/${failed?.id}/log`);
    expect(JSON.stringify(log.body)).toContain(failed?.reason);
  });

  it('writes times without a zone in 1.7', async () => {
    const session = sessionWhere('Policy');
    const { body } = await client.withRevision('1.7-rev1').get(`/sessions/${session.id}`);
    expect(body['executionStartTime']).toBe(new Date(session.start).toISOString().replace('Z', '000'));
  });

  it('stops near a cap when no policy is asked for', async () => {
    simulator.settings.sessionCap = 500;
    const page = await client.get('/sessions?Offset=450&Limit=100&Sort=startTimeDesc');
    const beyond = await client.get('/sessions?Offset=500&Limit=100');
    simulator.settings.sessionCap = undefined;
    expect(page.rows.length).toBe(50);
    expect(beyond.rows).toEqual([]);
    expect(beyond.body['totalCount']).toBe(simulator.world.sessions.length);
  });
});

describe('SLA compliance', () => {
  it('lists every SLA policy in the report, whichever policy the path names', async () => {
    const { rows } = await client.get(`${SLA}/${first('ec2Sla').id}/slaReport/`);
    const expected = simulator.world.policies.filter(({ workload }) => workload === 'ec2Sla');
    expect(rows.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  });

  it('counts planned, successful and missed runs per instance', async () => {
    const policy = first('ec2Sla');
    const { body } = await client.get(`${SLA}/${policy.id}/slaInstances`, SLA_WINDOW);
    const row = (body['results'] as Row[]).find(({ instanceId }) => instanceId === slaInstanceId(simulator));
    const sessions = await client.get(
      `${SLA}/${policy.id}/slaSessions/${slaInstanceId(simulator)}`,
      SLA_WINDOW,
    );
    const missed = sessions.rows.filter(({ status }) => status === 'Failed').length;
    expect(body).not.toHaveProperty('totalCount');
    expect(row).toMatchObject({
      planned: sessions.rows.length,
      missed,
      successful: sessions.rows.length - missed,
    });
  });

  it('needs both dates', async () => {
    const answer = await client.get(`${SLA}/${first('ec2Sla').id}/slaInstances?dateFrom=2026-03-01`);
    expect(answer.status).toBe(400);
  });

  it('gives periods of the kind of schedule asked for', async () => {
    const path = `${SLA}/${first('ec2Sla').id}/slaResults`;
    const daily = await client.get(`${path}/?scheduleType=Daily`);
    expect(daily.rows.length).toBeGreaterThan(20);
    expect((await client.get(`${path}?scheduleType=Monthly`)).rows).toEqual([]);
  });

  it('exports CSV or XML', async () => {
    const csv = await client.export(`${SLA}/export`, 'text/csv');
    const xml = await client.export(`${SLA}/export`, 'application/xml');
    expect(csv).toMatchObject({ type: expect.stringContaining('text/csv') });
    expect(csv.text).toContain(first('ec2Sla').name);
    expect(xml.text).toMatch(/^<\?xml/);
  });

  it('does not exist before 1.8', async () => {
    expect((await client.withRevision('1.7-rev1').get(SLA)).status).toBe(404);
  });
});
