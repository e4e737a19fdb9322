import type { Workload } from '../workloads/queries.js';
import { compareAnswers } from './compare.js';
import type { Contender, Mode } from './contenders.js';
import type { Client } from './load.js';
import type { MeasuredProcess } from './process.js';
import { median, percentile } from './statistics.js';

export interface Timing {
  readonly rounds: number;
  /** Of one contender in one round, ms. */
  readonly duration: number;
}

/** How one contender did at one workload. Times are ms. */
export interface Figures {
  readonly contender: Contender['name'];
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpuPerAnswer: number;
  readonly upstreamCalls: number;
  /** Resident bytes at most so far. */
  readonly peakMemory: number;
  /** Its requests per second divided by the floor's, and the floor's CPU per answer divided by its own: medians of the rounds. */
  readonly speedToFloor: number;
  readonly cpuToFloor: number;
}

export interface Result {
  readonly workload: string;
  readonly title: string;
  readonly mode: Mode;
  readonly figures: readonly Figures[];
}

interface Turn {
  readonly rate: number;
  readonly cpu: number;
  readonly latencies: readonly number[];
  readonly peakMemory: number;
}

const CALL_SAMPLES = 3;

/** Compares the answers, then lets the contenders take turns, in another order every round. */
export async function measure(
  workload: Workload,
  mode: Mode,
  contenders: readonly Contender[],
  simulators: MeasuredProcess,
  client: Client,
  timing: Timing,
): Promise<Result> {
  await compareAnswers(workload, mode, contenders, client);
  const calls = new Map<Contender, number>();
  for (const contender of contenders) {
    await client.run(contender.shot(workload, mode), timing.duration / 4, 1);
    calls.set(contender, await upstreamCalls(contender, workload, mode, simulators, client));
  }
  const turns = new Map<Contender, Turn[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < timing.rounds; round += 1)
    for (const contender of rotated(contenders, round))
      turns.get(contender)?.push(await turn(contender, workload, mode, client, timing.duration));
  const floor = [...turns].find(([{ name }]) => name === 'floor')?.[1] ?? [];
  return {
    workload: workload.name,
    title: workload.title,
    mode,
    figures: [...turns].map(([contender, own]) =>
      figures(contender, own, floor, calls.get(contender) ?? NaN),
    ),
  };
}

async function turn(
  contender: Contender,
  workload: Workload,
  mode: Mode,
  client: Client,
  duration: number,
): Promise<Turn> {
  const before = await contender.process.usage();
  const { answers, elapsed, latencies } = await client.run(contender.shot(workload, mode), duration, 1);
  const after = await contender.process.usage();
  return {
    rate: (answers / elapsed) * 1000,
    cpu: (after.cpu - before.cpu) / answers,
    latencies,
    peakMemory: after.peakMemory,
  };
}

/** Of one answer: the least of a few, since probes in the background are seen too. */
async function upstreamCalls(
  contender: Contender,
  workload: Workload,
  mode: Mode,
  simulators: MeasuredProcess,
  client: Client,
): Promise<number> {
  const counts: number[] = [];
  for (let sample = 0; sample < CALL_SAMPLES; sample += 1) {
    const before = await simulators.usage();
    await client.ask(contender.shot(workload, mode));
    const after = await simulators.usage();
    counts.push(after.served - before.served);
  }
  return Math.min(...counts);
}

function figures(contender: Contender, own: readonly Turn[], floor: readonly Turn[], calls: number): Figures {
  const latencies = own.flatMap((turn) => turn.latencies);
  const toFloor = (ratio: (mine: Turn, floors: Turn) => number): number =>
    median(own.flatMap((mine, round) => (floor[round] === undefined ? [] : [ratio(mine, floor[round])])));
  return {
    contender: contender.name,
    requestsPerSecond: median(own.map(({ rate }) => rate)),
    p50: percentile(latencies, 50),
    p99: percentile(latencies, 99),
    cpuPerAnswer: median(own.map(({ cpu }) => cpu)),
    upstreamCalls: calls,
    peakMemory: Math.max(...own.map(({ peakMemory }) => peakMemory)),
    speedToFloor: toFloor((mine, floors) => mine.rate / floors.rate),
    cpuToFloor: toFloor((mine, floors) => floors.cpu / mine.cpu),
  };
}

function rotated<T>(items: readonly T[], by: number): readonly T[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
