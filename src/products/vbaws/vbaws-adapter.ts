import { SourceFailure } from '../../core/errors/source-failure.js';
import type { Capability } from '../../core/model/capability.js';
import type { Clock } from '../../core/model/instant.js';
import type { Server } from '../../core/model/server.js';
import type { ActivityPort } from '../../core/ports/activity.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { InventoryPort } from '../../core/ports/inventory.js';
import type { ServerAdapter, ServerFacts } from '../../core/ports/server-adapter.js';
import { VbAwsActions } from './adapters/actions.js';
import { VbAwsActivity } from './adapters/activity.js';
import { VbAwsInventory } from './adapters/inventory.js';
import { VbAwsLookups } from './adapters/lookups.js';
import { PolicyDirectory } from './adapters/policy-directory.js';
import { SessionReader } from './adapters/session-reader.js';
import { SlaChanges } from './adapters/sla-changes.js';
import { exportSlaPolicies } from './adapters/sla-export.js';
import type { ExportFile, ExportFormat } from './adapters/sla-export.js';
import { SlaReader } from './adapters/sla-reader.js';
import { VbAwsChangeSender } from './change-sender.js';
import { capabilitiesOf } from './capabilities.js';
import { VbAwsClient } from './client.js';
import type { UpstreamSender } from '../../platform/http/upstream-sender.js';
import { hasSlaPolicies, slaPoliciesMissing } from './revision.js';
import { restoredItem } from './mappers/resources.js';
import type { RestoredItem } from './mappers/resources.js';
import type { SlaCompliance } from './mappers/sla.js';

export interface VbAwsAdapterParts {
  readonly server: Server;
  /** Signs in and sends x-api-version. */
  readonly sender: UpstreamSender;
  readonly revision: string;
  readonly clock: Clock;
  /** Signs out and frees the connections. */
  readonly close: () => Promise<void>;
}

/** One Veeam Backup for AWS appliance. */
export class VbAwsAdapter implements ServerAdapter {
  readonly server: Server;
  readonly inventory: InventoryPort;
  readonly activity: ActivityPort;
  readonly actions: VbAwsActions;
  /** What only SLA-based policies have. */
  readonly sla: SlaReader;
  readonly slaChanges: SlaChanges;
  /** What forms choose from. */
  readonly lookups: VbAwsLookups;
  private readonly client: VbAwsClient;
  private readonly policies: VbAwsInventory;
  private productVersion: string | null = null;

  constructor(private readonly parts: VbAwsAdapterParts) {
    const { server, sender, revision, clock } = parts;
    const client = new VbAwsClient(sender);
    const directory = new PolicyDirectory();
    const reader = new SessionReader(client, server.key, clock, directory);
    const changes = new VbAwsChangeSender(sender, reader);
    this.server = server;
    this.client = client;
    this.sla = new SlaReader(client);
    this.slaChanges = new SlaChanges(changes, server.key, revision);
    this.lookups = new VbAwsLookups(client, server.key, revision);
    this.policies = new VbAwsInventory(client, server.key, revision, directory, this.lookups);
    this.inventory = this.policies;
    this.activity = new VbAwsActivity(client, reader, directory, revision);
    this.actions = new VbAwsActions(changes, revision);
  }

  async probe(scope: CallScope): Promise<ServerFacts> {
    this.productVersion = await this.client.version(scope);
    return this.facts();
  }

  facts(): ServerFacts {
    return { apiVersion: this.parts.revision, productVersion: this.productVersion };
  }

  capabilities(): readonly Capability[] {
    return capabilitiesOf(this.parts.revision);
  }

  /** Whether an SLA-based policy keeps what its template promises; null: the appliance has not judged it. One call. */
  async slaCompliance(policyId: string, scope: CallScope): Promise<SlaCompliance | null> {
    return (await this.sla.report(policyId, scope)).get(policyId) ?? null;
  }

  /** What a restore session restored; `sort` is the upstream's word, null: its own order. */
  async restoredItems(
    sessionId: string,
    { search, sort }: { readonly search: string | null; readonly sort: string | null },
    scope: CallScope,
  ): Promise<readonly RestoredItem[]> {
    const query = { SearchPattern: search, Sort: sort };
    const walked = await this.client.sessionItems(sessionId, 'restoredItems', scope, query);
    return (walked?.rows ?? []).flatMap((row) => restoredItem(row) ?? []);
  }

  /** All SLA-based policies as a file. */
  async exportSla(format: ExportFormat, scope: CallScope): Promise<ExportFile> {
    if (!hasSlaPolicies(this.parts.revision))
      throw new SourceFailure('UNSUPPORTED', slaPoliciesMissing(this.parts.revision));
    return exportSlaPolicies(this.parts.sender, format, scope);
  }

  close(): Promise<void> {
    return this.parts.close();
  }
}
