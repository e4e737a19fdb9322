import { DAY, freezeClock, NOW } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { expected } from '../support/session-lists.js';
import { truthOf } from '../support/truth.js';
import type { FleetTruth, SessionTruth } from '../support/truth.js';
import { askCounting, callsTo, linkCallsAllowed, totalOf, whenProbed } from '../support/upstream-calls.js';

interface Policies {
  policies: {
    nodes: {
      nativeId: string;
      server: { key: string };
      sessions: {
        totalCount: number | null;
        complete: boolean;
        pageInfo: { hasNextPage: boolean; endCursor: string | null };
        nodes: { nativeId: string; policy: { nativeId: string } | null }[];
      };
    }[];
  };
}

interface Sources {
  sources: { status: string; error: { code: string } | null }[];
}

const QUERY = `query ($since: DateTime, $first: Int, $filter: PolicyFilter) {
  policies(first: 200, filter: $filter) {
    nodes {
      nativeId
      server { key }
      sessions(first: $first, filter: { startedAfter: $since }) {
        totalCount
        complete
        pageInfo { hasNextPage endCursor }
        nodes { nativeId policy { nativeId } }
      }
    }
  }
}`;

describe('the sessions of many policies at once', () => {
  let clock: FrozenClock;
  let fleet: Fleet;
  let truth: FleetTruth;

  beforeAll(async () => {
    clock = freezeClock();
    fleet = await startFleet();
    await whenProbed(fleet);
    truth = truthOf(fleet);
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  const ask = (days: number, first: number) =>
    askCounting<Policies>(fleet, QUERY, { since: new Date(NOW - days * DAY).toISOString(), first });

  const of = (server: string, policyId: string, days: number): SessionTruth[] =>
    truth.sessions.filter(
      (session) =>
        session.server === server && session.policyId === policyId && session.start > NOW - days * DAY,
    );

  it.each([
    [7, 3],
    [7, 500],
    [30, 10],
  ])('are those the servers know: of %i days, the newest %i', async (days, first) => {
    const { answer } = await ask(days, first);
    expect(answer.errors).toEqual([]);
    expect(answer.data.policies.nodes).toHaveLength(truth.policies.length);
    for (const { server, nativeId, sessions } of answer.data.policies.nodes) {
      const all = of(server.key, nativeId, days);
      const ids = sessions.nodes.map((session) => `${server.key}/${session.nativeId}`);
      expect(ids).toEqual(expected(all).slice(0, first));
      expect(sessions.totalCount).toBe(all.length);
      expect(sessions.complete).toBe(true);
      expect(sessions.pageInfo.hasNextPage).toBe(all.length > first);
      expect(sessions.nodes.every(({ policy }) => policy?.nativeId === nativeId)).toBe(true);
    }
  });

  it('cost the pages of the window, never a call for each policy', async () => {
    const { answer, calls } = await ask(7, 3);
    expect(answer.cost.upstreamCalls).toBe(totalOf(calls));
    for (const key of fleet.alive) {
      const lines = calls[key] ?? [];
      expect(new Set(lines).size).toBe(lines.length);
      const unlinked = callsTo(lines, 'PolicyId=');
      expect(unlinked).toBeLessThanOrEqual(linkCallsAllowed(truth, key));
      expect(callsTo(lines, 'essions?') - unlinked).toBeLessThanOrEqual(2);
    }
  });

  it.each([1, 5])('cost no call for each policy without a window either: the newest %i', async (first) => {
    const query = `query ($first: Int) {
      policies(first: 500) { nodes { nativeId server { key } sessions(first: $first) { nodes { nativeId } } } }
    }`;
    const { answer, calls } = await askCounting<Policies>(fleet, query, { first });
    expect(answer.errors).toEqual([]);
    expect(answer.data.policies.nodes).toHaveLength(truth.policies.length);
    for (const { server, nativeId, sessions } of answer.data.policies.nodes) {
      const ids = sessions.nodes.map((session) => `${server.key}/${session.nativeId}`);
      expect(ids).toEqual(expected(of(server.key, nativeId, 400)).slice(0, first));
    }
    for (const key of fleet.alive) {
      const unlinked = callsTo(calls[key], 'PolicyId=');
      expect(unlinked).toBeLessThanOrEqual(linkCallsAllowed(truth, key));
      expect(callsTo(calls[key], 'essions?') - unlinked).toBeLessThanOrEqual(1);
    }
  });

  it.each(['startedAfter: "2026-03-10T00:00:00Z"', ''])(
    'cost only their own part where a server cannot give them: { %s }',
    async (filter) => {
      fleet.vbr.faults.add({ match: '/api/v1/sessions', fault: { kind: 'status', status: 500 } });
      const { data, errors } = await fleet.gateway.ask<
        Policies & { policies: { nodes: { sessions: Sources }[] } }
      >(
        `{ policies(first: 500) { nodes { nativeId server { key } sessions(first: 2, filter: { ${filter} }) {
          complete totalCount pageInfo { hasNextPage endCursor } nodes { nativeId } sources { status error { code } }
        } } } }`,
      );
      fleet.vbr.faults.clear();
      expect(errors).toEqual([]);
      expect(data.policies.nodes).toHaveLength(truth.policies.length);
      for (const { server, sessions } of data.policies.nodes) {
        const isDown = server.key === 'vbr';
        expect(sessions.complete).toBe(!isDown);
        expect(sessions.sources).toEqual([
          isDown ? { status: 'FAILED', error: { code: 'UPSTREAM_ERROR' } } : { status: 'OK', error: null },
        ]);
        if (isDown) expect(sessions).toMatchObject({ totalCount: null, nodes: [] });
      }
    },
  );

  it('go on for one policy from the cursor of its page', async () => {
    const { answer } = await ask(30, 4);
    const wanted = answer.data.policies.nodes.filter(({ sessions }) => sessions.pageInfo.hasNextPage);
    expect(new Set(wanted.map(({ server }) => server.key))).toEqual(new Set(fleet.alive));
    const query = `query ($policy: ID!, $after: String) {
      node(id: $policy) { ... on Policy { sessions(first: 5, after: $after) { nodes { nativeId } } } }
    }`;
    type Next = { node: { sessions: { nodes: { nativeId: string }[] } } };
    for (const { server, nativeId, sessions } of onePerServer(wanted)) {
      const policy = await idOf(server.key, nativeId);
      const after = sessions.pageInfo.endCursor;
      const next = await fleet.gateway.ask<Next>(query, { policy, after });
      expect(next.errors).toEqual([]);
      const ids = next.data.node.sessions.nodes.map((session) => `${server.key}/${session.nativeId}`);
      expect(ids).toEqual(expected(of(server.key, nativeId, 400)).slice(4, 9));
    }
  });

  it('cost nothing where their filter leaves the server out', async () => {
    const query = `{ policies(first: 500, filter: { products: [VBR] }) {
      nodes { sessions(filter: { products: [VB_AWS] }) { totalCount nodes { nativeId } } }
    } }`;
    const { answer, calls } = await askCounting<Policies>(fleet, query);
    expect(answer.data.policies.nodes.map(({ sessions }) => sessions)).toEqual(
      answer.data.policies.nodes.map(() => ({ totalCount: 0, nodes: [] })),
    );
    expect(Object.values(calls).flat()).toHaveLength(2);
  });

  function onePerServer<T extends { server: { key: string } }>(rows: readonly T[]): T[] {
    return [...new Map(rows.map((row) => [row.server.key, row])).values()];
  }

  async function idOf(server: string, nativeId: string): Promise<string> {
    type Ids = { policies: { nodes: { id: string; nativeId: string; server: { key: string } }[] } };
    const { data } = await fleet.gateway.ask<Ids>(
      '{ policies(first: 500) { nodes { id nativeId server { key } } } }',
    );
    const found = data.policies.nodes.find(
      (node) => node.server.key === server && node.nativeId === nativeId,
    );
    return found?.id ?? '';
  }
});
