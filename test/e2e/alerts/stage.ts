import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeId, serverId } from '../../../src/core/model/ids.js';
import { startVb365Simulator } from '../../../src/simulators/vb365/index.js';
import type { Vb365Simulator } from '../../../src/simulators/vb365/index.js';
import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../../src/simulators/vbr/index.js';
import { freePort } from '../../support/addresses.js';
import { askAs, keyAuth, testKey } from '../../support/callers.js';
import type { Reply } from '../../support/callers.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';
import { LogLines } from '../../support/log-lines.js';
import { scrape } from '../../support/metrics.js';
import type { Sample } from '../../support/metrics.js';

const admin = testKey({ name: 'Root', role: 'ADMIN' });
const viewer = testKey({ name: 'Vera', role: 'VIEWER' });
const DISABLE =
  'mutation ($input: PolicyActionInput!) { disablePolicy(input: $input) { userErrors { code } } }';

/** Servers that get into trouble, and a gateway whose metrics have a listener of their own, as in production. */
export class AlertStage {
  private readonly folder = mkdtempSync(join(tmpdir(), 'alerts-'));
  private readonly audit = join(this.folder, 'audit.log');
  private gateway: RunningGateway | undefined;

  private constructor(
    /** host:port of the metrics, which stays over restarts. */
    readonly target: string,
    readonly down: VbrSimulator,
    readonly slow: VbrSimulator,
    readonly sour: Vb365Simulator,
  ) {}

  static async open(): Promise<AlertStage> {
    const size = { policies: 3, sessions: 5 };
    const [port, down, slow, sour] = await Promise.all([
      freePort(),
      startVbrSimulator({ ...size, seed: 1 }),
      startVbrSimulator({ ...size, seed: 2 }),
      startVb365Simulator({ ...size, seed: 3 }),
    ]);
    return new AlertStage(`127.0.0.1:${port}`, down, slow, sour);
  }

  /** @param threshold failures in a row after which a server is left alone. */
  async startGateway(threshold: number): Promise<RunningGateway> {
    const [host, port] = this.target.split(':');
    this.gateway = await startGateway(
      [
        { key: 'down', product: 'VBR', url: this.down.url },
        { key: 'slow', product: 'VBR', url: this.slow.url, limits: { concurrency: 1, timeout: 'PT60S' } },
        { key: 'sour', product: 'VB_M365', url: this.sour.url },
      ],
      {
        auth: keyAuth(admin, viewer),
        audit: { to: 'file', path: this.audit },
        metrics: { listen: { host, port: Number(port) } },
        cache: { inventory: 'PT1M', staleIfError: 'P1D' },
      },
      { patience: { firstBackoff: 1, threshold } },
      new LogLines(),
    );
    return this.gateway;
  }

  async stopGateway(): Promise<void> {
    await this.gateway?.close();
    this.gateway = undefined;
  }

  metrics(): Promise<Sample[]> {
    return scrape(`http://${this.target}`);
  }

  /** Looks at the metrics until they are as expected: what a request did is counted after its answer has left. */
  async metricsOnce(holds: (samples: Sample[]) => boolean): Promise<Sample[]> {
    for (;;) {
      const samples = await this.metrics();
      if (holds(samples)) return samples;
    }
  }

  /** Asks one server for its policies, whatever is kept of them. */
  readPolicies(server: string, maxAge = 'PT0S'): Promise<Reply<unknown>> {
    const query = `query Policies { policies(filter: { servers: ["${serverId(server)}"] }, maxAge: "${maxAge}") { totalCount } }`;
    return this.ask(query);
  }

  /** Asks for a session of the slow server, of which nothing is kept. */
  readSession(nativeId: string): Promise<Reply<unknown>> {
    return this.ask(`{ node(id: "${encodeId({ type: 'VbrSession', server: 'slow', nativeId })}") { id } }`);
  }

  /** A change that this caller may not make. */
  changeAsViewer(): Promise<Reply<unknown>> {
    return this.change(viewer.credential);
  }

  changeAsAdmin(): Promise<Reply<unknown>> {
    return this.change(admin.credential);
  }

  askAsNobody(): Promise<Reply<unknown>> {
    return askAs(undefined, this.url, '{ __typename }');
  }

  ask(query: string): Promise<Reply<unknown>> {
    return askAs(admin.credential, this.url, query);
  }

  refuseSignIns(): void {
    this.sour.faults.add({ match: 'POST /v8/token', fault: { kind: 'status', status: 401 } });
  }

  /** As after somebody has deleted the file while the gateway did not run. */
  deleteAudit(): void {
    rmSync(this.audit);
  }

  /** Nothing can be written where a folder stands. */
  blockAudit(): void {
    renameSync(this.audit, `${this.audit}.kept`);
    mkdirSync(this.audit);
  }

  unblockAudit(): void {
    rmSync(this.audit, { recursive: true });
    renameSync(`${this.audit}.kept`, this.audit);
  }

  async close(): Promise<void> {
    for (const server of [this.down, this.slow, this.sour]) server.faults.clear();
    await this.stopGateway();
    await Promise.all([this.down.close(), this.slow.close(), this.sour.close()]);
    rmSync(this.folder, { recursive: true });
  }

  private change(credential: string): Promise<Reply<unknown>> {
    const policy = encodeId({ type: 'VbrJob', server: 'slow', nativeId: 'none' });
    return askAs(credential, this.url, DISABLE, { input: { policy } });
  }

  private get url(): string {
    return this.gateway?.url ?? '';
  }
}
