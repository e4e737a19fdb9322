import { startVb365Simulator } from '../../dist/simulators/vb365/index.js';
import { startVbAwsSimulator } from '../../dist/simulators/vbaws/index.js';
import { startVbrSimulator } from '../../dist/simulators/vbr/index.js';

const FAULTS = [
  { kind: 'latency', ms: 400 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503, retryAfter: 1 },
  { kind: 'status', status: 429, retryAfter: 1 },
  { kind: 'status', status: 401 },
  { kind: 'reset' },
  { kind: 'hang' },
  { kind: 'drip' },
  { kind: 'truncate' },
  { kind: 'raw', body: '{"data":[{"id":' },
  { kind: 'raw', body: '<html>busy</html>', contentType: 'text/html' },
  { kind: 'raw', body: ' '.repeat(4_000_000) },
];

/** Simulated servers of every product, with what goes wrong on them from time to time. */
export async function startServers() {
  const size = { policies: 16, sessions: 800, workSeconds: 2 };
  const simulators = await Promise.all([
    startVbrSimulator({ ...size, seed: 1 }),
    startVbrSimulator({ ...size, seed: 2, revisions: ['1.3-rev0'], accessTokenSeconds: 5 }),
    startVbAwsSimulator({ ...size, seed: 3 }),
    startVb365Simulator({ ...size, seed: 4, switches: { workSeconds: 2 } }),
    startVb365Simulator({ ...size, seed: 5, servedVersions: ['v6'], accessTokenSeconds: 5 }),
  ]);
  const products = ['VBR', 'VBR', 'VB_AWS', 'VB_M365', 'VB_M365'];
  return {
    entries: simulators.map(({ url }, index) => ({
      key: `server-${index}`,
      name: `Server ${index}`,
      product: products[index],
      url,
      username: 'svc-gateway',
      password: 'simulated',
      limits: { timeout: 'PT1.5S' },
    })),
    /** Begins a fault on one server. */
    harm(choose) {
      const { faults } = choose(simulators);
      // Lists alone, which have a query: a sign-in that goes wrong twice is left alone for half an hour.
      faults.add({ match: '?', fault: choose(FAULTS), times: 1 + Math.floor(Math.random() * 8) });
    },
    heal() {
      for (const { faults, requests } of simulators) {
        faults.clear();
        requests.length = 0;
      }
    },
    close: () => Promise.all(simulators.map((simulator) => simulator.close())),
  };
}
