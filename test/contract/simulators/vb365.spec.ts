import type { Contract } from '../../support/openapi.js';
import { describeContract } from '../../support/openapi.js';
import { Bench, NO_COOKIE, PASSWORD, UNKNOWN_ID } from './vb365-client.js';

type Operation = [template: string, path: string, query?: string];
type Action = [template: string, path: string, status: { v6: number; v8: number }, body?: unknown];

const bench = new Bench();

/** An id of each kind, for the names in the paths below. */
function ids(): Record<string, string | undefined> {
  const { world } = bench.simulator;
  const store = world.repositories.find(({ objectStorage }) => objectStorage !== null);
  const idleJob = world.jobs.find((job) => job.isEnabled && job.lastStatus === 'Success');
  return {
    session: world.sessions.findLast(({ status }) => status === 'Failed')?.id,
    job: world.copyJobs[0]?.source.id,
    jobWithItems: world.jobs.find(({ selectedItems }) => selectedItems.length > 0)?.id,
    idleJob: idleJob?.id,
    runningJob: world.jobs.find(({ lastStatus }) => lastStatus === 'Running')?.id,
    copyJob: world.copyJobs[0]?.id,
    repository: store?.id,
    storage: store?.objectStorage?.id,
    organization: world.organizations[0]?.id,
    proxy: world.proxies[1]?.id,
    pool: world.pools[0]?.id,
    restore: world.restores.at(-1)?.id,
  };
}

function fill(path: string): string {
  const known = ids();
  return path.replace(/\{(\w+)\}/g, (_, name: string) => known[name] ?? `no ${name}`);
}

/** Contract path, and the same with names of `ids()` in place of the parameters. */
const READS: Operation[] = [
  ['/ServiceInstance', '/ServiceInstance'],
  ['/License', '/License'],
  ['/Jobs', '/Jobs'],
  ['/Jobs/{jobId}', '/Jobs/{job}'],
  ['/Jobs/{jobId}/CopyJob', '/Jobs/{job}/CopyJob'],
  ['/Jobs/{jobId}/SelectedItems', '/Jobs/{jobWithItems}/SelectedItems'],
  ['/Jobs/{jobId}/ExcludedItems', '/Jobs/{jobWithItems}/ExcludedItems'],
  ['/CopyJobs', '/CopyJobs'],
  ['/CopyJobs/{id}', '/CopyJobs/{copyJob}'],
  ['/CopyJobs/{id}/BackupJob', '/CopyJobs/{copyJob}/BackupJob'],
  ['/JobSessions', '/JobSessions', '?limit=10000'],
  ['/JobSessions/{jobSessionsId}', '/JobSessions/{session}'],
  ['/JobSessions/{sessionId}/LogItems', '/JobSessions/{session}/LogItems'],
  ['/RestoreSessions', '/RestoreSessions', '?limit=1000'],
  ['/RestoreSessions/{restoreSessionId}', '/RestoreSessions/{restore}'],
  ['/RestoreSessions/{restoreSessionId}/Events', '/RestoreSessions/{restore}/Events'],
  ['/BackupRepositories', '/BackupRepositories'],
  ['/BackupRepositories/{repositoryId}', '/BackupRepositories/{repository}'],
  ['/Organizations', '/Organizations', '?extendedView=true'],
  ['/Organizations', '/Organizations', '?extendedView=false'],
  ['/Organizations/{organizationId}', '/Organizations/{organization}', '?extendedView=true'],
  ['/Organizations/{organizationId}/usedRepositories', '/Organizations/{organization}/usedRepositories'],
  ['/Proxies', '/Proxies'],
  ['/Proxies/{proxyId}', '/Proxies/{proxy}'],
];
const OWN_READS: Record<'v6' | 'v8', Operation[]> = {
  v6: [
    ['/Jobs/{jobId}/JobSessions', '/Jobs/{job}/JobSessions'],
    ['/objectstoragerepositories', '/objectstoragerepositories'],
    ['/objectstoragerepositories/{repositoryId}', '/objectstoragerepositories/{storage}'],
  ],
  v8: [
    ['/JobSessions/{sessionId}/ProcessedObjects', '/JobSessions/{session}/ProcessedObjects'],
    ['/ProxyPools', '/ProxyPools'],
    ['/ProxyPools/{poolId}', '/ProxyPools/{pool}'],
    ['/ProxyPools/{poolId}/proxies', '/ProxyPools/{pool}/proxies'],
    ['/Health', '/Health'],
  ],
};

const CREDENTIALS = { userName: 'Administrator', userPassword: 'simulated' };
const ACTIONS: Action[] = [
  ['/Jobs/{jobId}/start', '/Jobs/{idleJob}/start', { v6: 204, v8: 200 }, { full: true }],
  ['/Jobs/{jobId}/stop', '/Jobs/{runningJob}/stop', { v6: 204, v8: 204 }],
  ['/Jobs/{jobId}/enable', '/Jobs/{job}/enable', { v6: 204, v8: 204 }],
  ['/Jobs/{jobId}/disable', '/Jobs/{job}/disable', { v6: 204, v8: 204 }],
  ['/CopyJobs/{id}/enable', '/CopyJobs/{copyJob}/enable', { v6: 204, v8: 204 }],
  ['/CopyJobs/{id}/disable', '/CopyJobs/{copyJob}/disable', { v6: 204, v8: 204 }],
  ['/RestoreSessions/{restoreSessionId}/Stop', '/RestoreSessions/{restore}/Stop', { v6: 200, v8: 204 }],
  ['/BackupRepositories/{repositoryId}/Sync', '/BackupRepositories/{repository}/Sync', { v6: 200, v8: 200 }],
  ['/Proxies/{proxyId}/Rescan', '/Proxies/{proxy}/Rescan', { v6: 200, v8: 204 }],
  [
    '/Proxies/{proxyId}/Remove',
    '/Proxies/{proxy}/Remove',
    { v6: 200, v8: 204 },
    { ...CREDENTIALS, force: true },
  ],
];

for (const version of ['v6', 'v8'] as const) {
  describeContract(`vb365_rest_${version}.json`, (contract: Contract) => {
    beforeEach(async () => void (await bench.start()));
    afterEach(async () => bench.stop());

    it.each([...READS, ...OWN_READS[version]])('GET %s', async (template, path, query = '') => {
      const client = await bench.client(version);
      const { status, body } = await client.get(fill(path) + query);
      expect(status).toBe(200);
      expect(contract.validateResponse('GET', `/${version}${template}`, status, body)).toEqual([]);
    });

    it.each(ACTIONS)('POST %s', async (template, path, expected, body: unknown = undefined) => {
      const client = await bench.client(version);
      expect(contract.validateRequest('POST', `/${version}${template}`, body)).toEqual([]);
      const answer = await client.post(fill(path), body);
      expect(answer.status).toBe(expected[version]);
      expect(contract.validateResponse('POST', `/${version}${template}`, answer.status, answer.body)).toEqual(
        [],
      );
    });

    it('POST /CopyJobs/{id}/start', async () => {
      const client = await bench.client(version);
      const { status, body } = await client.post(
        fill('/CopyJobs/{copyJob}/start'),
        version === 'v6' ? { full: false } : undefined,
      );
      expect(status).toBe(version === 'v6' ? 204 : 200);
      expect(contract.validateResponse('POST', `/${version}/CopyJobs/{id}/start`, status, body)).toEqual([]);
    });

    it('POST /Proxies/Rescan', async () => {
      const client = await bench.client(version);
      const body = { proxies: [{ id: ids()['proxy'] }] };
      expect(contract.validateRequest('POST', `/${version}/Proxies/Rescan`, body)).toEqual([]);
      expect((await client.post('/Proxies/Rescan', body)).status).toBe(version === 'v6' ? 200 : 204);
    });

    it('GET /RepositorySynchronizeSessions', async () => {
      const client = await bench.client(version);
      await client.post(fill('/BackupRepositories/{repository}/Sync'));
      const { status, body } = await client.get('/RepositorySynchronizeSessions');
      expect(body).toHaveLength(1);
      expect(
        contract.validateResponse('GET', `/${version}/RepositorySynchronizeSessions`, status, body),
      ).toEqual([]);
    });

    it('POST /token', async () => {
      const { status, body } = await bench.token(version, { ...PASSWORD, ...NO_COOKIE });
      expect(contract.validateResponse('POST', `/${version}/token`, status, body)).toEqual([]);
    });

    it.each([
      ['GET', '/Jobs/{jobId}', `/Jobs/${UNKNOWN_ID}`, 404],
      ['GET', '/JobSessions', '/JobSessions?limit=none', 400],
      ['POST', '/Jobs/{jobId}/start', '/Jobs/{runningJob}/start', 409],
      ['POST', '/Proxies/{proxyId}/Remove', '/Proxies/{proxy}/Remove', 400],
    ])('%s %s when refused', async (method, template, path, expected) => {
      const client = await bench.client(version);
      const answer =
        method === 'GET' ? await client.get(path) : await client.post(fill(path), { full: false });
      expect(answer.status).toBe(expected);
      expect(contract.validateResponse(method, `/${version}${template}`, answer.status, answer.body)).toEqual(
        [],
      );
    });
  });
}

describeContract('vb365_rest_v8.json', (contract: Contract) => {
  beforeEach(async () => void (await bench.start()));
  afterEach(async () => bench.stop());

  it('POST /token/logout, and the token no longer works', async () => {
    const client = await bench.client('v8');
    const { status, body } = await client.post('/token/logout');
    expect(contract.validateResponse('POST', '/v8/token/logout', status, body)).toEqual([]);
    expect((await client.get('/Jobs')).status).toBe(401);
  });

  it.each(['enable', 'disable'])('POST /Proxies/{proxyId}/maintenance/%s', async (verb) => {
    const client = await bench.client('v8');
    const template = `/v8/Proxies/{proxyId}/maintenance/${verb}`;
    const proxy = bench.simulator.world.proxies[1];
    if (proxy) proxy.maintenance = verb === 'enable' ? 'Disabled' : 'Enabled';
    const body = { username: 'Administrator', password: 'simulated' };
    expect(contract.validateRequest('POST', template, body)).toEqual([]);
    const answer = await client.post(`/Proxies/${proxy?.id ?? ''}/maintenance/${verb}`, body);
    expect(answer.status).toBe(204);
    expect(contract.validateResponse('POST', template, answer.status, answer.body)).toEqual([]);
  });
});
