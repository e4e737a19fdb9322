import type { PolicyRecord } from '../model/policy.js';
import type { RepositoryRecord } from '../model/repository.js';
import type { SessionRecord } from '../model/session.js';
import type { CallScope } from './call-scope.js';

export const POLICY_ACTIONS = ['START', 'STOP', 'ENABLE', 'DISABLE'] as const;
export type PolicyAction = (typeof POLICY_ACTIONS)[number];

/**
 * What every product can do in its own way. Each call is sent once and never repeated. Throws Refusal where the product refuses
 * or cannot (UNSUPPORTED with the reason), SourceFailure where the server gives no answer.
 */
export interface ActionPort {
  /**
   * Throws Refusal UNSUPPORTED where the product, or the revision spoken, has no such action for policies of this type. Asks nobody.
   * Absent: it has them all.
   */
  requirePolicyAction?(action: PolicyAction, policyType: string): void;
  /** The session that carries the work out; null: the product names none, or there is none to follow. */
  policy(action: PolicyAction, policy: PolicyRecord, scope: CallScope): Promise<SessionRecord | null>;
  /** Reads repositories of this server anew; the sessions that do it, fewer than repositories where one serves several. */
  rescan(repositories: readonly RepositoryRecord[], scope: CallScope): Promise<readonly SessionRecord[]>;
}
