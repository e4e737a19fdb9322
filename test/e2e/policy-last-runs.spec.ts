import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { truthOf } from '../support/truth.js';
import type { FleetTruth } from '../support/truth.js';
import { askCounting, callsTo, totalOf, whenProbed } from '../support/upstream-calls.js';

interface Policies {
  policies: {
    nodes: {
      nativeId: string;
      server: { key: string };
      lastSession: { nativeId: string; startTime: string; endTime: string | null; result: string } | null;
      lastSuccess: string | null;
    }[];
  };
}

describe("a policy's last runs", () => {
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

  const ask = (fields: string) =>
    askCounting<Policies>(fleet, `{ policies(first: 500) { nodes { nativeId server { key } ${fields} } } }`);

  it('are its newest session and the end of its newest good one, of every policy of the fleet', async () => {
    const { answer } = await ask('lastSession { nativeId startTime endTime result } lastSuccess');
    expect(answer.errors).toEqual([]);
    const { nodes } = answer.data.policies;
    expect(nodes).toHaveLength(truth.policies.length);
    for (const { server, nativeId, lastSession, lastSuccess } of nodes) {
      const policy = truth.policies.find((each) => each.server === server.key && each.id === nativeId);
      const last = policy?.lastSession;
      expect({ server, nativeId, lastSession, lastSuccess }).toEqual({
        server,
        nativeId,
        lastSession: last
          ? { nativeId: last.id, startTime: iso(last.start), endTime: iso(last.end), result: last.result }
          : null,
        lastSuccess: iso(policy?.lastSuccess ?? null),
      });
    }
    expect(nodes.some(({ lastSession }) => lastSession === null)).toBe(true);
    expect(nodes.some(({ lastSession, lastSuccess }) => lastSession !== null && lastSuccess === null)).toBe(
      true,
    );
  });

  it.each(['lastSession { endTime }', 'lastSuccess'])(
    'cost a few calls, not one for each policy: %s',
    async (field) => {
      const { answer, calls } = await ask(field);
      expect(answer.cost.upstreamCalls).toBe(totalOf(calls));
      for (const key of fleet.alive) {
        const lines = calls[key] ?? [];
        expect(new Set(lines).size).toBe(lines.length);
        const policies = truth.policies.filter(({ server }) => server === key);
        expect(callsTo(lines, 'essions')).toBeLessThan(policies.length / 2);
      }
    },
  );

  function iso(time: number | null): string | null {
    return time === null ? null : new Date(time).toISOString();
  }
});
