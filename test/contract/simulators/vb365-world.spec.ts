import { Bench, HOUR, NOW } from './vb365-client.js';
import type { Json } from './vb365-client.js';

const DAY = 24 * HOUR;
const bench = new Bench();

afterEach(async () => bench.stop());

describe('the world', () => {
  it('is the same for the same seed, as large as asked, and another for another seed', async () => {
    const shape = async (seed: number): Promise<string> => {
      const { world } = await bench.start({ seed, policies: 60, sessions: 3000 });
      expect(world.allJobs()).toHaveLength(60);
      expect(world.sessions.length + world.restores.length).toBe(3000);
      const records = [world.jobs, world.repositories, world.proxies, world.restores].flat();
      const all = [
        ...records.map(({ id }) => id),
        ...world.sessions.map((s) => `${s.id} ${s.createdAt} ${s.status}`),
      ];
      await bench.stop();
      return all.join('\n');
    };
    const first = await shape(7);
    expect(await shape(7)).toBe(first);
    expect(await shape(8)).not.toBe(first);
  });

  it('has a history for reports of a day, a week and a month, with every result', async () => {
    const { world } = await bench.start();
    const since = (days: number): number =>
      world.sessions.filter(({ createdAt }) => createdAt > NOW - days * DAY).length;
    expect(since(1)).toBeGreaterThan(20);
    expect(since(7)).toBeGreaterThan(4 * since(1));
    expect(since(30)).toBeGreaterThan(3 * since(7));
    expect(since(45)).toBe(world.sessions.length);
    expect(new Set(world.sessions.map(({ status }) => status))).toEqual(
      new Set(['Success', 'Warning', 'Failed', 'Stopped', 'Running', 'Queued', 'Disconnected']),
    );
    const failed = world.sessions.filter(({ status }) => status === 'Failed').length;
    expect(failed / world.sessions.length).toBeLessThan(0.1);
    const starts = world.sessions.map(({ createdAt }) => createdAt);
    expect(new Set(starts).size).toBeLessThan(starts.length);
  });

  it('has jobs of every kind of schedule and state', async () => {
    const { world } = await bench.start();
    expect(new Set(world.allJobs().map(({ schedule }) => schedule.type))).toEqual(
      new Set(['Daily', 'Periodically', 'ManualOnly', 'Immediate']),
    );
    expect(new Set(world.jobs.map(({ lastStatus }) => lastStatus))).toEqual(
      new Set([
        'Success',
        'Warning',
        'Failed',
        'Stopped',
        'Running',
        'Queued',
        'Disconnected',
        'NotConfigured',
      ]),
    );
    for (const job of world.allJobs()) {
      const newest = world.ledger.of(job.id).at(-1);
      expect([job.name, job.lastRun]).toEqual([job.name, newest?.createdAt ?? null]);
      if (newest) expect(job.lastStatus).toBe(newest.status);
      const isScheduled =
        job.isEnabled && (job.schedule.type === 'Daily' || job.schedule.type === 'Periodically');
      expect([job.name, job.nextRun !== null && job.nextRun > NOW]).toEqual([job.name, isScheduled]);
    }
  });

  it('runs of one job do not overlap; retries name the first session of their chain', async () => {
    const { world } = await bench.start();
    for (const job of world.allJobs()) {
      const sessions = world.ledger.of(job.id);
      sessions.forEach((session, index) => {
        const before = sessions[index - 1];
        if (before?.endedAt != null) expect(session.createdAt).toBeGreaterThanOrEqual(before.endedAt);
        expect(session.retryCount > 0).toBe(session.main !== null);
        if (session.retryCount === 0) return;
        expect(before).toMatchObject({
          status: 'Failed',
          willBeRetried: true,
          retryCount: session.retryCount - 1,
        });
        expect(session.main).toMatchObject({ retryCount: 0, job });
      });
    }
    const retry = world.sessions.findLast(({ main }) => main !== null);
    const client = await bench.client('v8');
    expect(await client.one(`/JobSessions/${retry?.id ?? ''}`)).toMatchObject({
      mainSessionId: retry?.main?.id,
      retryCount: retry?.retryCount,
    });
    expect(await client.one(`/JobSessions/${retry?.main?.id ?? ''}`)).toMatchObject({
      jobWillBeRetried: true,
    });
  });

  it('failed sessions have failed objects and errors in their log', async () => {
    const { world } = await bench.start();
    const failed = world.sessions.findLast(({ status }) => status === 'Failed');
    const client = await bench.client('v8');
    const objects = await client.rows(`/JobSessions/${failed?.id ?? ''}/ProcessedObjects?limit=10000`);
    expect(objects).toHaveLength(failed?.objects ?? -1);
    expect(objects.some(({ status }) => status === 'Failed')).toBe(true);
    expect(
      (await client.page(`/JobSessions/${failed?.id ?? ''}/ProcessedObjects`)).results.length,
    ).toBeLessThanOrEqual(30);
  });

  it('queued work starts and running work ends as the clock goes on', async () => {
    const { world } = await bench.start();
    const client = await bench.client('v8');
    const queued = world.jobs.find(({ lastStatus }) => lastStatus === 'Queued');
    const running = world.jobs.find(({ lastStatus }) => lastStatus === 'Running');
    const status = async (job: typeof queued): Promise<unknown> =>
      (await client.one(`/Jobs/${job?.id ?? ''}`))['lastStatus'];
    expect([await status(queued), await status(running)]).toEqual(['Queued', 'Running']);
    const before = await client.rows(`/JobSessions?jobId=${running?.id ?? ''}&limit=1`);
    bench.clock += 10 * 60_000;
    expect([await status(queued), await status(running)]).toEqual(['Running', 'Running']);
    const after = await client.rows(`/JobSessions?jobId=${running?.id ?? ''}&limit=1`);
    expect(after[0]?.['progress']).toBeGreaterThan(Number(before[0]?.['progress']));
    bench.clock += 4 * HOUR - 600_000;
    world.settle();
    expect([queued?.lastStatus, running?.lastStatus]).toEqual(['Success', 'Success']);
    expect(world.allJobs().every(({ nextRun }) => nextRun === null || nextRun > bench.clock)).toBe(true);
  });

  it('odd records speak words that no contract knows', async () => {
    const { oddIds } = await bench.start({ oddities: true });
    const client = await bench.client('v8');
    const odd = async (path: string): Promise<Json | undefined> =>
      (await client.rows(path)).find(({ id }) => oddIds.has(String(id)));
    expect(await odd('/Jobs?limit=1000')).toMatchObject({ lastStatus: 'Hibernated', schedulePolicy: null });
    expect(await odd('/JobSessions?limit=1000')).toMatchObject({
      status: 'Hibernated',
      statistics: null,
      creationTime: expect.stringMatching(/\.\d{7}\+00:00$/),
      addedNextYear: expect.anything(),
    });
    expect(await odd('/BackupRepositories')).toMatchObject({ retentionType: 'Tiered', path: null });
    expect(await odd('/Organizations')).toMatchObject({ region: 'Antarctica' });
  });

  it('a million sessions fit, and a page of them is quick', async () => {
    await bench.start({ sessions: 1_000_000 });
    const client = await bench.client('v8');
    const started = performance.now();
    expect((await client.page('/JobSessions?offset=500000&limit=1000')).results).toHaveLength(1000);
    expect(performance.now() - started).toBeLessThan(3000);
  }, 30_000);
});
