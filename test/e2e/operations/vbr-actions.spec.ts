import { startScaleOutStage } from '../../support/scale-out-stage.js';
import type { ScaleOutStage, SeenPayload } from '../../support/scale-out-stage.js';
import type { JobRecord } from '../../../src/simulators/vbr/index.js';

const UNKNOWN = '11111111-2222-4333-8444-555555555555';

let stage: ScaleOutStage;

afterEach(() => stage.close());

function act(action: string, policy: string, more: object = {}): Promise<SeenPayload> {
  return stage.change(`${action}Policy`, 'PolicyActionInput', 'policy', { policy, ...more });
}

function rescan(...repositories: string[]): Promise<SeenPayload> {
  return stage.change('rescanRepositories', 'RescanRepositoriesInput', 'sessions', { repositories });
}

/** A job that stands still. */
function idleJob(isWanted: (job: JobRecord) => boolean = () => true): JobRecord {
  const { jobs, sessions } = stage.simulator.world;
  const job = jobs.find((candidate) => {
    const last = sessions.lastOf(candidate.index);
    const isIdle = last !== undefined && (last.endTime ?? Infinity) <= stage.clock.now;
    return isIdle && !candidate.disabled && candidate.type !== 'BackupCopy' && isWanted(candidate);
  });
  if (job === undefined) throw new Error('the simulated server has no such job');
  return job;
}

const idOf = ({ id }: JobRecord): string => stage.id('VbrJob', id);

describe.each(['1.2-rev1', '1.3-rev0', '1.3-rev1', '1.3-rev2'])('at revision %s', (revision) => {
  it('a job is started, seen to run, and stopped', async () => {
    stage = await startScaleOutStage(revision, { workSeconds: 60 });
    const job = idleJob();
    const started = await act('start', idOf(job));
    expect(started.userErrors).toEqual([]);
    expect(started.policy).toMatchObject({ status: 'RUNNING' });
    expect(started.session?.nativeId).toBeDefined();
    const stopped = await act('stop', idOf(job));
    expect(stopped.userErrors).toEqual([]);
    expect(stopped.session?.nativeId).toBe(started.session?.nativeId);
    expect(stopped.policy?.status).not.toBe('RUNNING');
    expect(stage.sent()).toMatchObject([
      { method: 'POST', path: `/api/v1/jobs/${job.id}/start`, request: { performActiveFull: false } },
      { method: 'POST', path: `/api/v1/jobs/${job.id}/stop`, request: { gracefulStop: false } },
    ]);
  });

  it('a job is switched off and on again', async () => {
    stage = await startScaleOutStage(revision);
    const job = idleJob();
    expect(await act('disable', idOf(job))).toMatchObject({
      policy: { enabled: false, status: 'DISABLED' },
      session: null,
      userErrors: [],
    });
    expect(job.disabled).toBe(true);
    expect(await act('enable', idOf(job))).toMatchObject({ policy: { enabled: true }, userErrors: [] });
  });

  it('repositories are rescanned in one call, scale-out ones through their extents', async () => {
    stage = await startScaleOutStage(revision);
    const extents = stage.main.performance.map(({ repositoryId }) => repositoryId);
    const [disk] = stage.free.disks;
    const main = stage.id('VbrScaleOutRepository', stage.main.id);
    const { sessions, userErrors } = await rescan(main, stage.extentId(extents[0]), stage.extentId(disk));
    expect(userErrors).toEqual([]);
    expect(sessions).toHaveLength(1);
    const [sent, ...others] = stage.sent();
    expect(others).toEqual([]);
    const ids = (sent?.request as { repositoryIds: string[] }).repositoryIds;
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining([...extents, disk]));
  });

  it('a session is stopped', async () => {
    stage = await startScaleOutStage(revision, { workSeconds: 60 });
    const { session } = await act('start', idOf(idleJob()));
    const stopped = await stage.change('vbrStopSession', 'VbrStopSessionInput', 'session', {
      session: session?.id,
    });
    expect(stopped).toMatchObject({
      session: { id: session?.id, state: 'FINISHED', result: 'CANCELLED' },
      userErrors: [],
    });
  });
});

describe('a job', () => {
  it('that has nothing to process starts no session', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    stage.simulator.faults.add({ match: '/start', fault: { kind: 'status', status: 204 } });
    expect(await act('start', idOf(idleJob()))).toMatchObject({ session: null, userErrors: [] });
  });

  it('that stands still cannot be stopped; the server says so', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    const { policy, session, userErrors } = await act('stop', idOf(idleJob()));
    expect({ session, name: typeof policy?.name }).toEqual({ session: null, name: 'string' });
    expect(userErrors).toMatchObject([
      { code: 'CONFLICT', upstream: { status: 400, code: 'UnexpectedContent' } },
    ]);
    expect(userErrors[0]?.message).toContain('is not running');
  });

  it.each(['start', 'stop', 'enable', 'disable'])('that does not exist: %s', async (action) => {
    stage = await startScaleOutStage('1.3-rev2');
    const unknown = await act(action, stage.id('VbrJob', UNKNOWN));
    expect(unknown).toMatchObject({
      policy: null,
      userErrors: [{ code: 'NOT_FOUND', field: ['input', 'policy'] }],
    });
    const nonsense = await act(action, 'nonsense');
    expect(nonsense.userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'policy'] }]);
    expect(stage.sent()).toEqual([]);
  });

  it('is started once for one idempotency key', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    const job = idOf(idleJob());
    const [first, again] = [
      await act('start', job, { idempotencyKey: 'k' }),
      await act('start', job, { idempotencyKey: 'k' }),
    ];
    expect(again.session?.id).toBe(first.session?.id);
    expect(stage.sent()).toHaveLength(1);
  });

  it('is not started again when the connection breaks', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    stage.simulator.faults.add({ match: '/start', fault: { kind: 'reset' } });
    const { userErrors } = await act('start', idOf(idleJob()));
    expect(userErrors).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE' }]);
    expect(stage.simulator.requests.filter(({ url }) => url.includes('/start')).length).toBeLessThanOrEqual(
      1,
    );
  });

  it('is started after one renewal when the sign-in has run out', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    const job = idOf(idleJob());
    stage.simulator.faults.add({ match: '/start', times: 1, fault: { kind: 'status', status: 401 } });
    expect((await act('start', job)).userErrors).toEqual([]);
    expect(stage.sent().map(({ status }) => status)).toEqual([401, 201]);
  });

  it('may not be touched by a viewer', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    stage.simulator.switches.administrator = false;
    expect((await act('disable', idOf(idleJob()))).userErrors).toMatchObject([
      { code: 'FORBIDDEN', upstream: { status: 403, code: 'AccessDenied' } },
    ]);
  });
});

describe('a rescan', () => {
  it('of repositories that do not exist is told so, and does the others', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    const { sessions, userErrors } = await rescan(
      stage.extentId(UNKNOWN),
      stage.extentId(stage.free.disks[0]),
    );
    expect(sessions).toHaveLength(1);
    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['input', 'repositories', '0'] }]);
  });

  it('that the server refuses or does not answer is told', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    const id = stage.extentId(stage.free.disks[0]);
    const body = JSON.stringify({ errorCode: 'NotFound', message: 'Gone' });
    const fault = { kind: 'status', status: 404, body, contentType: 'application/json' } as const;
    stage.simulator.faults.add({ match: '/rescan', times: 1, fault });
    expect((await rescan(id)).userErrors).toMatchObject([
      { code: 'NOT_FOUND', message: 'Gone', upstream: { status: 404, code: 'NotFound' } },
    ]);
    stage.simulator.faults.add({ match: '/rescan', times: 1, fault: { kind: 'status', status: 503 } });
    expect((await rescan(id)).userErrors).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE' }]);
  });
});

describe('a session', () => {
  const stop = (session: string, more: object = {}): Promise<SeenPayload> =>
    stage.change('vbrStopSession', 'VbrStopSessionInput', 'session', { session, ...more });

  it('that does not exist, or is none, is not stopped', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    expect(await stop(stage.id('VbrSession', UNKNOWN))).toMatchObject({
      session: null,
      userErrors: [{ code: 'NOT_FOUND', field: ['input', 'session'] }],
    });
    expect((await stop(stage.serverId)).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', field: ['input', 'session'] },
    ]);
    expect(stage.sent()).toEqual([]);
  });

  it('that the server refuses to stop, or does not answer about, is told; one key stops once', async () => {
    stage = await startScaleOutStage('1.3-rev2', { workSeconds: 60 });
    const { session } = await act('start', idOf(idleJob()));
    const id = session?.id ?? '';
    stage.simulator.switches.administrator = false;
    expect((await stop(id)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    stage.simulator.switches.administrator = true;
    stage.simulator.faults.add({ match: '/stop', times: 1, fault: { kind: 'status', status: 500 } });
    expect((await stop(id)).userErrors).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE' }]);
    const sent = stage.sent().length;
    await stop(id, { idempotencyKey: 'k' });
    expect((await stop(id, { idempotencyKey: 'k' })).userErrors).toEqual([]);
    expect(stage.sent()).toHaveLength(sent + 1);
  });
});
