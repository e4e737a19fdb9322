import { causeOf } from '../../src/core/model/failure-cause.js';
import type { FailureCause } from '../../src/core/model/failure-cause.js';
import type { SessionResult } from '../../src/core/model/session.js';
import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';

interface Told {
  result: SessionResult;
  message: string | null;
  cause: (FailureCause & { helps: string | null }) | null;
}

interface Group {
  cause: string | null;
  message: string | null;
  result: SessionResult;
  stats: { count: number };
}

const CAUSE = 'result message cause { class line helps }';

describe('why sessions and items failed', () => {
  let clock: FrozenClock;
  let fleet: Fleet;

  beforeAll(async () => {
    clock = freezeClock();
    fleet = await startFleet();
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  it('is told of every session and item that did not go well, with the line it was read from, without one more call', async () => {
    const ask = async (fields: string) =>
      fleet.gateway.ask<{ sessions: { nodes: (Told & { items: Told[] | null })[] } }>(
        `query ($servers: [ID!]) { sessions(first: 200, filter: { servers: $servers, results: [FAILED, WARNING, CANCELLED, SUCCESS] }) {
          nodes { ${fields} } } }`,
        { servers: fleet.alive },
      );
    const { data, cost } = await ask(CAUSE);
    const plain = await ask('result message');
    expect(cost.upstreamCalls).toBe(plain.cost.upstreamCalls);
    const classes = new Set<string>();
    for (const { result, message, cause } of data.sessions.nodes) {
      expect(cause && { class: cause.class, line: cause.line }).toEqual(causeOf(result, message));
      expect(cause === null).toBe(result === 'SUCCESS');
      if (cause === null) continue;
      classes.add(cause.class);
      expect(cause.helps === null).toBe(['OTHER', 'NOT_TOLD'].includes(cause.class));
      if (cause.line !== null) expect(message).toContain(cause.line);
    }
    expect(classes.size).toBeGreaterThan(2);

    const { data: withItems } = await ask(`result items { ${CAUSE} }`);
    const items = withItems.sessions.nodes.flatMap((session) => session.items ?? []);
    for (const { result, message, cause } of items)
      expect(cause && { class: cause.class, line: cause.line }).toEqual(causeOf(result, message));
    expect(items.some(({ cause }) => cause !== null)).toBe(true);
  });

  it('groups reports: what a cause and a message count is in the total, each once', async () => {
    const { data, errors } = await fleet.gateway.ask<{
      report: { sessions: { total: { count: number }; groups: Group[] } };
    }>(
      `query ($servers: [ID!]) { report(scope: { servers: $servers }) {
        sessions(window: { last: "P7D" }, groupBy: [CAUSE, MESSAGE, RESULT]) {
          total { count } groups { cause message result stats { count } } } } }`,
      { servers: fleet.alive },
    );
    expect(errors).toEqual([]);
    const { total, groups } = data.report.sessions;
    expect(groups.reduce((sum, { stats }) => sum + stats.count, 0)).toBe(total.count);
    for (const { cause, message, result } of groups)
      expect(cause).toBe(causeOf(result, message)?.class ?? null);
    expect(groups.filter(({ cause }) => cause !== null).length).toBeGreaterThan(2);
    expect(new Set(groups.map((group) => JSON.stringify({ ...group, stats: null }))).size).toBe(
      groups.length,
    );
  });
});
