import type { FleetTiming } from '../../../src/fleet.module.js';
import type { Output } from '../../../src/platform/observability/log.js';
import { freezeClock } from '../../support/clock.js';
import type { FrozenClock } from '../../support/clock.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway, ServerEntry } from '../../support/gateway.js';
import { startTokenServer } from '../../support/token-server.js';
import type { Intercept, TokenServer } from '../../support/token-server.js';
import { PRODUCTS, startTrio } from '../../support/troubled-fleet.js';
import type { Product, Source, Trio } from '../../support/troubled-fleet.js';

/** Probes come only when a test's clock is not involved: never within a test. */
const SELDOM: FleetTiming = { probe: 2_000_000_000, follow: 2_000, patience: { firstBackoff: 1 } };

const LISTS = `{ policies(first: 3) { complete sources { server { key } status count error {
  code message retryable retryAfterSeconds upstreamStatus } } }
  repositories(first: 3) { complete sources { server { key } status count error {
  code message retryable retryAfterSeconds upstreamStatus } } } }`;

/** What two lists say of one server: `OK`, or the code of the failure. */
export interface Seen {
  readonly codes: string[];
  readonly error: Source['error'];
}

/** One server of each product behind a token server, and a gateway over them. */
export interface Stage {
  readonly clock: FrozenClock;
  readonly servers: Readonly<Record<Product, TokenServer>>;
  readonly gateway: RunningGateway;
  ask(): Promise<Record<Product, Seen>>;
  /** A further gateway over the same servers. */
  another(): Promise<RunningGateway>;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly intercept?: Intercept;
  readonly entry?: (product: Product) => Partial<ServerEntry>;
  readonly rest?: Record<string, unknown>;
  readonly output?: Output;
}

/** Time stands still until a test moves it. */
export async function startStage({ intercept, entry, rest, output }: StageOptions = {}): Promise<Stage> {
  const clock = freezeClock();
  const trio: Trio = await startTrio({ seed: 3, policies: 5, sessions: 20, now: clock.now });
  const [vbr, aws, m365] = await Promise.all(
    PRODUCTS.map((product) => startTokenServer(trio[product].url, intercept)),
  );
  if (!vbr || !aws || !m365) throw new Error('no server');
  const servers = { VBR: vbr, VB_AWS: aws, VB_M365: m365 };
  const another = (): Promise<RunningGateway> =>
    startGateway(
      PRODUCTS.map((product) => ({ key: product, product, url: servers[product].url, ...entry?.(product) })),
      rest,
      SELDOM,
      output,
    );
  const gateway = await another();
  return {
    clock,
    servers,
    gateway,
    another,
    ask: () => askThrough(gateway),
    close: async () => {
      await gateway.close();
      await Promise.all(Object.values(servers).map((server) => server.close()));
      await trio.close();
      clock.release();
    },
  };
}

/** Asks both lists through a gateway. */
export async function askThrough(gateway: RunningGateway): Promise<Record<Product, Seen>> {
  const { data } = await gateway.ask<Record<'policies' | 'repositories', { sources: Source[] }>>(LISTS);
  const entries = PRODUCTS.map((product): [Product, Seen] => {
    const sources = [data.policies, data.repositories].flatMap(({ sources }) =>
      sources.filter(({ server }) => server.key === product),
    );
    const errors = sources.map(({ error }) => error);
    return [product, { codes: errors.map((error) => error?.code ?? 'OK'), error: errors[0] ?? null }];
  });
  return Object.fromEntries(entries) as Record<Product, Seen>;
}

export const ALL_WELL = { codes: ['OK', 'OK'], error: null };
export { PRODUCTS };
