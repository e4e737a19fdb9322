import { FAILED_SESSIONS } from '../support/acceptance.js';
import { DAY, freezeClock, NOW } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { expected } from '../support/session-lists.js';
import type { SourceNode } from '../support/session-lists.js';
import { truthOf } from '../support/truth.js';
import type { FleetTruth, SessionTruth } from '../support/truth.js';
import { askCounting, callsTo, linkCallsAllowed, totalOf, whenProbed } from '../support/upstream-calls.js';

interface FailedSessions {
  sessions: {
    totalCount: number | null;
    complete: boolean;
    nodes: {
      nativeId: string;
      result: string;
      server: { key: string };
      policy: {
        nativeId: string;
        name: string;
        repositories: { nativeId: string; free: number | null }[];
      } | null;
    }[];
    sources: SourceNode[];
  };
}

/**
 * Lists besides those of sessions that the cheapest plan reads. VB_AWS has one of policies per workload, the VPC policy, storage
 * templates and repositories; VB_M365 v6 lists object storage apart.
 */
const OTHER_LISTS: Record<string, number> = { vbr: 3, 'vbr-old': 3, aws: 11, m365: 3, 'm365-old': 4 };

describe('all failed and warning sessions of the last 24 hours', () => {
  let clock: FrozenClock;
  let fleet: Fleet;
  let truth: FleetTruth;

  beforeAll(async () => {
    clock = freezeClock();
    fleet = await startFleet();
    await whenProbed(fleet);
    truth = truthOf(fleet);
    fleet.vb365.faults.add({ match: 'GET', fault: { kind: 'latency', ms: 150 } });
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  const ask = (days = 1) =>
    askCounting<FailedSessions>(fleet, FAILED_SESSIONS, {
      since: new Date(NOW - days * DAY).toISOString(),
      first: 500,
    });

  const troubled = (days = 1): SessionTruth[] =>
    truth.sessions.filter(
      ({ start, result }) => start > NOW - days * DAY && (result === 'FAILED' || result === 'WARNING'),
    );

  it('are one list, newest first, with policy, repositories and free space as the servers know them', async () => {
    const { answer } = await ask();
    expect(answer.errors).toEqual([]);
    const { nodes } = answer.data.sessions;
    expect(nodes.map(({ server, nativeId }) => `${server.key}/${nativeId}`)).toEqual(expected(troubled()));
    expect(new Set(nodes.map(({ server }) => server.key))).toEqual(new Set(fleet.alive));
    for (const node of nodes) expect(joinOf(node)).toEqual(joinInTruth(node.server.key, node.nativeId));
  });

  it('name the server that is down and the slow one, and say that the list is not complete', async () => {
    const { answer } = await ask();
    const { complete, totalCount, sources } = answer.data.sessions;
    expect({ complete, totalCount }).toEqual({ complete: false, totalCount: null });
    expect(sources.map(({ server, status, error }) => [server.key, status, error?.code ?? null])).toEqual([
      ['vbr', 'OK', null],
      ['vbr-old', 'OK', null],
      ['down', 'FAILED', 'UNREACHABLE'],
      ['aws', 'OK', null],
      ['m365', 'OK', null],
      ['m365-old', 'OK', null],
    ]);
    const counts = fleet.alive.map((key) => [key, troubled().filter(({ server }) => server === key).length]);
    expect(
      sources.filter(({ count }) => count !== null).map(({ server, count }) => [server.key, count]),
    ).toEqual(counts);
  });

  it('read the same when asked again', async () => {
    const [first, second] = [await ask(), await ask()];
    expect(second.answer.data.sessions.nodes).toEqual(first.answer.data.sessions.nodes);
  });

  it('cost the pages of sessions and the lists of policies and repositories, told in the answer', async () => {
    const { answer, calls } = await ask();
    expect(answer.cost.upstreamCalls).toBe(totalOf(calls));
    for (const key of fleet.alive) {
      const lines = calls[key] ?? [];
      const unlinked = callsTo(lines, 'PolicyId=');
      const pages = callsTo(lines, 'essions?') - unlinked;
      expect(lines).toHaveLength(new Set(lines).size);
      expect(lines.length - pages - unlinked).toBeLessThanOrEqual(OTHER_LISTS[key] ?? 0);
      expect(unlinked).toBeLessThanOrEqual(linkCallsAllowed(truth, key));
    }
  });

  it('cost no more for many rows than for few', async () => {
    const [day, month] = [await ask(1), await ask(30)];
    const rows = (answer: typeof day.answer): number => answer.data.sessions.nodes.length;
    expect(rows(month.answer)).toBeGreaterThan(4 * rows(day.answer));
    for (const key of fleet.alive) {
      const others = (lines: string[] | undefined): number =>
        (lines ?? []).length - callsTo(lines, 'essions?');
      expect(others(month.calls[key])).toBeLessThanOrEqual(OTHER_LISTS[key] ?? 0);
      expect(callsTo(month.calls[key], 'PolicyId=')).toBeLessThanOrEqual(linkCallsAllowed(truth, key));
    }
  });

  function joinOf({ policy }: FailedSessions['sessions']['nodes'][number]) {
    if (policy === null) return null;
    const repositories = policy.repositories.map(({ nativeId, free }) => [nativeId, free]);
    return { policy: policy.nativeId, name: policy.name, repositories };
  }

  function joinInTruth(server: string, sessionId: string) {
    const session = truth.sessions.find((each) => each.server === server && each.id === sessionId);
    const policy = truth.policies.find((each) => each.server === server && each.id === session?.policyId);
    if (!policy) return null;
    const repositories = policy.repositoryIds.map((id) => [
      id,
      truth.repositories.find((each) => each.server === server && each.id === id)?.free,
    ]);
    return { policy: policy.id, name: policy.name, repositories };
  }
});
