import type { Random } from '../../kit/random.js';
import type { JobPlan } from './jobs.js';
import type { Job, Schedule, Status } from './records.js';
import { pastStarts } from './schedule.js';
import { JobSession } from './session.js';
import type { Outcome } from './session.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DAYS = 35;
const RETRIED = 0.93;

export interface HistoryOptions {
  random: Random;
  salt: number;
  zone: string;
  now: number;
  /** How many sessions in all. */
  count: number;
}

export interface History {
  /** Oldest first; a session's serial is its place here. */
  sessions: JobSession[];
  /** What becomes of those that run or wait. */
  underway: Map<JobSession, Outcome>;
}

/** The runs of about the past 35 days: each job by its own schedule, made denser or thinner to give `count` in all. */
export function createHistory(plans: readonly JobPlan[], options: HistoryOptions): History {
  const history: History = { sessions: [], underway: new Map() };
  const startsOf = memoizedStarts(options);
  const starts = plans.map((plan) => startsOf(plan).filter((start) => start <= lastStart(plan, options.now)));
  const quotas = shareOut(
    options.count,
    starts.map(({ length }) => length),
  );
  plans.forEach((plan, index) => {
    const writer = new JobHistory(plan, starts[index] ?? [], quotas[index] ?? 0, options, history);
    writer.write();
  });
  history.sessions.sort((left, right) => left.createdAt - right.createdAt);
  history.sessions.forEach((session, serial) => (session.serial = serial));
  return history;
}

/** The latest moment at which the job can have started by its schedule. */
function lastStart({ trait }: JobPlan, now: number): number {
  switch (trait) {
    case 'neverRan':
    case 'notConfigured':
      return -Infinity;
    case 'disabled':
      return now - 9 * DAY;
    default:
      return now;
  }
}

/** Shares `count` in proportion to `weights`; everyone with a weight gets one first, as far as it goes. */
function shareOut(count: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const takers = weights.filter((weight) => weight > 0).length;
  const rest = Math.max(0, count - takers);
  let left = count;
  const shares = weights.map((weight) => {
    const share = weight > 0 ? Math.min(left, 1 + Math.floor((rest * weight) / sum)) : 0;
    left -= share;
    return share;
  });
  const busiest = weights.indexOf(Math.max(...weights));
  if (sum > 0) shares[busiest] = (shares[busiest] ?? 0) + left;
  return shares;
}

/** Starts by the job's schedule, newest first. Jobs with the same schedule share one list. */
function memoizedStarts({ random, zone, now }: HistoryOptions): (plan: JobPlan) => number[] {
  const known = new Map<string, number[]>();
  const scheduled = (schedule: Schedule): number[] => {
    const key = JSON.stringify(schedule);
    const starts = known.get(key) ?? pastStarts(schedule, zone, now, DAYS);
    known.set(key, starts);
    return starts;
  };
  const byHand = (): number[] =>
    Array.from({ length: 6 }, () => now - random.int(3, DAYS * 24) * HOUR).sort((a, b) => b - a);
  return ({ job }) => {
    if (job.schedule.type === 'ManualOnly') return byHand();
    if (job.kind === 'Backup' || job.schedule.type !== 'Immediate') return scheduled(job.schedule);
    const source = scheduled(job.source.schedule);
    return (source.length > 0 ? source : byHand())
      .map((start) => start + 50 * MINUTE)
      .filter((start) => start <= now);
  };
}

class JobHistory {
  private left: number;
  /** Start of the run written before, which is the next newer one. */
  private newer: number;

  constructor(
    private readonly plan: JobPlan,
    private readonly starts: readonly number[],
    quota: number,
    private readonly options: HistoryOptions,
    private readonly history: History,
  ) {
    this.left = quota;
    this.newer = options.now - MINUTE;
  }

  write(): void {
    if (this.left === 0) return;
    this.writeNewest();
    const density = this.starts.length / (this.left * RETRIED || 1);
    const step = density > 0.7 && density < 1.4 ? 1 : density;
    for (let run = 0; this.left > 0; run += 1) {
      const start = this.startAt(step > 1 ? Math.round(run * step) : run * step);
      if (start < this.newer) this.writeRun(start);
      else if (run > this.starts.length + this.left) this.writeRun(this.newer - HOUR);
    }
  }

  /** The newest run, where the job's trait asks for a special one. */
  private writeNewest(): void {
    const { random, now } = this.options;
    switch (this.plan.trait) {
      case 'running':
        this.writeUnderway(now - random.int(5, 40) * MINUTE, now, 'Running');
        break;
      case 'queued':
        this.writeUnderway(now - random.int(20, 90) * 1000, now + 5 * MINUTE, 'Queued');
        break;
      case 'disconnected':
        this.add(now - 5 * HOUR, null, 'Disconnected');
        break;
      default:
    }
  }

  private writeUnderway(createdAt: number, startsAt: number, status: Status): void {
    const endsAt = startsAt + this.options.random.int(30, 120) * MINUTE;
    const session = this.add(createdAt, null, status);
    this.history.underway.set(session, { startsAt, endsAt, status: 'Success' });
    this.newer = createdAt - 2 * HOUR;
  }

  /** One run with its retries, all before the next newer run. */
  private writeRun(scheduledAt: number): void {
    const { random } = this.options;
    const results = this.drawResults().slice(0, this.left);
    const room = (this.newer - scheduledAt) * (0.8 / results.length);
    const duration = Math.min(room * 0.8, this.drawDuration());
    const wait = Math.min(room * 0.2, 10 * MINUTE);
    const total = results.length * (duration + wait);
    let start = Math.min(scheduledAt, this.newer - total) + (random.chance(0.8) ? random.int(0, 900) : 0);
    this.newer = Math.min(scheduledAt, start);
    let main: JobSession | null = null;
    results.forEach((status, retryCount) => {
      const session: JobSession = this.add(
        Math.round(start),
        Math.round(start + duration),
        status,
        main,
        retryCount,
      );
      session.willBeRetried = retryCount < results.length - 1;
      main ??= session;
      start += duration + wait;
    });
  }

  private add(
    createdAt: number,
    endedAt: number | null,
    status: Status,
    main: JobSession | null = null,
    retryCount = 0,
  ): JobSession {
    const { random, salt } = this.options;
    const session = new JobSession(salt, 0, this.plan.job, createdAt, main, retryCount);
    const objects = objectsOf(this.plan.job);
    session.endedAt = endedAt;
    session.status = status;
    session.objects = Math.max(1, Math.round(objects * (status === 'Stopped' ? random.next() : 1)));
    session.full = random.chance(0.05);
    session.bytes = objects * random.int(1, session.full ? 900 : 60) * 1024 * 1024;
    this.history.sessions.push(session);
    this.left -= 1;
    this.newer = Math.min(this.newer, createdAt);
    return session;
  }

  private drawResults(): Status[] {
    const { random } = this.options;
    const isFailing = this.plan.trait === 'failing' && this.newer > this.options.now - 4 * DAY;
    const first = isFailing ? 'Failed' : this.drawStatus();
    const retries = this.plan.job.kind === 'Backup' ? (this.plan.job.retries ?? 0) : 0;
    const results = [first];
    while (results.at(-1) === 'Failed' && results.length <= retries)
      results.push(isFailing || random.chance(0.3) ? 'Failed' : random.pick(['Success', 'Warning'] as const));
    return results;
  }

  private drawStatus(): Status {
    return this.options.random.weighted<Status>([
      ['Success', 87],
      ['Warning', 7],
      ['Failed', 4.5],
      ['Stopped', 1.5],
    ]);
  }

  private drawDuration(): number {
    const typical = Math.min(90 * MINUTE, 2 * MINUTE + objectsOf(this.plan.job) * 2_500);
    return typical * (0.6 + this.options.random.next() * 0.8);
  }

  /** The start at a fractional place of the schedule; between two starts, and beyond the last, by interpolation. */
  private startAt(position: number): number {
    const index = Math.floor(position);
    const newer = this.starts[index];
    if (newer === undefined) return this.beyondOldest(position - this.starts.length + 1);
    const older = this.starts[index + 1] ?? newer - HOUR;
    return Math.round(newer - (position - index) * (newer - older));
  }

  private beyondOldest(places: number): number {
    const oldest = this.starts.at(-1) ?? this.options.now;
    const span = (this.starts[0] ?? oldest) - oldest;
    const gap = span > 0 ? span / (this.starts.length - 1) : DAY;
    return Math.round(oldest - places * gap);
  }
}

function objectsOf(job: Job): number {
  return job.kind === 'Backup' ? job.objects : job.source.objects;
}
