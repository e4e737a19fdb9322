import { gzipSync } from 'node:zlib';
import type { SourceFailure } from '../../src/core/errors/source-failure.js';
import type { Server } from '../../src/core/model/server.js';
import { UpstreamHttp } from '../../src/platform/http/upstream-http.js';
import type { UpstreamObserver } from '../../src/platform/http/upstream-observer.js';
import type { UpstreamRequest } from '../../src/platform/http/upstream-request.js';
import type { FaultKind } from '../../src/simulators/kit/faults.js';
import { startUpstream } from '../../src/simulators/kit/upstream.js';
import type { Upstream } from '../../src/simulators/kit/upstream.js';
import { connectionTo, failureOf, scope } from './support.js';

let upstream: Upstream;
const clients: UpstreamHttp[] = [];

function client(server: Partial<Server> = {}, observer?: UpstreamObserver, url = upstream.url): UpstreamHttp {
  const http = new UpstreamHttp(connectionTo(url, server), observer ? { observer } : {});
  clients.push(http);
  return http;
}

beforeAll(async () => {
  upstream = await startUpstream((app) => {
    app.all('/echo', (request) => ({
      method: request.method,
      url: request.url,
      headers: request.headers,
      body: request.body ?? null,
    }));
    app.get('/port', (request) => [request.socket.remotePort]);
    app.get('/gzip', (_request, reply) =>
      reply.header('content-encoding', 'gzip').type('application/json').send(gzipSync('{"zipped":true}')),
    );
    app.get('/no-content', (_request, reply) => reply.code(204).send());
    app.get('/missing', (_request, reply) => reply.code(404).send({ errorCode: 'NotFound' }));
  });
});

afterEach(() => {
  upstream.faults.clear();
  clients.splice(0).forEach((http) => http.close());
});

afterAll(() => upstream.close());

describe('what is sent', () => {
  it('writes query parameters: arrays repeat, undefined and null are left out, spaces and stars survive', async () => {
    const query = {
      nameFilter: 'SQL & *',
      typeFilter: ['A', 'B'],
      limit: 5,
      asc: false,
      skip: undefined,
      id: null,
    };
    const { data } = await client().send({ path: '/echo', query }, scope());
    expect(data).toMatchObject({
      url: '/echo?nameFilter=SQL%20%26%20*&typeFilter=A&typeFilter=B&limit=5&asc=false',
    });
  });

  it('keeps a path prefix of the base address', async () => {
    const http = client({}, undefined, `${upstream.url}/echo`);
    upstream.faults.add({ match: '/echo/deeper', fault: { kind: 'raw', body: '"below the prefix"' } });
    await expect(http.send({ path: '/deeper' }, scope())).resolves.toMatchObject({
      data: 'below the prefix',
    });
  });

  it.each<[string, UpstreamRequest, object]>([
    [
      'a form',
      { method: 'POST', path: '/echo', form: { grant_type: 'password', password: 'a&b ü' } },
      { method: 'POST', body: { grant_type: 'password', password: 'a&b ü' } },
    ],
    ['JSON', { method: 'PUT', path: '/echo', json: { name: 'x' } }, { method: 'PUT', body: { name: 'x' } }],
    ['JSON null', { method: 'POST', path: '/echo', json: null }, { method: 'POST', body: null }],
    [
      'nothing',
      { method: 'POST', path: '/echo', headers: { 'x-api-version': '1.3-rev0' } },
      {
        method: 'POST',
        body: null,
        headers: { 'content-length': '0', 'x-api-version': '1.3-rev0' },
      },
    ],
  ])('sends %s', async (_what, request, seen) => {
    await expect(client().send(request, scope())).resolves.toMatchObject({ status: 200, data: seen });
  });

  it('uses one connection again and again', async () => {
    const http = client();
    const first = await http.send({ path: '/port' }, scope());
    const second = await http.send({ path: '/port' }, scope());
    expect(second.data).toEqual(first.data);
  });

  it('counts calls for the answer, except uncounted ones', async () => {
    const asked = scope();
    await client().send({ path: '/echo' }, asked);
    await client().send({ path: '/echo', uncounted: true }, asked);
    expect(asked.tally.calls).toBe(1);
  });
});

describe('what comes back', () => {
  it.each<[string, UpstreamRequest, object]>([
    ['compressed JSON', { path: '/gzip' }, { status: 200, data: { zipped: true } }],
    ['no content, where nothing is expected', { path: '/no-content', expect: 'nothing' }, { status: 204 }],
    ['no content, where it is accepted', { path: '/no-content', accept: [204] }, { status: 204 }],
    ['text as it came', { path: '/missing', expect: 'text', accept: [404] }, { status: 404 }],
    [
      'an accepted status with its parsed body',
      { path: '/missing', accept: [404] },
      { status: 404, data: { errorCode: 'NotFound' } },
    ],
  ])('gives %s', async (_what, request, expected) => {
    await expect(client().send(request, scope())).resolves.toMatchObject(expected);
  });

  it('gives text unparsed when text is expected', async () => {
    upstream.faults.add({ fault: { kind: 'raw', body: 'a,b\n1,2\n', contentType: 'text/csv' } });
    const { data } = await client().send({ path: '/export', expect: 'text' }, scope());
    expect(data).toBe('a,b\n1,2\n');
  });

  it.each(['application/json; charset=utf-8', 'application/problem+json', 'text/plain', '*/*'])(
    'reads JSON declared as %s',
    async (contentType) => {
      upstream.faults.add({ fault: { kind: 'raw', body: '\uFEFF{"a":1}', contentType } });
      await expect(client().send({ path: '/any' }, scope())).resolves.toMatchObject({ data: { a: 1 } });
    },
  );
});
describe('time', () => {
  it.each<[string, FaultKind]>([
    ['never answers', { kind: 'hang' }],
    ['never ends its answer', { kind: 'drip' }],
  ])('gives up on a server that %s', async (_what, fault) => {
    upstream.faults.add({ fault });
    await expect(client({ timeout: 60 }).send({ path: '/' }, scope())).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: 'the server did not answer within 0.06 s',
    });
  });

  it('ends with the deadline of the request', async () => {
    upstream.faults.add({ fault: { kind: 'hang' } });
    await expect(client().send({ path: '/' }, scope(AbortSignal.timeout(40)))).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: 'the server did not answer before the deadline of the request',
    });
  });

  it('sends nothing for a caller that is gone already', async () => {
    const before = upstream.requests.length;
    const asked = scope(AbortSignal.abort());
    await expect(client().send({ path: '/echo' }, asked)).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: 'the request ended before the server answered',
    });
    expect([asked.tally.calls, upstream.requests.length]).toEqual([0, before]);
  });
});

describe('the observer', () => {
  function recorder(): UpstreamObserver & { heard: (string | number)[] } {
    const heard: (string | number)[] = [];
    return {
      heard,
      succeeded: (latency) => heard.push(latency >= 0 ? 'ok' : 'negative latency'),
      failed: (failure: SourceFailure) => heard.push(failure.code),
    };
  }

  it('hears how every call went, except of callers who left', async () => {
    const observer = recorder();
    const http = client({}, observer);
    await http.send({ path: '/echo' }, scope());
    await http.send({ path: '/missing', accept: [404] }, scope());
    await failureOf(http.send({ path: '/missing' }, scope()));
    await failureOf(http.send({ path: '/echo' }, scope(AbortSignal.abort())));
    upstream.faults.add({ fault: { kind: 'hang' } });
    await failureOf(client({ timeout: 60 }, observer).send({ path: '/echo' }, scope()));
    expect(observer.heard).toEqual(['ok', 'ok', 'UPSTREAM_ERROR', 'TIMEOUT']);
  });
});
