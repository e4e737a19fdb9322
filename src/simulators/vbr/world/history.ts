import type { Random } from '../../kit/random.js';
import type { SessionType } from '../revisions.js';
import type { JobRecord } from './records.js';
import { planRuns, sessionTypeOf } from './runs.js';
import type { Run } from './runs.js';
import type { ServerClock } from './server-clock.js';
import { SessionTable } from './session-table.js';
import type { NewSession } from './session-table.js';

const MINUTE = 60_000;
const HISTORY = 35 * 24 * 60 * MINUTE;

export interface HistoryOptions {
  jobs: readonly JobRecord[];
  /** How many sessions there are in the end. */
  count: number;
  seed: number;
  random: Random;
  clock: ServerClock;
}

/** Fills a table with `count` sessions of the past 35 days: scheduled runs and, for the rest, other work. */
export function buildHistory(options: HistoryOptions): SessionTable {
  const { jobs, count, random, clock } = options;
  const from = clock.now() - HISTORY;
  const others = Math.max(Math.min(8, count), Math.floor(count * 0.08));
  const runs = chooseRuns(planRuns(jobs, from, random.fork('runs'), clock), count - others);
  const attempts = runs.reduce((sum, run) => sum + run.length, 0);
  const table = new SessionTable(options.seed, count);
  const scheduled = inOrder(runs);
  for (const session of otherWork(options, from, count - attempts)) {
    scheduled.addUntil(session.creationTime, table);
    table.add(session);
  }
  scheduled.addUntil(Number.POSITIVE_INFINITY, table);
  return table;
}

/** Keeps the last run of every job and then the newest ones, as many sessions as the budget allows. */
function chooseRuns(byJob: ReadonlyMap<number, Run[]>, budget: number): Run[] {
  const newestFirst = (left: Run, right: Run): number => right[0].creationTime - left[0].creationTime;
  const last = [...byJob.values()].flatMap((runs) => runs.slice(-1));
  const rest = [...byJob.values()].flatMap((runs) => runs.slice(0, -1)).sort(newestFirst);
  const chosen: Run[] = [];
  let left = budget;
  for (const run of [...last, ...rest]) {
    if (run.length > left) continue;
    chosen.push(run);
    left -= run.length;
  }
  return chosen;
}

/** The attempts of all runs in order of creation, each knowing the first attempt of its run. */
function inOrder(runs: readonly Run[]): { addUntil(time: number, table: SessionTable): void } {
  const attempts = runs
    .flatMap((run) => run.map((session) => ({ session, run })))
    .sort((left, right) => left.session.creationTime - right.session.creationTime);
  const firstIndex = new Map<Run, number>();
  let next = 0;
  return {
    addUntil: (time, table) => {
      for (let entry = attempts[next]; entry && entry.session.creationTime <= time; entry = attempts[next]) {
        const originalIndex = firstIndex.get(entry.run) ?? table.length;
        firstIndex.set(entry.run, originalIndex);
        table.add({ ...entry.session, originalIndex });
        next += 1;
      }
    },
  };
}

const SERVER_WORK: readonly (readonly [SessionType, number])[] = [
  ['Infrastructure', 18],
  ['ConfigurationResynchronize', 10],
  ['MalwareDetection', 12],
  ['ConfigurationBackup', 10],
  ['DeleteBackup', 6],
  ['Retention', 8],
  ['RestoreVm', 8],
  ['FileLevelRestore', 6],
  ['SecurityComplianceAnalyzer', 4],
];

/** Work besides scheduled runs, evenly spread: the server's own, restores and, when much is asked for, manual runs. */
function* otherWork(options: HistoryOptions, from: number, count: number): Generator<NewSession> {
  const random = options.random.fork('other work');
  const now = options.clock.now();
  const runnable = options.jobs.filter(({ disabled, mood }) => !disabled && mood === 'reliable');
  const manualShare = count > options.count * 0.3 && runnable.length > 0 ? 0.85 : 0;
  for (let position = 0; position < count; position += 1) {
    const spot = from + ((position + random.next()) * (now - from - MINUTE)) / count;
    const creationTime = Math.floor(spot / 1000) * 1000;
    if (random.chance(manualShare)) yield manualRun(random.pick(runnable), creationTime, random);
    else yield serverWork(random, creationTime, placeOf(position, count), now);
  }
}

type Place = 'anywhere' | 'endless' | 'running';

function placeOf(position: number, count: number): Place {
  if (position === count - 1) return 'running';
  return position === Math.floor(count * 0.9) ? 'endless' : 'anywhere';
}

function serverWork(random: Random, creationTime: number, place: Place, now: number): NewSession {
  const drawn = random.weighted(SERVER_WORK);
  const type = { anywhere: drawn, endless: 'MalwareDetection', running: 'RestoreVm' } as const;
  const ends = {
    anywhere: creationTime + random.int(10, 1200) * 1000,
    endless: null,
    running: now + random.int(10, 60) * MINUTE,
  };
  return {
    jobIndex: null,
    type: type[place],
    creationTime,
    endTime: ends[place],
    result: random.weighted([
      ['Success', 94],
      ['Warning', 3],
      ['Failed', 3],
    ] as const),
    canceled: false,
    full: false,
    manual: random.chance(0.3),
    retryNumber: 0,
  };
}

function manualRun(job: JobRecord, creationTime: number, random: Random): NewSession {
  return {
    jobIndex: job.index,
    type: sessionTypeOf(job.type),
    creationTime,
    endTime: creationTime + random.int(60, 1800) * 1000,
    result: random.weighted([
      ['Success', 92],
      ['Warning', 5],
      ['Failed', 3],
    ] as const),
    canceled: false,
    full: false,
    manual: true,
    retryNumber: 0,
  };
}
