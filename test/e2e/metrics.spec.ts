import { encodeId } from '../../src/core/model/ids.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { deadUrl, freePort } from '../support/addresses.js';
import type { RunningGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';
import { scrape, total } from '../support/metrics.js';
import type { Sample } from '../support/metrics.js';
import { until } from '../support/until.js';

const DOWN = encodeId({ type: 'VbrJob', server: 'down', nativeId: 'x' });

let vbr: VbrSimulator;
let servers: { key: string; product: string; url: string }[];
let gateway: RunningGateway;

beforeAll(async () => {
  vbr = await startVbrSimulator({ policies: 3, sessions: 5 });
  servers = [
    { key: 'berlin', product: 'VBR', url: vbr.url },
    { key: 'down', product: 'VBR', url: await deadUrl() },
  ];
});
beforeEach(async () => {
  gateway = await startGateway(servers, { cache: { inventory: 'PT1M' } });
});
afterEach(() => gateway.close());
afterAll(() => vbr.close());

/** Scrapes until what is counted after an answer has left is there. */
async function scrapeUntil(holds: (samples: Sample[]) => boolean): Promise<Sample[]> {
  let samples: Sample[] = [];
  await until(async () => holds((samples = await scrape(gateway.url))));
  return samples;
}

const requests = (labels: Record<string, string>) => (samples: Sample[]) =>
  total(samples, 'veeam_gateway_requests_total', labels);

describe('the metrics', () => {
  it('count requests by operation name, kind and outcome, and errors by code', async () => {
    for (let turn = 0; turn < 3; turn++) await gateway.ask('query Board { policies { nodes { name } } }');
    await gateway.ask(`query Find { node(id: "${DOWN}") { id } }`);
    await gateway.ask('query Nonsense { nothing }');
    await gateway.ask('{ __typename }');
    const samples = await scrapeUntil((all) => requests({ operation: 'anonymous' })(all) === 1);
    expect(requests({ operation: 'Board', kind: 'query', outcome: 'ok' })(samples)).toBe(3);
    expect(requests({ operation: 'Find', outcome: 'errors' })(samples)).toBe(1);
    expect(requests({ operation: 'none', outcome: 'refused' })(samples)).toBe(1);
    expect(requests({ operation: 'Nonsense' })(samples)).toBeUndefined();
    const errors = (labels: Record<string, string>): number | undefined =>
      total(samples, 'veeam_gateway_request_errors_total', labels);
    expect(errors({ server: 'down' })).toBe(1);
    expect(errors({ code: 'GRAPHQL_VALIDATION_FAILED', server: '' })).toBe(1);
    expect(total(samples, 'veeam_gateway_request_duration_seconds_count', { operation: 'Board' })).toBe(3);
    expect(total(samples, 'veeam_gateway_requests_without_upstream_calls_total')).toBeGreaterThan(0);
  });

  it('keep names that are made up at random apart only up to a bound', async () => {
    const names = Array.from({ length: 230 }, (_, index) => `Random${index}`);
    for (const name of names) await gateway.ask(`query ${name} { __typename }`);
    const samples = await scrapeUntil((all) => requests({ operation: 'other' })(all) === 30);
    const seen = samples.filter(({ name }) => name === 'veeam_gateway_requests_total');
    expect(seen.length).toBeLessThanOrEqual(201);
  });

  it('tell per server of calls, failures, sign-ins, state, queue, circuit and the age of what is kept', async () => {
    await gateway.ask('{ policies { nodes { name } } }');
    const samples = await scrapeUntil(
      (all) => total(all, 'veeam_gateway_server_up', { server: 'down' }) === 0,
    );
    const of = (server: string, name: string, labels = {}): number | undefined =>
      total(samples, `veeam_gateway_${name}`, { server, product: 'VBR', ...labels });
    expect(of('berlin', 'server_up')).toBe(1);
    expect(of('berlin', 'upstream_calls_total', { result: 'ok' })).toBeGreaterThan(0);
    expect(of('berlin', 'upstream_call_duration_seconds_count')).toBeGreaterThan(0);
    expect(of('berlin', 'upstream_sign_ins_total', { kind: 'sign-in', result: 'ok' })).toBe(1);
    expect(of('berlin', 'upstream_calls_running')).toBe(0);
    expect(of('berlin', 'upstream_calls_waiting')).toBe(0);
    expect(of('berlin', 'upstream_circuit_state')).toBe(0);
    expect(of('berlin', 'snapshot_age_seconds', { kind: 'policies' })).toBeGreaterThanOrEqual(0);
    expect(of('down', 'upstream_calls_total', { result: 'UNREACHABLE' })).toBeGreaterThan(0);
    expect(of('down', 'upstream_calls_total', { result: 'ok' })).toBeUndefined();
  });

  it('tell of the process: event loop, memory, and where the audit stands', async () => {
    const names = new Set((await scrape(gateway.url)).map(({ name }) => name));
    for (const name of [
      'nodejs_eventloop_lag_p99_seconds',
      'process_resident_memory_bytes',
      'process_cpu_seconds_total',
      'veeam_gateway_audit_records',
    ])
      expect(names).toContain(name);
  });
});

describe('/metrics', () => {
  it.each(['forwarded', 'x-forwarded-for', 'via'])('is not there for requests with %s', async (header) => {
    const headers = { [header]: '203.0.113.7' };
    expect((await fetch(new URL('/metrics', gateway.url), { headers })).status).toBe(404);
  });

  it('stands at an address of its own, and there alone, where one is given', async () => {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const other = await startGateway(servers, { metrics: { listen: { port } } });
    try {
      expect((await fetch(`${origin}/metrics`)).status).toBe(200);
      expect((await fetch(`${origin}/graphql?query={__typename}`)).status).toBe(404);
      expect((await fetch(new URL('/metrics', other.url))).status).toBe(404);
    } finally {
      await other.close();
    }
    await expect(fetch(`${origin}/metrics`)).rejects.toThrow();
  });

  it('is not there where it is switched off', async () => {
    const other = await startGateway(servers, { metrics: { enabled: false } });
    expect((await fetch(new URL('/metrics', other.url))).status).toBe(404);
    await other.close();
  });
});
