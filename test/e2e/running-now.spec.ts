import { RUNNING_NOW } from '../support/acceptance.js';
import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { expected } from '../support/session-lists.js';
import { truthOf } from '../support/truth.js';
import type { SessionTruth } from '../support/truth.js';
import { askCounting, totalOf, whenProbed } from '../support/upstream-calls.js';

interface RunningNow {
  sessions: {
    nodes: {
      nativeId: string;
      name: string;
      state: string;
      result: string;
      progressPercent: number | null;
      startTime: string;
      endTime: string | null;
      initiatedBy: string | null;
      server: { key: string };
    }[];
  };
}

const MINUTE = 60_000;
const STATES = [['RUNNING'], ['PENDING', 'RUNNING', 'STOPPING']];

describe('what runs now', () => {
  let clock: FrozenClock;
  let fleet: Fleet;

  beforeAll(async () => {
    clock = freezeClock();
    fleet = await startFleet();
    await whenProbed(fleet);
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  const ask = (states?: string[], of = fleet) =>
    askCounting<RunningNow>(of, RUNNING_NOW, states && { states });

  const running = (states: string[], of = fleet): SessionTruth[] =>
    truthOf(of).sessions.filter(({ state }) => states.includes(state));

  it.each(STATES.map((states) => [states]))(
    'is shown with its progress, its start and who started it: %s',
    async (states) => {
      const truths = running(states);
      expect(new Set(truths.map(({ server }) => server))).toEqual(new Set(fleet.alive));
      const { answer } = await ask(states);
      expect(answer.errors).toEqual([]);
      expect(keys(answer.data)).toEqual(expected(truths));
      for (const node of answer.data.sessions.nodes) {
        const { server, nativeId: id } = node;
        const truth = truths.find((each) => each.server === server.key && each.id === id);
        expect(node).toEqual({
          nativeId: id,
          server,
          name: truth?.name,
          state: truth?.state,
          result: 'NONE',
          progressPercent: truth?.percent,
          startTime: new Date(truth?.start ?? 0).toISOString(),
          endTime: null,
          initiatedBy: truth?.initiatedBy,
        });
      }
    },
  );

  it('has no progress where the product tells none', async () => {
    const { answer } = await ask();
    const { nodes } = answer.data.sessions;
    const withProgress = nodes.filter(({ progressPercent }) => progressPercent !== null);
    expect(new Set(withProgress.map(({ server }) => server.key))).toEqual(new Set(['vbr', 'vbr-old']));
    // Work without an end has no share of it.
    expect(
      nodes.some(({ server, progressPercent }) => server.key === 'vbr' && progressPercent === null),
    ).toBe(true);
  });

  it('has moved on a few minutes later, without what has ended', async () => {
    const own = await startFleet();
    const before = await ask(['RUNNING'], own);
    clock.advance(30 * MINUTE);
    const after = await ask(['RUNNING'], own);
    expect(keys(after.answer.data)).toEqual(expected(running(['RUNNING'], own)));
    clock.advance(-30 * MINUTE);
    await own.close();
    const ended = keys(before.answer.data).filter((key) => !keys(after.answer.data).includes(key));
    expect(ended.length).toBeGreaterThan(0);
    const progressOf = ({ sessions }: RunningNow): Map<string, number> =>
      new Map(sessions.nodes.map((node) => [node.nativeId, node.progressPercent ?? 0]));
    const earlier = progressOf(before.answer.data);
    const grown = [...progressOf(after.answer.data)].filter(
      ([id, percent]) => percent > (earlier.get(id) ?? 100),
    );
    expect(grown.length).toBeGreaterThan(0);
  });

  it.each(STATES.map((states) => [states]))(
    'costs at most two calls a server to refresh: %s',
    async (states) => {
      await ask(states);
      const { answer, calls } = await ask(states);
      expect(answer.cost.upstreamCalls).toBe(totalOf(calls));
      for (const key of fleet.alive) expect(calls[key]?.length).toBeLessThanOrEqual(2);
    },
  );

  function keys({ sessions }: RunningNow): string[] {
    return sessions.nodes.map(({ server, nativeId }) => `${server.key}/${nativeId}`);
  }
});
