import { setTimeout as delay } from 'node:timers/promises';
import { startGateway } from './gateway.js';
import type { RunningGateway } from './gateway.js';
import { PRODUCTS, startTrio } from './troubled-fleet.js';
import type { Trio } from './troubled-fleet.js';
import { isCounted } from './upstream-calls.js';

/** A gateway over one good server of each product, which the first health probe has already reached. */
export interface TrioGateway extends RunningGateway {
  trio: Trio;
  /** How many requests that answers pay for the servers have seen since the last call of this. */
  newUpstreamCalls(): number;
  /** Sends one request to the GraphQL address as it is. */
  send(init: RequestInit, query?: string): Promise<Response>;
}

export async function startTrioGateway(rest: Record<string, unknown> = {}): Promise<TrioGateway> {
  const trio = await startTrio({ seed: 1 });
  const gateway = await startGateway(
    PRODUCTS.map((key) => ({ key, product: key, url: trio[key].url })),
    rest,
  );
  await whenProbed(gateway);
  let seen = 0;
  const newUpstreamCalls = (): number => {
    const before = seen;
    seen = PRODUCTS.reduce((sum, product) => sum + trio[product].requests.filter(isCounted).length, 0);
    return seen - before;
  };
  newUpstreamCalls();
  return {
    ...gateway,
    trio,
    newUpstreamCalls,
    send: (init, query = '') => fetch(gateway.url + query, init),
    close: async () => {
      await gateway.close();
      await trio.close();
    },
  };
}

/** A request that must be refused, and what its one error says. */
export interface BadInput {
  query: string;
  variables?: Record<string, unknown>;
  says: RegExp;
  code: string;
}

/** Status 400, one error with a place, no data, and no upstream call. */
export async function expectRefused(
  gateway: TrioGateway,
  { query, variables, says, code }: BadInput,
): Promise<void> {
  gateway.newUpstreamCalls();
  const { status, data, errors } = await gateway.ask(query, variables);
  const isPlaced = code !== 'OPERATION_RESOLUTION_FAILURE';
  expect(errors).toEqual([
    {
      message: expect.stringMatching(says),
      extensions: expect.objectContaining({ code }),
      ...(isPlaced && { locations: expect.any(Array) }),
    },
  ]);
  expect(status).toBe(400);
  expect(data).toBeUndefined();
  expect(gateway.newUpstreamCalls()).toBe(0);
}

async function whenProbed({ ask }: RunningGateway): Promise<void> {
  for (;;) {
    const { data } = await ask<{ servers: { health: { status: string } }[] }>(
      '{ servers { health { status } } }',
    );
    if (data.servers.every(({ health }) => health.status === 'ONLINE')) return;
    await delay(10);
  }
}
