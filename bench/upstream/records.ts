/** What the workloads show of a policy, and what joining it takes. Times are epoch ms. */
export interface Policy {
  readonly server: string;
  readonly nativeId: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly status: string;
  /** undefined: the last session tells. */
  readonly lastResult: string | undefined;
  readonly nextRun: number | null;
  readonly repositoryIds: readonly string[];
  readonly lastSessionId: string | null;
  readonly neverRan: boolean;
}

/** Sizes are bytes. */
export interface Repository {
  readonly nativeId: string;
  readonly name: string;
  readonly capacity: number | null;
  readonly free: number | null;
}

export interface Session {
  readonly server: string;
  readonly nativeId: string;
  readonly nativeType: string;
  readonly name: string | null;
  readonly kind: string;
  readonly state: string;
  readonly result: string;
  readonly message: string | null;
  readonly startTime: number;
  readonly endTime: number | null;
  readonly initiatedBy: string | null;
  readonly retryOf: string | null;
  /** It did a part of another session's work. */
  readonly partOfRun: boolean;
  /** undefined: the product does not say. */
  readonly policyId: string | null | undefined;
}

/** One server of one product, asked the cheapest way its API knows. `P` is the product's own policy. */
export interface Source<P extends Policy = Policy> {
  readonly key: string;
  readonly name: string;
  readonly product: 'VBR' | 'VB_AWS' | 'VB_M365';
  /** `withTargets`: also where they write to, where that takes another call. */
  policies(options: { readonly withTargets: boolean }): Promise<P[]>;
  repositories(): Promise<Repository[]>;
  /** The newest session of each policy by policy id. */
  latest(policies: readonly P[]): Promise<Map<string, Session>>;
  /** The newest session of one policy, asked for alone. */
  latestOf(policy: P): Promise<Session | null>;
  /** The newest sessions, at least `count` where there are as many, in no promised order. */
  newest(count: number): Promise<Session[]>;
  /** Every session that started at or after `from`, older ones may be among them. */
  since(from: number): Promise<Session[]>;
  /** Policy id by session id, for products whose sessions do not name their policy. */
  link?(sessions: readonly Session[], policies: readonly P[]): Promise<Map<string, string | null>>;
}

/** Epoch ms; null for nothing and for the zero dates some servers write instead. */
export function instant(text: string | null | undefined): number | null {
  if (text === null || text === undefined || text.startsWith('0001')) return null;
  return Date.parse(text);
}
