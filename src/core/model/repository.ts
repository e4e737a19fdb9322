export const REPOSITORY_KINDS = [
  'LOCAL',
  'NETWORK_SHARE',
  'OBJECT_STORAGE',
  'SCALE_OUT',
  'DEDUPE_APPLIANCE',
  'CLOUD',
  'VAULT',
  'OTHER',
] as const;
export type RepositoryKind = (typeof REPOSITORY_KINDS)[number];

export type RepositoryStatus = 'ONLINE' | 'OFFLINE' | 'OUT_OF_DATE' | 'MAINTENANCE' | 'SEALED' | 'UNKNOWN';

export interface Immutability {
  /** null: the product does not say; never a stand-in for false. */
  readonly enabled: boolean | null;
  readonly periodDays: number | null;
}

/** Where backups go. Sizes are bytes, whole numbers; null: the product gives none. `N` is what only its product has. */
export interface RepositoryRecord<N = unknown> {
  /** Name of the concrete GraphQL type. */
  readonly type: string;
  readonly server: string;
  readonly nativeId: string;
  readonly nativeType: string;
  readonly name: string;
  readonly description: string | null;
  readonly kind: RepositoryKind;
  readonly status: RepositoryStatus;
  /** null: unknown or without a limit. Never 0 for "no limit". */
  readonly capacity: number | null;
  readonly free: number | null;
  readonly used: number | null;
  /** undefined: the product's list does not carry it; ask the adapter's `immutability`. */
  readonly immutability: Immutability | undefined;
  /** Native id of the scale-out repository this one is an extent of; its space is counted there, not twice. */
  readonly partOf: string | null;
  /**
   * Names the storage behind it (host and volume, bucket …). Repositories with the same key share one capacity, which sums
   * count once. null: its own.
   */
  readonly storageKey: string | null;
  readonly native: N;
}
