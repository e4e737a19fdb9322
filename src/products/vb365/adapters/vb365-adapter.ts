import { SourceFailure } from '../../../core/errors/source-failure.js';
import type { Capability } from '../../../core/model/capability.js';
import type { Clock } from '../../../core/model/instant.js';
import type { Server } from '../../../core/model/server.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { ServerAdapter, ServerFacts } from '../../../core/ports/server-adapter.js';
import { TokenSession } from '../../../platform/auth/token-session.js';
import type { SharedSignIn } from '../../../platform/auth/token-session.js';
import type { ServerConnection } from '../../../platform/config/server-connection.js';
import type { ClosableSender } from '../../../platform/http/upstream-sender.js';
import { capabilitiesOf } from '../capabilities.js';
import { Vb365Client } from '../client.js';
import { VersionNegotiator } from '../negotiation.js';
import { Vb365TokenIssuer } from '../sign-in.js';
import type { JobItemRow, OrganizationRow, SynchronizationRow } from '../wire/infrastructure.js';
import { readJobItem, readOrganization, readSynchronization } from '../wire/infrastructure.js';
import { Row } from '../../../platform/products-kit/row.js';
import { Vb365Actions } from './actions.js';
import { Vb365Activity } from './activity.js';
import { BoundReadings } from './bound-readings.js';
import { Vb365Inventory } from './inventory.js';
import { KnownJobs } from './known-jobs.js';
import { Vb365Proxies } from './proxies.js';

/** One Veeam Backup for Microsoft 365 server. */
export class Vb365Adapter implements ServerAdapter {
  readonly server: Server;
  readonly inventory: Vb365Inventory;
  readonly activity: Vb365Activity;
  readonly actions: Vb365Actions;
  readonly proxies: Vb365Proxies;
  private readonly versions: VersionNegotiator;
  private readonly session: TokenSession;
  private readonly client: Vb365Client;
  private productVersion: string | null = null;

  constructor(
    connection: ServerConnection,
    private readonly http: ClosableSender,
    clock: Clock = Date.now,
    shared?: SharedSignIn,
  ) {
    this.server = connection.server;
    this.versions = new VersionNegotiator(http, connection.apiVersion);
    const issuer = new Vb365TokenIssuer(http, connection, this.versions);
    this.session = new TokenSession(http, issuer, clock, {
      ...shared,
      signInLimit: connection.server.timeout,
      listener: http.signIns,
    });
    this.client = new Vb365Client(this.session, this.versions);
    const known = new KnownJobs(clock);
    const server = connection.server.key;
    const { client } = this;
    this.inventory = new Vb365Inventory(server, client, known);
    const readings = new BoundReadings(client);
    const source = { server, client, inventory: this.inventory, known, readings, clock };
    this.activity = new Vb365Activity(source, this.versions);
    this.actions = new Vb365Actions(source);
    this.proxies = new Vb365Proxies(server, client);
  }

  async probe(scope: CallScope): Promise<ServerFacts> {
    const answer = Row.of(await this.unlessForbidden(this.client.find('/ServiceInstance', scope)));
    this.productVersion = answer?.remark('version') ?? this.productVersion;
    return this.facts();
  }

  facts(): ServerFacts {
    return { apiVersion: this.versions.known, productVersion: this.productVersion };
  }

  capabilities(): readonly Capability[] | null {
    return capabilitiesOf(this.versions.known);
  }

  async close(): Promise<void> {
    this.versions.close();
    await this.session.close();
    this.http.close();
  }

  /** Microsoft 365 organizations by native id: one list. */
  async organizations(scope: CallScope): Promise<ReadonlyMap<string, OrganizationRow>> {
    // Without the extended view the answer does not wait for proxies, which may be offline.
    const list = { path: '/Organizations', query: { extendedView: false }, isPaged: await this.isPaged() };
    const { items } = await this.client.list(list, readOrganization, scope);
    return new Map(items.map((row) => [row.id, row]));
  }

  /** How far object storage repositories are synchronized; one list that is never paged. */
  async synchronizations(scope: CallScope): Promise<readonly SynchronizationRow[]> {
    const list = { path: '/RepositorySynchronizeSessions', isPaged: false };
    return (await this.client.list(list, readSynchronization, scope)).items;
  }

  /** What a job takes in or leaves out by name: one list per job, the product has no other. */
  async jobItems(
    jobId: string,
    list: 'SelectedItems' | 'ExcludedItems',
    scope: CallScope,
  ): Promise<readonly JobItemRow[]> {
    const path = `/Jobs/${encodeURIComponent(jobId)}/${list}`;
    return (await this.client.list({ path, isPaged: await this.isPaged() }, readJobItem, scope)).items;
  }

  /** Bare arrays without paging before v8. */
  private async isPaged(): Promise<boolean> {
    return (await this.client.version()) === 'v8';
  }

  /** A restricted account may sign in and still not read the version. */
  private async unlessForbidden(answer: Promise<unknown>): Promise<unknown> {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof SourceFailure && error.code === 'FORBIDDEN') return null;
      throw error;
    }
  }
}
