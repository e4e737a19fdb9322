import { BI, closeAll, field, NOW, rows, start, text, total } from './vbr-client.js';

const DAY = 24 * 60 * 60_000;
const REVISIONS = ['1.2-rev1', '1.3-rev0', '1.3-rev1', '1.3-rev2'];
const small = { policies: 2, sessions: 4 };

afterEach(closeAll);

describe('sign-in', () => {
  it('renews once per refresh token', async () => {
    const client = await start('1.3-rev0', small);
    const refresh_token = text(await client.signIn(), 'refresh_token');
    const renewed = await client.signIn({ grant_type: 'Refresh_token', refresh_token });
    expect(renewed.status).toBe(200);
    expect(await client.signIn({ grant_type: 'refresh_token', refresh_token })).toMatchObject({
      status: 401,
      body: { errorCode: 'InvalidToken' },
    });
  });

  it('lets access tokens expire after expires_in, refresh tokens later', async () => {
    const client = await start('1.3-rev0', { ...small, accessTokenSeconds: 60 });
    const pair = await client.signIn();
    expect(field(pair, 'expires_in')).toBe(60);
    client.clock.now += 59_000;
    expect((await client.get('/api/v1/jobs')).status).toBe(200);
    client.clock.now += 2_000;
    expect(await client.get('/api/v1/jobs')).toMatchObject({
      status: 401,
      body: { errorCode: 'ExpiredToken' },
    });
    const refresh_token = text(pair, 'refresh_token');
    expect((await client.signIn({ grant_type: 'refresh_token', refresh_token })).status).toBe(200);
  });

  it('ends short-term refresh tokens 15 minutes after the access token', async () => {
    const client = await start('1.3-rev0', { ...small, accessTokenSeconds: 60 });
    const refresh_token = text(await client.signIn({ use_short_term_refresh: 'true' }), 'refresh_token');
    client.clock.now += (60 + 15 * 60) * 1000;
    expect((await client.signIn({ grant_type: 'refresh_token', refresh_token })).status).toBe(401);
  });

  it('stops both tokens at sign-out', async () => {
    const client = await start('1.3-rev0', small);
    const pair = await client.signIn();
    const authorization = `Bearer ${text(pair, 'access_token')}`;
    await client.send('POST', '/api/oauth2/logout', undefined, { authorization });
    expect((await client.get('/api/v1/jobs', { authorization })).status).toBe(401);
    const refresh_token = text(pair, 'refresh_token');
    expect((await client.signIn({ grant_type: 'refresh_token', refresh_token })).status).toBe(401);
  });

  it('may refuse with an empty body', async () => {
    const client = await start('1.3-rev0', small);
    client.simulator.switches.emptyUnauthorized = true;
    expect(await client.signIn({ password: 'wrong' })).toEqual({ status: 401, body: undefined });
  });

  it('keeps server information and licence from lesser accounts', async () => {
    const client = await start('1.3-rev0', small);
    client.simulator.switches.administrator = false;
    for (const path of ['/api/v1/serverInfo', '/api/v1/license'])
      expect(await client.get(path)).toMatchObject({ status: 403, body: { errorCode: 'AccessDenied' } });
    expect((await client.get('/api/v1/jobs')).status).toBe(200);
  });
});

describe('revisions', () => {
  it('are probed without sign-in and named when a wrong one is asked for', async () => {
    const client = await start('1.3-rev0', { ...small, revisions: ['1.2-rev1', '1.3-rev0'] });
    const anonymous = { authorization: '', 'x-api-version': '' };
    expect((await client.get('/swagger/v1.3-rev0/swagger.json', anonymous)).status).toBe(200);
    expect((await client.get('/swagger/v1.3-rev2/swagger.json', anonymous)).status).toBe(404);
    const refused = await client.at('1.3-rev2').signIn();
    expect(refused.status).toBe(400);
    expect(text(refused, 'message')).toContain('1.2-rev1, 1.3-rev0');
    expect((await client.at('').get('/api/v1/serverTime')).status).toBe(400);
    expect(text(await client.get('/api/v1/serverInfo'), 'buildVersion')).toBe('13.0.0.4967');
  });

  it('write the same record in their own shapes', async () => {
    const client = await start('1.3-rev2', { policies: 20, sessions: 200 });
    const job = client.simulator.world.jobs[0];
    const seen = await Promise.all(
      REVISIONS.map(async (revision) => {
        const at = client.at(revision);
        const [state] = rows(await at.get(`/api/v1/jobs/states?nameFilter=${job?.name}`));
        const [scaleOut] = rows(await at.get(`${BI}/scaleOutRepositories`));
        const [dataDomain] = rows(await at.get(`${BI}/repositories?nameFilter=DataDomain`));
        const [session] = rows(await at.get('/api/v1/sessions?limit=1'));
        const log = field(await at.get(`/api/v1/sessions/${String(session?.['id'])}/logs`), 'records');
        return {
          type: state?.['type'],
          workload: state?.['workload'],
          extentStatus: (scaleOut?.['performanceTier'] as { performanceExtents: { status: unknown }[] })
            .performanceExtents[1]?.status,
          dataDomain: dataDomain?.['type'],
          initiated: session !== undefined && 'initiatedBy' in session,
          additionalInfo: typeof (log as { additionalInfo?: unknown }[])[0]?.additionalInfo,
        };
      }),
    );
    expect(seen).toEqual([
      {
        type: 'Backup',
        workload: 'vm',
        extentStatus: 'Maintenance',
        dataDomain: 'DDBoost',
        initiated: false,
        additionalInfo: 'undefined',
      },
      {
        type: 'VSphereBackup',
        workload: 'vm',
        extentStatus: ['Maintenance'],
        dataDomain: 'DDBoost',
        initiated: true,
        additionalInfo: 'string',
      },
      {
        type: 'VSphereBackup',
        workload: 'Vm',
        extentStatus: ['Maintenance'],
        dataDomain: 'DDBoost',
        initiated: true,
        additionalInfo: 'string',
      },
      {
        type: 'VSphereBackup',
        workload: 'Vm',
        extentStatus: ['Maintenance'],
        dataDomain: 'DellDataDomain',
        initiated: true,
        additionalInfo: 'object',
      },
    ]);
  });

  it('hide jobs they cannot express, with their sessions, or fail as a whole', async () => {
    const client = await start('1.2-rev1', { policies: 30, sessions: 300 });
    const { world, switches } = client.simulator;
    const agent = world.jobs.find(({ type }) => type === 'WindowsAgentBackup');
    const states = rows(await client.get('/api/v1/jobs/states'));
    expect(states.map(({ id }) => id)).not.toContain(agent?.id);
    expect(states.length).toBeGreaterThan(5);
    expect((await client.get(`/api/v1/jobs/${agent?.id}`)).status).toBe(404);
    expect(total(await client.get(`/api/v1/sessions?jobIdFilter=${agent?.id}`))).toBe(0);
    expect(
      total(await client.at('1.3-rev0').get(`/api/v1/sessions?jobIdFilter=${agent?.id}`)),
    ).toBeGreaterThan(0);
    switches.failOldJobStates = true;
    expect((await client.get('/api/v1/jobs/states')).status).toBe(500);
    expect((await client.at('1.3-rev2').get('/api/v1/jobs/states')).status).toBe(200);
  });
});

describe('lists', () => {
  it('page by skip and limit, 200 rows when nothing is said', async () => {
    const client = await start('1.3-rev2', { policies: 10, sessions: 450 });
    const ids: unknown[] = [];
    for (let skip = 0; skip < 450; skip += 200) {
      const answer = await client.get(`/api/v1/sessions?skip=${skip}`);
      expect(field(answer, 'pagination')).toEqual({
        total: 450,
        count: rows(answer).length,
        skip,
        limit: 200,
      });
      ids.push(...rows(answer).map(({ id }) => id));
    }
    expect(ids).toEqual([...client.simulator.world.sessions].map(({ id }) => id).reverse());
  });

  it('leave skip and limit out of the envelope of jobs and job states', async () => {
    const client = await start('1.3-rev2', { policies: 12, sessions: 50 });
    for (const path of ['/api/v1/jobs', '/api/v1/jobs/states'])
      expect(field(await client.get(`${path}?skip=8&limit=10`), 'pagination')).toEqual({
        total: 12,
        count: 4,
      });
  });

  it.each([
    ['/api/v1/sessions?limit=x'],
    ['/api/v1/sessions?orderColumn=Weight'],
    ['/api/v1/sessions?createdAfterFilter=yesterday'],
    ['/api/v1/jobs/states?repositoryIdFilter=17'],
    ['/api/v1/jobs/states?typeFilter=BackupCopy&typeFilter=FileBackup'],
  ])('refuse %s', async (path) => {
    const client = await start('1.3-rev2', small);
    expect(await client.get(path)).toMatchObject({ status: 400, body: { errorCode: 'UnexpectedContent' } });
  });

  it.each([
    ['Name', 'true'],
    ['Name', 'false'],
    ['LastRun', 'true'],
    ['ObjectsCount', 'false'],
  ])('sort job states by %s, ascending: %s', async (column, ascending) => {
    const client = await start('1.3-rev2', { policies: 30, sessions: 300 });
    const states = rows(await client.get(`/api/v1/jobs/states?orderColumn=${column}&orderAsc=${ascending}`));
    const property = column.charAt(0).toLowerCase() + column.slice(1);
    const keys = states.map((state) => {
      const value = state[property] ?? '';
      return typeof value === 'string' ? value.toLowerCase() : value;
    }) as (string | number)[];
    const expected = [...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    expect(keys).toEqual(ascending === 'true' ? expected : expected.reverse());
  });

  it('filter sessions by window, type, result, state and job', async () => {
    const client = await start('1.3-rev2', { policies: 30, sessions: 900 });
    const { jobs, sessions } = client.simulator.world;
    const all = [...sessions];
    const ended = ({ endTime }: { endTime: number | null }): boolean => endTime !== null && endTime <= NOW;
    const iso = (time: number): string => new Date(time).toISOString();
    const since = NOW - 2 * DAY;
    const cases: [string, (session: (typeof all)[number]) => boolean][] = [
      [`createdAfterFilter=${iso(since)}`, ({ creationTime }) => creationTime >= since],
      [`createdBeforeFilter=${iso(since)}`, ({ creationTime }) => creationTime <= since],
      [`endedAfterFilter=${iso(since)}`, (session) => ended(session) && Number(session.endTime) >= since],
      [
        'resultFilter=Failed&resultFilter=warning',
        (session) => ended(session) && /Failed|Warning/.test(session.result),
      ],
      ['stateFilter=Working', (session) => !ended(session)],
      [
        'typeFilter=ReplicaJob&typeFilter=BackupCopyJob',
        ({ type }) => /Replica|Copy/.test(type) && !/Unstructured/.test(type),
      ],
      [`jobIdFilter=${jobs[1]?.id}`, ({ jobIndex }) => jobIndex === 1],
    ];
    for (const [filter, expected] of cases) {
      const found = rows(await client.get(`/api/v1/sessions?limit=1000&orderAsc=true&${filter}`));
      const wanted = all.filter(expected).map(({ id }) => id);
      expect(wanted.length).toBeGreaterThan(0);
      expect({ filter, ids: found.map(({ id }) => id) }).toEqual({ filter, ids: wanted });
    }
  });

  it('match names whole, or by pattern, without regard to case', async () => {
    const client = await start('1.3-rev2', { policies: 40, sessions: 40 });
    const count = async (filter: string): Promise<number> =>
      total(await client.get(`/api/v1/jobs?nameFilter=${filter}`));
    expect(await count('nightly-sql')).toBe(1);
    expect(await count('sql')).toBe(0);
    expect(await count('*SQL*')).toBe(
      client.simulator.world.jobs.filter(({ name }) => /sql/i.test(name)).length,
    );
  });

  it('tell extents of scale-out repositories from standalone repositories', async () => {
    const client = await start('1.3-rev2', small);
    const [main] = client.simulator.world.scaleOutRepositories;
    const names = async (query: string): Promise<unknown[]> =>
      rows(await client.get(`${BI}/repositories/states?${query}`)).map(({ name }) => name);
    expect(await names('excludeExtents=true')).not.toContain('SOBR-Extent-A');
    expect(
      await names(`sobrIdFilter=${main?.id}&sobrExtentTypeFilter=Capacity&sobrExtentTypeFilter=Archive`),
    ).toEqual(['Archive-Glacier', 'Capacity-Wasabi']);
    expect(await names('isOnlineFilter=false')).toEqual(['NAS-NFS']);
  });
});
