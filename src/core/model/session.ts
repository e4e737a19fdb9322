import type { Instant } from './instant.js';

export const SESSION_KINDS = [
  'BACKUP',
  'BACKUP_COPY',
  'REPLICATION',
  'SNAPSHOT',
  'RESTORE',
  'RETENTION',
  'RESCAN',
  'CONFIGURATION',
  'MAINTENANCE',
  'OTHER',
] as const;
export type SessionKind = (typeof SESSION_KINDS)[number];

export const SESSION_STATES = ['PENDING', 'RUNNING', 'STOPPING', 'FINISHED', 'UNKNOWN'] as const;
export type SessionState = (typeof SESSION_STATES)[number];

export const SESSION_RESULTS = ['NONE', 'SUCCESS', 'WARNING', 'FAILED', 'CANCELLED', 'UNKNOWN'] as const;
export type SessionResult = (typeof SESSION_RESULTS)[number];

/** Results after which a usable restore point exists. */
export const GOOD_RESULTS: readonly SessionResult[] = ['SUCCESS', 'WARNING'];

/** One piece of work and its result. `N` is what only its product has. */
export interface SessionRecord<N = unknown> {
  /** Name of the concrete GraphQL type. */
  readonly type: string;
  readonly server: string;
  readonly nativeId: string;
  readonly nativeType: string;
  readonly name: string;
  readonly kind: SessionKind;
  readonly state: SessionState;
  readonly result: SessionResult;
  readonly message: string | null;
  readonly startTime: Instant;
  /** null: has not ended, or the product never said when. */
  readonly endTime: Instant | null;
  /** 0 to 100; null: unknown. */
  readonly progressPercent: number | null;
  readonly initiatedBy: string | null;
  /**
   * Native id of the first session of the run this one is a retry of; null: it is no retry. undefined: the product does not tell, and it
   * is inferred (`reports/retries.ts`).
   */
  readonly retryOf: string | null | undefined;
  /** Which retry within its run, 0 for none, where the product tells this but not of which run; absent: not told. */
  readonly retryNumber?: number;
  /** It did a part of the work of another session, which its run is counted by. */
  readonly partOfRun: boolean;
  /**
   * Native id of the policy that started it; null: none did. undefined: the product's list does not say and the adapter's
   * `linkPolicies` finds out.
   */
  readonly policyId: string | null | undefined;
  readonly native: N;
}

/** Tells the sessions of one server apart. */
export function sessionIdentity({ type, nativeId }: Pick<SessionRecord, 'type' | 'nativeId'>): string {
  return `${type} ${nativeId}`;
}

export interface SessionLogEntry {
  readonly time: Instant | null;
  readonly status: SessionResult;
  readonly title: string;
  readonly description: string | null;
}

/** One protected or restored object inside a session. Sizes are bytes. */
export interface SessionItem {
  readonly name: string;
  readonly type: string | null;
  readonly result: SessionResult;
  readonly startTime: Instant | null;
  readonly endTime: Instant | null;
  readonly message: string | null;
  readonly processed: number | null;
  readonly transferred: number | null;
}
