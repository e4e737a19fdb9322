import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Upstream } from '../../src/simulators/kit/upstream.js';
import { startVb365Simulator } from '../../src/simulators/vb365/index.js';
import type { Vb365Simulator } from '../../src/simulators/vb365/index.js';
import { startVbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import type { VbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { freezeClock, HOUR } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startGateway } from '../support/gateway.js';
import type { Answer, RunningGateway, ServerEntry } from '../support/gateway.js';
import { expected } from '../support/session-lists.js';
import { vb365Truth } from '../support/truth-vb365.js';
import { vbAwsTruth } from '../support/truth-vbaws.js';
import { vbrTruth } from '../support/truth-vbr.js';
import type { SessionTruth } from '../support/truth.js';

/** All sessions of the fleet; `EXPORT_SESSIONS=200000` runs the full size, which takes ten times as long. */
const SESSIONS = Number(process.env['EXPORT_SESSIONS'] ?? 20_000);
/** Time for a slow machine. */
const PATIENCE = SESSIONS * 10;
/** What the gateway may hold more at the end than at the start, however long the list is. */
const MEMORY_GROWTH = 4 * 1024 * 1024;

const PAGE = `query ($first: Int, $after: String) {
  sessions(first: $first, after: $after) {
    complete
    pageInfo { hasNextPage endCursor }
    nodes { nativeId name kind state result startTime endTime server { key } }
  }
}`;

interface Page {
  sessions: {
    complete: boolean;
    pageInfo: { hasNextPage: boolean; endCursor: string };
    nodes: { nativeId: string; startTime: string; server: { key: string } }[];
  };
}

describe('an export of every session by paging', () => {
  let clock: FrozenClock;
  let gateway: RunningGateway;
  let fleet: LivelyFleet;

  beforeAll(async () => {
    clock = freezeClock();
    fleet = await startLivelyFleet(SESSIONS);
    gateway = await startGateway(fleet.entries);
  });

  afterAll(async () => {
    await gateway.close();
    await fleet.close();
    clock.release();
  });

  it(
    'holds each session that was there at its start once, in order, in constant memory, while sessions come and end',
    async () => {
      const due = expected(fleet.truth());
      expect(due.length).toBeGreaterThan(SESSIONS * 0.99);
      let place = 0;
      let memory = 0;
      let after: string | null = null;
      for (let page = 0; ; page += 1) {
        const { data, errors }: Answer<Page> = await gateway.ask(PAGE, {
          first: 100 + ((page * 97) % 401),
          after,
        });
        expect(errors).toEqual([]);
        const { nodes, pageInfo, complete }: Page['sessions'] = data.sessions;
        expect(complete).toBe(true);
        const seen = nodes.map(({ server, nativeId }) => `${server.key}/${nativeId}`);
        expect(seen).toEqual(due.slice(place, place + seen.length));
        place += seen.length;
        if (!pageInfo.hasNextPage) break;
        after = pageInfo.endCursor;
        clock.advance(20_000);
        fleet.goOn(page);
        if (page === 15) memory = heapUsed();
      }
      expect(place).toBe(due.length);
      expect(heapUsed() - memory).toBeLessThan(MEMORY_GROWTH);
      expect(fleet.arrived()).toBeGreaterThan(30);
    },
    PATIENCE,
  );
});

/** Bytes in use after everything that can be freed has been. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

/** Ten servers on which work begins and ends while they are read. */
interface LivelyFleet {
  entries: ServerEntry[];
  /** What they know now. */
  truth(): SessionTruth[];
  /** Something begins on one of them; what has run its time ends by the clock. */
  goOn(turn: number): void;
  arrived(): number;
  close(): Promise<void>;
}

interface Member {
  key: string;
  product: string;
  simulator: Upstream;
  truth: () => SessionTruth[];
  begin: () => void;
}

async function startLivelyFleet(sessions: number): Promise<LivelyFleet> {
  const size = { sessions: sessions / 10, policies: 60 };
  const members = await Promise.all([
    ...[1, 2, 3, 4, 5, 6].map(async (seed) => vbr(await startVbrSimulator({ ...size, seed }), seed)),
    ...[1, 2].map(async (seed) => aws(await startVbAwsSimulator({ ...size, seed }), seed)),
    ...[1, 2].map(async (seed) => m365(await startVb365Simulator({ ...size, seed }), seed)),
  ]);
  let arrived = 0;
  return {
    entries: members.map(({ key, product, simulator }) => ({ key, product, url: simulator.url })),
    truth: () => members.flatMap(({ truth }) => truth()),
    goOn: (turn) => {
      members[turn % members.length]?.begin();
      arrived += 1;
      // What was asked so far must not look like the gateway's memory.
      for (const { simulator } of members) simulator.requests.length = 0;
    },
    arrived: () => arrived,
    close: async () => {
      await Promise.all(members.map(({ simulator }) => simulator.close()));
    },
  };
}

function vbr(simulator: VbrSimulator, number: number): Member {
  const key = `vbr-${number}`;
  const begin = (): void => {
    simulator.world.sessions.add({
      jobIndex: 0,
      type: 'BackupJob',
      creationTime: Date.now(),
      endTime: Date.now() + HOUR,
      result: 'Success',
      canceled: false,
      full: false,
      manual: true,
      retryNumber: 0,
    });
  };
  return { key, product: 'VBR', simulator, begin, truth: () => vbrTruth(key, simulator).sessions };
}

function aws(simulator: VbAwsSimulator, number: number): Member {
  const key = `aws-${number}`;
  const { sessions } = simulator.world;
  const begin = (): void => {
    const like = sessions.findLast(({ type }) => type === 'Policy');
    if (like === undefined) throw new Error('no policy has run');
    const id = `00000000-0000-4000-8000-${String(sessions.length).padStart(12, '0')}`;
    sessions.push({ ...like, id, usn: sessions.length + 1, start: Date.now(), end: Date.now() + HOUR });
  };
  return { key, product: 'VB_AWS', simulator, begin, truth: () => vbAwsTruth(key, simulator).sessions };
}

function m365(simulator: Vb365Simulator, number: number): Member {
  const key = `m365-${number}`;
  const begin = (): void => {
    const [job] = simulator.world.jobs;
    if (job === undefined) throw new Error('there is no job');
    simulator.world.ledger.start(job, false, { endsAt: Date.now() + HOUR, status: 'Success' });
  };
  return { key, product: 'VB_M365', simulator, begin, truth: () => vb365Truth(key, simulator, 8).sessions };
}
