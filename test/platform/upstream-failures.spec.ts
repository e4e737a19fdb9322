import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server as TcpServer } from 'node:net';
import { inspect } from 'node:util';
import { UpstreamHttp } from '../../src/platform/http/upstream-http.js';
import type { UpstreamRequest } from '../../src/platform/http/upstream-request.js';
import type { FaultKind } from '../../src/simulators/kit/faults.js';
import { startUpstream } from '../../src/simulators/kit/upstream.js';
import type { Upstream } from '../../src/simulators/kit/upstream.js';
import { connectionTo, failureOf, scope } from './support.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');

let upstream: Upstream;
const clients: UpstreamHttp[] = [];

function client(url = upstream.url): UpstreamHttp {
  const http = new UpstreamHttp(connectionTo(url), { clock: () => NOW });
  clients.push(http);
  return http;
}

beforeAll(async () => {
  upstream = await startUpstream((app) => {
    app.get('/no-gzip', (_request, reply) =>
      reply.header('content-encoding', 'gzip').type('application/json').send(Buffer.from('{"zipped":false}')),
    );
    app.get('/huge', (_request, reply) =>
      reply.type('application/json').send(`"${' '.repeat(64 * 1024 * 1024)}"`),
    );
  });
});

afterEach(() => {
  upstream.faults.clear();
  clients.splice(0).forEach((http) => http.close());
});

afterAll(() => upstream.close());

interface Expected {
  code: string;
  message: string;
  upstreamStatus?: number | null;
  retryAfterSeconds?: number | null;
}

const HTML_HINT = 'is this the address of a Veeam Backup & Replication server?';

describe('what is no answer', () => {
  it.each<[string, FaultKind, Expected]>([
    [
      'HTML',
      { kind: 'raw', body: '<!DOCTYPE html><p>hidden</p>', contentType: 'text/html' },
      { code: 'BAD_RESPONSE', message: `the server answered HTML where JSON was expected: ${HTML_HINT}` },
    ],
    [
      'HTML declared as JSON',
      { kind: 'raw', body: '\n<html><body>hidden' },
      { code: 'BAD_RESPONSE', message: `the server answered HTML where JSON was expected: ${HTML_HINT}` },
    ],
    [
      'an empty body',
      { kind: 'raw', body: '' },
      { code: 'BAD_RESPONSE', message: 'the server answered with an empty body where JSON was expected' },
    ],
    [
      'XML',
      { kind: 'raw', body: '<hidden/>', contentType: 'application/xml; charset=utf-8' },
      { code: 'BAD_RESPONSE', message: 'the server answered application/xml where JSON was expected' },
    ],
    [
      'broken JSON',
      { kind: 'raw', body: '{"hidden":' },
      {
        code: 'BAD_RESPONSE',
        message: 'the server answered JSON that cannot be parsed: it is broken or cut short',
      },
    ],
    [
      'a truncated answer',
      { kind: 'truncate' },
      { code: 'BAD_RESPONSE', message: 'the answer broke off before its end' },
    ],
    [
      'a redirect',
      { kind: 'redirect', location: 'https://portal.example.org:8443/login?token=hidden' },
      {
        code: 'BAD_RESPONSE',
        message:
          'the server redirects to https://portal.example.org:8443; redirects are not followed: put the address that answers itself into url',
        upstreamStatus: 302,
      },
    ],
    [
      '401',
      { kind: 'status', status: 401, body: '{"message":"hidden"}' },
      {
        code: 'UNAUTHORIZED',
        message: 'the server answered 401: it does not accept the sign-in',
        upstreamStatus: 401,
      },
    ],
    [
      '403',
      { kind: 'status', status: 403 },
      {
        code: 'FORBIDDEN',
        message: 'the server answered 403: the account may not do this',
        upstreamStatus: 403,
      },
    ],
    [
      '429 with seconds to wait',
      { kind: 'status', status: 429, retryAfter: 17 },
      {
        code: 'RATE_LIMITED',
        message: 'the server answered 429: too many requests',
        upstreamStatus: 429,
        retryAfterSeconds: 17,
      },
    ],
    [
      '429 without',
      { kind: 'status', status: 429 },
      {
        code: 'RATE_LIMITED',
        message: 'the server answered 429: too many requests',
        retryAfterSeconds: null,
      },
    ],
    [
      '404 as HTML',
      { kind: 'status', status: 404, body: '<html>hidden', contentType: 'text/html' },
      {
        code: 'UPSTREAM_ERROR',
        message: `the server answered 404 with an HTML page: ${HTML_HINT}`,
        upstreamStatus: 404,
      },
    ],
    [
      '503',
      { kind: 'status', status: 503, retryAfter: 3 },
      {
        code: 'UPSTREAM_ERROR',
        message: 'the server answered 503',
        upstreamStatus: 503,
        retryAfterSeconds: 3,
      },
    ],
    [
      'a dropped connection',
      { kind: 'reset' },
      { code: 'UNREACHABLE', message: 'the server dropped the connection before it answered' },
    ],
  ])('reports %s', async (_what, fault, expected) => {
    upstream.faults.add({ fault });
    const failure = await failureOf(client().send({ path: '/api/v1/jobs' }, scope()));
    expect(failure).toMatchObject(expected);
    expect(failure.message).not.toContain('hidden');
  });

  it('reads a Retry-After date against its clock', async () => {
    const dated = await startUpstream((app) => {
      app.get('/', (_request, reply) =>
        reply.code(429).header('retry-after', 'Sun, 01 Mar 2026 12:01:30 GMT').send(),
      );
    });
    const failure = await failureOf(client(dated.url).send({ path: '/' }, scope()));
    await dated.close();
    expect(failure.retryAfterSeconds).toBe(90);
  });

  it('reports a body that does not decompress', async () => {
    await expect(client().send({ path: '/no-gzip' }, scope())).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
      message: 'the server answered with a body that cannot be decompressed',
    });
  });

  it('refuses an answer above 64 MB', async () => {
    await expect(client().send({ path: '/huge' }, scope())).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
      message: 'the server sent an answer larger than 64 MB',
    });
  });

  it('reports a port where nothing listens', async () => {
    const gone = await startUpstream(() => undefined);
    await gone.close();
    await expect(client(gone.url).send({ path: '/' }, scope())).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: 'the connection was refused: nothing listens at this address and port',
    });
  });

  it('reports a host name that does not resolve', async () => {
    const failure = await failureOf(client('http://no-such-host.invalid').send({ path: '/' }, scope()));
    expect(failure.code).toBe('UNREACHABLE');
    expect(failure.message).toContain('the host name');
  });

  it('reports something that does not speak HTTP', async () => {
    const [server, url] = await tcpServer('SSH-2.0-OpenSSH_9.6\r\n');
    const failure = await failureOf(client(url).send({ path: '/' }, scope()));
    server.close();
    expect(failure.code).toBe('BAD_RESPONSE');
    expect(failure.message).toContain('something that is not HTTP');
  });

  it('never carries the password or the token of a failed request', async () => {
    upstream.faults.add({ fault: { kind: 'reset' } });
    const request: UpstreamRequest = {
      method: 'POST',
      path: '/token',
      form: { password: 'hunter2' },
      headers: { authorization: 'Bearer s3cret' },
    };
    const failure = await failureOf(client().send(request, scope()));
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toMatch(/hunter2|s3cret/);
  });
});
async function tcpServer(greeting: string): Promise<[TcpServer, string]> {
  const server = createServer((socket) => socket.on('error', () => undefined).end(greeting));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return [server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`];
}
