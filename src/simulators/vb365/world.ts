import { Random } from '../kit/random.js';
import { createHistory } from './world/history.js';
import { createInfrastructure } from './world/infrastructure.js';
import { createCopyJobs, createJobs } from './world/jobs.js';
import { SessionLedger } from './world/ledger.js';
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
import type { JobSession } from './world/session.js';
import type { SyncSession } from './world/sync.js';

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
  /** IANA name; schedules' times of day are in it. */
  readonly zone: string;
  readonly installationId: string;
  readonly productVersion: string;
  readonly organizations: Organization[];
  readonly pools: ProxyPool[];
  readonly proxies: Proxy[];
  readonly repositories: Repository[];
  readonly jobs: BackupJob[];
  readonly copyJobs: CopyJob[];
  /** Oldest first. */
  readonly restores: RestoreSession[];
  readonly ledger: SessionLedger;
  /** Cache synchronizations asked for since the start, oldest first. */
  readonly syncs: SyncSession[] = [];
  /** Epoch ms. */
  readonly now: () => number;
  private readonly random: Random;
  private readonly restoreEndings: Map<RestoreSession, number>;

  constructor({ seed, policies, sessions, now, majorVersion }: WorldOptions) {
    this.now = now;
    const random = new Random(seed);
    this.random = random.fork('later');
    const start = now();
    const salt = random.int(0, 0xffff_ffff);
    this.zone = ZONES[seed % ZONES.length] ?? 'UTC';
    this.installationId = random.uuid();
    this.productVersion = PRODUCT_VERSIONS[majorVersion] ?? `${majorVersion}.0.0.1`;
    this.organizations = createOrganizations(random.fork('organizations'));
    const extent = Math.ceil(policies / 5);
    const infrastructure = createInfrastructure(random.fork('infrastructure'), extent, majorVersion >= 8);
    ({ pools: this.pools, proxies: this.proxies, repositories: this.repositories } = infrastructure);

    const copies = Math.floor(policies / 4);
    const jobs = createJobs(random.fork('jobs'), policies - copies, this.organizations, this.repositories);
    const copyJobs = createCopyJobs(random.fork('copies'), copies, jobs, this.repositories);
    this.jobs = jobs.map(({ job }) => job);
    this.copyJobs = copyJobs.map(({ job }) => job);

    const restoreCount = Math.min(sessions, Math.max(3, Math.round(sessions / 50)));
    const restores = createRestores(random.fork('restores'), restoreCount, this.organizations, start);
    this.restores = restores.sessions;
    this.restoreEndings = restores.endings;
    const count = sessions - restoreCount;
    const history = createHistory([...jobs, ...copyJobs], {
      random: random.fork('history'),
      salt,
      zone: this.zone,
      now: start,
      count,
    });
    this.ledger = new SessionLedger(history, salt, now);
    for (const job of this.allJobs()) this.schedule(job);
  }

  /** Sessions of jobs and copy jobs, oldest first. */
  get sessions(): readonly JobSession[] {
    return this.ledger.sessions;
  }

  allJobs(): Job[] {
    return [...this.jobs, ...this.copyJobs];
  }

  /** Carries out what the clock has brought since the last call: work starts and ends, next runs move on. */
  settle(): void {
    const now = this.now();
    this.ledger.settle();
    for (const [restore, endsAt] of this.restoreEndings) if (endsAt <= now) this.endRestore(restore, endsAt);
    for (const { repository, endsAt } of this.syncs) if (endsAt <= now) repository.outOfSync = false;
    for (const job of this.jobs) if (job.nextRun !== null && job.nextRun <= now) this.schedule(job);
    for (const job of this.copyJobs) if (job.nextRun !== null && job.nextRun <= now) this.schedule(job);
  }

  setEnabled(job: Job, isEnabled: boolean): void {
    job.isEnabled = isEnabled;
    job.eTag += 1;
    this.schedule(job);
  }

  endRestore(restore: RestoreSession, endedAt: number): void {
    this.restoreEndings.delete(restore);
    restore.state = 'Stopped';
    restore.endedAt = endedAt;
    restore.eTag += 1;
  }

  /** Asks the machine how it is. */
  rescan(proxy: Proxy): void {
    proxy.status = proxy.reachable ? 'Online' : 'Offline';
    proxy.lastRescan = this.now();
  }

  /** Takes the proxy out of the configuration; its repositories stay without one. */
  removeProxy(proxy: Proxy): void {
    this.proxies.splice(this.proxies.indexOf(proxy), 1);
    for (const repository of this.repositories) if (repository.proxy === proxy) repository.proxy = null;
  }

  /** Starts to bring the repository's cache up to its object storage, which ends at `endsAt`. */
  synchronize(repository: Repository, endsAt: number): SyncSession {
    const sync = { id: this.random.uuid(), repository, startedAt: this.now(), endsAt };
    this.syncs.push(sync);
    return sync;
  }

  private schedule(job: Job): void {
    job.nextRun = job.isEnabled ? nextStart(job.schedule, this.zone, this.now()) : null;
  }
}
