import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Milliseconds } from '../../../core/model/instant.js';
import type { Server } from '../../../core/model/server.js';
import type { UpstreamState } from '../../http/upstream-client.js';

/** How one server stands at the moment of a scrape. */
export interface ServerStanding {
  readonly server: Server;
  /** ONLINE, OFFLINE … */
  readonly status: string;
  /** undefined: nothing was sent yet. */
  readonly upstream: UpstreamState | undefined;
  /** Ages of what is kept of it, by kind. */
  readonly snapshots: ReadonlyMap<string, Milliseconds>;
}

const CIRCUIT = { CLOSED: 0, HALF_OPEN: 1, OPEN: 2 } as const;

/** What is read off the fleet when somebody asks, so that it costs nothing in between. */
export function fleetMetrics(registry: Registry, standings: () => readonly ServerStanding[]): void {
  const gauge = (
    name: string,
    help: string,
    valueOf: (standing: ServerStanding) => number | undefined,
  ): void => {
    new Gauge({
      name,
      help,
      labelNames: ['server', 'product'],
      registers: [registry],
      collect() {
        this.reset();
        for (const standing of standings()) {
          const value = valueOf(standing);
          const { key, product } = standing.server;
          if (value !== undefined) this.set({ server: key, product }, value);
        }
      },
    });
  };
  gauge('veeam_gateway_server_up', '1: the server answers and takes the sign-in; 0: it does not.', isUp);
  gauge('veeam_gateway_upstream_calls_running', 'Calls in flight.', ({ upstream }) => upstream?.running);
  gauge(
    'veeam_gateway_upstream_calls_waiting',
    'Calls that wait for their turn.',
    ({ upstream }) => upstream?.waiting,
  );
  gauge(
    'veeam_gateway_upstream_circuit_state',
    '0: closed, the server is asked; 1: half open, one call tries it; 2: open, it is left alone.',
    ({ upstream }) => (upstream === undefined ? undefined : CIRCUIT[upstream.circuit]),
  );
  gauge(
    'veeam_gateway_upstream_sign_in_refused',
    "1: the server refused the gateway's account when the password was last sent; 0: it did not.",
    ({ upstream }) => (upstream === undefined ? undefined : Number(upstream.signInRefused)),
  );
  snapshotAges(registry, standings);
}

function isUp({ status }: ServerStanding): number | undefined {
  if (status === 'UNKNOWN') return undefined;
  return status === 'ONLINE' || status === 'DEGRADED' ? 1 : 0;
}

function snapshotAges(registry: Registry, standings: () => readonly ServerStanding[]): void {
  new Gauge({
    name: 'veeam_gateway_snapshot_age_seconds',
    help: 'How old what is kept of a server is, by kind.',
    labelNames: ['server', 'product', 'kind'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { server, snapshots } of standings())
        for (const [kind, age] of snapshots)
          this.set({ server: server.key, product: server.product, kind }, age / 1000);
    },
  });
}
