import { SourceFailure } from '../../core/errors/source-failure.js';
import { CallTally } from '../../core/ports/call-scope.js';
import { refuseClosedDoor } from '../../platform/auth/closed-door.js';
import type { UpstreamSender } from '../../platform/http/upstream-sender.js';
import { Row } from '../../platform/products-kit/row.js';

/** Newest first: the order in which they are tried. Of v3, which v4 and v5 followed, only proxies are known. */
const API_VERSIONS = ['v8', 'v7', 'v6', 'v3'] as const;
export type ApiVersion = (typeof API_VERSIONS)[number];

export function isAtLeast(version: ApiVersion, least: ApiVersion): boolean {
  return API_VERSIONS.indexOf(version) <= API_VERSIONS.indexOf(least);
}

/** Without a sign-in: refused means served. */
const SERVED = [401, 403];
const NOT_SERVED = [400, 404, 405, 410];

/** Finds the newest API version that both sides speak, once, however many ask at the same time. */
export class VersionNegotiator {
  private agreed: ApiVersion | null;
  private pending: Promise<ApiVersion> | undefined;
  private readonly closing = new AbortController();

  constructor(
    private readonly http: UpstreamSender,
    private readonly configured: string | null,
  ) {
    this.agreed = API_VERSIONS.find((version) => version.slice(1) === digitsOf(configured)) ?? null;
  }

  /** What is known without asking. */
  get known(): ApiVersion | null {
    return this.agreed;
  }

  /** Throws SourceFailure: BAD_RESPONSE when it is no such server, UNSUPPORTED when the configured version is unknown. */
  async version(): Promise<ApiVersion> {
    if (this.agreed !== null) return this.agreed;
    if (this.configured !== null)
      throw new SourceFailure(
        'UNSUPPORTED',
        `the configured apiVersion "${this.configured}" is none of ${[...API_VERSIONS].reverse().join(', ')}`,
      );
    this.pending ??= this.negotiate().finally(() => (this.pending = undefined));
    return this.pending;
  }

  private async negotiate(): Promise<ApiVersion> {
    for (const version of API_VERSIONS)
      if (await this.isServed(version)) {
        this.agreed = version;
        return version;
      }
    throw new SourceFailure(
      'BAD_RESPONSE',
      'the server answers, but serves none of the API versions v8, v7, v6 and v3: is this the address (port 4443 by default) of a ' +
        'Veeam Backup for Microsoft 365 REST service?',
    );
  }

  /** Ends a negotiation that is under way. */
  close(): void {
    this.closing.abort();
  }

  /** Throws SourceFailure unless the server is seen to serve the version, the configured one too. */
  async identify(): Promise<void> {
    const version = await this.version();
    if (this.configured === null || (await this.isServed(version))) return;
    throw new SourceFailure(
      'BAD_RESPONSE',
      `the server does not serve API version ${version}: remove apiVersion to let the gateway choose, or is this the address of ` +
        'another product?',
      { upstreamStatus: 404 },
    );
  }

  /** Shared by all callers, so it ends by the timeout of its calls or on closing, and not when one caller leaves. */
  private async isServed(version: ApiVersion): Promise<boolean> {
    const path = version === 'v3' ? '/Proxies' : '/ServiceInstance';
    const scope = { signal: this.closing.signal, tally: new CallTally() };
    const { status, data } = await this.http.send(
      { path: `/${version}${path}`, accept: [...SERVED, ...NOT_SERVED], uncounted: true },
      scope,
    );
    if (NOT_SERVED.includes(status)) return false;
    if (SERVED.includes(status)) {
      await refuseClosedDoor(this.http, status, 'VB_M365', scope);
      return true;
    }
    const answer = Row.of(data);
    if (answer?.has('version') === true || answer?.has('installationId') === true) return true;
    throw new SourceFailure(
      'BAD_RESPONSE',
      `the server answered /${version}${path} with something else than its version: is this a Veeam Backup for ` +
        'Microsoft 365 server?',
      { upstreamStatus: status },
    );
  }
}

/** "8" of "v8", "V8" or "8". */
function digitsOf(version: string | null): string | undefined {
  return /^v?(\d+)$/i.exec(version?.trim() ?? '')?.[1];
}
