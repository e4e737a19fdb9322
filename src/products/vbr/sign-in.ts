import { SourceFailure } from '../../core/errors/source-failure.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import { refuseClosedDoor } from '../../platform/auth/closed-door.js';
import { JUDGED_STATUSES, signInRefusal } from '../../platform/auth/sign-in-refused.js';
import type { Token, TokenIssuer } from '../../platform/auth/token-issuer.js';
import { Secret } from '../../platform/config/secret.js';
import type { ServerConnection } from '../../platform/config/server-connection.js';
import type { UpstreamResponse } from '../../platform/http/upstream-request.js';
import type { UpstreamSender } from '../../platform/http/upstream-sender.js';
import type { Negotiation } from './negotiation.js';
import { revisionsIn } from './revision.js';
import { anyText, credential, lifetimeSeconds, object } from '../../platform/products-kit/values.js';

const TOKEN_PATH = '/api/oauth2/token';
/** Paths that every revision has and that nobody may read without a sign-in. */
const MARKS = ['/api/v1/serverInfo', '/api/v1/jobs'] as const;

/** What a token lives where the server does not say. */
const DEFAULT_LIFETIME_SECONDS = 900;

/** Signs in by OAuth 2 password grant, once it is known that the server is the product and which revision it serves. */
export class VbrSignIn implements TokenIssuer {
  constructor(
    private readonly http: UpstreamSender,
    private readonly connection: ServerConnection,
    private readonly negotiation: Negotiation,
  ) {}

  /** A revision that is not served is refused with 400 before the server asks who is there: no password is needed to find the right one. */
  async identify(scope: CallScope): Promise<void> {
    const refused: string[] = [];
    let refusal = '';
    let revision = this.negotiation.current ?? this.negotiation.candidates[0];
    while (revision !== undefined) {
      const answer = await this.lookAt(revision, scope);
      if (answer.status !== 400) {
        await this.checkMark(answer, scope);
        this.negotiation.settle(revision);
        return;
      }
      refused.push(revision);
      refusal = JSON.stringify(answer.data ?? '');
      revision = this.negotiation.next(refused, refusal);
    }
    throw unsupported(refused, refusal);
  }

  async signIn(scope: CallScope): Promise<Token> {
    const { username, password } = this.connection;
    const revision = this.negotiation.current ?? this.negotiation.candidates[0] ?? '';
    const form = { grant_type: 'password', username, password: password.reveal() };
    const response = await this.request(revision, form, scope);
    const refusal = JSON.stringify(response.data ?? '');
    if (response.status === 400 && revisionsIn(refusal).length > 0) throw unsupported([revision], refusal);
    return readToken(response, revision);
  }

  async renew(refreshToken: Secret, scope: CallScope): Promise<Token | null> {
    const revision = this.negotiation.current;
    if (revision === null) return null;
    const form = { grant_type: 'refresh_token', refresh_token: refreshToken.reveal() };
    const response = await this.request(revision, form, scope);
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

  /** The answer of the first mark that is there. */
  private async lookAt(revision: string, scope: CallScope): Promise<UpstreamResponse> {
    const headers = { 'x-api-version': revision };
    const accept = [400, 401, 403, 404, 405];
    const [first, second] = MARKS;
    const answer = await this.http.send({ path: first, headers, accept, uncounted: true }, scope);
    if (answer.status !== 404) return answer;
    return this.http.send({ path: second, headers, accept, uncounted: true }, scope);
  }

  private async checkMark({ status, data }: UpstreamResponse, scope: CallScope): Promise<void> {
    if (status === 401 || status === 403) return refuseClosedDoor(this.http, status, 'VBR', scope);
    const row = object(data);
    const isOurs = anyText(row?.['buildVersion']) !== null || Array.isArray(row?.['data']);
    if (status !== 200 || !isOurs) throw notTheProduct(status);
  }

  private request(
    revision: string,
    form: Readonly<Record<string, string>>,
    scope: CallScope,
  ): Promise<UpstreamResponse> {
    const headers = { 'x-api-version': revision };
    const accept = JUDGED_STATUSES;
    return this.http.send(
      { method: 'POST', path: TOKEN_PATH, headers, form, accept, uncounted: true },
      scope,
    );
  }
}

function readToken(response: UpstreamResponse, revision: string): Token {
  const { status, data } = response;
  const accessToken = credential(object(data)?.['access_token']);
  if (status > 299 || !accessToken) throw signInRefusal(response) ?? notTheProduct(status);
  const refreshToken = anyText(object(data)?.['refresh_token']);
  return {
    accessToken: new Secret(accessToken),
    refreshToken: refreshToken === null ? null : new Secret(refreshToken),
    expiresIn: lifetimeSeconds(object(data)?.['expires_in']) ?? DEFAULT_LIFETIME_SECONDS,
    revision,
  };
}

function notTheProduct(status: number): SourceFailure {
  return new SourceFailure(
    'BAD_RESPONSE',
    `the server does not sign in as Veeam Backup & Replication does (it answered ${status}): is this the address of another product?`,
    { upstreamStatus: status },
  );
}

function unsupported(refused: readonly string[], refusal: string): SourceFailure {
  const offered = revisionsIn(refusal).filter((revision) => !refused.includes(revision));
  const offer = offered.length === 0 ? '' : `; it offers ${[...new Set(offered)].join(', ')}`;
  return new SourceFailure(
    'UNSUPPORTED',
    `the server does not serve REST revision ${refused.join(', ')}${offer}${offer === '' ? ': is this the address of another product?' : ''}`,
    { upstreamStatus: 400 },
  );
}
