import { Random } from '../kit/random.js';
import { createCopyJobs, createJobs } from './world/jobs.js';
import { createHistory } from './world/history.js';
import { serialOf } from './world/identity.js';
import { createInfrastructure } from './world/infrastructure.js';
import { createOrganizations } from './world/organizations.js';
import type {
  BackupJob,
  CopyJob,
  Job,
  Organization,
  Proxy,
  ProxyPool,
  Repository,
  RestoreSession,
} from './world/records.js';
import { createRestores } from './world/restores.js';
import { nextStart } from './world/schedule.js';
import type { JobSession, Outcome } from './world/session.js';

const ZONES = ['Europe/Berlin', 'America/Chicago', 'Asia/Singapore', 'UTC'];
const PRODUCT_VERSIONS: Record<number, string> = {
  3: '3.0.0.480',
  6: '6.1.0.423',
  7: '7.1.0.1501',
  8: '8.1.0.305',
};

export interface WorldOptions {
  seed: number;
  /** Backup jobs and copy jobs together; a quarter are copy jobs. */
  policies: number;
  /** Job sessions and restore sessions together; about one in fifty is a restore. */
  sessions: number;
  /** Epoch ms; history ends at its first value, and work under way follows it. */
  now: () => number;
  /** The newest API version of the server; proxy pools and Linux proxies came with 8. */
  majorVersion: number;
}

/**
 * The state of one simulated server. The arrays are the truth: a test may compute from them what an answer must be,
 * and may change them to stage a situation. Call `settle()` first when the clock has moved since the last request.
 */
export class Vb365World {
  readonly zone: string;
  readonly installationId: string;
  readonly productVersion: string;
  readonly organizations: Organization[];
  readonly pools: ProxyPool[];
  readonly proxies: Proxy[];
  readonly repositories: Repository[];
  readonly jobs: BackupJob[];
  readonly copyJobs: CopyJob[];
  /** Sessions of jobs and copy jobs, oldest first. */
  readonly sessions: JobSession[];
  /** Oldest first. */
  readonly restores: RestoreSession[];
  readonly now: () => number;
  readonly random: Random;
  private readonly salt: number;
  private readonly underway: Map<JobSession, Outcome>;
  private readonly restoreEndings: Map<RestoreSession, number>;
  private readonly sessionsByJob = new Map<string, JobSession[]>();

  constructor({ seed, policies, sessions, now, majorVersion }: WorldOptions) {
    this.now = now;
    this.random = new Random(seed);
    const { random } = this;
    const start = now();
    this.salt = random.int(0, 0xffff_ffff);
    this.zone = ZONES[seed % ZONES.length] ?? 'UTC';
    this.installationId = random.uuid();
    this.productVersion = PRODUCT_VERSIONS[majorVersion] ?? `${majorVersion}.0.0.1`;
    this.organizations = createOrganizations(random.fork('organizations'));
    const infrastructure = createInfrastructure(
      random.fork('infrastructure'),
      Math.ceil(policies / 5),
      majorVersion >= 8,
    );
    ({ pools: this.pools, proxies: this.proxies, repositories: this.repositories } = infrastructure);
    const copies = Math.floor(policies / 4);
    const jobs = createJobs(random.fork('jobs'), policies - copies, this.organizations, this.repositories);
    const copyJobs = createCopyJobs(random.fork('copies'), copies, jobs, this.repositories);
    this.jobs = jobs.map(({ job }) => job);
    this.copyJobs = copyJobs.map(({ job }) => job);
    const restores = Math.min(sessions, Math.max(3, Math.round(sessions / 50)));
    const history = createHistory([...jobs, ...copyJobs], {
      random: random.fork('history'),
      salt: this.salt,
      zone: this.zone,
      now: start,
      count: sessions - restores,
    });
    this.sessions = history.sessions;
    this.underway = history.underway;
    const restoreHistory = createRestores(random.fork('restores'), restores, this.organizations, start);
    this.restores = restoreHistory.sessions;
    this.restoreEndings = restoreHistory.endings;
    for (const session of this.sessions) this.enlist(session);
    for (const job of [...this.jobs, ...this.copyJobs]) this.schedule(job);
  }

  /** Sessions of one job or copy job, oldest first. */
  sessionsOf(jobId: string): readonly JobSession[] {
    return this.sessionsByJob.get(jobId) ?? [];
  }

  session(id: string): JobSession | undefined {
    const found = this.sessions[serialOf(this.salt, id)];
    return found?.id === id.toLowerCase() ? found : undefined;
  }

  /** How many objects the session has gone through by now. */
  processed(session: JobSession): number {
    const outcome = this.underway.get(session);
    if (!outcome)
      return session.status === 'Disconnected' ? Math.floor(session.objects / 3) : session.objects;
    const share = (this.now() - outcome.startsAt) / (outcome.endsAt - outcome.startsAt);
    return Math.floor(session.objects * Math.min(1, Math.max(0, share)));
  }

  /** Carries out what the clock has brought since the last call: queued work starts, work ends. */
  settle(): void {
    const now = this.now();
    for (const [session, outcome] of this.underway) {
      if (outcome.endsAt <= now) this.end(session, outcome.status, outcome.endsAt);
      else if (outcome.startsAt <= now && session.status === 'Queued') {
        session.status = 'Running';
        this.summarize(session);
      }
    }
    for (const [restore, endsAt] of this.restoreEndings) if (endsAt <= now) this.endRestore(restore, endsAt);
    for (const job of [...this.jobs, ...this.copyJobs])
      if (job.nextRun !== null && job.nextRun <= now) this.schedule(job);
  }

  private end(session: JobSession, status: JobSession['status'], endedAt: number): void {
    session.objects = this.processed(session);
    this.underway.delete(session);
    session.status = status;
    session.endedAt = endedAt;
    this.summarize(session);
  }

  private endRestore(restore: RestoreSession, endedAt: number): void {
    this.restoreEndings.delete(restore);
    restore.state = 'Stopped';
    restore.endedAt = endedAt;
    restore.eTag += 1;
  }

  private enlist(session: JobSession): void {
    const all = this.sessionsByJob.get(session.job.id) ?? [];
    this.sessionsByJob.set(session.job.id, all);
    all.push(session);
    this.summarize(session);
  }

  /** Brings the job's own summary up to its newest session. */
  private summarize({ job, createdAt, status, endedAt }: JobSession): void {
    job.lastRun = createdAt;
    job.lastStatus = status;
    job.eTag += 1;
    if (status !== 'Success' && status !== 'Warning') return;
    job.lastBackup = endedAt;
    job.organization.firstBackup ??= endedAt;
    job.organization.lastBackup = Math.max(job.organization.lastBackup ?? 0, endedAt ?? 0);
  }

  private schedule(job: Job): void {
    job.nextRun = job.isEnabled ? nextStart(job.schedule, this.zone, this.now()) : null;
  }
}
