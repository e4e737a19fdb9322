import { serialOf } from './identity.js';
import type { History } from './history.js';
import type { Job } from './records.js';
import { JobSession, shareOf } from './session.js';
import type { Outcome } from './session.js';

/** The job sessions of one server, and what becomes of those under way. */
export class SessionLedger {
  /** Oldest first; a session's serial is its place. */
  readonly sessions: JobSession[];
  private readonly underway: Map<JobSession, Outcome>;
  private readonly byJob = new Map<string, JobSession[]>();

  constructor(
    history: History,
    private readonly salt: number,
    private readonly now: () => number,
  ) {
    this.sessions = history.sessions;
    this.underway = history.underway;
    for (const session of this.sessions) this.enlist(session);
  }

  find(id: string): JobSession | undefined {
    const found = this.sessions[serialOf(this.salt, id)];
    return found?.id === id.toLowerCase() ? found : undefined;
  }

  /** Oldest first. */
  of(jobId: string): readonly JobSession[] {
    return this.byJob.get(jobId) ?? [];
  }

  /** How many objects the session has gone through by now. */
  processed(session: JobSession): number {
    const outcome = this.underway.get(session);
    if (!outcome)
      return session.status === 'Disconnected' ? Math.floor(session.objects / 3) : session.objects;
    return Math.floor(session.objects * shareOf(outcome.startsAt, outcome.endsAt, this.now()));
  }

  /** The session of the job that runs or waits now. */
  current(job: Job): JobSession | undefined {
    const newest = this.of(job.id).at(-1);
    return newest && this.underway.has(newest) ? newest : undefined;
  }

  /** A new session of the job, which runs until `endsAt` and ends with `status`. */
  start(job: Job, full: boolean, { endsAt, status }: Omit<Outcome, 'startsAt'>): JobSession {
    const startsAt = this.now();
    const session = new JobSession(this.salt, this.sessions.length, job, startsAt);
    session.full = full;
    session.objects = job.kind === 'Backup' ? job.objects : job.source.objects;
    session.bytes = session.objects * (full ? 300 : 20) * 1024 * 1024;
    this.sessions.push(session);
    this.underway.set(session, { startsAt, endsAt, status });
    this.enlist(session);
    return session;
  }

  stop(session: JobSession): void {
    this.end(session, 'Stopped', this.now());
  }

  /** Carries out what the clock has brought: queued work starts, work ends. */
  settle(): void {
    const now = this.now();
    for (const [session, outcome] of this.underway) {
      if (outcome.endsAt <= now) this.end(session, outcome.status, outcome.endsAt);
      else if (outcome.startsAt <= now && session.status === 'Queued') {
        session.status = 'Running';
        summarize(session);
      }
    }
  }

  private end(session: JobSession, status: JobSession['status'], endedAt: number): void {
    session.objects = this.processed(session);
    this.underway.delete(session);
    session.status = status;
    session.endedAt = endedAt;
    summarize(session);
  }

  private enlist(session: JobSession): void {
    const all = this.byJob.get(session.job.id) ?? [];
    this.byJob.set(session.job.id, all);
    all.push(session);
    summarize(session);
  }
}

/** Brings the job's own summary up to its newest session. */
function summarize({ job, createdAt, status, endedAt }: JobSession): void {
  job.lastRun = createdAt;
  job.lastStatus = status;
  job.eTag += 1;
  if (status !== 'Success' && status !== 'Warning') return;
  job.lastBackup = endedAt;
  job.organization.firstBackup ??= endedAt;
  job.organization.lastBackup = Math.max(job.organization.lastBackup ?? 0, endedAt ?? 0);
}
