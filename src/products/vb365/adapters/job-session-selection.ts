import type { PolicyRecord } from '../../../core/model/policy.js';
import type { SessionKind, SessionResult } from '../../../core/model/session.js';
import type { SessionCriteria } from '../../../core/ports/activity.js';
import type { ApiVersion } from '../negotiation.js';

/** Above this many policies, one list of all sessions is cheaper than one per policy. */
const MAX_LISTS = 4;
const JOB_KINDS: readonly SessionKind[] = ['BACKUP', 'BACKUP_COPY', 'OTHER'];

/** The words of the status filter (v8): it asks for "Succeeded" and answers "Success". */
const RESULT_FILTER: Partial<Record<SessionResult, string>> = {
  SUCCESS: 'Succeeded',
  WARNING: 'Warning',
  FAILED: 'Failed',
  CANCELLED: 'Stopped',
};

/** The job sessions of one stream. `policy`: those of one policy; `kind`: those of jobs, or of copy jobs. */
export interface JobSessionChoice {
  readonly policy?: PolicyRecord;
  readonly kind?: SessionKind;
  /** False: rows that the choice excludes by criteria other than times may be among them. */
  readonly isExact: boolean;
}

/** How a version is asked for a choice. */
export interface JobSessionSelection {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Whether the path takes time bounds. */
  readonly takesBounds: boolean;
  /** Native id of the only policy whose rows belong here, where the version cannot be asked for it. */
  readonly only: string | null;
}

/** The streams that together hold all job sessions of the criteria, each session in one. */
export function choicesOf({ policies, kinds, name, states, results }: SessionCriteria): JobSessionChoice[] {
  const jobKinds = JOB_KINDS.filter((kind) => kinds?.includes(kind) ?? true);
  const wanted = policies?.filter((policy) => jobKinds.includes(kindOf(policy)));
  if (jobKinds.length === 0 || wanted?.length === 0) return [];
  const isWhole = name === undefined && states === undefined && results === undefined;
  if (wanted && wanted.length <= MAX_LISTS) return wanted.map((policy) => ({ policy, isExact: isWhole }));
  const kind = onlyOne(wanted?.map(kindOf) ?? jobKinds);
  if (kind === 'OTHER') return [{ isExact: false }];
  const isEveryKind = jobKinds.length === JOB_KINDS.length;
  const isExact = isWhole && wanted === undefined && (isEveryKind || kind !== undefined);
  return [{ ...(kind !== undefined && { kind }), isExact }];
}

function kindOf({ kind }: PolicyRecord): SessionKind {
  return kind === 'BACKUP_COPY' ? 'BACKUP_COPY' : 'BACKUP';
}

export function selectionOf(
  { policy, kind }: JobSessionChoice,
  criteria: SessionCriteria,
  version: ApiVersion,
): JobSessionSelection {
  const status = version === 'v8' ? statusFilter(criteria) : undefined;
  const rest = status === undefined ? {} : { status };
  if (policy === undefined) return list({ ...typeFilter(kind), ...rest });
  if (version !== 'v6') return list({ jobId: policy.nativeId, ...rest });
  // v6 lists the sessions of a job below the job; of a copy job it has none but the list of all copies.
  if (policy.kind === 'BACKUP_COPY') return { ...list({ jobType: 'Copy' }), only: policy.nativeId };
  return {
    path: `/Jobs/${encodeURIComponent(policy.nativeId)}/JobSessions`,
    query: {},
    takesBounds: false,
    only: null,
  };
}

function list(query: Readonly<Record<string, string>>): JobSessionSelection {
  return { path: '/JobSessions', query, takesBounds: true, only: null };
}

function typeFilter(kind: SessionKind | undefined): Readonly<Record<string, string>> {
  return kind === undefined ? {} : { jobType: kind === 'BACKUP_COPY' ? 'Copy' : 'Backup' };
}

/** The one word that covers everything wanted; undefined: there is none. */
function statusFilter({ results, states }: SessionCriteria): string | undefined {
  const result = results && onlyOne(results);
  if (result !== undefined) return RESULT_FILTER[result];
  return results === undefined && states && onlyOne(states) === 'RUNNING' ? 'Running' : undefined;
}

function onlyOne<T>(values: readonly T[]): T | undefined {
  const [first, ...others] = new Set(values);
  return others.length === 0 ? first : undefined;
}
