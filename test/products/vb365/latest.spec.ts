import type { PolicyRecord } from '../../../src/core/model/policy.js';
import type { JobSession } from '../../../src/simulators/vb365/world/session.js';
import { DAY, keepOnly, NOW, scope, startPair, VERSIONS } from './support.js';
import type { Pair } from './support.js';

let pair: Pair;
afterEach(async () => pair.close());

/** The newest session of each job, of those that pass; by job id. */
function truth(passes: (session: JobSession) => boolean): Map<string, string> {
  const newest = new Map<string, JobSession>();
  for (const session of pair.simulator.world.sessions) {
    const known = newest.get(session.job.id);
    if (passes(session) && (!known || known.createdAt <= session.createdAt))
      newest.set(session.job.id, session);
  }
  return new Map([...newest].map(([jobId, { id }]) => [jobId, id]));
}

async function latest(goodOnly: boolean, choose = (all: readonly PolicyRecord[]) => all) {
  const { items } = await pair.adapter.inventory.policies(scope());
  pair.calls();
  const answer = await pair.adapter.activity.latest(choose(items), { goodOnly }, scope());
  return new Map([...answer].map(([id, row]) => [id, typeof row === 'string' ? row : row.nativeId]));
}

const isGood = ({ status }: JobSession) => status === 'Success' || status === 'Warning';

describe.each(VERSIONS)('the latest session of each policy in %s', (version) => {
  it.each([false, true])('is the newest there is (good ones only: %s)', async (goodOnly) => {
    pair = await startPair(version, { sessions: 900 });
    expect(await latest(goodOnly)).toEqual(truth(goodOnly ? isGood : () => true));
    // 40 policies and 882 job sessions: the list ends on its first page.
    expect(pair.calls()).toHaveLength(1);
  });

  it('finds policies that ran long ago by asking for them alone', async () => {
    pair = await startPair(version, { sessions: 8000 });
    const { world } = pair.simulator;
    const quiet = [world.jobs[3], world.copyJobs[0]].map((job) => job?.id);
    keepOnly(world, ({ job, createdAt }) => !quiet.includes(job.id) || createdAt < NOW - 30 * DAY);
    expect(await latest(false)).toEqual(truth(() => true));
    expect(pair.calls().length).toBeLessThanOrEqual(5 + 4);
  });

  it('asks for a single policy with one call', async () => {
    pair = await startPair(version);
    const [policy] = await latestOf(({ kind, lastRun }) => kind === 'BACKUP' && lastRun !== null);
    expect(policy).toBe(true);
    const calls = pair.calls();
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatch(
      version === 'v6' ? /\/Jobs\/.+\/JobSessions\?limit=20$/ : /\?jobId=.+&limit=20$/,
    );
  });

  it('does not ask for policies that never ran', async () => {
    pair = await startPair(version);
    expect((await latest(false, (all) => all.filter(({ lastRun }) => lastRun === null))).size).toBe(0);
    expect(pair.calls()).toEqual([]);
  });

  /** Asks for the first policy that passes; whether the answer is its newest session. */
  async function latestOf(passes: (policy: PolicyRecord) => boolean): Promise<boolean[]> {
    const answer = await latest(false, (all) => all.filter(passes).slice(0, 1));
    const expected = truth(() => true);
    return [...answer].map(([id, session]) => expected.get(id) === session);
  }
});

describe('where the cap is reached', () => {
  it('says unknown rather than none, and asks no more', async () => {
    pair = await startPair('v8', { policies: 400, sessions: 12_000 });
    const { world } = pair.simulator;
    const loud = new Set(world.jobs.slice(0, 20).map(({ id }) => id));
    const newestFirst = [...world.sessions].reverse();
    // Only few jobs fill the common pages; the others ran before.
    const recent = newestFirst.filter(({ job }) => loud.has(job.id));
    const old = newestFirst.filter(({ job }) => !loud.has(job.id));
    const filler = Array.from({ length: 6000 }, (_, index) => recent[index % recent.length] as JobSession);
    world.ledger.sessions.splice(0, Infinity, ...[...filler.map(copyOf), ...old].reverse());
    const answer = await latest(false);
    const unknown = [...answer.values()].filter((id) => id === 'unknown').length;
    expect(unknown).toBeGreaterThan(200);
    expect(pair.calls()).toHaveLength(5 + 25);
  });
});

let serial = 1_000_000;
function copyOf(session: JobSession): JobSession {
  const copy = Object.create(
    Object.getPrototypeOf(session) as object,
    Object.getOwnPropertyDescriptors(session),
  ) as { serial: number; createdAt: number } & JobSession;
  copy.serial = serial++;
  Object.defineProperty(copy, 'createdAt', { value: NOW - (serial % 60_000) });
  return copy;
}
