import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { deadUrl } from '../support/addresses.js';
import { startGateway } from '../support/gateway.js';
import { startOtlpReceiver } from '../support/otlp-receiver.js';
import type { OtlpReceiver, ReceivedSpan } from '../support/otlp-receiver.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CLIENT = '00f067aa0ba902b7';
const SESSIONS = 'query Board { sessions(first: 3) { nodes { name } complete } }';

let vbr: VbrSimulator;
let receiver: OtlpReceiver;

beforeAll(async () => {
  vbr = await startVbrSimulator({ policies: 3, sessions: 5 });
});
beforeEach(async () => {
  receiver = await startOtlpReceiver();
});
afterEach(() => receiver.close());
afterAll(() => vbr.close());

/** The headers of whatever reaches the address it gives, which leads to `target`. */
async function startListener(
  target: string,
): Promise<{ url: string; traceparents: unknown[]; tracestates: unknown[]; close: () => void }> {
  const traceparents: unknown[] = [];
  const tracestates: unknown[] = [];
  const server = createServer((incoming, response) => {
    traceparents.push(incoming.headers['traceparent']);
    tracestates.push(incoming.headers['tracestate']);
    const { method = 'GET', headers } = incoming;
    const outgoing = forward(new URL(incoming.url ?? '/', target), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, traceparents, tracestates, close };
}

/** One query of a traced gateway that has ended since, so that everything has been sent. */
async function traced(
  otlp: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<{ spans: ReceivedSpan[]; upstream: unknown[]; states: unknown[] }> {
  const listener = await startListener(vbr.url);
  const servers = [
    { key: 'berlin', product: 'VBR', url: listener.url },
    { key: 'down', product: 'VBR', url: await deadUrl() },
  ];
  const gateway = await startGateway(servers, {
    telemetry: { otlp: { endpoint: receiver.endpoint, ...otlp } },
  });
  await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: SESSIONS }),
  });
  await gateway.close();
  listener.close();
  return { spans: receiver.spans, upstream: listener.traceparents, states: listener.tracestates };
}

const named = (spans: readonly ReceivedSpan[], name: string): ReceivedSpan[] =>
  spans.filter((span) => span.name === name);

describe('a traced request', () => {
  it('shows the request, each source, the calls to it, and the merge, within the trace of its client', async () => {
    const { spans } = await traced({}, { traceparent: `00-${TRACE}-${CLIENT}-01` });
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
    const [request] = named(spans, 'query Board');
    expect(request).toMatchObject({
      parentSpanId: CLIENT,
      attributes: { 'graphql.operation.name': 'Board', 'http.response.status_code': 200 },
    });
    const sources = named(spans, 'source');
    expect(new Set(sources.map(({ attributes }) => attributes['gateway.server']))).toEqual(
      new Set(['berlin', 'down']),
    );
    expect(sources.every(({ parentSpanId }) => parentSpanId === request?.spanId)).toBe(true);
    expect(named(spans, 'merge')).toMatchObject([{ parentSpanId: request?.spanId }]);
    const [call] = named(spans, 'GET /api/v1/sessions');
    const source = sources.find(({ spanId }) => spanId === call?.parentSpanId);
    expect(source?.attributes['gateway.server']).toBe('berlin');
  });

  it('marks the source that failed with its code', async () => {
    const { spans } = await traced();
    const failed = spans.filter(({ status }) => status === 2);
    expect(failed.length).toBeGreaterThan(0);
    for (const { attributes } of failed)
      expect(attributes).toMatchObject({ 'gateway.server': 'down', 'error.type': 'UNREACHABLE' });
  });

  it('does not tell its servers of the trace unless that is wanted', async () => {
    const silent = await traced();
    expect(silent.upstream.length).toBeGreaterThan(0);
    expect(silent.upstream.every((header) => header === undefined)).toBe(true);
    const telling = await traced({ propagate: true }, { traceparent: `00-${TRACE}-${CLIENT}-01` });
    expect(telling.upstream).toContainEqual(
      expect.stringMatching(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`)),
    );
  });

  it("carries its client's tracestate on to servers where traces are passed on, and nothing malformed", async () => {
    const traceparent = `00-${TRACE}-${CLIENT}-01`;
    const told = await traced({ propagate: true }, { traceparent, tracestate: 'congo=t61rcWkgMzE,other=1' });
    expect(told.states).toContain('congo=t61rcWkgMzE,other=1');
    const kept = await traced({}, { traceparent, tracestate: 'congo=t61rcWkgMzE' });
    expect(kept.states.every((state) => state === undefined)).toBe(true);
    const odd = await traced({ propagate: true }, { traceparent: `00-${TRACE}-xyz-01`, tracestate: 'a=1' });
    expect(odd.states.every((state) => state === undefined)).toBe(true);
    expect(odd.upstream.some((header) => String(header).includes(TRACE))).toBe(false);
  });

  it('is one of a share, unless its client decides; headers go to the collector', async () => {
    expect((await traced({ sampleRatio: 0 })).spans).toEqual([]);
    const options = { sampleRatio: 0, headers: { authorization: 'Bearer of-the-collector' } };
    const { spans } = await traced(options, { traceparent: `00-${TRACE}-${CLIENT}-01` });
    expect(spans.length).toBeGreaterThan(0);
    expect(receiver.headers.at(-1)?.authorization).toBe('Bearer of-the-collector');
  });

  it('carries neither ids nor queries of upstream addresses', async () => {
    await traced();
    expect(receiver.raw()).not.toMatch(
      /[?&]\w+=|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\//,
    );
  });
});
