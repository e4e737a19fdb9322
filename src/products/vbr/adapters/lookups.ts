import type { CallScope } from '../../../core/ports/call-scope.js';
import type { ListPart } from '../../../core/ports/list-parts.js';
import { readPart } from '../../../core/ports/list-parts.js';
import type { Listing } from '../../../core/ports/listing.js';
import type { RowPage, VbrClient } from '../client.js';
import type { CredentialsRow, ManagedServerRow } from '../wire/lookups.js';
import { onePerId, pagesOf } from './inventory.js';

/** A row, and whose it is. */
export type Known<Row extends { readonly id: string }> = Omit<Row, 'id'> & {
  readonly server: string;
  readonly nativeId: string;
};

/** What forms choose from on one server. Every method is one list. */
export class VbrLookups {
  constructor(
    private readonly client: VbrClient,
    private readonly server: string,
  ) {}

  managedServers(scope: CallScope): Promise<Listing<Known<ManagedServerRow>>> {
    return this.read('backupInfrastructure/managedServers', (own) => this.client.managedServers(own), scope);
  }

  credentials(scope: CallScope): Promise<Listing<Known<CredentialsRow>>> {
    return this.read('credentials', (own) => this.client.credentials(own), scope);
  }

  cloudCredentials(scope: CallScope): Promise<Listing<Known<CredentialsRow>>> {
    return this.read('cloudCredentials', (own) => this.client.cloudCredentials(own), scope);
  }

  private async read<Row extends { readonly id: string }>(
    list: string,
    rows: (scope: CallScope) => AsyncIterable<RowPage<Row>>,
    scope: CallScope,
  ): Promise<Listing<Known<Row>>> {
    const part: ListPart<Known<Row>> = {
      list,
      pages: (own) => pagesOf(rows(own), ({ id, ...row }) => ({ ...row, server: this.server, nativeId: id })),
    };
    const read = await readPart(part, scope);
    return { ...read, items: onePerId(read.items) };
  }
}
