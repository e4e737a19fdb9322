import type { PolicyRecord } from '../../../core/model/policy.js';
import type { RepositoryRecord } from '../../../core/model/repository.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { InventoryPort } from '../../../core/ports/inventory.js';
import type { Listing } from '../../../core/ports/listing.js';
import { listing } from '../../../core/ports/listing.js';
import type { Vb365Client } from '../client.js';
import { mapPolicies } from '../mappers/policy.js';
import { mapRepository } from '../mappers/repository.js';
import { readCopyJob, readJob } from '../wire/job.js';
import type { ObjectStorageRow } from '../wire/repository.js';
import { readObjectStorage, readRepository } from '../wire/repository.js';
import type { KnownJobs } from './known-jobs.js';

/** Policies in two calls; repositories in one, before v8 in two (object storage has a list of its own). */
export class Vb365Inventory implements InventoryPort {
  constructor(
    private readonly server: string,
    private readonly client: Vb365Client,
    private readonly known: KnownJobs,
  ) {}

  async policies(scope: CallScope): Promise<Listing<PolicyRecord>> {
    const isPaged = await this.isPaged();
    const [jobs, copyJobs] = await Promise.all([
      this.client.list({ path: '/Jobs', isPaged }, readJob, scope),
      this.client.list({ path: '/CopyJobs', isPaged }, readCopyJob, scope),
    ]);
    const policies = mapPolicies(this.server, jobs.items, copyJobs.items);
    this.known.remember(policies);
    return listing(policies, jobs.unreadable + copyJobs.unreadable, jobs.truncated || copyJobs.truncated);
  }

  adopt(policies: readonly PolicyRecord[]): void {
    this.known.remember(policies);
  }

  async repositories(scope: CallScope): Promise<Listing<RepositoryRecord>> {
    const isPaged = await this.isPaged();
    const [rows, storages] = await Promise.all([
      this.client.list({ path: '/BackupRepositories', isPaged }, readRepository, scope),
      isPaged ? listing<ObjectStorageRow>([]) : this.objectStorages(scope),
    ]);
    const byId = new Map(storages.items.map((storage) => [storage.id ?? '', storage]));
    return listing(
      rows.items.map((row) => mapRepository(this.server, row, byId)),
      rows.unreadable,
      rows.truncated || storages.truncated,
    );
  }

  private objectStorages(scope: CallScope): Promise<Listing<ObjectStorageRow>> {
    return this.client.list(
      { path: '/objectstoragerepositories', isPaged: false },
      (value) => readObjectStorage(value),
      scope,
    );
  }

  /** Bare arrays without paging before v8. */
  private async isPaged(): Promise<boolean> {
    return (await this.client.version()) === 'v8';
  }
}
