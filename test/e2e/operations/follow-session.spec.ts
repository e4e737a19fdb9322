import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import WebSocket from 'ws';
import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../../src/simulators/vbr/index.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';

interface Update {
  sessionUpdated: { id: string; state: string; result: string; progressPercent: number | null };
}

const FOLLOW = `subscription ($id: ID!) {
  sessionUpdated(session: $id) { id state result progressPercent }
}`;
const START = `mutation ($id: ID!) {
  startPolicy(input: { policy: $id }) {
    session { id state policy { id } }
    userErrors { code message }
  }
}`;

interface Started {
  startPolicy: {
    session: { id: string; state: string; policy: { id: string } } | null;
    userErrors: unknown[];
  };
}

describe('A policy that is started', () => {
  let simulator: VbrSimulator;
  /** What time it is at the server: a while passes whenever somebody was told how far it is. */
  let now: number;
  let gateway: RunningGateway;

  beforeEach(async () => {
    now = Date.now();
    simulator = await startVbrSimulator({
      seed: 5,
      policies: 10,
      sessions: 200,
      workSeconds: 60,
      now: () => now,
    });
    gateway = await startGateway(
      [{ key: 'vbr', product: 'VBR', url: simulator.url }],
      {},
      { probe: 60_000, follow: 30 },
    );
  });

  afterEach(async () => {
    await gateway.close();
    await simulator.close();
  });

  async function start(): Promise<{ session: string; policy: string }> {
    const query = '{ policies(filter: { kinds: [BACKUP], status: [IDLE] }, first: 1) { nodes { id } } }';
    const { data } = await gateway.ask<{ policies: { nodes: { id: string }[] } }>(query);
    const policy = data.policies.nodes[0]!.id;
    const answer = await gateway.ask<Started>(START, { id: policy });
    expect(answer.data.startPolicy.userErrors).toEqual([]);
    const { session } = answer.data.startPolicy;
    expect(session!.policy.id).toBe(policy);
    return { session: session!.id, policy };
  }

  async function overWebSocket(id: string): Promise<Update['sessionUpdated'][]> {
    const client = createWsClient({ url: gateway.url.replace('http', 'ws'), webSocketImpl: WebSocket });
    const seen: Update['sessionUpdated'][] = [];
    for await (const { data } of client.iterate<Update>({ query: FOLLOW, variables: { id } }))
      if (data) {
        seen.push(data.sessionUpdated);
        now += 40_000;
      }
    await client.dispose();
    return seen;
  }

  async function overEvents(id: string): Promise<Update['sessionUpdated'][]> {
    const client = createSseClient({ url: `${gateway.url}/stream` });
    const seen: Update['sessionUpdated'][] = [];
    for await (const { data } of client.iterate<Update>({ query: FOLLOW, variables: { id } }))
      if (data) {
        seen.push(data.sessionUpdated);
        now += 40_000;
      }
    client.dispose();
    return seen;
  }

  it('gives the session that the list then shows', async () => {
    const { session } = await start();
    const { data } = await gateway.ask<{ sessions: { nodes: { id: string }[] } }>(
      '{ sessions(first: 5) { nodes { id } } }',
    );
    expect(data.sessions.nodes.map(({ id }) => id)).toContain(session);
  });

  it.each([
    ['WebSocket', overWebSocket],
    ['server-sent events', overEvents],
  ])('is followed to its end over %s', async (_name, follow) => {
    const { session } = await start();
    const seen = await follow(session);
    expect(new Set(seen.map(({ id }) => id))).toEqual(new Set([session]));
    expect(seen[0]!.state).not.toBe('FINISHED');
    expect(seen.at(-1)!.state).toBe('FINISHED');
    expect(seen.at(-1)!.result).not.toBe('NONE');
  });

  it('is followed by many at the cost of one request a round', async () => {
    const { session } = await start();
    simulator.requests.length = 0;
    const all = await Promise.all(Array.from({ length: 8 }, () => overWebSocket(session)));
    const longest = Math.max(...all.map(({ length }) => length));
    // Each follower reads the session once to begin with; the rounds are shared.
    const reads = simulator.requests.filter(({ url }) => url.includes('/sessions/')).length;
    expect(all.every((seen) => seen.at(-1)!.state === 'FINISHED')).toBe(true);
    expect(reads).toBeLessThanOrEqual(8 + longest + 25);
  });

  it('is followed on although the server drops out in between', async () => {
    const { session } = await start();
    const client = createWsClient({ url: gateway.url.replace('http', 'ws'), webSocketImpl: WebSocket });
    const states: string[] = [];
    for await (const { data } of client.iterate<Update>({ query: FOLLOW, variables: { id: session } })) {
      if (states.length === 0)
        simulator.faults.add({ match: '/sessions/', times: 3, fault: { kind: 'status', status: 503 } });
      if (data) states.push(data.sessionUpdated.state);
      now += 40_000;
    }
    await client.dispose();
    expect(states.at(-1)).toBe('FINISHED');
  });

  it('is refused as a stream of a query, and of a session that does not exist', async () => {
    const client = createSseClient({ url: `${gateway.url}/stream` });
    const first = async (query: string): Promise<unknown> => {
      for await (const result of client.iterate({ query })) return result;
      return undefined;
    };
    expect(await first('{ servers { name } }')).toMatchObject({
      errors: [{ message: 'only subscriptions are taken here; send queries and mutations to /graphql' }],
    });
    const unknown = Buffer.from('[1,"VbrSession","vbr","nope"]').toString('base64url');
    expect(await first(`subscription { sessionUpdated(session: "${unknown}") { id } }`)).toMatchObject({
      errors: [{ message: 'there is no session with this id' }],
    });
    client.dispose();
  });
});
