import { Upstream, query } from './http.js';
import type { Place } from './http.js';
import { instant } from './records.js';
import type { Policy, Repository, Session, Source } from './records.js';

const PAGE = 1000;
const REVISIONS = ['1.3-rev2', '1.3-rev1', '1.3-rev0', '1.2-rev1'];
const GIB = 1024 ** 3;
const INFRASTRUCTURE = '/api/v1/backupInfrastructure';

const STATUSES: Record<string, string> = {
  running: 'RUNNING',
  starting: 'RUNNING',
  stopping: 'RUNNING',
  inactive: 'IDLE',
  enabled: 'IDLE',
  stopped: 'IDLE',
  disabled: 'DISABLED',
};
const STATES: Record<string, string> = {
  Stopped: 'FINISHED',
  Working: 'RUNNING',
  Postprocessing: 'RUNNING',
  Stopping: 'STOPPING',
  Starting: 'PENDING',
  Idle: 'PENDING',
};
const KINDS: Record<string, string> = {
  AgentBackup: 'BACKUP',
  BackupJob: 'BACKUP',
  PlatformBackupJob: 'BACKUP',
  BackupCopyJob: 'BACKUP_COPY',
  UnstructuredDataBackupCopy: 'BACKUP_COPY',
  ReplicaJob: 'REPLICATION',
  FileLevelRestore: 'RESTORE',
  RestoreVm: 'RESTORE',
  DeleteBackup: 'RETENTION',
  Retention: 'RETENTION',
  ConfigurationResynchronize: 'RESCAN',
  BackgroundOperation: 'MAINTENANCE',
  ConfigurationBackup: 'CONFIGURATION',
  Infrastructure: 'CONFIGURATION',
};

interface Page<T> {
  readonly data: T[];
  readonly pagination: { readonly total: number };
}
interface JobRow {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly lastRun?: string | null;
  readonly lastResult?: string | null;
  readonly nextRun?: string | null;
  readonly repositoryId?: string | null;
  readonly sessionId?: string | null;
}
interface StateRow {
  readonly id: string;
  readonly name: string;
  readonly path?: string | null;
  readonly hostId?: string | null;
  readonly capacityGB: number;
  readonly freeGB: number;
}
interface ScaleOutRow {
  readonly id: string;
  readonly name: string;
  readonly performanceTier: { readonly performanceExtents: readonly { readonly id: string }[] };
}
interface SessionRow {
  readonly id: string;
  readonly name: string;
  readonly jobId?: string | null;
  readonly sessionType: string;
  readonly creationTime: string;
  readonly endTime?: string | null;
  readonly state: string;
  readonly result: { readonly result: string; readonly message: string; readonly isCanceled: boolean };
  readonly initiatedBy?: string | null;
  readonly originalSessionId?: string | null;
}

/** A Veeam Backup & Replication server. */
export class Vbr implements Source {
  readonly product = 'VBR';
  private readonly upstream: Upstream;

  constructor(
    readonly key: string,
    readonly name: string,
    place: Place,
  ) {
    const dialects = REVISIONS.map((version) => ({
      version,
      tokenPath: '/api/oauth2/token',
      headers: { 'x-api-version': version },
    }));
    this.upstream = new Upstream(place, dialects);
  }

  async policies(): Promise<Policy[]> {
    const rows = await this.list<JobRow>('/api/v1/jobs/states', { orderColumn: 'Name', orderAsc: 'true' });
    return rows.map((row) => {
      const status = STATUSES[row.status.toLowerCase()] ?? 'UNKNOWN';
      return {
        server: this.key,
        nativeId: row.id,
        name: row.name,
        enabled: status !== 'DISABLED',
        status,
        lastResult: row.lastResult?.toUpperCase() ?? 'NONE',
        nextRun: instant(row.nextRun),
        repositoryIds: known(row.repositoryId) === null ? [] : [row.repositoryId ?? ''],
        lastSessionId: known(row.sessionId),
        neverRan: instant(row.lastRun) === null && known(row.sessionId) === null,
      };
    });
  }

  async repositories(): Promise<Repository[]> {
    const [states, scaleOuts] = await Promise.all([
      this.list<StateRow>(`${INFRASTRUCTURE}/repositories/states`, {}),
      this.list<ScaleOutRow>(`${INFRASTRUCTURE}/scaleOutRepositories`, {}),
    ]);
    const byId = new Map(states.map((row) => [row.id, row]));
    const ids = new Set(scaleOuts.map(({ id }) => id));
    return [
      ...states
        .filter(({ id }) => !ids.has(id))
        .map((row) => ({ nativeId: row.id, name: row.name, ...spaceOf([row]) })),
      ...scaleOuts.map(({ id, name, performanceTier }) => ({
        nativeId: id,
        name,
        ...spaceOf(performanceTier.performanceExtents.flatMap((extent) => byId.get(extent.id) ?? [])),
      })),
    ];
  }

  async latest(policies: readonly Policy[]): Promise<Map<string, Session>> {
    const wanted = new Map(
      policies.flatMap(({ lastSessionId, nativeId }) =>
        lastSessionId === null ? [] : [[lastSessionId, nativeId]],
      ),
    );
    const found = new Map<string, Session>();
    for (let skip = 0; ; skip += PAGE) {
      const { data, pagination } = await this.page(skip, PAGE, {});
      for (const row of data) {
        const policyId = wanted.get(row.id);
        if (policyId !== undefined) found.set(policyId, this.session(row));
      }
      const missing = [...wanted].filter(([, policyId]) => !found.has(policyId));
      if (skip + data.length >= pagination.total || missing.length === 0) return found;
      if (missing.length > 4) continue;
      const rows = await Promise.all(
        missing.map(([id]) => this.upstream.get<SessionRow>(`/api/v1/sessions/${id}`)),
      );
      rows.forEach((row, index) => found.set(missing[index]?.[1] ?? '', this.session(row)));
      return found;
    }
  }

  async latestOf({ lastSessionId }: Policy): Promise<Session | null> {
    if (lastSessionId === null) return null;
    return this.session(await this.upstream.get<SessionRow>(`/api/v1/sessions/${lastSessionId}`));
  }

  async newest(count: number): Promise<Session[]> {
    const { data } = await this.page(0, count, {});
    return data.map((row) => this.session(row));
  }

  async since(from: number): Promise<Session[]> {
    const sessions: Session[] = [];
    const createdAfterFilter = new Date(from - 1).toISOString();
    for (let skip = 0; ; skip += PAGE) {
      const { data, pagination } = await this.page(skip, PAGE, { createdAfterFilter });
      for (const row of data) sessions.push(this.session(row));
      if (skip + data.length >= pagination.total) return sessions;
    }
  }

  private page(skip: number, limit: number, filter: Record<string, string>): Promise<Page<SessionRow>> {
    const order = { orderColumn: 'CreationTime', orderAsc: 'false' };
    return this.upstream.get(`/api/v1/sessions?${query({ skip, limit, ...order, ...filter })}`);
  }

  private async list<T>(path: string, order: Record<string, string>): Promise<T[]> {
    const page = await this.upstream.get<Page<T>>(`${path}?${query({ skip: 0, limit: PAGE, ...order })}`);
    return page.data;
  }

  private session(row: SessionRow): Session {
    const { result, message, isCanceled } = row.result;
    return {
      server: this.key,
      nativeId: row.id,
      nativeType: row.sessionType,
      name: row.name,
      kind: KINDS[row.sessionType] ?? 'OTHER',
      state: STATES[row.state] ?? 'UNKNOWN',
      result: isCanceled ? 'CANCELLED' : result.toUpperCase(),
      message: message || null,
      startTime: Date.parse(row.creationTime),
      endTime: instant(row.endTime),
      initiatedBy: row.initiatedBy ?? null,
      partOfRun: false,
      retryOf: row.originalSessionId === row.id ? null : (row.originalSessionId ?? null),
      policyId: row.jobId === row.id ? null : known(row.jobId),
    };
  }
}

/** The all-zero id stands for none. */
function known(id: string | null | undefined): string | null {
  return id === null || id === undefined || id.startsWith('00000000-') ? null : id;
}

/** Repositories on one volume report the whole volume each; object storage without a limit reports zeros. */
function spaceOf(rows: readonly StateRow[]): Pick<Repository, 'capacity' | 'free'> {
  const volumes = new Map<string, StateRow>();
  for (const row of rows) {
    const volume = `${row.hostId ?? ''}|${/^[a-z]:/i.exec(row.path ?? '')?.[0] ?? row.id}|${row.capacityGB}`;
    const other = volumes.get(volume);
    if (row.capacityGB > 0 && (other === undefined || row.freeGB < other.freeGB)) volumes.set(volume, row);
  }
  if (volumes.size === 0) return { capacity: null, free: null };
  const sum = (pick: (row: StateRow) => number): number =>
    [...volumes.values()].reduce((total, row) => total + Math.round(pick(row) * GIB), 0);
  return { capacity: sum(({ capacityGB }) => capacityGB), free: sum(({ freeGB }) => freeGB) };
}
