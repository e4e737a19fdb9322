import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { TlsTrust } from '../../src/platform/config/server-connection.js';
import { UpstreamHttp } from '../../src/platform/http/upstream-http.js';
import { startUpstream } from '../../src/simulators/kit/upstream.js';
import type { Upstream } from '../../src/simulators/kit/upstream.js';
import { certificate, connectionTo, failureOf, scope } from './support.js';
import type { TestCertificate } from './support.js';

const PINNABLE = 'set tls.ca (the authority as a PEM file) or tls.fingerprint256 (to pin this certificate)';

let own: TestCertificate;
let other: TestCertificate;
const servers: Upstream[] = [];

/** Every answer closes its connection, so that the next request shakes hands anew. */
async function serve(tls: TestCertificate, port = 0): Promise<Upstream> {
  const upstream = await startUpstream(
    (app) => {
      app.all('/', (_request, reply) => reply.header('connection', 'close').send({ ok: true }));
    },
    { tls, port },
  );
  servers.push(upstream);
  return upstream;
}

async function ask(url: string, tls: TlsTrust): Promise<unknown> {
  const http = new UpstreamHttp(connectionTo(url, {}, { tls }));
  try {
    const request = { method: 'POST', path: '/', form: { password: 'hunter2' } } as const;
    return (await http.send(request, scope())).data;
  } finally {
    http.close();
  }
}

beforeAll(async () => {
  [own, other] = await Promise.all([certificate(), certificate()]);
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

describe('a self-signed certificate', () => {
  it.each<[string, () => TlsTrust]>([
    ['its own PEM as the authority', () => ({ kind: 'ca', pem: own.cert })],
    ['its pinned fingerprint', () => ({ kind: 'fingerprint', sha256: own.fingerprint })],
    ['no check at all', () => ({ kind: 'insecure' })],
  ])('is accepted with %s', async (_what, trust) => {
    const { url } = await serve(own);
    await expect(ask(url, trust())).resolves.toEqual({ ok: true });
  });

  it.each<[string, () => TlsTrust]>([
    ['the system authorities', () => ({ kind: 'system' })],
    ['another authority', () => ({ kind: 'ca', pem: other.cert })],
  ])('is refused with %s, and the message says what to configure', async (_what, trust) => {
    const server = await serve(own);
    const failure = await failureOf(ask(server.url, trust()));
    expect(failure).toMatchObject({
      code: 'TLS',
      message: `the certificate is self-signed or signed by an unknown authority: ${PINNABLE}; its SHA-256 fingerprint is ${own.fingerprint}, to be compared with the server's own before it is pinned`,
    });
    expect(server.requests).toEqual([]);
  });

  it('is refused with another fingerprint, naming the one seen, before anything is sent', async () => {
    const server = await serve(own);
    const failure = await failureOf(ask(server.url, { kind: 'fingerprint', sha256: other.fingerprint }));
    expect(failure.code).toBe('TLS');
    expect(failure.message).toContain(`its SHA-256 fingerprint is ${own.fingerprint};`);
    expect(server.requests).toEqual([]);
  });

  it('is checked on every new connection', async () => {
    const server = await serve(own);
    const http = new UpstreamHttp(
      connectionTo(server.url, {}, { tls: { kind: 'fingerprint', sha256: own.fingerprint } }),
    );
    await http.send({ path: '/' }, scope());
    await servers.pop()?.close();
    await serve(other, Number(new URL(server.url).port));
    const failure = await failureOf(http.send({ path: '/' }, scope()));
    http.close();
    expect(failure.code).toBe('TLS');
  });
});

describe('other certificates', () => {
  it('reports one for another host', async () => {
    const elsewhere = await certificate({ host: 'elsewhere.example.org' });
    const { url } = await serve(elsewhere);
    const failure = await failureOf(ask(url, { kind: 'ca', pem: elsewhere.cert }));
    expect(failure.code).toBe('TLS');
    expect(failure.message).toContain('not issued for the host name in url');
  });

  it('reports an expired one, unless it is pinned', async () => {
    const expired = await certificate({
      notBeforeDate: new Date('2020-01-01'),
      notAfterDate: new Date('2021-01-01'),
    });
    const { url } = await serve(expired);
    const failure = await failureOf(ask(url, { kind: 'ca', pem: expired.cert }));
    expect(failure).toMatchObject({ code: 'TLS' });
    expect(failure.message).toContain('has expired');
    await expect(ask(url, { kind: 'fingerprint', sha256: expired.fingerprint })).resolves.toEqual({
      ok: true,
    });
  });

  it('reports a port that speaks no TLS', async () => {
    const plain = createServer((_request, response) => response.end('{}'));
    await once(plain.listen(0, '127.0.0.1'), 'listening');
    const failure = await failureOf(
      ask(`https://127.0.0.1:${(plain.address() as AddressInfo).port}`, { kind: 'insecure' }),
    );
    plain.close();
    expect(failure.code).toBe('TLS');
    expect(failure.message).toContain('check that url names an HTTPS port');
  });
});
