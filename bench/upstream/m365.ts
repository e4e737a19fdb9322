import { Upstream, query } from './http.js';
import type { Place } from './http.js';
import { instant } from './records.js';
import type { Policy, Repository, Session, Source } from './records.js';

const PAGE = 1000;
const VERSIONS = ['v8', 'v7', 'v6'];
const GIB = 1024 ** 3;
/** So few missing sessions are cheaper asked for one by one. */
const FEW = 4;

const VERDICTS: Record<string, readonly [state: string, result: string]> = {
  Success: ['FINISHED', 'SUCCESS'],
  Warning: ['FINISHED', 'WARNING'],
  Failed: ['FINISHED', 'FAILED'],
  Stopped: ['FINISHED', 'CANCELLED'],
  Running: ['RUNNING', 'NONE'],
  Queued: ['PENDING', 'NONE'],
};
const UNKNOWN = ['UNKNOWN', 'UNKNOWN'] as const;

interface Page<T> {
  readonly results: T[];
  readonly _links: { readonly next?: unknown };
}
interface JobRow {
  readonly id: string;
  readonly name: string;
  readonly repositoryId: string | null;
  readonly lastRun: string | null;
  readonly nextRun: string | null;
  readonly isEnabled: boolean | null;
  readonly lastStatus: string;
}
interface StorageRow {
  readonly id: string;
  readonly usedSpaceBytes: number | null;
  readonly freeSpaceBytes: number | null;
  readonly sizeLimitEnabled: boolean | null;
  readonly sizeLimitGB: number | null;
}
interface RepositoryRow {
  readonly id: string;
  readonly name: string;
  readonly capacityBytes: number | null;
  readonly freeSpaceBytes: number | null;
  readonly objectStorage?: StorageRow | null;
  readonly objectStorageId?: string | null;
}
interface JobSessionRow {
  readonly id: string;
  readonly details: string;
  readonly creationTime: string;
  readonly endTime: string | null;
  readonly status: string;
  readonly jobId?: string;
  readonly jobType?: string;
  readonly mainSessionId?: string;
  readonly _links: { readonly job?: { readonly href: string } };
}
interface RestoreRow {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly details: string;
  readonly creationTime: string;
  readonly endTime: string | null;
  readonly state: string;
  readonly result: string;
  readonly initiatedBy: string;
}

/** A Veeam Backup for Microsoft 365 server. */
export class M365 implements Source {
  readonly product = 'VB_M365';
  private readonly upstream: Upstream;

  constructor(
    readonly key: string,
    readonly name: string,
    place: Place,
  ) {
    const dialects = VERSIONS.map((version) => ({ version, tokenPath: `/${version}/token` }));
    this.upstream = new Upstream(place, dialects);
  }

  async policies(): Promise<Policy[]> {
    const [jobs, copies] = await Promise.all([this.list<JobRow>('Jobs'), this.list<JobRow>('CopyJobs')]);
    return [...jobs, ...copies].map((row) => this.policy(row));
  }

  async repositories(): Promise<Repository[]> {
    const version = await this.upstream.version();
    const [rows, storages] = await Promise.all([
      this.list<RepositoryRow>('BackupRepositories'),
      version === 'v8' ? [] : this.list<StorageRow>('objectstoragerepositories'),
    ]);
    const byId = new Map(storages.map((storage) => [storage.id, storage]));
    return rows.map((row) => {
      const storage = row.objectStorage ?? byId.get(row.objectStorageId ?? '');
      const space = storage
        ? storageSpace(storage)
        : { capacity: row.capacityBytes, free: row.freeSpaceBytes };
      return { nativeId: row.id, name: row.name, ...space };
    });
  }

  async latest(policies: readonly Policy[]): Promise<Map<string, Session>> {
    const wanted = new Map(
      policies.filter(({ neverRan }) => !neverRan).map((policy) => [policy.nativeId, policy]),
    );
    const found = new Map<string, Session>();
    for (let offset = 0; ; offset += PAGE) {
      const page = await this.call<Page<JobSessionRow>>('JobSessions', { limit: PAGE, offset });
      for (const row of page.results) {
        const id = jobOf(row);
        if (!wanted.delete(id)) continue;
        found.set(id, this.jobSession(row));
      }
      if (page._links.next === undefined) return found;
      if (wanted.size > FEW) continue;
      const left = [...wanted.values()];
      const sessions = await Promise.all(left.map((policy) => this.latestOf(policy)));
      sessions.forEach((session) => session && found.set(session.policyId ?? '', session));
      return found;
    }
  }

  async latestOf({ nativeId, neverRan }: Policy): Promise<Session | null> {
    if (neverRan) return null;
    const { results } =
      (await this.upstream.version()) === 'v6'
        ? await this.call<Page<JobSessionRow>>(`Jobs/${nativeId}/JobSessions`, { limit: 1 })
        : await this.call<Page<JobSessionRow>>('JobSessions', { jobId: nativeId, limit: 1 });
    return results[0] ? this.jobSession(results[0]) : null;
  }

  async newest(count: number): Promise<Session[]> {
    const [jobs, restores] = await Promise.all([
      this.call<Page<JobSessionRow>>('JobSessions', { limit: count }),
      this.call<Page<RestoreRow>>('RestoreSessions', { limit: count }),
    ]);
    return [
      ...jobs.results.map((row) => this.jobSession(row)),
      ...restores.results.map((row) => this.restoreSession(row)),
    ];
  }

  async since(from: number): Promise<Session[]> {
    const startTimeFrom = new Date(from).toISOString();
    const [jobs, restores] = await Promise.all([
      this.pages<JobSessionRow>('JobSessions', {}, from),
      this.pages<RestoreRow>('RestoreSessions', { startTimeFrom }, from),
    ]);
    return [...jobs.map((row) => this.jobSession(row)), ...restores.map((row) => this.restoreSession(row))];
  }

  /** Newest first, until a page reaches behind `from`. */
  private async pages<T extends { readonly creationTime: string }>(
    path: string,
    filter: Record<string, string>,
    from: number,
  ): Promise<T[]> {
    const rows: T[] = [];
    for (let offset = 0; ; offset += PAGE) {
      const page = await this.call<Page<T>>(path, { limit: PAGE, offset, ...filter });
      rows.push(...page.results);
      const last = page.results.at(-1);
      if (page._links.next === undefined || last === undefined || Date.parse(last.creationTime) < from)
        return rows;
    }
  }

  /** Bare arrays before v8. */
  private async list<T>(path: string): Promise<T[]> {
    if ((await this.upstream.version()) !== 'v8') return this.call<T[]>(path, {});
    const { results } = await this.call<Page<T>>(path, { limit: PAGE });
    return results;
  }

  private async call<T>(path: string, parts: Record<string, string | number>): Promise<T> {
    const search = query(parts);
    return this.upstream.get(`/${await this.upstream.version()}/${path}${search && '?'}${search}`);
  }

  private policy(row: JobRow): Policy {
    const [state, result] = VERDICTS[row.lastStatus] ?? UNKNOWN;
    const isRunning = state === 'RUNNING' || state === 'PENDING';
    const idle = row.isEnabled === null ? 'UNKNOWN' : row.isEnabled ? 'IDLE' : 'DISABLED';
    const lastRun = instant(row.lastRun);
    return {
      server: this.key,
      nativeId: row.id,
      name: row.name,
      enabled: row.isEnabled ?? true,
      status: isRunning ? 'RUNNING' : idle,
      lastResult: lastRun === null ? 'NONE' : result,
      nextRun: instant(row.nextRun),
      repositoryIds: row.repositoryId === null ? [] : [row.repositoryId],
      lastSessionId: null,
      neverRan: lastRun === null,
    };
  }

  private jobSession(row: JobSessionRow): Session {
    const [state, result] = VERDICTS[row.status] ?? UNKNOWN;
    const end = instant(row.endTime);
    const isOpen = state === 'RUNNING' || state === 'PENDING';
    const type = row.jobType ?? (/\/copyjobs\//i.test(row._links.job?.href ?? '') ? 'Copy' : 'Backup');
    return {
      server: this.key,
      nativeId: row.id,
      nativeType: type,
      name: null,
      kind: type === 'Copy' ? 'BACKUP_COPY' : 'BACKUP',
      state: state === 'UNKNOWN' && end !== null ? 'FINISHED' : state,
      result,
      message: row.details || null,
      startTime: Date.parse(row.creationTime),
      endTime: isOpen ? null : end,
      initiatedBy: null,
      partOfRun: false,
      retryOf: row.mainSessionId ?? null,
      policyId: jobOf(row),
    };
  }

  private restoreSession(row: RestoreRow): Session {
    const isRunning = row.state === 'Working';
    return {
      server: this.key,
      nativeId: row.id,
      nativeType: row.type,
      name: row.name,
      kind: 'RESTORE',
      state: isRunning ? 'RUNNING' : 'FINISHED',
      result: isRunning ? 'NONE' : row.result.toUpperCase(),
      message: row.details || null,
      startTime: Date.parse(row.creationTime),
      endTime: isRunning ? null : instant(row.endTime),
      initiatedBy: row.initiatedBy,
      partOfRun: false,
      retryOf: null,
      policyId: null,
    };
  }
}

function jobOf(row: JobSessionRow): string {
  return row.jobId ?? row._links.job?.href.split('/').at(-1) ?? '';
}

function storageSpace(storage: StorageRow): Pick<Repository, 'capacity' | 'free'> {
  if (storage.sizeLimitEnabled !== true || storage.sizeLimitGB === null)
    return { capacity: null, free: null };
  const capacity = Math.round(storage.sizeLimitGB * GIB);
  return { capacity, free: storage.freeSpaceBytes ?? Math.max(0, capacity - (storage.usedSpaceBytes ?? 0)) };
}
