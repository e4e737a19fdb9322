import { Bench, HOUR, idsOf, NO_COOKIE, NOW, PASSWORD, UNKNOWN_ID } from './vb365-client.js';
import type { Json } from './vb365-client.js';

const bench = new Bench();

afterEach(async () => bench.stop());

describe('versions', () => {
  it.each([
    [['v8', 'v7', 'v6'], { v8: 401, v7: 401, v6: 401, v5: 404 }, '8.'],
    [['v6'], { v8: 404, v7: 404, v6: 401 }, '6.'],
  ] as const)(
    'a server of %j answers the probe without sign-in',
    async (servedVersions, expected, product) => {
      await bench.start({ servedVersions });
      for (const [version, status] of Object.entries(expected))
        expect((await bench.send('GET', `/${version}/ServiceInstance`)).status).toBe(status);
      const client = await bench.client(servedVersions[0]);
      expect((await client.one('/ServiceInstance'))['version']).toMatch(new RegExp(`^${product}`));
    },
  );

  it('paths, parameter names and ids match in any case, with or without a slash at the end', async () => {
    const { world } = await bench.start();
    const client = await bench.client('v8');
    const job = world.jobs[0];
    expect((await client.one(`/jObS/${job?.id.toUpperCase() ?? ''}/`))['name']).toBe(job?.name);
    expect(await client.rows('/JOBSESSIONS/?LIMIT=3')).toHaveLength(3);
  });

  it('bare arrays in 6 and 7 are pages in 8; only 6 and 7 count', async () => {
    await bench.start();
    for (const path of [
      '/Jobs',
      '/CopyJobs',
      '/BackupRepositories',
      '/Proxies',
      '/Organizations?extendedView=false',
    ])
      for (const [version, isArray] of [
        ['v6', true],
        ['v7', true],
        ['v8', false],
      ] as const) {
        const client = await bench.client(version);
        expect([path, version, Array.isArray((await client.get(path)).body)]).toEqual([
          path,
          version,
          isArray,
        ]);
      }
    for (const [version, counts] of [
      ['v6', true],
      ['v7', true],
      ['v8', false],
    ] as const) {
      const page = await (await bench.client(version)).page('/JobSessions');
      expect('totalCount' in page).toBe(counts);
    }
  });

  it('fields come and go with the version', async () => {
    const { world } = await bench.start();
    const fields = async (version: string, path: string): Promise<string[]> => {
      const client = await bench.client(version);
      return Object.keys((await client.rows(path))[0] ?? {});
    };
    const retry = world.sessions.findLast(({ main }) => main !== null);
    const expected: [string, string, string[]][] = [
      ['/Jobs', 'lastBackup', ['v7', 'v8']],
      ['/Jobs', 'organizationId', ['v8']],
      ['/JobSessions', 'jobType', ['v7', 'v8']],
      ['/JobSessions', 'jobId', ['v8']],
      ['/BackupRepositories', 'objectStorageId', ['v6', 'v7']],
      ['/BackupRepositories', 'isOutdated', ['v8']],
      ['/Proxies', 'threadsNumber', ['v6', 'v7']],
      ['/Proxies', 'fqdn', ['v7', 'v8']],
      [`/JobSessions/${retry?.id ?? ''}/LogItems`, 'title', ['v6', 'v7']],
      [`/JobSessions/${retry?.id ?? ''}/LogItems`, 'message', ['v8']],
    ];
    for (const [path, field, versions] of expected)
      for (const version of ['v6', 'v7', 'v8'])
        expect([path, field, version, (await fields(version, path)).includes(field)]).toEqual([
          path,
          field,
          version,
          versions.includes(version),
        ]);
  });

  it('a job keeps its sessions under its own address in 6 only; 7 still prints the link', async () => {
    const { world } = await bench.start();
    const job = world.jobs[0];
    const v6 = await bench.client('v6');
    const page = await v6.page(`/Jobs/${job?.id ?? ''}/JobSessions?limit=1000`);
    expect(page['totalCount']).toBe(world.ledger.of(job?.id ?? '').length);
    const v7 = await bench.client('v7');
    const links = (await v7.one(`/Jobs/${job?.id ?? ''}`))['_links'] as Record<string, { href: string }>;
    expect(links['jobsessions']?.href).toBe(`/v7/Jobs/${job?.id ?? ''}/JobSessions`);
    expect((await v7.get(`/Jobs/${job?.id ?? ''}/JobSessions`)).status).toBe(404);
    expect((await v7.get(`/JobSessions?jobId=${job?.id ?? ''}`)).status).toBe(200);
  });

  it('version 6 insists on extendedView and knows no Wasabi', async () => {
    await bench.start();
    const v6 = await bench.client('v6');
    expect((await v6.get('/Organizations')).status).toBe(400);
    const types = async (version: string): Promise<unknown[]> =>
      (await (await bench.client(version)).rows('/objectstoragerepositories')).map(({ type }) => type);
    expect(await types('v6')).not.toContain('WasabiCloud');
    expect(await types('v7')).toContain('WasabiCloud');
  });

  it('a missing end is year 1 or null in 6, null later', async () => {
    const { world, switches } = await bench.start();
    const running = world.sessions.findLast(({ status }) => status === 'Running');
    const end = async (version: string): Promise<unknown> =>
      (await (await bench.client(version)).one(`/JobSessions/${running?.id ?? ''}`))['endTime'];
    expect(await end('v6')).toBe('0001-01-01T00:00:00Z');
    switches.v6MissingEnd = 'null';
    expect([await end('v6'), await end('v7'), await end('v8')]).toEqual([null, null, null]);
  });
});

describe('sign-in', () => {
  it.each([
    [{ ...PASSWORD, password: 'wrong' }, 401],
    [{ ...PASSWORD, grant_type: 'integration' }, 400],
    [{ grant_type: 'refresh_token', refresh_token: 'unknown' }, 401],
  ])('%j is refused', async (fields, status) => {
    await bench.start();
    const answer = await bench.token('v8', { ...fields, ...NO_COOKIE });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ message: expect.any(String), stackTrace: expect.any(String) });
  });

  it('a token lives as long as it says, and a refresh token works once', async () => {
    await bench.start({ accessTokenSeconds: 60 });
    const { body } = await bench.token('v8', { ...PASSWORD, ...NO_COOKIE });
    const {
      access_token: token,
      refresh_token: refreshToken,
      expires_in: seconds,
    } = body as Record<string, string>;
    expect(seconds).toBe(60);
    const read = () =>
      bench.send('GET', '/v8/License', undefined, { authorization: `Bearer ${token ?? ''}` });
    expect((await read()).status).toBe(200);
    bench.clock += 60_000;
    expect((await read()).status).toBe(401);
    const renew = () =>
      bench.token('v8', { grant_type: 'refresh_token', refresh_token: refreshToken ?? '', ...NO_COOKIE });
    expect((await renew()).status).toBe(200);
    expect((await renew()).status).toBe(401);
  });

  it('without disable_antiforgery_token every call needs the cookie, in 7 and 8', async () => {
    await bench.start();
    for (const [version, needsCookie] of [
      ['v6', false],
      ['v7', true],
      ['v8', true],
    ] as const) {
      const answer = await bench.token(version, PASSWORD);
      const authorization = `Bearer ${String((answer.body as Json)['access_token'])}`;
      const cookie = answer.headers.get('set-cookie')?.split(';')[0];
      expect(cookie !== undefined).toBe(needsCookie);
      const path = `/${version}/License`;
      expect((await bench.send('GET', path, undefined, { authorization })).status).toBe(
        needsCookie ? 400 : 200,
      );
      if (cookie === undefined) continue;
      expect((await bench.send('GET', path, undefined, { authorization, cookie })).status).toBe(200);
    }
  });
});

describe('pages', () => {
  it('hold 30 rows unless asked otherwise, at most 10,000, and link to their neighbours', async () => {
    const { world } = await bench.start();
    const client = await bench.client('v8');
    const first = await client.page('/JobSessions');
    expect([first.limit, first.results.length]).toEqual([30, 30]);
    expect(Object.keys(first._links).sort()).toEqual(['first', 'next', 'self']);
    const all = await client.page('/JobSessions?limit=99999');
    expect([all.limit, all.results.length]).toEqual([10_000, world.sessions.length]);
    expect(all._links['next']).toBeUndefined();
  });

  it('walk to the end without gap or repetition, newest first', async () => {
    const { world } = await bench.start({ sessions: 500 });
    const client = await bench.client('v8');
    const seen: unknown[] = [];
    let path: string | undefined = '/JobSessions?limit=64';
    while (path !== undefined) {
      const page = await client.page(path);
      seen.push(...idsOf(page.results));
      path = page._links['next']?.href.replace(/^\/v8/, '');
    }
    expect(seen).toEqual(idsOf(world.sessions.map(({ id }) => ({ id }))).reverse());
  });

  it.each([
    'limit=0',
    'limit=-1',
    'limit=x',
    'offset=-1',
    'endTimeLowerBound=yesterday',
    'jobId=1',
    'status=Success',
  ])('?%s is refused', async (query) => {
    await bench.start({ sessions: 50 });
    const client = await bench.client('v8');
    const answer = await client.get(`/JobSessions?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { errorCode: 'ParameterValidationFailure' } });
  });
});

describe('filters', () => {
  it('job sessions by job, type, status and bounds', async () => {
    const { world, switches } = await bench.start();
    const client = await bench.client('v8');
    const at = (hours: number): string => new Date(NOW - hours * HOUR).toISOString();
    const job = world.copyJobs[0];
    const expectIds = async (
      query: string,
      wanted: (session: (typeof world.sessions)[number]) => boolean,
    ) => {
      const expected = world.sessions
        .filter(wanted)
        .map(({ id }) => id)
        .reverse();
      expect(expected.length).toBeGreaterThan(0);
      expect(idsOf(await client.rows(`/JobSessions?limit=10000&${query}`))).toEqual(expected);
    };
    await expectIds(`jobId=${job?.id ?? ''}`, (session) => session.job === job);
    await expectIds('jobType=copy', (session) => session.job.kind === 'Copy');
    await expectIds('status=Succeeded', ({ status }) => status === 'Success');
    await expectIds('status=Running', ({ status }) => status === 'Running');
    await expectIds(`endTimeLowerBound=${at(24)}`, ({ createdAt }) => createdAt > NOW - 24 * HOUR);
    await expectIds(
      `endTimeLowerBound=${at(48)}&endTimeUpperBound=${at(24)}&jobType=Backup`,
      ({ job: { kind }, createdAt }) =>
        kind === 'Backup' && createdAt > NOW - 48 * HOUR && createdAt < NOW - 24 * HOUR,
    );
    switches.endTimeBoundsCompare = 'end';
    await expectIds(
      `endTimeLowerBound=${at(24)}`,
      ({ endedAt }) => endedAt !== null && endedAt > NOW - 24 * HOUR,
    );
  });

  it('what a version does not know as a filter is ignored', async () => {
    const { world } = await bench.start({ sessions: 100 });
    const v6 = await bench.client('v6');
    const page = await v6.page(`/JobSessions?jobId=${UNKNOWN_ID}&status=Failed`);
    expect(page['totalCount']).toBe(world.sessions.length);
  });

  it('jobs and repositories', async () => {
    const { world } = await bench.start();
    const client = await bench.client('v8');
    const repository = world.repositories[1];
    const pool = world.pools[0];
    const names = async (path: string): Promise<unknown[]> =>
      (await client.rows(path)).map(({ name }) => name);
    expect(await names(`/Jobs?limit=1000&repositoryId=${repository?.id ?? ''}`)).toEqual(
      world.jobs.filter((job) => job.repository === repository).map(({ name }) => name),
    );
    expect(await names('/BackupRepositories?longTerm=true')).toEqual(['Glacier Archive', 'Azure Archive']);
    expect(await names(`/BackupRepositories?proxyPoolId=${pool?.id ?? ''}`)).toEqual(['Azure West Europe']);
  });

  it('restore sessions by time and order, log items by type', async () => {
    const { world } = await bench.start();
    const client = await bench.client('v8');
    const from = NOW - 20 * 24 * HOUR;
    const wanted = world.restores.filter(({ createdAt }) => createdAt > from).map(({ id }) => id);
    const query = `limit=1000&startTimeFrom=${new Date(from).toISOString()}`;
    expect(idsOf(await client.rows(`/RestoreSessions?${query}&orderAsc=true`))).toEqual(wanted);
    expect(idsOf(await client.rows(`/RestoreSessions?${query}`))).toEqual([...wanted].reverse());
    const failed = world.sessions.findLast(({ status }) => status === 'Failed');
    const lines = await client.rows(`/JobSessions/${failed?.id ?? ''}/LogItems?type=Error`);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.every(({ type }) => type === 'Error')).toBe(true);
  });
});
