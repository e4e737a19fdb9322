import { setTimeout as delay } from 'node:timers/promises';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { HOUR } from '../support/clock.js';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import type { Part, Source } from '../support/troubled-fleet.js';

const POLICIES = `{ policies {
  complete nodes { id server { key } }
  sources { server { key } status upstreamCalls error { code message retryable retryAfterSeconds upstreamStatus } }
} }`;
const HEALTH = '{ servers(filter: { products: [VBR] }) { key health { status error { code } } } }';
const START =
  'mutation ($id: ID!) { startPolicy(input: { policy: $id }) { userErrors { code message upstream { status } } } }';
/** Nothing asks by itself, and a server that was cut off is tried again within the test. */
const OPEN_FOR = 400;
const TIMING = {
  probe: HOUR,
  follow: HOUR,
  patience: { shortest: OPEN_FOR, longest: OPEN_FOR, firstBackoff: 1 },
};

interface Policies {
  policies: Omit<Part, 'nodes'> & { nodes: { id: string; server: { key: string } }[] };
}
type TroubledSource = Source & { upstreamCalls: number };

let good: VbrSimulator;
let troubled: VbrSimulator;
let gateway: RunningGateway;
let policyOfTroubled: string;

beforeEach(async () => {
  [good, troubled] = (await Promise.all(
    [1, 2].map((seed) => startVbrSimulator({ seed, policies: 4, sessions: 20 })),
  )) as [VbrSimulator, VbrSimulator];
  gateway = await startGateway(
    [
      { key: 'good', product: 'VBR', url: good.url },
      { key: 'troubled', product: 'VBR', url: troubled.url },
    ],
    { cache: { inventory: 'PT0S', staleIfError: 'PT0S' } },
    TIMING,
  );
  const { data } = await gateway.ask<Policies>(POLICIES);
  policyOfTroubled = data.policies.nodes.find(({ server }) => server.key === 'troubled')?.id ?? '';
});

afterEach(async () => {
  await gateway.close();
  await Promise.all([good.close(), troubled.close()]);
});

async function ask(): Promise<TroubledSource> {
  const { data, errors } = await gateway.ask<Policies>(POLICIES);
  expect(errors).toEqual([]);
  expect(data.policies.nodes.filter(({ server }) => server.key === 'good')).toHaveLength(4);
  const source = data.policies.sources.find(({ server }) => server.key === 'troubled');
  if (source === undefined) throw new Error('the troubled server is not named');
  return source as TroubledSource;
}

/** Asks until the troubled server has been cut off. */
async function failUntilCutOff(): Promise<void> {
  troubled.faults.add({ fault: { kind: 'status', status: 503 } });
  while ((await ask()).error?.code !== 'CIRCUIT_OPEN');
  troubled.arrivals.length = 0;
}

describe('a server that kept failing', () => {
  it('is not asked for a while, and who asks is told at once why and until when', async () => {
    await failUntilCutOff();
    const source = await ask();
    expect(source).toMatchObject({
      status: 'FAILED',
      upstreamCalls: 0,
      error: { code: 'CIRCUIT_OPEN', retryable: true, retryAfterSeconds: 1, upstreamStatus: null },
    });
    expect(source.error?.message).toContain('the server answered 503');
    expect(troubled.arrivals).toEqual([]);
  });

  it('gets no change either, and the caller hears that it was not made', async () => {
    await failUntilCutOff();
    const { data } = await gateway.ask<{ startPolicy: { userErrors: object[] } }>(START, {
      id: policyOfTroubled,
    });
    expect(data.startPolicy.userErrors).toEqual([
      { code: 'UPSTREAM_UNAVAILABLE', message: expect.stringContaining('left alone'), upstream: null },
    ]);
    expect(troubled.arrivals).toEqual([]);
  });

  it('keeps the health it was last seen in', async () => {
    await failUntilCutOff();
    const { data } = await gateway.ask<{ servers: object[] }>(HEALTH);
    expect(data.servers[1]).toEqual({
      key: 'troubled',
      health: { status: 'DEGRADED', error: { code: 'UPSTREAM_ERROR' } },
    });
  });

  it('gets one call when the time is up, and another pause when that fails', async () => {
    await failUntilCutOff();
    await delay(OPEN_FOR + 50);
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(troubled.arrivals).toHaveLength(1);
    expect(answers.map(({ error }) => error?.code).sort()).toEqual([
      'CIRCUIT_OPEN',
      'CIRCUIT_OPEN',
      'UPSTREAM_ERROR',
    ]);
  });

  it('is asked as before when that one goes well', async () => {
    await failUntilCutOff();
    troubled.faults.clear();
    await delay(OPEN_FOR + 50);
    expect(await ask()).toMatchObject({ status: 'OK', error: null });
    expect(await ask()).toMatchObject({ status: 'OK', error: null });
  });
});
