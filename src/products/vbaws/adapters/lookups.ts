import { SourceFailure } from '../../../core/errors/source-failure.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import { readPart } from '../../../core/ports/list-parts.js';
import type { Listing } from '../../../core/ports/listing.js';
import type { VbAwsClient, WalkedRows } from '../client.js';
import { awsInstance, awsRegion, iamRole, policyTemplate } from '../mappers/lookups.js';
import type { AwsInstance, AwsRegion, IamRole, PolicyTemplate } from '../mappers/lookups.js';
import { hasSlaPolicies, slaPoliciesMissing } from '../revision.js';
import { onePerId, readPages } from './rows.js';

/** An entry, and which appliance knows it. */
export type Known<T> = T & { readonly server: string };

/** What forms choose from on one appliance. Every method is one list. */
export class VbAwsLookups {
  constructor(
    private readonly client: VbAwsClient,
    private readonly server: string,
    private readonly revision: string,
  ) {}

  /** What SLA-based policies promise by. Throws UNSUPPORTED where the revision has none. */
  slaTemplates(scope: CallScope): Promise<Listing<Known<PolicyTemplate>>> {
    return this.templates('slaTemplates', scope);
  }

  /** Where SLA-based policies store to. Throws UNSUPPORTED where the revision has none. */
  storageTemplates(scope: CallScope): Promise<Listing<Known<PolicyTemplate>>> {
    return this.templates('storageTemplates', scope);
  }

  iamRoles(scope: CallScope): Promise<Listing<Known<IamRole>>> {
    return this.entries('accounts/amazon', iamRole, scope);
  }

  regions(scope: CallScope): Promise<Listing<Known<AwsRegion>>> {
    return this.entries('cloudInfrastructure/regions', awsRegion, scope);
  }

  instances(scope: CallScope): Promise<Listing<Known<AwsInstance>>> {
    return this.entries('virtualMachines', awsInstance, scope);
  }

  private async templates(list: string, scope: CallScope): Promise<Listing<Known<PolicyTemplate>>> {
    if (!hasSlaPolicies(this.revision))
      throw new SourceFailure('UNSUPPORTED', slaPoliciesMissing(this.revision));
    return this.read(list, (own) => this.client.templates(list, own), policyTemplate, scope);
  }

  private entries<T extends { readonly nativeId: string }>(
    list: string,
    entry: (row: unknown) => T | null,
    scope: CallScope,
  ): Promise<Listing<Known<T>>> {
    return this.read(list, (own) => this.client.lookups(list, own), entry, scope);
  }

  private async read<T extends { readonly nativeId: string }>(
    list: string,
    rows: (scope: CallScope) => AsyncIterable<WalkedRows>,
    entry: (row: unknown) => T | null,
    scope: CallScope,
  ): Promise<Listing<Known<T>>> {
    const pages = (own: CallScope) => readPages(rows(own), entry, (one) => ({ ...one, server: this.server }));
    return onePerId(await readPart({ list, pages }, scope));
  }
}
