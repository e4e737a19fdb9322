import { SourceFailure } from '../../core/errors/source-failure.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import { JUDGED_STATUSES, signInRefusal } from '../../platform/auth/sign-in-refused.js';
import type { Token, TokenIssuer } from '../../platform/auth/token-issuer.js';
import { Secret } from '../../platform/config/secret.js';
import type { ServerConnection } from '../../platform/config/server-connection.js';
import type { UpstreamResponse } from '../../platform/http/upstream-request.js';
import type { UpstreamSender } from '../../platform/http/upstream-sender.js';
import type { VersionNegotiator } from './negotiation.js';
import { isAtLeast } from './negotiation.js';
import { Row } from '../../platform/products-kit/row.js';
import { credential, lifetimeSeconds } from '../../platform/products-kit/values.js';

const DEFAULT_LIFETIME_SECONDS = 3600;

/** Signs in by password grant, renews by refresh token. */
export class Vb365TokenIssuer implements TokenIssuer {
  constructor(
    private readonly http: UpstreamSender,
    private readonly connection: ServerConnection,
    private readonly versions: VersionNegotiator,
  ) {}

  identify(): Promise<void> {
    return this.versions.identify();
  }

  async signIn(scope: CallScope): Promise<Token> {
    const { username, password } = this.connection;
    const answer = await this.ask({ grant_type: 'password', username, password: password.reveal() }, scope);
    const token = answer.status < 300 ? readToken(answer) : null;
    if (token !== null) return token;
    throw signInRefusal(answer) ?? (await this.notTheProduct(answer.status));
  }

  async renew(refreshToken: Secret, scope: CallScope): Promise<Token | null> {
    const fields = { grant_type: 'refresh_token', refresh_token: refreshToken.reveal() };
    const answer = await this.ask(fields, scope);
    return answer.status < 300 ? readToken(answer) : null;
  }

  /** v6 and older have no sign-out. */
  async signOut(accessToken: Secret, scope: CallScope): Promise<void> {
    const version = await this.versions.version();
    if (!isAtLeast(version, 'v7')) return;
    await this.http.send(
      {
        method: 'POST',
        path: `/${version}/token/logout`,
        headers: { Authorization: `Bearer ${accessToken.reveal()}` },
        expect: 'nothing',
        uncounted: true,
      },
      scope,
    );
  }

  /** From v7 on, the server expects a cookie unless told that this client is no browser; on renewal too. */
  private async ask(fields: Record<string, string>, scope: CallScope): Promise<UpstreamResponse> {
    const version = await this.versions.version();
    const form = isAtLeast(version, 'v7') ? { ...fields, disable_antiforgery_token: 'true' } : fields;
    const path = `/${version}/token`;
    return this.http.send({ method: 'POST', path, form, accept: JUDGED_STATUSES, uncounted: true }, scope);
  }

  private async notTheProduct(status: number): Promise<SourceFailure> {
    const path = `/${await this.versions.version()}/token`;
    const answered =
      status === 404 ? `the server has no ${path}` : `the server answered ${path} without a token`;
    return new SourceFailure(
      'BAD_RESPONSE',
      `${answered}: is this the address of a Veeam Backup for Microsoft 365 server?`,
      { upstreamStatus: status },
    );
  }
}

/** null: there is none. */
function readToken({ data }: UpstreamResponse): Token | null {
  const row = Row.of(data);
  const accessToken = credential(row?.raw('access_token'));
  if (!row || !accessToken) return null;
  const refreshToken = row.remark('refresh_token');
  return {
    accessToken: new Secret(accessToken),
    refreshToken: refreshToken === null ? null : new Secret(refreshToken),
    expiresIn: lifetimeSeconds(row.raw('expires_in')) ?? DEFAULT_LIFETIME_SECONDS,
  };
}
