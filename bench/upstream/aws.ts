import type { Link, Page, PolicyRow, SessionRow, TemplateRow, VpcRow } from './aws-rows.js';
import { Upstream, query } from './http.js';
import type { Place } from './http.js';
import { instant } from './records.js';
import type { Policy, Repository, Session, Source } from './records.js';

const PAGE = 1000;
const VPC = 'vpc';

/** Lists of policies, and which sessions are of that workload alone. */
const LISTS: readonly (readonly [path: string, sessions: RegExp | null])[] = [
  ['virtualMachines/policies', null],
  ['policy/ec2SlaBasedPolicies', null],
  ['rds/policies', /rds/i],
  ['efs/policies', /efs/i],
  ['dynamoDb/policies', /dynamo/i],
  ['fsx/policies', /fsx/i],
  ['redshift/policies', /redshift(?!.*serverless)/i],
  ['redshiftServerless/policies', /redshift.*serverless/i],
];

const STATUSES: Record<string, readonly [state: string, result: string]> = {
  Running: ['RUNNING', 'NONE'],
  NeverExecuted: ['PENDING', 'NONE'],
  Succeeded: ['FINISHED', 'SUCCESS'],
  Warning: ['FINISHED', 'WARNING'],
  Failed: ['FINISHED', 'FAILED'],
  Canceled: ['FINISHED', 'CANCELLED'],
};
const KINDS: Record<string, string> = {
  RetentionActivity: 'RETENTION',
  TombstoneRetention: 'RETENTION',
  RestoreTask: 'RESTORE',
  FLRTask: 'RESTORE',
  ConfigurationBackupActivity: 'CONFIGURATION',
  ManualTask: 'SNAPSHOT',
};

interface AwsPolicy extends Policy {
  readonly sessions: RegExp | null;
  readonly finishedSessionId: string | null;
}

/** A Veeam Backup for AWS appliance. Its sessions do not name their policy. */
export class Aws implements Source<AwsPolicy> {
  readonly product = 'VB_AWS';
  private readonly upstream: Upstream;
  /** Session to policy where an answer told; that never changes. */
  private readonly links = new Map<string, string>();

  constructor(
    readonly key: string,
    readonly name: string,
    place: Place,
  ) {
    this.upstream = new Upstream(place, [
      { version: '1.8-rev0', tokenPath: '/api/v1/token', headers: { 'x-api-version': '1.8-rev0' } },
    ]);
  }

  async policies({ withTargets }: { readonly withTargets: boolean }): Promise<AwsPolicy[]> {
    const [templates, vpc, ...lists] = await Promise.all([
      withTargets ? this.list<TemplateRow>('policyTemplates/storageTemplates') : [],
      this.upstream.get<VpcRow>('/api/v1/vpc/policy'),
      ...LISTS.map(([path]) => this.list<PolicyRow>(path)),
    ]);
    const targets = new Map(
      templates.map((row) => [row.id, unique(row.backupRepositoryId, row.archiveRepositoryId)]),
    );
    return [
      ...lists.flatMap((rows, index) =>
        rows.map((row) => this.policy(row, LISTS[index]?.[1] ?? null, targets)),
      ),
      this.vpc(vpc),
    ];
  }

  async repositories(): Promise<Repository[]> {
    const rows = await this.list<{ id: string; name: string }>('repositories');
    return rows.map(({ id, name }) => ({ nativeId: id, name, capacity: null, free: null }));
  }

  async latest(policies: readonly AwsPolicy[]): Promise<Map<string, Session>> {
    const ran = policies.filter(({ neverRan }) => !neverRan);
    const wanted = new Map(ran.map((policy) => [policy.nativeId, policy]));
    const found = new Map<string, Session>();
    const { results } = await this.page({ Types: 'Policy', Limit: PAGE });
    const index = indexOf(policies);
    for (const row of results) {
      const session = this.session(row);
      const policyId = session.policyId ?? only(this.candidates(session, index));
      if (wanted.delete(policyId ?? '')) found.set(policyId ?? '', session);
    }
    const left = [...wanted.values()];
    const sessions = await Promise.all(left.map((policy) => this.latestOf(policy)));
    sessions.forEach((session, at) => session && found.set(left[at]?.nativeId ?? '', session));
    return found;
  }

  async latestOf({ nativeId, lastSessionId, neverRan }: AwsPolicy): Promise<Session | null> {
    if (neverRan) return null;
    if (lastSessionId !== null)
      return this.session(await this.upstream.get<SessionRow>(`/api/v1/sessions/${lastSessionId}`));
    // The appliance has no id to ask for the VPC policy's sessions by; their type tells them.
    const filter = nativeId === VPC ? { Types: 'Policy', Limit: 100 } : { PolicyId: nativeId, Limit: 1 };
    const { results } = await this.page(filter);
    const row = nativeId === VPC ? results.find(isVpc) : results[0];
    return row ? this.session(row) : null;
  }

  async newest(count: number): Promise<Session[]> {
    const { results } = await this.page({ Limit: count });
    return results.map((row) => this.session(row));
  }

  async since(from: number): Promise<Session[]> {
    const sessions: Session[] = [];
    const FromUtc = new Date(from).toISOString();
    for (let offset = 0; ; offset += PAGE) {
      const { results, totalCount } = await this.page({ Offset: offset, Limit: PAGE, FromUtc });
      for (const row of results) sessions.push(this.session(row));
      if (offset + results.length >= totalCount) return sessions;
    }
  }

  /** By the sessions that policies name, by a name only one policy has, else by asking for each candidate's sessions. */
  async link(
    sessions: readonly Session[],
    policies: readonly AwsPolicy[],
  ): Promise<Map<string, string | null>> {
    const decided = new Map<string, string | null>();
    const index = indexOf(policies);
    const open: Session[] = [];
    const asked = new Set<string>();
    for (const session of sessions) {
      const candidates =
        session.policyId === undefined ? this.candidates(session, index) : [session.policyId];
      if (candidates.length < 2) decided.set(session.nativeId, candidates[0] ?? null);
      else open.push(session);
      if (candidates.length > 1) for (const id of candidates) asked.add(id ?? '');
    }
    await this.learn([...asked], open);
    for (const { nativeId } of open) decided.set(nativeId, this.links.get(nativeId) ?? null);
    return decided;
  }

  private async learn(policyIds: readonly string[], sessions: readonly Session[]): Promise<void> {
    const starts = sessions.map(({ startTime }) => startTime);
    const FromUtc = new Date(Math.floor(Math.min(...starts, Date.now()) / 1000) * 1000).toISOString();
    await Promise.all(
      policyIds.map(async (PolicyId) => {
        const { results } = await this.page({ PolicyId, FromUtc, Limit: PAGE });
        for (const { id } of results) this.links.set(id, PolicyId);
      }),
    );
  }

  private candidates({ nativeId, name, nativeType }: Session, index: PolicyIndex): readonly string[] {
    const known = index.bySession.get(nativeId) ?? this.links.get(nativeId);
    if (known !== undefined) return [known];
    const workload = LISTS.find(([, sessions]) => sessions?.test(nativeType) === true)?.[1];
    return (index.byName.get(name ?? '') ?? [])
      .filter(({ sessions }) => workload === undefined || sessions === workload)
      .map((policy) => policy.nativeId);
  }

  private page(filter: Record<string, string | number>): Promise<Page<SessionRow>> {
    return this.upstream.get(`/api/v1/sessions?${query({ Sort: 'startTimeDesc', ...filter })}`);
  }

  private async list<T>(path: string): Promise<T[]> {
    const search = query({ Offset: 0, Limit: PAGE });
    return (await this.upstream.get<Page<T>>(`/api/v1/${path}?${search}`)).results;
  }

  private policy(
    row: PolicyRow,
    sessions: RegExp | null,
    targets: ReadonlyMap<string, readonly string[]>,
  ): AwsPolicy {
    const [state, result] = STATUSES[row.lastPolicySessionStatus ?? ''] ?? [];
    const idle = state === undefined ? 'UNKNOWN' : 'IDLE';
    const settled = row.isEnabled === false ? 'DISABLED' : idle;
    const embedded = row._embedded;
    const finished = lastSegment(embedded?.lastFinishedBackupSession);
    const backup =
      (row.backupSettings ?? row.rdsBackupSettings)?.targetRepositoryId ??
      lastSegment(embedded?.targetRepository);
    const archive = (row.archiveSettings ?? row.rdsArchiveSettings)?.targetRepositoryId;
    return {
      server: this.key,
      nativeId: row.id,
      name: row.name,
      enabled: row.isEnabled ?? true,
      status: state === 'RUNNING' ? 'RUNNING' : settled,
      lastResult: result,
      nextRun: null,
      repositoryIds: row.storageTemplateId
        ? (targets.get(row.storageTemplateId) ?? [])
        : unique(backup, archive),
      lastSessionId: lastSegment(embedded?.lastBackupSession) ?? finished,
      neverRan: state === 'PENDING',
      sessions,
      finishedSessionId: finished,
    };
  }

  private vpc(row: VpcRow): AwsPolicy {
    const enabled = row.backupOptionsEnabled ?? true;
    return {
      server: this.key,
      nativeId: VPC,
      name: row.name ?? 'VPC configuration backup',
      enabled,
      status: enabled ? 'UNKNOWN' : 'DISABLED',
      lastResult: undefined,
      nextRun: null,
      repositoryIds: unique(row.backupOptions?.targetRepositoryId),
      lastSessionId: null,
      neverRan: false,
      sessions: /vpc/i,
      finishedSessionId: null,
    };
  }

  private session(row: SessionRow): Session {
    const [state, result] = STATUSES[row.status] ?? ['UNKNOWN', 'UNKNOWN'];
    const isOpen = state === 'RUNNING' || state === 'PENDING';
    const stop = instant(row.executionStopTime);
    const nativeType = row.extendedSessionType ?? row.type;
    return {
      server: this.key,
      nativeId: row.id,
      nativeType,
      name: row.name ?? null,
      kind: KINDS[row.type] ?? kindOf(nativeType),
      state,
      result,
      message: row.reason || null,
      startTime: instant(row.executionStartTime) ?? Date.now(),
      endTime: isOpen ? null : stop,
      initiatedBy: null,
      partOfRun: /^(job|task)$/i.test(row.type) && /^(policy|vpc)/i.test(nativeType),
      retryOf: null,
      policyId: row.type !== 'Policy' ? null : isVpc(row) ? VPC : undefined,
    };
  }
}

interface PolicyIndex {
  readonly byName: ReadonlyMap<string, readonly AwsPolicy[]>;
  readonly bySession: ReadonlyMap<string, string>;
}

function indexOf(policies: readonly AwsPolicy[]): PolicyIndex {
  const byName = new Map<string, AwsPolicy[]>();
  const bySession = new Map<string, string>();
  for (const policy of policies) {
    const { name, nativeId, lastSessionId, finishedSessionId } = policy;
    byName.set(name, [...(byName.get(name) ?? []), policy]);
    if (lastSessionId !== null) bySession.set(lastSessionId, nativeId);
    if (finishedSessionId !== null) bySession.set(finishedSessionId, nativeId);
  }
  return { byName, bySession };
}

function only(ids: readonly string[]): string | undefined {
  return ids.length === 1 ? ids[0] : undefined;
}

function isVpc({ extendedSessionType }: SessionRow): boolean {
  return /vpc/i.test(extendedSessionType ?? '');
}

function kindOf(extendedType: string): string {
  if (/remotesnapshot/i.test(extendedType)) return 'REPLICATION';
  if (/snapshot/i.test(extendedType)) return 'SNAPSHOT';
  if (/backupcopy|archive/i.test(extendedType)) return 'BACKUP_COPY';
  return /backup/i.test(extendedType) ? 'BACKUP' : 'OTHER';
}

function lastSegment(link: Link | undefined): string | null {
  return link?.href.split('/').at(-1) ?? null;
}

function unique(...ids: readonly (string | null | undefined)[]): string[] {
  return [...new Set(ids.filter((id) => typeof id === 'string'))];
}
