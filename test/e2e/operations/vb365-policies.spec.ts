import type { Job } from '../../../src/simulators/vb365/index.js';
import { startM365Stage, one } from '../../support/changes-vb365.js';
import type { M365Stage } from '../../support/changes-vb365.js';

interface PolicyPayload {
  policy: { name: string; enabled: boolean; status: string; lastSession: { nativeId: string } | null } | null;
  session: { id: string; nativeId: string; kind: string; state: string; policy: { nativeId: string } } | null;
}

const POLICY = `policy { name enabled status lastSession { nativeId } }
  session { id nativeId kind state policy { nativeId } }`;

let stage: M365Stage;

afterEach(async () => {
  await stage.close();
});

function act(action: string, id: string, more: object = {}) {
  return stage.change<PolicyPayload>(`${action}Policy`, 'PolicyActionInput', { policy: id, ...more }, POLICY);
}

/** A job that nothing keeps from being started. */
function idle<T extends Job>(jobs: readonly T[]): T {
  const { ledger } = stage.simulator.world;
  return one(
    jobs.find((job) => job.isEnabled && !ledger.current(job) && job.repository.proxy?.status === 'Online'),
  );
}

const idOf = (job: Job): string => stage.id(job.kind === 'Copy' ? 'VbM365CopyJob' : 'VbM365Job', job.id);

describe.each(['v6', 'v7', 'v8'] as const)('a job of an M365 server that speaks %s', (version) => {
  it.each(['Jobs', 'CopyJobs'] as const)(
    'of %s is started and its session followed to the end',
    async (kind) => {
      stage = await startM365Stage(version, { switches: { workSeconds: 60 } });
      const { world } = stage.simulator;
      const job = idle<Job>(kind === 'Jobs' ? world.jobs : world.copyJobs);
      const { policy, session, userErrors } = await act('start', idOf(job));
      expect(userErrors).toEqual([]);
      const started = one(world.ledger.current(job));
      expect(session).toMatchObject({
        nativeId: started.id,
        kind: kind === 'Jobs' ? 'BACKUP' : 'BACKUP_COPY',
        state: 'RUNNING',
        policy: { nativeId: job.id },
      });
      expect(policy).toMatchObject({ status: 'RUNNING', lastSession: { nativeId: started.id } });
      expect(started.full).toBe(false);
      expect(stage.sent()).toEqual([`POST /${version}/${kind}/${job.id}/start`]);
      world.ledger.stop(started);
      const query = 'query ($id: ID!) { node(id: $id) { ... on Session { state result } } }';
      expect(await stage.ask(query, { id: session?.id })).toEqual({
        node: { state: 'FINISHED', result: 'CANCELLED' },
      });
    },
  );

  it('is stopped', async () => {
    stage = await startM365Stage(version, { switches: { workSeconds: 60 } });
    const { world } = stage.simulator;
    const job = idle(world.jobs);
    await act('start', idOf(job));
    const running = one(world.ledger.current(job));
    const { policy, session, userErrors } = await act('stop', idOf(job));
    expect({ session, userErrors }).toEqual({ session: null, userErrors: [] });
    expect(policy?.status).toBe('IDLE');
    expect(running.status).toBe('Stopped');
  });

  it.each(['jobs', 'copyJobs'] as const)('(%s) is disabled and enabled', async (kind) => {
    stage = await startM365Stage(version);
    const job = idle<Job>(stage.simulator.world[kind]);
    expect((await act('disable', idOf(job))).policy).toMatchObject({ enabled: false, status: 'DISABLED' });
    expect(job.isEnabled).toBe(false);
    expect((await act('enable', idOf(job))).policy).toMatchObject({ enabled: true });
    expect(job.isEnabled).toBe(true);
  });

  it('that runs cannot be started again: a conflict in the words of the server, without its stack trace', async () => {
    stage = await startM365Stage(version, { switches: { workSeconds: 60 } });
    const job = idle(stage.simulator.world.jobs);
    await act('start', idOf(job));
    const { session, userErrors } = await act('start', idOf(job));
    expect(session).toBeNull();
    expect(userErrors).toEqual([
      {
        code: 'CONFLICT',
        message: `Job ${job.name} is already running`,
        field: ['input', 'policy'],
        upstream: {
          status: 409,
          code: version === 'v8' ? 'OperationConflict' : null,
          message: `Job ${job.name} is already running`,
        },
      },
    ]);
  });

  it('is started once under one idempotency key', async () => {
    stage = await startM365Stage(version);
    const job = idle(stage.simulator.world.jobs);
    const key = { idempotencyKey: 'nightly' };
    const [first, second] = [await act('start', idOf(job), key), await act('start', idOf(job), key)];
    expect(second.session?.nativeId).toBe(first.session?.nativeId);
    const other = one(stage.simulator.world.jobs.find((each) => each !== job));
    expect((await act('start', idOf(other), key)).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', field: ['input', 'idempotencyKey'] },
    ]);
    expect(stage.sent()).toHaveLength(1);
  });
});

describe('acting on an M365 job', () => {
  beforeEach(async () => {
    stage = await startM365Stage('v8');
  });

  it.each([
    ['no id at all', 'nonsense', 'INVALID_INPUT'],
    ['the id of a job that is gone', undefined, 'NOT_FOUND'],
  ])('named by %s sends nothing', async (_what, id, code) => {
    const given = id ?? stage.id('VbM365Job', '10b00000-0000-4000-8000-00000000dead');
    const { policy, userErrors } = await act('start', given);
    expect(policy).toBeNull();
    expect(userErrors).toMatchObject([{ code, field: ['input', 'policy'], upstream: null }]);
    expect(stage.sent()).toEqual([]);
  });

  it('is forbidden to an account that may only read', async () => {
    stage.simulator.switches.readOnlyAccount = true;
    const job = idle(stage.simulator.world.jobs);
    expect((await act('disable', idOf(job))).userErrors).toMatchObject([
      { code: 'FORBIDDEN', upstream: { status: 403, code: 'ResourceAccessDenied' } },
    ]);
    expect(job.isEnabled).toBe(true);
  });

  it('whose proxy is offline is rejected with the code of the server', async () => {
    const job = one(
      stage.simulator.world.jobs.find(
        (each) => each.isEnabled && each.repository.proxy?.status === 'Offline',
      ),
    );
    expect((await act('start', idOf(job))).userErrors).toMatchObject([
      { code: 'UPSTREAM_REJECTED', upstream: { status: 500, code: 'ProxyOffline' } },
    ]);
  });

  it.each([
    ['answers 503 without a body', { kind: 'status', status: 503 }],
    ['drops the connection', { kind: 'reset' }],
    ['answers HTML', { kind: 'raw', body: '<html><body>Sign in</body></html>', contentType: 'text/html' }],
  ] as const)('of a server that %s is not repeated and not taken for done', async (_what, fault) => {
    const job = idle(stage.simulator.world.jobs);
    // Hits one request only: a second one would succeed.
    stage.simulator.faults.add({ match: '/stop', times: 1, fault });
    const { userErrors } = await act('stop', idOf(job));
    expect(userErrors).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE', field: ['input', 'policy'] }]);
    expect(stage.sent().length).toBeLessThanOrEqual(1);
  });
});
