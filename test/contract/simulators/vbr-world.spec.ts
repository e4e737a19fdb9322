import { BI, closeAll, NOW, rows, start, text } from './vbr-client.js';
import type { Client } from './vbr-client.js';

const DAY = 24 * 60 * 60_000;

afterEach(closeAll);

describe('the world', () => {
  it('is the same for the same seed and another for another, but for the ids every installation shares', async () => {
    const [one, same, other] = await Promise.all([
      start('1.3-rev2', { seed: 5 }),
      start('1.3-rev2', { seed: 5 }),
      start('1.3-rev2', { seed: 6 }),
    ]);
    const ids = (client: Client | undefined): string[] =>
      client?.simulator.world.jobs.map(({ id }) => id) ?? [];
    expect([...(one?.simulator.world.sessions ?? [])]).toEqual([...(same?.simulator.world.sessions ?? [])]);
    expect(ids(one).filter((id) => ids(other).includes(id))).toEqual([]);
    for (const client of [one, other])
      expect(client?.simulator.world.repositories[0]?.id).toBe('88788f9e-d8f5-4eb4-bc4f-9b3f5403bcec');
  });

  it.each([
    [1, 1],
    [5, 40],
    [40, 2000],
    [100, 5000],
    [3, 1500],
  ])('holds exactly %i jobs and %i sessions', async (policies, sessions) => {
    const { simulator } = await start('1.3-rev2', { policies, sessions });
    expect(simulator.world.jobs).toHaveLength(policies);
    expect([...simulator.world.sessions]).toHaveLength(sessions);
    expect(
      [...simulator.world.sessions].every(
        ({ creationTime }) => creationTime > NOW - 36 * DAY && creationTime <= NOW,
      ),
    ).toBe(true);
  });

  it('shows every kind of standing a report asks for', async () => {
    const client = await start('1.3-rev2');
    const states = rows(await client.get('/api/v1/jobs/states'));
    const some = (test: (state: Record<string, unknown>) => boolean): boolean => states.some(test);
    expect(some(({ status, lastResult }) => status === 'Running' && lastResult === 'None')).toBe(true);
    expect(some(({ status }) => status === 'Disabled')).toBe(true);
    expect(some(({ lastRun, nextRun }) => lastRun === undefined && nextRun !== undefined)).toBe(true);
    expect(some(({ nextRunPolicy }) => nextRunPolicy === 'Not scheduled')).toBe(true);
    expect(some(({ runAfterJob }) => runAfterJob !== undefined)).toBe(true);
    for (const result of ['Success', 'Warning', 'Failed'])
      expect(some(({ lastResult }) => lastResult === result)).toBe(true);
    const times = [...client.simulator.world.sessions].map(({ creationTime }) => creationTime);
    expect(new Set(times).size).toBeLessThan(times.length);
  });

  it('links retries to the first attempt of their run, and copy jobs to their sources', async () => {
    const client = await start('1.3-rev2');
    const sessions = rows(await client.get('/api/v1/sessions?limit=2000'));
    const retries = sessions.filter(
      (session) => ((session['retryInfo'] as { retryNumber: number } | undefined)?.retryNumber ?? 0) > 0,
    );
    expect(retries.length).toBeGreaterThan(5);
    for (const retry of retries) {
      const original = sessions.find(({ id }) => id === retry['originalSessionId']);
      expect(original).toMatchObject({ jobId: retry['jobId'], result: { result: 'Failed' } });
    }
    const copy = rows(await client.get('/api/v1/jobs?typeFilter=BackupCopy'))[0];
    const sources = (copy?.['sourceObjects'] as { includes: { jobs: { id: string }[] } }).includes.jobs;
    expect(sources.length).toBeGreaterThan(0);
    for (const { id } of sources) expect((await client.get(`/api/v1/jobs/${id}`)).status).toBe(200);
  });

  it('lets running sessions end when their time has come', async () => {
    const client = await start('1.3-rev2');
    const running = rows(await client.get('/api/v1/sessions?stateFilter=Working'));
    const endless = running.filter(({ sessionType }) => sessionType === 'MalwareDetection');
    expect(running.length).toBeGreaterThan(endless.length);
    for (const session of running) expect(session['endTime']).toBeUndefined();
    for (const session of endless) expect(session['progressPercent']).toBeUndefined();
    client.clock.now += 3 * 60 * 60_000;
    const authorization = `Bearer ${text(await client.signIn(), 'access_token')}`;
    const left = rows(await client.get('/api/v1/sessions?stateFilter=Working', { authorization }));
    expect(left.map(({ id }) => id)).toEqual(endless.map(({ id }) => id));
  });

  it('tells task times in the server zone without an offset', async () => {
    const client = await start('1.3-rev2', { timeZone: 'America/New_York' });
    const [task] = rows(await client.get('/api/v1/taskSessions?limit=1'));
    expect(task?.['creationTime']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+$/);
    expect(text(await client.get('/api/v1/serverTime'), 'serverTime')).toBe('2026-03-12T05:30:00.000-04:00');
  });

  it('breaks the contract in one job, repository and session when asked to', async () => {
    const client = await start('1.3-rev2', { oddities: true });
    const { oddities } = client.simulator.world;
    expect((await client.get(`/api/v1/jobs/${oddities?.jobId}`)).body).toMatchObject({
      type: 'HolographicBackup',
    });
    expect((await client.get(`${BI}/repositories/${oddities?.repositoryId}`)).body).toMatchObject({
      type: 'CrystalStorage',
    });
    expect((await client.get(`/api/v1/sessions/${oddities?.sessionId}`)).body).toMatchObject({
      sessionType: 'TimeTravel',
      result: null,
    });
  });
});
