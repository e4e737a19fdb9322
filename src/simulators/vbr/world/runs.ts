import type { Random } from '../../kit/random.js';
import type { JobType, SessionType } from '../revisions.js';
import type { JobRecord } from './records.js';
import { occurrences } from './schedules.js';
import type { ServerClock } from './server-clock.js';
import type { NewSession, SessionResult } from './session-table.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** One run of a job: its first attempt and the retries that followed. */
export type Run = [NewSession, ...NewSession[]];

const SESSION_TYPE_OF: Partial<Record<JobType, SessionType>> = {
  VSphereReplica: 'ReplicaJob',
  BackupCopy: 'BackupCopyJob',
  FileBackupCopy: 'UnstructuredDataBackupCopy',
  WindowsAgentBackup: 'AgentBackup',
  LinuxAgentBackup: 'AgentBackup',
  NutanixAHVBackupJob: 'PlatformBackupJob',
  ProxmoxBackupJob: 'PlatformBackupJob',
  CloudBackupAWS: 'PlatformBackupJob',
};

export function sessionTypeOf(type: JobType): SessionType {
  return SESSION_TYPE_OF[type] ?? 'BackupJob';
}

/** The runs every job has had between `from` and now, per job, oldest first. */
export function planRuns(
  jobs: readonly JobRecord[],
  from: number,
  random: Random,
  clock: ServerClock,
): Map<number, Run[]> {
  const runs = new Map<number, Run[]>();
  for (const job of jobs) {
    const starts = startsOf(job, from, random.fork(`starts ${job.index}`), clock, runs);
    runs.set(job.index, runsAt(starts, job, random.fork(`runs ${job.index}`), clock.now()));
  }
  return runs;
}

function startsOf(
  job: JobRecord,
  from: number,
  random: Random,
  clock: ServerClock,
  earlier: ReadonlyMap<number, Run[]>,
): number[] {
  const now = clock.now();
  if (job.mood === 'neverRan') return [];
  if (job.schedule.kind === 'manual')
    return Array.from({ length: 3 }, () => now - random.int(6 * 60, 30 * 24 * 60) * MINUTE).sort(
      (a, b) => a - b,
    );
  if (job.schedule.kind === 'after')
    return (earlier.get(job.schedule.jobIndex) ?? []).flatMap((run) => {
      const end = run.at(-1)?.endTime;
      return end && end + 5000 <= now ? [end + 5000] : [];
    });
  const until = job.disabled ? now - 10 * DAY : now - (job.mood.startsWith('last') ? HOUR : 0);
  // Three starts in ten carry no jitter, so that equal timestamps exist within a server and across servers.
  return [...occurrences(job.schedule, from, until, clock)]
    .map((start) => start + (random.chance(0.3) ? 0 : random.int(0, 9000)))
    .filter((start) => start <= until);
}

function runsAt(starts: readonly number[], job: JobRecord, random: Random, now: number): Run[] {
  const runs: Run[] = [];
  let busyUntil = 0;
  for (const [position, start] of starts.entries()) {
    if (start <= busyUntil) continue;
    const run = buildRun(job, start, position === starts.length - 1, random, now);
    runs.push(run);
    busyUntil = run.at(-1)?.endTime ?? start;
  }
  if (job.mood === 'running' && busyUntil <= now) runs.push([runningSession(job, random, now)]);
  return runs;
}

function buildRun(job: JobRecord, start: number, isLast: boolean, random: Random, now: number): Run {
  const first = attempt(job, start, 0, drawResult(job, start, isLast, random, now), random);
  const run: Run = [first];
  let previous = first;
  while (shouldRetry(job, previous) && isPast(previous, job, now)) {
    const startOfRetry = (previous.endTime ?? now) + job.retries.waitMinutes * MINUTE;
    const result = retryResult(job, start, isLast, random, now);
    previous = attempt(job, startOfRetry, previous.retryNumber + 1, result, random);
    run.push(previous);
  }
  return run;
}

function shouldRetry(job: JobRecord, session: NewSession): boolean {
  const repeats = job.schedule.kind !== 'continuous' && job.schedule.kind !== 'manual';
  return (
    repeats && session.result === 'Failed' && !session.canceled && session.retryNumber < job.retries.count
  );
}

/** Whether the retry after `session` would have started by now. */
function isPast(session: NewSession, job: JobRecord, now: number): boolean {
  return (session.endTime ?? now) + job.retries.waitMinutes * MINUTE <= now;
}

function attempt(
  job: JobRecord,
  creationTime: number,
  retryNumber: number,
  outcome: { result: SessionResult; canceled: boolean },
  random: Random,
): NewSession {
  const usual = job.schedule.kind === 'periodic' ? 8 : 6 + job.objects.length * 4;
  const share = (retryNumber === 0 ? 1 : 0.4) * (outcome.canceled ? 0.3 : 1);
  const duration = Math.round(usual * share * (0.6 + random.next() * 0.8) * MINUTE);
  return {
    jobIndex: job.index,
    type: sessionTypeOf(job.type),
    creationTime,
    endTime: creationTime + duration,
    ...outcome,
    full: retryNumber === 0 && random.chance(0.12),
    manual: job.schedule.kind === 'manual',
    retryNumber,
  };
}

function runningSession(job: JobRecord, random: Random, now: number): NewSession {
  return {
    jobIndex: job.index,
    type: sessionTypeOf(job.type),
    creationTime: now - random.int(5, 40) * MINUTE,
    endTime: now + random.int(15, 90) * MINUTE,
    result: 'Success',
    canceled: false,
    full: true,
    manual: random.chance(0.5),
    retryNumber: 0,
  };
}

function drawResult(
  job: JobRecord,
  start: number,
  isLast: boolean,
  random: Random,
  now: number,
): { result: SessionResult; canceled: boolean } {
  const ends = (result: SessionResult): { result: SessionResult; canceled: boolean } => ({
    result,
    canceled: false,
  });
  if (isLast && (job.mood === 'lastFailed' || job.mood === 'lastRetried')) return ends('Failed');
  if (isLast && job.mood === 'lastWarned') return ends('Warning');
  if (isLongFailing(job, start, now)) return ends('Failed');
  const failures = job.mood === 'flaky' ? 20 : 2;
  if (random.chance(0.005)) return { result: 'Failed', canceled: true };
  return ends(
    random.weighted<SessionResult>([
      ['Success', 93],
      ['Warning', 4],
      ['Failed', failures],
    ]),
  );
}

function retryResult(
  job: JobRecord,
  start: number,
  isLast: boolean,
  random: Random,
  now: number,
): { result: SessionResult; canceled: boolean } {
  const doomed = (isLast && job.mood === 'lastFailed') || isLongFailing(job, start, now);
  const saved = (isLast && job.mood === 'lastRetried') || random.chance(0.7);
  return { result: !doomed && saved ? 'Success' : 'Failed', canceled: false };
}

function isLongFailing(job: JobRecord, start: number, now: number): boolean {
  return job.mood === 'failing' && start > now - 6 * DAY;
}
