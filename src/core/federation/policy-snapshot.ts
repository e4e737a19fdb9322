import { differing } from '../following/inventory-changes.js';
import type { PolicyRecord } from '../model/policy.js';
import type { Listing, MissingPart, Truncation } from '../ports/listing.js';
import { unlessLost } from '../ports/listing.js';
import { NewestSessions } from './newest-sessions.js';
import type { SharedWork, Waiter } from '../upstream/shared-work.js';
import type { Snapshot, SnapshotKind } from './snapshot-kinds.js';
import { indexed } from './snapshot-kinds.js';
import type { SnapshotOrigin } from './snapshot-origin.js';

/** Native ids of repositories by native id of the policies that write to them. */
export type Targets = ReadonlyMap<string, readonly string[]>;

/**
 * The policies of a server at one moment. What completes them is read once, when somebody asks for it, and forgotten with the list, so
 * that a policy's own fields and its sessions agree.
 */
export class PolicySnapshot implements Snapshot<PolicyRecord> {
  readonly items: readonly PolicyRecord[];
  readonly byId: ReadonlyMap<string, PolicyRecord>;
  readonly unreadable: number;
  readonly truncated: Truncation;
  readonly missing: readonly MissingPart[];
  /** The newest session of each policy. */
  readonly newest: NewestSessions;
  /** The newest session of each policy that ended SUCCESS or WARNING. */
  readonly newestGood: NewestSessions;
  private targetWork: SharedWork<Targets> | undefined;
  private writers: ReadonlyMap<string, readonly PolicyRecord[]> | undefined;

  constructor(
    list: Listing<PolicyRecord>,
    private readonly origin: SnapshotOrigin,
  ) {
    const { items, byId, unreadable, truncated, missing } = indexed(list);
    this.items = items;
    this.byId = byId;
    this.unreadable = unreadable;
    this.truncated = truncated;
    this.missing = missing;
    this.newest = new NewestSessions(origin, false);
    this.newestGood = new NewestSessions(origin, true);
  }

  /** Where policies write to, for products whose policy list does not carry it. */
  targets(waiter: Waiter): Promise<Targets> {
    if (this.targetWork === undefined || this.targetWork.abandoned)
      this.targetWork = this.readTargets(waiter);
    else waiter.tally.hit();
    return this.targetWork.join(waiter);
  }

  /** The policies that write to a repository, and those of which the list does not tell. */
  possibleWritersTo(repositoryId: string): readonly PolicyRecord[] {
    this.writers ??= groupByRepository(this.items);
    const untold = this.items.filter(({ repositoryIds }) => repositoryIds === undefined);
    return [...(this.writers.get(repositoryId) ?? []), ...untold];
  }

  /** Reads what the former snapshot was completed with. */
  async renewFrom(former: PolicySnapshot, waiter: Waiter): Promise<void> {
    await Promise.all([
      this.newest.renewFrom(former.newest, this.byId, waiter),
      this.newestGood.renewFrom(former.newestGood, this.byId, waiter),
      former.targetWork && this.targets(waiter),
    ]);
  }

  private readTargets({ tally }: Waiter): SharedWork<Targets> {
    const work: SharedWork<Targets> = this.origin.complete(
      {
        name: 'targets',
        accepts: () => true,
        read: async ({ inventory }, scope) => (await inventory.targets?.(this.items, scope)) ?? new Map(),
      },
      tally,
    );
    work.whenDone(
      () => undefined,
      // Whoever asks next tries again.
      () => {
        if (this.targetWork === work) this.targetWork = undefined;
      },
    );
    return work;
  }
}

function groupByRepository(policies: readonly PolicyRecord[]): ReadonlyMap<string, readonly PolicyRecord[]> {
  const writers = new Map<string, PolicyRecord[]>();
  for (const policy of policies)
    for (const id of policy.repositoryIds ?? []) {
      const known = writers.get(id);
      if (known === undefined) writers.set(id, [policy]);
      else known.push(policy);
    }
  return writers;
}

export const POLICIES: SnapshotKind<Listing<PolicyRecord>, PolicySnapshot> = {
  name: 'policies',
  load: async (adapter, scope) => unlessLost(await adapter.inventory.policies(scope)),
  open: (list, origin) => new PolicySnapshot(list, origin),
  missing: ({ missing }) => missing,
  adopt: ({ inventory }, list) => inventory.adopt?.(list),
  changes: async (former, now) =>
    (await differing(former.items, now.items)).map((policy) => ({
      kind: 'POLICY',
      ...(policy && { policy }),
    })),
  renew: (snapshot, former, waiter) => snapshot.renewFrom(former, waiter),
};
