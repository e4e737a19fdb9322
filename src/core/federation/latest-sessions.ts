import DataLoader from 'dataloader';
import { batchedWith } from '../fairness/batching.js';
import { floorOf } from '../following/journal.js';
import type { PolicyRecord } from '../model/policy.js';
import type { SessionRecord } from '../model/session.js';
import type { NewestAnswer } from './newest-sessions.js';
import type { ServerReading } from './server-reading.js';

/** The newest sessions of one server's policies in one operation; asked for many policies at once, they cost the cheapest plan. */
export class LatestSessions {
  private readonly any: DataLoader<PolicyRecord, NewestAnswer>;
  private readonly good: DataLoader<PolicyRecord, NewestAnswer>;

  constructor(private readonly reader: ServerReading) {
    const batching = batchedWith(reader.budget);
    this.any = new DataLoader((policies) => this.load(policies, false), batching);
    this.good = new DataLoader((policies) => this.load(policies, true), batching);
  }

  /** The newest session of a policy; null: it has none. */
  of(policy: PolicyRecord): Promise<NewestAnswer> {
    return this.any.load(policy);
  }

  /** The newest session of a policy that ended SUCCESS or WARNING; null: none did. */
  goodOf(policy: PolicyRecord): Promise<NewestAnswer> {
    return this.good.load(policy);
  }

  forget(): void {
    this.any.clearAll();
    this.good.clearAll();
  }

  private async load(policies: readonly PolicyRecord[], goodOnly: boolean): Promise<NewestAnswer[]> {
    const kept = await this.kept(policies, goodOnly);
    const others = policies.filter(({ nativeId }) => !kept.has(nativeId));
    const asked = others.length > 0 ? await this.ask(others, goodOnly) : [];
    const answers = new Map<string, NewestAnswer>(kept);
    others.forEach(({ nativeId }, index) => answers.set(nativeId, asked[index] ?? null));
    return policies.map(({ nativeId }) => answers.get(nativeId) ?? null);
  }

  private async ask(policies: readonly PolicyRecord[], goodOnly: boolean): Promise<NewestAnswer[]> {
    const { value } = await this.reader.policies();
    const newest = goodOnly ? value.newestGood : value.newest;
    return this.reader.completed(newest.find(policies, this.reader.waiter()));
  }

  /**
   * What the journal tells as the server would now, by native policy id. The session that a policy names as its last counts before one
   * that began later: children and side jobs carry its id, too.
   */
  private async kept(
    policies: readonly PolicyRecord[],
    goodOnly: boolean,
  ): Promise<ReadonlyMap<string, SessionRecord>> {
    const { adapter } = this.reader.member;
    // Rows that do not tell their policy are kept without it.
    const view = adapter.activity.linkPolicies === undefined ? await this.reader.followed() : null;
    const ids = policies.map(({ nativeId }) => nativeId);
    const read = view === null || view.stale !== null ? null : await view.journal.newest(ids, goodOnly);
    if (read === null) return new Map();
    const floor = floorOf(read.state.cover);
    return new Map(
      policies.flatMap(({ nativeId, lastSessionId }) => {
        const session = read.found.get(nativeId);
        if (session === undefined || session.startTime < floor) return [];
        const isNamed = goodOnly || lastSessionId === null || lastSessionId === session.nativeId;
        return isNamed ? [[nativeId, session] as const] : [];
      }),
    );
  }
}
