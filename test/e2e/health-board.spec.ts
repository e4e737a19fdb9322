import { setTimeout as delay } from 'node:timers/promises';
import { startVbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import { startVb365Simulator } from '../../src/simulators/vb365/index.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { Upstream } from '../../src/simulators/kit/upstream.js';
import { deadUrl } from '../support/addresses.js';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway, ServerEntry } from '../support/gateway.js';

const QUERY = `{ servers { key apiVersion productVersion
  health { status checkedAt lastAnsweredAt latencyMs error { code message retryable } } } }`;

interface ServerNode {
  key: string;
  apiVersion: string | null;
  productVersion: string | null;
  health: {
    status: string;
    checkedAt: string | null;
    lastAnsweredAt: string | null;
    latencyMs: number | null;
    error: { code: string; message: string; retryable: boolean } | null;
  };
}

const SMALL = { policies: 3, sessions: 10 };
const PRODUCTS = ['VBR', 'VB_AWS', 'VB_M365'];

describe('the health board', () => {
  const open: { close(): Promise<void> }[] = [];

  afterEach(async () => {
    for (const each of open.splice(0).toReversed()) await each.close();
  });

  const gatewayOver = async (servers: ServerEntry[]): Promise<RunningGateway> => {
    const gateway = await startGateway(servers);
    open.push(gateway);
    return gateway;
  };

  const simulators = async (): Promise<Upstream[]> => {
    const all = await Promise.all([
      startVbrSimulator(SMALL),
      startVbAwsSimulator(SMALL),
      startVb365Simulator(SMALL),
    ]);
    open.push(...all);
    return all;
  };

  it('is answered from memory in under 100 ms when every server is down', async () => {
    const gateway = await gatewayOver(
      await Promise.all(
        Array.from({ length: 9 }, async (_, index) => ({
          key: `down-${index}`,
          product: PRODUCTS[index % 3] ?? 'VBR',
          url: await deadUrl(),
        })),
      ),
    );
    await settled(gateway);
    const times: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const begun = performance.now();
      const { data, cost } = await gateway.ask<{ servers: ServerNode[] }>(QUERY);
      times.push(performance.now() - begun);
      expect(cost.upstreamCalls).toBe(0);
      expect(data.servers).toHaveLength(9);
      for (const { health, productVersion } of data.servers) {
        expect(productVersion).toBeNull();
        expect(health).toEqual({
          status: 'OFFLINE',
          checkedAt: expect.any(String),
          lastAnsweredAt: null,
          latencyMs: null,
          error: { code: 'UNREACHABLE', message: expect.any(String), retryable: true },
        });
      }
    }
    // The best of them: other work on the machine is not the gateway's.
    expect(Math.min(...times)).toBeLessThan(100);
  });

  it('is answered at once while servers hang, with what is not known yet as UNKNOWN', async () => {
    const servers = await simulators();
    for (const { faults } of servers) faults.add({ fault: { kind: 'hang' } });
    const gateway = await gatewayOver(entriesOf(servers));
    const begun = performance.now();
    const { data } = await gateway.ask<{ servers: ServerNode[] }>(QUERY);
    expect(performance.now() - begun).toBeLessThan(5_000);
    for (const { health } of data.servers)
      expect(health).toEqual({
        status: 'UNKNOWN',
        checkedAt: null,
        lastAnsweredAt: null,
        latencyMs: null,
        error: null,
      });
  });

  it('shows version, latency and when each server last answered', async () => {
    const gateway = await gatewayOver(entriesOf(await simulators()));
    const servers = await settled(gateway);
    expect(servers.map(({ apiVersion }) => apiVersion)).toEqual(['1.3-rev2', '1.8-rev0', 'v8']);
    for (const { productVersion, health } of servers) {
      expect(productVersion).toMatch(/^\d+\.\d+/);
      expect(health).toMatchObject({ status: 'ONLINE', latencyMs: expect.any(Number), error: null });
      expect(health.lastAnsweredAt).toBe(health.checkedAt);
    }
  });

  it('tells a refused sign-in from a server that is away', async () => {
    const servers = await simulators();
    const [first, ...others] = entriesOf(servers);
    const entries = [{ ...first, password: 'wrong' } as ServerEntry, ...others];
    const gateway = await gatewayOver([...entries, { key: 'away', product: 'VBR', url: await deadUrl() }]);
    const statuses = (await settled(gateway)).map(({ health }) => [health.status, health.error?.code]);
    expect(statuses).toEqual([
      ['UNAUTHORIZED', 'UNAUTHORIZED'],
      ['ONLINE', undefined],
      ['ONLINE', undefined],
      ['OFFLINE', 'UNREACHABLE'],
    ]);
  });

  it('follows what servers come to: an answered list makes one ONLINE, a failing one DEGRADED', async () => {
    const servers = await simulators();
    const gateway = await gatewayOver(entriesOf(servers));
    const [before] = await settled(gateway);
    servers[0]?.faults.add({ match: '/jobs/states', times: 20, fault: { kind: 'status', status: 503 } });
    servers[0]?.faults.add({ match: '/jobs?', times: 20, fault: { kind: 'status', status: 503 } });
    await gateway.ask('{ policies { totalCount } }');
    const [failing] = await boardOf(gateway);
    expect(failing?.health).toMatchObject({ status: 'DEGRADED', error: { code: 'UPSTREAM_ERROR' } });
    expect(failing?.health.lastAnsweredAt).toBe(before?.health.lastAnsweredAt);
    servers[0]?.faults.clear();
    await gateway.ask('{ policies { totalCount } }');
    const [mended] = await boardOf(gateway);
    expect(mended?.health).toMatchObject({ status: 'ONLINE', error: null });
  });
});

function entriesOf(servers: readonly Upstream[]): ServerEntry[] {
  return servers.map(({ url }, index) => ({ key: `s${index}`, product: PRODUCTS[index] ?? 'VBR', url }));
}

async function boardOf(gateway: RunningGateway): Promise<ServerNode[]> {
  const { data, errors } = await gateway.ask<{ servers: ServerNode[] }>(QUERY);
  expect(errors).toEqual([]);
  return data.servers;
}

/** The board once every server has been looked at. */
async function settled(gateway: RunningGateway): Promise<ServerNode[]> {
  for (;;) {
    const servers = await boardOf(gateway);
    if (servers.every(({ health }) => health.status !== 'UNKNOWN' && !isHalfKnown(health))) return servers;
    await delay(10);
  }
}

/** A sign-in has been answered, the probe behind it not yet. */
function isHalfKnown({ status, latencyMs }: ServerNode['health']): boolean {
  return status === 'ONLINE' && latencyMs === null;
}
