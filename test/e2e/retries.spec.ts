import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import type { Answer } from '../support/gateway.js';
import { expected } from '../support/session-lists.js';
import { truthOf } from '../support/truth.js';
import type { FleetTruth } from '../support/truth.js';
import { askCounting, callsTo, whenProbed } from '../support/upstream-calls.js';
import type { CallsByServer } from '../support/upstream-calls.js';

interface Retries {
  sessions: {
    pageInfo: { endCursor: string | null };
    nodes: {
      nativeId: string;
      server: { key: string };
      retryOf: { nativeId: string; startTime: string; server: { key: string } } | null;
    }[];
  };
}

interface Asked {
  answer: Answer<Retries>;
  calls: CallsByServer;
}

const QUERY = `query ($after: String) {
  sessions(first: 400, after: $after) {
    pageInfo { endCursor }
    nodes { nativeId server { key } retryOf { nativeId startTime server { key } } }
  }
}`;

/** Servers that name the first session of a run. */
const LINKING = ['vbr', 'm365'];

describe('sessions that repeat a failed one', () => {
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

  it('name the first session of their run, at no call for those listed with it or found by inference', async () => {
    const byKey = new Map(truth.sessions.map((session) => [`${session.server}/${session.id}`, session]));
    const shown: string[] = [];
    for (let after: string | null = null; shown.length < byKey.size;) {
      const asked: Asked = await askCounting<Retries>(fleet, QUERY, { after });
      const { answer, calls } = asked;
      expect(answer.errors).toEqual([]);
      const { nodes, pageInfo } = answer.data.sessions;
      const listed = nodes.map(({ server, nativeId }) => `${server.key}/${nativeId}`);
      const elsewhere = new Set<string>();
      for (const { server, nativeId, retryOf } of nodes) {
        const first = byKey.get(`${server.key}/${byKey.get(`${server.key}/${nativeId}`)?.retryOf}`);
        const startTime = new Date(first?.start ?? 0).toISOString();
        expect(retryOf).toEqual(first ? { nativeId: first.id, startTime, server } : null);
        if (first && LINKING.includes(first.server) && !listed.includes(`${first.server}/${first.id}`))
          elsewhere.add(first.id);
      }
      expect(callsTo(Object.values(calls).flat(), 'essions/')).toBe(elsewhere.size);
      shown.push(...listed);
      after = pageInfo.endCursor;
    }
    expect(shown).toEqual(expected(truth.sessions));
    const servers = truth.sessions.filter(({ retryOf }) => retryOf !== null).map(({ server }) => server);
    expect(new Set(servers)).toEqual(new Set(['vbr', 'vbr-old', 'm365', 'm365-old']));
  });
});
