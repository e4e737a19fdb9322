import { Refusal } from '../../../core/errors/refusal.js';
import type { PolicyRecord } from '../../../core/model/policy.js';
import type { RepositoryRecord } from '../../../core/model/repository.js';
import type { SessionRecord } from '../../../core/model/session.js';
import type { ActionPort, PolicyAction } from '../../../core/ports/actions.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { VbAwsChangeSender } from '../change-sender.js';
import {
  SLA_POLICY_TYPE,
  VPC_POLICY_TYPE,
  hasPolicyType,
  isPolicyType,
  policyPath,
} from '../policy-routes.js';
import { hasRescan, hasSlaPolicies, slaPoliciesMissing } from '../revision.js';
import { mapLimited } from './limited.js';

const RESCANS_AT_ONCE = 4;

/** What policies and repositories of one appliance can do at once. */
export class VbAwsActions implements ActionPort {
  constructor(
    private readonly changes: VbAwsChangeSender,
    private readonly revision: string,
  ) {}

  requirePolicyAction(action: PolicyAction, type: string): void {
    if (type === SLA_POLICY_TYPE) this.requireSlaAction(action);
    else if (isPolicyType(type) && !hasPolicyType(type, this.revision))
      throw Refusal.of('UNSUPPORTED', `revision ${this.revision} has no policies of this kind; 1.2-rev0 has`);
  }

  private requireSlaAction(action: PolicyAction): void {
    if (!hasSlaPolicies(this.revision)) throw Refusal.of('UNSUPPORTED', slaPoliciesMissing(this.revision));
    if (action === 'START' || action === 'STOP')
      throw Refusal.of(
        'UNSUPPORTED',
        'an SLA-based policy is neither started nor stopped by hand: the appliance runs it as its SLA template promises; it can be enabled and disabled',
      );
  }

  async policy(action: PolicyAction, policy: PolicyRecord, scope: CallScope): Promise<SessionRecord | null> {
    if (policy.type === VPC_POLICY_TYPE) return this.vpcPolicy(() => this.act(action, policy, scope));
    return this.act(action, policy, scope);
  }

  /** An appliance whose VPC policy takes no actions does not know their addresses. */
  private async vpcPolicy<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new Refusal(
        error.errors.map((one) => (one.code === 'NOT_FOUND' ? { ...one, code: 'UNSUPPORTED' } : one)),
      );
    }
  }

  private async act(
    action: PolicyAction,
    policy: PolicyRecord,
    scope: CallScope,
  ): Promise<SessionRecord | null> {
    const path = `${policyPath(policy, this.revision)}/${action.toLowerCase()}`;
    if (action === 'START') return this.changes.begin(path, scope, policy.nativeId);
    await this.changes.tell('POST', path, scope);
    return null;
  }

  async rescan(
    repositories: readonly RepositoryRecord[],
    scope: CallScope,
  ): Promise<readonly SessionRecord[]> {
    if (!hasRescan(this.revision))
      throw Refusal.of(
        'UNSUPPORTED',
        `Veeam Backup for AWS has no rescan of repositories since revision 1.4-rev0 (spoken: ${this.revision}); vbAwsRescanBuckets rescans the buckets of an IAM role`,
      );
    const sessions = await mapLimited(repositories, RESCANS_AT_ONCE, ({ nativeId }) =>
      this.changes.begin(`/api/v1/repositories/${encodeURIComponent(nativeId)}/rescan`, scope),
    );
    return sessions.filter((session) => session !== null);
  }

  /** Reads the S3 buckets of an IAM role anew. */
  rescanBuckets(accountId: string, scope: CallScope): Promise<SessionRecord | null> {
    const path = `/api/v1/cloudInfrastructure/buckets/rescan/${encodeURIComponent(accountId)}`;
    return this.changes.begin(path, scope);
  }
}
