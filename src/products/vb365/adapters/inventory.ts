import type { PolicyRecord } from '../../../core/model/policy.js';
import type { RepositoryRecord } from '../../../core/model/repository.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { InventoryPort } from '../../../core/ports/inventory.js';
import type { Listing } from '../../../core/ports/listing.js';
import { listing, withShortfallOf } from '../../../core/ports/listing.js';
import type { ListPart } from '../../../core/ports/list-parts.js';
import { readPart, readParts } from '../../../core/ports/list-parts.js';
import type { ListRequest, Vb365Client } from '../client.js';
import { mapPolicies } from '../mappers/policy.js';
import { mapRepository } from '../mappers/repository.js';
import { TYPES } from '../native.js';
import { readCopyJob, readJob } from '../wire/job.js';
import type { ObjectStorageRow } from '../wire/repository.js';
import { readObjectStorage, readRepository } from '../wire/repository.js';
import type { KnownJobs } from './known-jobs.js';

/** Before v8 its rows complete those of repositories; none is a repository of its own. */
const OBJECT_STORAGES: ListRequest = { path: '/objectstoragerepositories', isPaged: false };

/** Policies in two calls; repositories in one, before v8 in two (object storage has a list of its own). */
export class Vb365Inventory implements InventoryPort {
  constructor(
    private readonly server: string,
    private readonly client: Vb365Client,
    private readonly known: KnownJobs,
  ) {}

  async policies(scope: CallScope): Promise<Listing<PolicyRecord>> {
    const isPaged = await this.isPaged();
    const [jobs, copyJobs] = await readParts(
      [
        this.part({ path: '/Jobs', isPaged }, readJob, [TYPES.job]),
        this.part({ path: '/CopyJobs', isPaged }, readCopyJob, [TYPES.copyJob]),
      ] as const,
      scope,
    );
    const policies = mapPolicies(this.server, jobs.items, copyJobs.items);
    this.known.remember(policies);
    return withShortfallOf(policies, [jobs, copyJobs]);
  }

  adopt({ items }: Listing<PolicyRecord>): void {
    this.known.remember(items);
  }

  async repositories(scope: CallScope): Promise<Listing<RepositoryRecord>> {
    const isPaged = await this.isPaged();
    const part = this.part({ path: '/BackupRepositories', isPaged }, readRepository);
    const [rows, storages] = isPaged
      ? [await readPart(part, scope), listing<ObjectStorageRow>([])]
      : await readParts([part, this.part(OBJECT_STORAGES, readObjectStorage, [])] as const, scope);
    const byId = new Map(storages.items.map((storage) => [storage.id ?? '', storage]));
    const repositories = rows.items.map((row) => mapRepository(this.server, row, byId));
    return withShortfallOf(repositories, [rows, { ...storages, unreadable: 0 }]);
  }

  private part<T>(
    request: ListRequest,
    read: (value: unknown) => T | undefined,
    types?: readonly string[],
  ): ListPart<T> {
    const pages = (scope: CallScope) => this.client.rows(request, read, scope);
    return { list: request.path.slice(1), ...(types && { types }), pages };
  }

  /** Bare arrays without paging before v8. */
  private async isPaged(): Promise<boolean> {
    return (await this.client.version()) === 'v8';
  }
}
