import { SourceFailure } from '../../core/errors/source-failure.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { Token, TokenIssuer } from '../../platform/auth/token-issuer.js';
import { Secret } from '../../platform/config/secret.js';
import type { ServerConnection } from '../../platform/config/server-connection.js';
import type { UpstreamResponse } from '../../platform/http/upstream-request.js';
import type { UpstreamSender } from '../../platform/http/upstream-sender.js';
import type { VersionNegotiator } from './negotiation.js';
import { isAtLeast } from './negotiation.js';
import { Row } from '../../platform/products-kit/row.js';
import { credential, lifetimeSeconds } from '../../platform/products-kit/values.js';

const REFUSED = [400, 401, 403];
const DEFAULT_LIFETIME_SECONDS = 3600;

/** Signs in by password grant, renews by refresh token. */
export class Vb365TokenIssuer implements TokenIssuer {
  constructor(
    private readonly http: UpstreamSender,
    private readonly connection: ServerConnection,
    private readonly versions: VersionNegotiator,
  ) {}

  async signIn(scope: CallScope): Promise<Token> {
    const { username, password } = this.connection;
    const answer = await this.ask({ grant_type: 'password', username, password: password.reveal() }, scope);
    if (REFUSED.includes(answer.status)) throw this.refusal(answer);
    return readToken(answer);
  }

  async renew(refreshToken: Secret, scope: CallScope): Promise<Token | null> {
    const fields = { grant_type: 'refresh_token', refresh_token: refreshToken.reveal() };
    const answer = await this.ask(fields, scope);
    return REFUSED.includes(answer.status) ? null : readToken(answer);
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
    const answer = await this.http.send(
      { method: 'POST', path: `/${version}/token`, form, accept: [...REFUSED, 404], uncounted: true },
      scope,
    );
    if (answer.status !== 404) return answer;
    throw new SourceFailure(
      'BAD_RESPONSE',
      `the server has no /${version}/token: is this the address of a Veeam Backup for Microsoft 365 server?`,
      { upstreamStatus: 404 },
    );
  }

  private refusal({ status, data }: UpstreamResponse): SourceFailure {
    const message = Row.of(data)?.text('message') ?? '';
    const reason = /\bmfa\b|multi-?\s?factor/i.test(message)
      ? 'the account needs multi-factor authentication, which the REST service does not offer: use a service account without it'
      : `the server refused the user name or password of "${this.connection.username}" (an account with multi-factor ` +
        'authentication cannot be used: take a service account without it)';
    return new SourceFailure('UNAUTHORIZED', reason, { upstreamStatus: status });
  }
}

function readToken({ status, data }: UpstreamResponse): Token {
  const row = Row.of(data);
  const accessToken = credential(row?.raw('access_token'));
  if (!row || !accessToken)
    throw new SourceFailure('BAD_RESPONSE', 'the server answered the sign-in without a token', {
      upstreamStatus: status,
    });
  const refreshToken = row.remark('refresh_token');
  return {
    accessToken: new Secret(accessToken),
    refreshToken: refreshToken === null ? null : new Secret(refreshToken),
    expiresIn: lifetimeSeconds(row.raw('expires_in')) ?? DEFAULT_LIFETIME_SECONDS,
  };
}
