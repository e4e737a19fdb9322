import type { PolicyRecord } from '../../../core/model/policy.js';
import type { RepositoryRecord } from '../../../core/model/repository.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { InventoryPort } from '../../../core/ports/inventory.js';
import type { ListPart } from '../../../core/ports/list-parts.js';
import { readPart, readParts } from '../../../core/ports/list-parts.js';
import { failureOf, joined, listing } from '../../../core/ports/listing.js';
import type { Listing } from '../../../core/ports/listing.js';
import { noPolicyRoutes } from '../client.js';
import type { VbAwsClient } from '../client.js';
import { scheduledPolicyRecord, slaPolicyRecord } from '../mappers/policy.js';
import { storageTemplateId } from '../mappers/policy-native.js';
import { repositoryRecord } from '../mappers/repository.js';
import { vpcPolicyRecord } from '../mappers/vpc-policy.js';
import {
  SLA_POLICY_TYPE,
  VPC_POLICY_PATH,
  VPC_POLICY_TYPE,
  hasVpcPolicy,
  policyRoutes,
} from '../policy-routes.js';
import type { PolicyRoute } from '../policy-routes.js';
import { readPolicy } from '../wire/policy.js';
import type { WirePolicy } from '../wire/policy.js';
import { readRepository } from '../wire/repository.js';
import type { VbAwsLookups } from './lookups.js';
import type { PolicyDirectory } from './policy-directory.js';
import { onePerId, readPages } from './rows.js';

export class VbAwsInventory implements InventoryPort {
  constructor(
    private readonly client: VbAwsClient,
    private readonly server: string,
    private readonly revision: string,
    private readonly directory: PolicyDirectory,
    private readonly lookups: VbAwsLookups,
  ) {}

  /** Every workload's list and the VPC policy at once. */
  async policies(scope: CallScope): Promise<Listing<PolicyRecord>> {
    let isAnyThere = false;
    const parts = this.policyParts(() => {
      isAnyThere = true;
    });
    const all = joined((await readParts(parts, scope)).map(onePerId));
    const [failed] = all.missing;
    if (!isAnyThere) throw failed ? failureOf(failed) : noPolicyRoutes(this.revision);
    this.directory.listed(all.items, failed === undefined && !all.truncated);
    return all;
  }

  adopt({ items, missing, truncated }: Listing<PolicyRecord>): void {
    this.directory.listed(items, missing.length === 0 && !truncated);
  }

  async repositories(scope: CallScope): Promise<Listing<RepositoryRecord>> {
    const part = {
      list: 'repositories',
      pages: (own: CallScope) =>
        readPages(this.client.repositories(own), readRepository, (wire) =>
          repositoryRecord(wire, this.server),
        ),
    };
    return onePerId(await readPart(part, scope));
  }

  /** SLA-based policies store to what their storage template names. */
  async targets(
    policies: readonly PolicyRecord[],
    scope: CallScope,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    if (!policies.some((policy) => storageTemplateId(policy) !== null)) return new Map();
    const { items } = await this.lookups.storageTemplates(scope);
    const byId = new Map(items.map((template) => [template.nativeId, template.repositoryIds]));
    // A policy whose template is not listed stays out: where it stores to is not known.
    return new Map(
      policies.flatMap((policy) => {
        const repositoryIds = byId.get(storageTemplateId(policy) ?? '');
        return repositoryIds ? [[policy.nativeId, repositoryIds] as const] : [];
      }),
    );
  }

  /** Tells `found` of each list that is set up. */
  private policyParts(found: () => void): readonly ListPart<PolicyRecord>[] {
    const lists = policyRoutes(this.revision).map((route) => this.routePart(route, found));
    return hasVpcPolicy(this.revision) ? [...lists, this.vpcPart(found)] : lists;
  }

  private routePart(route: PolicyRoute, found: () => void): ListPart<PolicyRecord> {
    const toRecord = route.type === SLA_POLICY_TYPE ? slaPolicyRecord : scheduledPolicyRecord;
    const record = (wire: WirePolicy): PolicyRecord => toRecord(wire, route, this.server);
    const pages = (scope: CallScope) =>
      readPages(this.client.policies(route.path, scope), readPolicy, record, found);
    return { list: listName(route.path), types: [route.type], pages };
  }

  private vpcPart(found: () => void): ListPart<PolicyRecord> {
    const { client, server } = this;
    return {
      list: listName(VPC_POLICY_PATH),
      types: [VPC_POLICY_TYPE],
      async *pages(scope) {
        const body = await client.vpcPolicy(scope);
        if (body === null) return;
        found();
        yield listing([vpcPolicyRecord(body, server)]);
      },
    };
  }
}

function listName(path: string): string {
  return path.replace('/api/v1/', '');
}
