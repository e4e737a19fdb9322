import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer as createTcp } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { certificate } from '../platform/support.js';
import type { TestCertificate } from '../platform/support.js';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway, ServerEntry } from '../support/gateway.js';
import { LogLines } from '../support/log-lines.js';

const SOURCES = '{ policies(first: 1) { sources { server { key } error { code message retryable } } } }';
interface Source {
  server: { key: string };
  error: { code: string; message: string } | null;
}

const servers: Server[] = [];
const sockets = new Set<Socket>();
let own: TestCertificate;
let gateway: RunningGateway | undefined;

beforeAll(async () => {
  own = await certificate();
});
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.once('close', () => sockets.delete(socket));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

const nothing: RequestListener = (_request, response) => void response.end('{}');
const tlsServer = (options: TlsOptions, shown: TestCertificate = own): Promise<number> =>
  listening(createHttps({ cert: shown.cert, key: shown.key, ...options }, nothing));
/** Says this to whoever connects, or hangs up after the first bytes. */
const rawServer = (answer: string | null): Promise<number> =>
  listening(
    createTcp((socket) =>
      socket.once('data', () => (answer === null ? socket.destroy() : socket.end(answer))),
    ),
  );

/** What a gateway says of a server at this address. */
async function errorOf(
  url: string,
  tls: Record<string, unknown> = { insecure: true },
): Promise<Source['error']> {
  const entry: ServerEntry = { key: 'odd', product: 'VBR', url, ...(url.startsWith('https') && { tls }) };
  gateway = await startGateway([entry]);
  const { data } = await gateway.ask<{ policies: { sources: Source[] } }>(SOURCES);
  return data.policies.sources[0]?.error ?? null;
}

const NO_SHA = { ciphers: 'DEFAULT@SECLEVEL=0' };

describe("a server whose TLS does not meet the gateway's is told as what it is", () => {
  it.each<[string, () => Promise<number>, RegExp]>([
    [
      'TLS 1.1 at most',
      () => tlsServer({ ...NO_SHA, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' }),
      /speaks TLS 1\.1 at most.+enable TLS 1\.2/,
    ],
    [
      'TLS 1.0 alone',
      () => tlsServer({ ...NO_SHA, minVersion: 'TLSv1', maxVersion: 'TLSv1' }),
      /speaks TLS 1\.0 at most.+enable TLS 1\.2/,
    ],
    [
      'ciphers without encryption',
      () => tlsServer({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-NULL-SHA:@SECLEVEL=0' }),
      /strong enough \(it would take ECDHE-ECDSA-NULL-SHA\).+enable newer ciphers/,
    ],
    [
      'a client certificate, by TLS 1.2',
      () => tlsServer({ requestCert: true, maxVersion: 'TLSv1.2' }),
      /demands a client certificate/,
    ],
    [
      'a client certificate, by TLS 1.3',
      () => tlsServer({ requestCert: true, minVersion: 'TLSv1.3' }),
      /demands a client certificate/,
    ],
    ['plain HTTP', () => listening(createHttp(nothing)), /url says https, but this port speaks plain HTTP/],
    [
      'no TLS and no HTTP',
      () => rawServer('SSH-2.0-OpenSSH_9.2\r\n'),
      /TLS handshake failed.+names an HTTPS port/,
    ],
  ])('%s', async (_what, start, message) => {
    const error = await errorOf(`https://127.0.0.1:${await start()}`);
    expect(error?.message).toMatch(message);
    expect(error?.code).toBe('TLS');
  });

  it.each<[string, () => Promise<number>]>([
    ['hangs up', () => tlsServer({})],
    [
      'answers as nginx does',
      () =>
        rawServer(
          'HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<h1>400</h1>The plain HTTP request was sent to HTTPS port',
        ),
    ],
    [
      'answers as Go does',
      () => rawServer('HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n'),
    ],
    [
      'answers as Apache does',
      () =>
        rawServer(
          "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nReason: You're speaking plain HTTP to an SSL-enabled server port.",
        ),
    ],
    ['is too old as well', () => tlsServer({ ...NO_SHA, maxVersion: 'TLSv1.1', minVersion: 'TLSv1' })],
  ])('http on a port of TLS that %s', async (_what, start) => {
    const error = await errorOf(`http://127.0.0.1:${await start()}`);
    expect(error).toMatchObject({
      code: 'TLS',
      message: 'url says http, but this port speaks TLS: use https:// in url',
    });
  });

  it('hanging up on everybody is not taken for a matter of TLS', async () => {
    expect((await errorOf(`https://127.0.0.1:${await rawServer(null)}`))?.code).toBe('UNREACHABLE');
    await gateway?.close();
    expect((await errorOf(`http://127.0.0.1:${await rawServer(null)}`))?.code).toBe('UNREACHABLE');
  });
});

describe('a certificate that is not accepted is told with its fingerprint, and with why', () => {
  it.each<
    [string, Parameters<typeof certificate>[0], (shown: TestCertificate) => Record<string, unknown>, RegExp]
  >([
    ['self-signed', {}, () => ({}), /self-signed or signed by an unknown authority/],
    [
      'for another host',
      { host: 'elsewhere.example.org' },
      ({ cert }) => ({ ca: cert }),
      /not issued for the host name in url \(but for elsewhere\.example\.org\)/,
    ],
    [
      'expired',
      { notBeforeDate: new Date('2020-01-01'), notAfterDate: new Date('2021-01-01') },
      ({ cert }) => ({ ca: cert }),
      /has expired \(on 2021-01-01\)/,
    ],
    [
      'not yet valid',
      { notBeforeDate: new Date('2090-01-01'), notAfterDate: new Date('2091-01-01') },
      ({ cert }) => ({ ca: cert }),
      /not valid yet \(before 2090-01-01\)/,
    ],
  ])('%s', async (_what, options, tls, message) => {
    const shown = await certificate(options);
    const error = await errorOf(`https://127.0.0.1:${await tlsServer({}, shown)}`, tls(shown));
    expect(error?.message).toMatch(message);
    expect(error?.message).toContain(shown.fingerprint);
    expect(error?.code).toBe('TLS');
  });
});

describe('the log', () => {
  let vbr: VbrSimulator;
  beforeAll(async () => {
    vbr = await startVbrSimulator({ policies: 2, sessions: 2, tls: { cert: own.cert, key: own.key } });
  });
  afterAll(() => vbr.close());

  it('holds the fingerprint of each certificate that is not pinned, once', async () => {
    const log = new LogLines();
    const at = (key: string, tls: Record<string, unknown>): ServerEntry => ({
      key,
      product: 'VBR',
      url: vbr.url,
      tls,
    });
    gateway = await startGateway(
      [
        at('unchecked', { insecure: true }),
        at('by-ca', { ca: own.cert }),
        at('pinned', { fingerprint256: own.fingerprint }),
      ],
      {},
      undefined,
      log,
    );
    const tellings = (): unknown[] =>
      log
        .all()
        .filter(({ msg }) => String(msg).includes('not pinned'))
        .map(({ server, fingerprint256, trustedBy }) => [server, fingerprint256, trustedBy]);
    const both = [
      ['by-ca', own.fingerprint, 'ca'],
      ['unchecked', own.fingerprint, 'insecure'],
    ];
    await gateway.ask(SOURCES);
    expect(tellings().sort()).toEqual(both);
    const next = await certificate();
    vbr.changeCertificate({ cert: next.cert, key: next.key });
    await gateway.ask(SOURCES);
    await gateway.ask(SOURCES);
    expect(tellings()).toHaveLength(3);
    expect(tellings().at(-1)).toEqual(['unchecked', next.fingerprint, 'insecure']);
  });
});
