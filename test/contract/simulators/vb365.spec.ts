import { startVb365Simulator } from '../../../src/simulators/vb365/index.js';
import type { Vb365Options, Vb365Simulator } from '../../../src/simulators/vb365/index.js';
import type { Contract } from '../../support/openapi.js';
import { describeContract } from '../../support/openapi.js';

const NOW = Date.parse('2026-03-02T09:30:00Z');
const HOUR = 3_600_000;

type Json = Record<string, unknown>;
interface Answer {
  status: number;
  body: unknown;
  headers: Headers;
}

let simulator: Vb365Simulator;
let clock = NOW;

async function start(options: Vb365Options = {}): Promise<void> {
  clock = NOW;
  simulator = await startVb365Simulator({ now: () => clock, ...options });
}

afterEach(async () => simulator.close());

async function send(
  method: string,
  path: string,
  options: { token?: string; body?: unknown; cookie?: string } = {},
) {
  const { token, body, cookie } = options;
  const isForm = body instanceof URLSearchParams;
  const response = await fetch(simulator.url + path, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(cookie === undefined ? {} : { cookie }),
      ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer: Answer = {
    status: response.status,
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
    headers: response.headers,
  };
  return answer;
}

function form(fields: Record<string, string>): URLSearchParams {
  return new URLSearchParams(fields);
}

const PASSWORD = { grant_type: 'password', username: 'svc-gateway', password: 'simulated' };
const NO_COOKIE = { disable_antiforgery_token: 'true' };

async function signIn(version: string): Promise<Json> {
  const answer = await send('POST', `/${version}/token`, { body: form({ ...PASSWORD, ...NO_COOKIE }) });
  expect(answer.status).toBe(200);
  return answer.body as Json;
}

async function client(version: string) {
  const token = String((await signIn(version))['access_token']);
  return {
    get: (path: string) => send('GET', `/${version}${path}`, { token }),
    post: (path: string, body?: unknown) => send('POST', `/${version}${path}`, { token, body }),
    list: async (path: string) => {
      const { body } = await send('GET', `/${version}${path}`, { token });
      return (Array.isArray(body) ? body : (body as { results: Json[] }).results) as Json[];
    },
    page: async (path: string) =>
      (await send('GET', `/${version}${path}`, { token })).body as Json & { results: Json[] },
  };
}

/** Fills a path template: the first id of each kind that the world has. */
function ids(): Record<string, string> {
  const { world } = simulator;
  const session = world.sessions.findLast(({ status }) => status === 'Failed');
  const copied = world.copyJobs[0];
  const withItems = world.jobs.find(({ selectedItems }) => selectedItems.length > 0);
  return {
    session: session?.id ?? '',
    job: copied?.source.id ?? '',
    jobWithItems: withItems?.id ?? '',
    copyJob: copied?.id ?? '',
    repository: world.repositories[1]?.id ?? '',
    storage: world.repositories[1]?.objectStorage?.id ?? '',
    organization: world.organizations[0]?.id ?? '',
    proxy: world.proxies[0]?.id ?? '',
    pool: world.pools[0]?.id ?? '',
    restore: world.restores[0]?.id ?? '',
  };
}

/** Contract path, and the same with names of `ids()` in place of the parameters. */
const READS_OF_BOTH: [string, string, string?][] = [
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
const READS: Record<string, [string, string, string?][]> = {
  v6: [
    ...READS_OF_BOTH,
    ['/Jobs/{jobId}/JobSessions', '/Jobs/{job}/JobSessions'],
    ['/objectstoragerepositories', '/objectstoragerepositories'],
    ['/objectstoragerepositories/{repositoryId}', '/objectstoragerepositories/{storage}'],
  ],
  v8: [
    ...READS_OF_BOTH,
    ['/JobSessions/{sessionId}/ProcessedObjects', '/JobSessions/{session}/ProcessedObjects'],
    ['/ProxyPools', '/ProxyPools'],
    ['/ProxyPools/{poolId}', '/ProxyPools/{pool}'],
    ['/ProxyPools/{poolId}/proxies', '/ProxyPools/{pool}/proxies'],
    ['/Health', '/Health'],
  ],
};

function fill(path: string): string {
  const known = ids();
  return path.replace(/\{(\w+)\}/g, (_, name: string) => known[name] ?? name);
}

for (const version of ['v6', 'v8']) {
  describeContract(`vb365_rest_${version}.json`, (contract: Contract) => {
    beforeEach(async () => start());

    it.each(READS[version] ?? [])('GET %s answers as declared', async (template, path, query = '') => {
      const { get } = await client(version);
      const { status, body } = await get(fill(path) + query);
      expect(status).toBe(200);
      expect(contract.validateResponse('GET', `/${version}${template}`, status, body)).toEqual([]);
    });

    it('POST /token answers as declared, and so do refusals', async () => {
      const body = await signIn(version);
      expect(contract.validateResponse('POST', `/${version}/token`, 200, body)).toEqual([]);
      const { get } = await client(version);
      for (const path of ['/Jobs/00000000-0000-4000-8000-000000000000', '/JobSessions?limit=none']) {
        const refused = await get(path);
        expect(refused.status).toBeGreaterThanOrEqual(400);
        expect(contract.validateResponse('GET', `/${version}/Jobs`, refused.status, refused.body)).toEqual(
          [],
        );
      }
    });
  });
}
