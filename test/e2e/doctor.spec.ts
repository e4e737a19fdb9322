import { parseConfig } from '../../src/platform/config/parse-config.js';
import { UpstreamHttpFactory } from '../../src/platform/http/upstream-http.module.js';
import { runDoctor } from '../../src/cli/doctor/run-doctor.js';
import { Vb365AdapterFactory } from '../../src/products/vb365/vb365-adapter.factory.js';
import { VbAwsAdapterFactory } from '../../src/products/vbaws/vbaws-adapter.factory.js';
import { VbrAdapterFactory } from '../../src/products/vbr/vbr-adapter.factory.js';
import type { FaultKind } from '../../src/simulators/kit/faults.js';
import { startUpstream } from '../../src/simulators/kit/upstream.js';
import type { Upstream } from '../../src/simulators/kit/upstream.js';
import { startVb365Simulator } from '../../src/simulators/vb365/index.js';
import { startVbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import { certificate } from '../platform/support.js';
import type { TestCertificate } from '../platform/support.js';

const SMALL = { policies: 6, sessions: 60 };

let own: TestCertificate;
let other: TestCertificate;
let vbr: Upstream;
let vbrTls: Upstream;
let aws: Upstream;
let m365: Upstream;
const extra: Upstream[] = [];

beforeAll(async () => {
  [own, other] = await Promise.all([certificate(), certificate()]);
  [vbr, vbrTls, aws, m365] = await Promise.all([
    startVbrSimulator(SMALL),
    startVbrSimulator({ ...SMALL, tls: own }),
    startVbAwsSimulator(SMALL),
    startVb365Simulator(SMALL),
  ]);
});

afterEach(async () => {
  for (const server of [vbr, vbrTls, aws, m365]) server.faults.clear();
  await Promise.all(extra.splice(0).map((server) => server.close()));
});

afterAll(() => Promise.all([vbr, vbrTls, aws, m365].map((server) => server.close())));

interface ServerLines {
  product?: string;
  url: string;
  password?: string;
  tls?: string;
  apiVersion?: string;
}

function configuration(servers: readonly ServerLines[]): string {
  const entries = servers.map(({ product = 'VBR', url, password = 'simulated', tls, apiVersion }, index) => ({
    key: `server-${index + 1}`,
    product,
    url,
    username: 'svc-gateway',
    password,
    ...(tls !== undefined && { tls: JSON.parse(tls) as object }),
    ...(apiVersion !== undefined && { apiVersion }),
  }));
  return JSON.stringify({ servers: entries });
}

interface Outcome {
  status: number;
  output: string;
}

async function doctor(
  servers: readonly ServerLines[],
  options: { json?: boolean; now?: number } = {},
): Promise<Outcome> {
  let output = '';
  const https = new UpstreamHttpFactory();
  const status = await runDoctor({
    load: () => parseConfig(configuration(servers), { file: '/etc/gateway/gateway.yaml', env: {} }),
    factories: [new VbrAdapterFactory(https), new VbAwsAdapterFactory(https), new Vb365AdapterFactory(https)],
    json: options.json ?? false,
    write: (text) => (output += text),
    clock: () => options.now ?? Date.now(),
  });
  return { status, output };
}

async function faulty(fault: FaultKind): Promise<string> {
  const upstream = await startUpstream(() => undefined);
  extra.push(upstream);
  upstream.faults.add({ fault });
  return upstream.url;
}

describe('servers that work', () => {
  it('are shown in a table, whatever their product, and the exit status is 0', async () => {
    const { status, output } = await doctor([
      { url: vbr.url },
      { product: 'VB_AWS', url: aws.url },
      { product: 'VB_M365', url: m365.url },
      { url: vbrTls.url, tls: JSON.stringify({ fingerprint256: own.fingerprint }), apiVersion: '1.2-rev1' },
    ]);
    expect(output.trimEnd().split('\n').at(-1)).toBe('4 servers: all work');
    expect(status).toBe(0);
    const [header, ...rows] = output.split('\n\n')[0]?.split('\n') ?? [];
    expect(header?.split(/ +/)).toEqual(
      'SERVER PRODUCT NAME TCP TLS SIGN-IN API VERSION POLICIES REPOSITORIES SESSIONS CLOCK'.split(' '),
    );
    expect(rows.map((row) => row.split(/ {2,}/).slice(0, 7).join(' '))).toEqual([
      'server-1 VBR ok ok - ok 1.3-rev2',
      'server-2 VB_AWS ok ok - ok 1.8-rev0',
      'server-3 VB_M365 ok ok - ok v8',
      'server-4 VBR ok ok ok ok 1.2-rev1',
    ]);
  });

  it('are described for programs with --json', async () => {
    const { output } = await doctor([{ url: vbr.url }], { json: true });
    expect(JSON.parse(output)).toMatchObject({
      works: true,
      servers: [{ key: 'server-1', product: 'VBR', works: true, checks: { signIn: { status: 'ok' } } }],
    });
  });

  it('are signed out again', async () => {
    await doctor([{ url: vbr.url }]);
    expect(vbr.requests.at(-1)).toMatchObject({ method: 'POST', url: '/api/oauth2/logout' });
  });

  it('may differ from our clock, which is told', async () => {
    const { status, output } = await doctor([{ url: vbr.url }], { now: Date.now() + 3_600_000 });
    expect(output).toMatch(/CLOCK: the server's clock is (3599|3600|3601) s behind/);
    expect(status).toBe(0);
  });
});

describe('a server that does not work', () => {
  it.each<[string, () => ServerLines | Promise<ServerLines>, string[]]>([
    [
      'whose name does not resolve',
      () => ({ url: 'https://no-such-host.invalid:9419' }),
      ['NAME: the host name no-such-host.invalid does not resolve', 'check the host name in url'],
    ],
    [
      'where nothing listens',
      async () => {
        const gone = await startUpstream(() => undefined);
        await gone.close();
        return { url: gone.url };
      },
      [
        'TCP: no connection to 127.0.0.1',
        'ECONNREFUSED',
        'the default port of Veeam Backup & Replication is 9419',
      ],
    ],
    [
      'whose certificate is not trusted',
      () => ({ url: vbrTls.url }),
      [
        'TLS: the certificate is for backup.test',
        'DEPTH_ZERO_SELF_SIGNED_CERT',
        'tls: { fingerprint256: "<own>" }',
      ],
    ],
    [
      'whose certificate is not the pinned one',
      () => ({ url: vbrTls.url, tls: JSON.stringify({ fingerprint256: other.fingerprint }) }),
      ['this is not the pinned certificate', 'tls: { fingerprint256: "<own>" }'],
    ],
    [
      'that speaks no TLS',
      () => ({ url: vbr.url.replace('http:', 'https:') }),
      ['TLS: url says https, but this port speaks plain HTTP', 'check that url names an HTTPS port'],
    ],
    [
      'that speaks TLS where url says http',
      () => ({ url: vbrTls.url.replace('https:', 'http:') }),
      ['TLS: url says http, but this port speaks TLS', 'use https:// in url'],
    ],
    [
      'that refuses the account',
      () => ({ url: vbr.url, password: 'hunter2' }),
      ['SIGN-IN: ', 'check username (with its domain, if it has one) and password'],
    ],
    [
      'of another product',
      () => ({ url: m365.url }),
      [
        'API: this is the address of a Veeam Backup for Microsoft 365 server',
        '→ set product to VB_M365, or url to the Veeam Backup & Replication server',
      ],
    ],
    [
      'of another product (AWS)',
      () => ({ product: 'VB_M365', url: aws.url }),
      ['this is the address of a Veeam Backup for AWS server'],
    ],
    [
      'of another product (VBR)',
      () => ({ product: 'VB_M365', url: vbr.url }),
      ['this is the address of a Veeam Backup & Replication server'],
    ],
    [
      'that is a web page',
      async () => ({
        url: await faulty({ kind: 'raw', body: '<html>portal</html>', contentType: 'text/html' }),
      }),
      ['answered HTML where JSON was expected'],
    ],
    [
      'that answers nothing',
      async () => ({ url: await faulty({ kind: 'raw', body: '' }) }),
      ['an empty body'],
    ],
    [
      'that redirects',
      async () => ({ url: await faulty({ kind: 'redirect', location: 'https://portal.example.org/login' }) }),
      ['redirects to https://portal.example.org;'],
    ],
    [
      'that is overloaded',
      async () => ({ url: await faulty({ kind: 'status', status: 429 }) }),
      ['429', 'lower limits.concurrency'],
    ],
    [
      'that serves other revisions',
      () => ({ url: vbr.url, apiVersion: '1.9-rev9' }),
      ['1.9-rev9', 'remove apiVersion'],
    ],
  ])('%s is reported with what to do', async (_what, server, expected) => {
    const { status, output } = await doctor([{ url: vbr.url }, await server()]);
    for (const text of expected) expect(output).toContain(text.replace('<own>', own.fingerprint));
    expect(output).toContain('2 servers: 1 of them work');
    expect(output).not.toContain('hunter2');
    expect(status).toBe(1);
  });

  it('tells which right is missing', async () => {
    vbr.faults.add({ match: '/repositories', fault: { kind: 'status', status: 403 } });
    const { status, output } = await doctor([{ url: vbr.url }]);
    expect(output).toContain('REPOSITORIES: the server answered 403: the account may not do this');
    expect(output).toContain('give the account a role that may read this');
    expect(status).toBe(1);
  });

  it('is told to be pinned when it is not checked', async () => {
    const { status, output } = await doctor([{ url: vbrTls.url, tls: '{"insecure":true}' }]);
    expect(output).toMatch(/^warning: server-1: tls\.insecure is set/);
    expect(output).toContain('tls.insecure is set, it is not checked');
    expect(output).toContain(own.fingerprint);
    expect(status).toBe(0);
  });
});

describe('a wrong configuration', () => {
  it.each([false, true])('is listed, with exit status 78 (json: %s)', async (json) => {
    const { status, output } = await doctor([{ url: 'http://vbr01', product: 'VBRR' }], { json });
    expect(output).toContain('servers[0].product');
    expect(output).toContain('servers[0].url');
    expect(status).toBe(78);
  });
});
