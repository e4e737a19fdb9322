import type { Change } from '../following/change-log.js';
import { differing } from '../following/inventory-changes.js';
import type { RetryPlan, Schedule } from '../model/policy.js';
import type { Immutability, RepositoryRecord } from '../model/repository.js';
import type { CallScope } from '../ports/call-scope.js';
import type { Listing, MissingPart } from '../ports/listing.js';
import { unlessLost } from '../ports/listing.js';
import type { ServerAdapter } from '../ports/server-adapter.js';
import type { Waiter } from '../upstream/shared-work.js';
import type { SnapshotOrigin } from './snapshot-origin.js';

/** One inventory list of a server, indexed by native id. */
export interface Snapshot<T> extends Listing<T> {
  readonly byId: ReadonlyMap<string, T>;
}

/**
 * Something of a server that is held between operations. `R` is what is read: plain data, fit for being shared; `T` what it is used
 * as.
 */
export interface SnapshotKind<R, T> {
  /** Unique among the kinds of a server. */
  readonly name: string;
  load(adapter: ServerAdapter, scope: CallScope): Promise<R>;
  open(raw: R, origin: SnapshotOrigin): T;
  /** What a reading came short of because lists failed; absent: it is whole or not at all. */
  missing?(raw: R): readonly MissingPart[];
  /** Tells the adapter what another replica has read. */
  adopt?(adapter: ServerAdapter, raw: R): void;
  /** What differs from the reading before, for whoever follows changes; absent: nobody is told. */
  changes?(former: T, now: T): Promise<readonly Omit<Change, 'server'>[]>;
  /** Reads for a new snapshot what the former one was used for beyond its own list, so that its users need not wait. */
  renew?(snapshot: T, former: T, waiter: Waiter): Promise<void>;
}

export const REPOSITORIES: SnapshotKind<Listing<RepositoryRecord>, Snapshot<RepositoryRecord>> = {
  name: 'repositories',
  load: async (adapter, scope) => unlessLost(await adapter.inventory.repositories(scope)),
  open: indexed,
  missing: ({ missing }) => missing,
  changes: async (former, now) =>
    (await differing(former.items, now.items)).map((repository) => ({
      kind: 'REPOSITORY',
      ...(repository && { repository }),
    })),
};

export const SCHEDULES: SnapshotKind<ReadonlyMap<string, Schedule>, ReadonlyMap<string, Schedule>> = {
  name: 'schedules',
  load: async ({ inventory }, scope) => (await inventory.schedules?.(scope)) ?? new Map<string, Schedule>(),
  open: (schedules) => schedules,
};

export const RETRY_PLANS: SnapshotKind<ReadonlyMap<string, RetryPlan>, ReadonlyMap<string, RetryPlan>> = {
  name: 'retryPlans',
  load: async ({ inventory }, scope) => (await inventory.retryPlans?.(scope)) ?? new Map<string, RetryPlan>(),
  open: (plans) => plans,
};

export const IMMUTABILITY: SnapshotKind<
  ReadonlyMap<string, Immutability>,
  ReadonlyMap<string, Immutability>
> = {
  name: 'immutability',
  load: async ({ inventory }, scope) =>
    (await inventory.immutability?.(scope)) ?? new Map<string, Immutability>(),
  open: (immutability) => immutability,
};

export const TIME_ZONE: SnapshotKind<string | null, string | null> = {
  name: 'timeZone',
  load: async ({ inventory }, scope) => (await inventory.timeZone?.(scope)) ?? null,
  open: (zone) => zone,
};

/** Rows that only one product has. */
export function listKind<T extends { readonly nativeId: string }>(
  name: string,
  load: (adapter: ServerAdapter, scope: CallScope) => Promise<Listing<T>>,
): SnapshotKind<Listing<T>, Snapshot<T>> {
  return { name: `list ${name}`, load, open: indexed, missing: ({ missing }) => missing };
}

/** Something else that only one product has. */
export function datasetKind<T>(
  name: string,
  load: (adapter: ServerAdapter, scope: CallScope) => Promise<T>,
): SnapshotKind<T, T> {
  return { name: `dataset ${name}`, load, open: (value) => value };
}

export function indexed<T extends { readonly nativeId: string }>(list: Listing<T>): Snapshot<T> {
  return { ...list, byId: new Map(list.items.map((item) => [item.nativeId, item])) };
}
