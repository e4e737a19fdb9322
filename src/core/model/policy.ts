import type { Instant, Milliseconds } from './instant.js';
import type { SessionResult } from './session.js';

export type PolicyKind = 'BACKUP' | 'BACKUP_COPY' | 'REPLICATION' | 'SNAPSHOT' | 'ARCHIVE' | 'OTHER';

export const WORKLOADS = [
  'VIRTUAL_MACHINE',
  'PHYSICAL_MACHINE',
  'CLOUD_INSTANCE',
  'DATABASE',
  'NOSQL_DATABASE',
  'DATA_WAREHOUSE',
  'FILE_SYSTEM',
  'OBJECT_STORAGE',
  'NETWORK_CONFIGURATION',
  'IDENTITY',
  'M365',
  'APPLICATION',
  'OTHER',
] as const;
export type Workload = (typeof WORKLOADS)[number];

export type PolicyStatus = 'RUNNING' | 'IDLE' | 'DISABLED' | 'UNKNOWN';

/** What a policy's schedule promises. */
export interface Schedule {
  /** False: it runs only when somebody (or another policy) starts it. */
  readonly scheduled: boolean;
  /** The longest time between two planned runs; null: unscheduled, or the schedule has no regular gap. */
  readonly longestGap: Milliseconds | null;
}

/** How a policy repeats runs that failed. */
export interface RetryPlan {
  /** How often at most; 0: never. */
  readonly count: number;
  /** From the end of what failed to the start of the retry. */
  readonly wait: Milliseconds;
  /** The shortest time between two planned runs, 0 where one may begin at any time; null: nothing is planned. */
  readonly shortestGap: Milliseconds | null;
}

/** The state of a product's own service level agreement for one policy. */
interface NativeSla {
  readonly objective: Milliseconds | null;
  /** null: the product has not judged it yet. */
  readonly met: boolean | null;
}

/** What protects: a VBR job, a VBAWS policy, a VB365 job or copy job. `N` is what only its product has. */
export interface PolicyRecord<N = unknown> {
  /** Name of the concrete GraphQL type. */
  readonly type: string;
  readonly server: string;
  readonly nativeId: string;
  readonly nativeType: string;
  readonly name: string;
  readonly description: string | null;
  readonly kind: PolicyKind;
  readonly workload: Workload;
  readonly enabled: boolean;
  readonly status: PolicyStatus;
  /** null: never ran. undefined: the product's list does not say; the last session does. */
  readonly lastRun: Instant | null | undefined;
  readonly nextRun: Instant | null;
  /** undefined: the product's list does not say; the last session does. */
  readonly lastResult: SessionResult | undefined;
  /** Native id of the last session; null: the list names none (it may still exist). */
  readonly lastSessionId: string | null;
  /** End of the last good run where the list carries it; undefined: sessions tell. */
  readonly lastSuccess: Instant | null | undefined;
  /** Native ids of the repositories it writes to, each once. undefined: the list does not carry them; ask the adapter's `targets`. */
  readonly repositoryIds: readonly string[] | undefined;
  /** undefined: the list does not carry it; ask the adapter's `schedules`. */
  readonly schedule: Schedule | undefined;
  readonly nativeSla?: NativeSla;
  readonly native: N;
}
