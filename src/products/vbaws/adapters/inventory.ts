import type { PolicyRecord } from '../../../core/model/policy.js';
import type { RepositoryRecord } from '../../../core/model/repository.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { InventoryPort } from '../../../core/ports/inventory.js';
import { listing } from '../../../core/ports/listing.js';
import type { Listing } from '../../../core/ports/listing.js';
import { noPolicyRoutes } from '../client.js';
import type { VbAwsClient } from '../client.js';
import { scheduledPolicyRecord, slaPolicyRecord } from '../mappers/policy.js';
import { storageTemplateId } from '../mappers/policy-native.js';
import { repositoryRecord } from '../mappers/repository.js';
import { policyTemplate } from '../mappers/sla.js';
import type { PolicyTemplate } from '../mappers/sla.js';
import { vpcPolicyRecord } from '../mappers/vpc-policy.js';
import { SLA_POLICY_TYPE, hasVpcPolicy, policyRoutes } from '../policy-routes.js';
import type { PolicyRoute } from '../policy-routes.js';
import { readPolicy } from '../wire/policy.js';
import { readRepository } from '../wire/repository.js';
import type { PolicyDirectory } from './policy-directory.js';
import { joined, readRows } from './rows.js';

export class VbAwsInventory implements InventoryPort {
  constructor(
    private readonly client: VbAwsClient,
    private readonly server: string,
    private readonly revision: string,
    private readonly directory: PolicyDirectory,
  ) {}

  /** Every workload's list and the VPC policy at once. */
  async policies(scope: CallScope): Promise<Listing<PolicyRecord>> {
    const lists = await Promise.all([
      ...policyRoutes(this.revision).map((route) => this.policiesOf(route, scope)),
      this.vpcPolicy(scope),
    ]);
    const present = lists.filter((list) => list !== null);
    if (present.length === 0) throw noPolicyRoutes(this.revision);
    const all = joined(present);
    this.directory.listed(all.items);
    return all;
  }

  adopt(policies: readonly PolicyRecord[]): void {
    this.directory.listed(policies);
  }

  async repositories(scope: CallScope): Promise<Listing<RepositoryRecord>> {
    const walked = await this.client.repositories(scope);
    return readRows(walked, readRepository, (wire) => repositoryRecord(wire, this.server));
  }

  /** SLA-based policies store to what their storage template names. */
  async targets(
    policies: readonly PolicyRecord[],
    scope: CallScope,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const templates = await this.storageTemplates(scope);
    const byId = new Map(templates.map((template) => [template.nativeId, template.repositoryIds]));
    return new Map(
      policies.map((policy) => [policy.nativeId, byId.get(storageTemplateId(policy) ?? '') ?? []]),
    );
  }

  async storageTemplates(scope: CallScope): Promise<readonly PolicyTemplate[]> {
    return templatesIn(await this.client.storageTemplates(scope));
  }

  /** null: the workload is not set up. */
  private async policiesOf(route: PolicyRoute, scope: CallScope): Promise<Listing<PolicyRecord> | null> {
    const walked = await this.client.policies(route.path, scope);
    if (walked === null) return null;
    const toRecord = route.type === SLA_POLICY_TYPE ? slaPolicyRecord : scheduledPolicyRecord;
    return readRows(walked, readPolicy, (wire) => toRecord(wire, route, this.server));
  }

  private async vpcPolicy(scope: CallScope): Promise<Listing<PolicyRecord> | null> {
    if (!hasVpcPolicy(this.revision)) return null;
    const body = await this.client.vpcPolicy(scope);
    return body && listing([vpcPolicyRecord(body, this.server)]);
  }
}

export function templatesIn(walked: { readonly rows: readonly unknown[] } | null): readonly PolicyTemplate[] {
  return (walked?.rows ?? []).flatMap((row) => policyTemplate(row) ?? []);
}
