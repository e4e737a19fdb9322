import type { Capability } from '../../../core/model/capability.js';
import type { Server } from '../../../core/model/server.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { ServerAdapter, ServerFacts } from '../../../core/ports/server-adapter.js';
import { capabilitiesOf } from '../capabilities.js';
import { VbrChangeSender } from '../change-sender.js';
import type { VbrClient } from '../client.js';
import { toJobDetails } from '../mappers/job-details.js';
import { toRepositoryDetails } from '../mappers/repository-details.js';
import type { VbrJobDetails, VbrRepositoryDetails } from '../model.js';
import { VbrActions } from './actions.js';
import { VbrActivity } from './activity.js';
import { VbrInventory } from './inventory.js';
import { VbrLookups } from './lookups.js';

/** One Veeam Backup & Replication server. */
export class VbrAdapter implements ServerAdapter {
  readonly inventory: VbrInventory;
  readonly activity: VbrActivity;
  readonly actions: VbrActions;
  /** What forms choose from. */
  readonly lookups: VbrLookups;
  /** For changes that only this product has. */
  readonly changes: VbrChangeSender;
  private productVersion: string | null = null;

  constructor(
    readonly server: Server,
    private readonly client: VbrClient,
    private readonly release: () => Promise<void>,
  ) {
    this.inventory = new VbrInventory(client, server.key);
    this.activity = new VbrActivity(client, server.key);
    this.changes = new VbrChangeSender(client, server.key);
    this.actions = new VbrActions(this.changes);
    this.lookups = new VbrLookups(client, server.key);
  }

  async probe(scope: CallScope): Promise<ServerFacts> {
    this.productVersion = await this.client.buildVersion(scope);
    return this.facts();
  }

  facts(): ServerFacts {
    return { apiVersion: this.client.revision, productVersion: this.productVersion };
  }

  capabilities(): readonly Capability[] | null {
    return capabilitiesOf(this.client.revision);
  }

  close(): Promise<void> {
    return this.release();
  }

  /** What only the full list of jobs says, by native job id. */
  async jobs(scope: CallScope): Promise<ReadonlyMap<string, VbrJobDetails>> {
    const { rows } = await this.inventory.jobRows(scope);
    return new Map(rows.map((row) => [row.id, toJobDetails(row)]));
  }

  /** What only the full list of repositories says, by native repository id. */
  async repositoryDetails(scope: CallScope): Promise<ReadonlyMap<string, VbrRepositoryDetails>> {
    const { rows } = await this.inventory.repositoryRows(scope);
    return new Map(rows.map((row) => [row.id, toRepositoryDetails(row)]));
  }

  /** The same of one repository; null: the server has none with this id. */
  async repositoryDetailsOf(nativeId: string, scope: CallScope): Promise<VbrRepositoryDetails | null> {
    const row = await this.inventory.repositoryRow(nativeId, scope);
    return row === null ? null : toRepositoryDetails(row);
  }
}
