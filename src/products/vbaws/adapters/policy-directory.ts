import type { PolicyRecord } from '../../../core/model/policy.js';

const MOST_LINKS = 50_000;

/**
 * What is known of an appliance's policies between answers: their names as last listed, and which policy a session belongs
 * to where an answer told. A session never changes its policy, so that such a link stays true.
 */
export class PolicyDirectory {
  /** All policies of the appliance as last listed; empty before. */
  policies: readonly PolicyRecord[] = [];
  /** No policy of the appliance is missing among them. */
  isWhole = false;
  private namesakes: ReadonlyMap<string, readonly PolicyRecord[]> = new Map();
  private readonly links = new Map<string, string>();

  listed(policies: readonly PolicyRecord[], isWhole: boolean): void {
    this.policies = policies;
    this.isWhole = isWhole;
    this.namesakes = byName(policies);
  }

  /** False also while the names of the others are not known. */
  hasUniqueName(policy: PolicyRecord): boolean {
    return this.isWhole && this.namesakes.get(policy.name)?.length === 1;
  }

  learn(sessionId: string, policyId: string): void {
    this.links.delete(sessionId);
    this.links.set(sessionId, policyId);
    if (this.links.size <= MOST_LINKS) return;
    const [oldest] = this.links.keys();
    if (oldest !== undefined) this.links.delete(oldest);
  }

  policyOf(sessionId: string): string | undefined {
    return this.links.get(sessionId);
  }
}

export function byName(policies: readonly PolicyRecord[]): ReadonlyMap<string, readonly PolicyRecord[]> {
  const groups = new Map<string, PolicyRecord[]>();
  for (const policy of policies) {
    const group = groups.get(policy.name);
    if (group) group.push(policy);
    else groups.set(policy.name, [policy]);
  }
  return groups;
}
