import { SourceFailure } from '../../core/errors/source-failure.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { Token, TokenIssuer } from '../../platform/auth/token-issuer.js';
import { Secret } from '../../platform/config/secret.js';
import type { ServerConnection } from '../../platform/config/server-connection.js';
import type { UpstreamResponse } from '../../platform/http/upstream-request.js';
import type { UpstreamSender } from '../../platform/http/upstream-sender.js';
import type { Negotiation } from './negotiation.js';
import { revisionsIn } from './revision.js';
import { anyText, credential, lifetimeSeconds, object } from '../../platform/products-kit/values.js';

const TOKEN_PATH = '/api/oauth2/token';

/** What a token lives where the server does not say. */
const DEFAULT_LIFETIME_SECONDS = 900;

/**
 * Signs in by OAuth 2 password grant. A revision the server does not serve is refused with 400 before it looks at the
 * password, so the sign-in is also the negotiation: it tries the next revision, and no failed logon is counted.
 */
export class VbrSignIn implements TokenIssuer {
  constructor(
    private readonly http: UpstreamSender,
    private readonly connection: ServerConnection,
    private readonly negotiation: Negotiation,
  ) {}

  async signIn(scope: CallScope): Promise<Token> {
    const { username, password } = this.connection;
    const refused: string[] = [];
    let refusal = '';
    let revision = this.negotiation.current ?? this.negotiation.candidates[0];
    while (revision !== undefined) {
      const form = { grant_type: 'password', username, password: password.reveal() };
      const response = await this.request(revision, form, [400, 401, 404, 405], scope);
      if (response.status !== 400) {
        const token = readToken(response, revision);
        this.negotiation.settle(revision);
        return token;
      }
      refused.push(revision);
      refusal = JSON.stringify(response.data ?? '');
      revision = this.negotiation.next(refused, refusal);
    }
    throw unsupported(refused, refusal);
  }

  async renew(refreshToken: Secret, scope: CallScope): Promise<Token | null> {
    const revision = this.negotiation.current;
    if (revision === null) return null;
    const form = { grant_type: 'refresh_token', refresh_token: refreshToken.reveal() };
    const response = await this.request(revision, form, [400, 401, 403], scope);
    return response.status < 300 ? readToken(response, revision) : null;
  }

  adopt({ revision }: Token): void {
    if (revision !== undefined && this.negotiation.candidates.includes(revision))
      this.negotiation.settle(revision);
  }

  async signOut(accessToken: Secret, scope: CallScope): Promise<void> {
    const revision = this.negotiation.current;
    if (revision === null) return;
    const headers = { 'x-api-version': revision, Authorization: `Bearer ${accessToken.reveal()}` };
    const path = '/api/oauth2/logout';
    await this.http.send({ method: 'POST', path, headers, expect: 'nothing', uncounted: true }, scope);
  }

  private request(
    revision: string,
    form: Readonly<Record<string, string>>,
    accept: readonly number[],
    scope: CallScope,
  ): Promise<UpstreamResponse> {
    const headers = { 'x-api-version': revision };
    return this.http.send(
      { method: 'POST', path: TOKEN_PATH, headers, form, accept, uncounted: true },
      scope,
    );
  }
}

function readToken({ status, data }: UpstreamResponse, revision: string): Token {
  if (status === 401)
    throw new SourceFailure(
      'UNAUTHORIZED',
      'the server refused the sign-in: wrong user name or password, or the account asks for a second factor; a service account without multi-factor authentication is needed',
      { upstreamStatus: status },
    );
  const accessToken = credential(object(data)?.['access_token']);
  if (status > 299 || accessToken === null)
    throw new SourceFailure(
      'BAD_RESPONSE',
      `the server does not sign in as Veeam Backup & Replication does (it answered ${status}): is this the address of another product?`,
      { upstreamStatus: status },
    );
  const refreshToken = anyText(object(data)?.['refresh_token']);
  return {
    accessToken: new Secret(accessToken),
    refreshToken: refreshToken === null ? null : new Secret(refreshToken),
    expiresIn: lifetimeSeconds(object(data)?.['expires_in']) ?? DEFAULT_LIFETIME_SECONDS,
    revision,
  };
}

function unsupported(refused: readonly string[], refusal: string): SourceFailure {
  const offered = revisionsIn(refusal).filter((revision) => !refused.includes(revision));
  const offer = offered.length === 0 ? '' : `; it offers ${[...new Set(offered)].join(', ')}`;
  return new SourceFailure(
    'UNSUPPORTED',
    `the server does not serve REST revision ${refused.join(', ')}${offer}`,
    { upstreamStatus: 400 },
  );
}
