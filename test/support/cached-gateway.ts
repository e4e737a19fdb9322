import { setTimeout as delay } from 'node:timers/promises';
import type { SeenRequest } from '../../src/simulators/kit/upstream.js';
import { startGateway } from './gateway.js';
import type { RunningGateway } from './gateway.js';
import { PRODUCTS } from './troubled-fleet.js';
import type { Trio } from './troubled-fleet.js';
import { isCounted } from './upstream-calls.js';

/** A gateway that keeps inventory as long as it is told to, over one server of each product; it gives up on servers quickly. */
export async function startCachedGateway(
  trio: Trio,
  cache: { inventory: string; staleIfError: string },
  rest: Record<string, unknown> = {},
): Promise<RunningGateway> {
  const servers = PRODUCTS.map((product) => ({ key: product, product, url: trio[product].url }));
  const patience = { firstBackoff: 1, threshold: 1_000_000 };
  const gateway = await startGateway(servers, { cache, ...rest }, { patience });
  for (;;) {
    const { data } = await gateway.ask<{ servers: { health: { status: string } }[] }>(
      '{ servers { health { status } } }',
    );
    if (data.servers.every(({ health }) => health.status !== 'UNKNOWN')) return gateway;
    await delay(5);
  }
}

/** Counts what the servers were asked since it was made, or since it last told; `ignored`: addresses of other calls that are nobody's. */
export function callCounter(trio: Trio, ignored?: RegExp): () => number {
  const countable = (request: SeenRequest): boolean => isCounted(request) && !ignored?.test(request.url);
  const total = (): number =>
    PRODUCTS.reduce((sum, product) => sum + trio[product].requests.filter(countable).length, 0);
  let seen = total();
  return () => {
    const before = seen;
    seen = total();
    return seen - before;
  };
}
