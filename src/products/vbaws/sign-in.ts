import { SourceFailure } from '../../core/errors/source-failure.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import { refuseClosedDoor } from '../../platform/auth/closed-door.js';
import { JUDGED_STATUSES, signInRefusal } from '../../platform/auth/sign-in-refused.js';
import type { Token, TokenIssuer } from '../../platform/auth/token-issuer.js';
import { Secret } from '../../platform/config/secret.js';
import type { ServerConnection } from '../../platform/config/server-connection.js';
import type { UpstreamResponse } from '../../platform/http/upstream-request.js';
import type { UpstreamSender } from '../../platform/http/upstream-sender.js';
import { Row } from '../../platform/products-kit/row.js';
import { credential, lifetimeSeconds } from '../../platform/products-kit/values.js';

/** Paths that every revision has and that nobody may read without a sign-in. */
const MARKS = ['/api/v1/system/version', '/api/v1/repositories'] as const;
const TOKEN_PATH = '/api/v1/token';
/** Believed when an appliance does not say how long its token lives; the product's own default is an hour. */
const CAUTIOUS_LIFETIME_SECONDS = 900;

/** Form-encoded logon with the `password` and `refresh_token` grants. */
export class VbAwsSignIn implements TokenIssuer {
  /** `http` sends x-api-version: the appliance asks for it here too. */
  constructor(
    private readonly http: UpstreamSender,
    private readonly connection: Pick<ServerConnection, 'username' | 'password'>,
    private readonly revision: string,
  ) {}

  async identify(scope: CallScope): Promise<void> {
    const answer = await this.lookAtMarks(scope);
    const { status, data } = answer;
    if (status === 401 || status === 403) return refuseClosedDoor(this.http, status, 'VB_AWS', scope);
    if (this.isAboutRevision(answer)) throw this.wrongRevision(status);
    const row = Row.of(data);
    const isOurs = row?.has('version') === true || row?.has('results') === true;
    if (status !== 200 || !isOurs) throw notAnAppliance({ upstreamStatus: status });
  }

  async signIn(scope: CallScope): Promise<Token> {
    const { username, password } = this.connection;
    const form = { grant_type: 'password', username, password: password.reveal() };
    const response = await this.ask(form, scope);
    const token = response.status < 300 ? usable(readToken(response.data)) : null;
    if (token !== null) return token;
    if (this.isAboutRevision(response)) throw this.wrongRevision(response.status);
    throw signInRefusal(response) ?? notAnAppliance({ upstreamStatus: response.status });
  }

  async renew(refreshToken: Secret, scope: CallScope): Promise<Token | null> {
    const form = { grant_type: 'refresh_token', refresh_token: refreshToken.reveal() };
    const response = await this.ask(form, scope);
    return response.status >= 400 ? null : usable(readToken(response.data));
  }

  async signOut(accessToken: Secret, scope: CallScope): Promise<void> {
    await this.http.send(
      {
        method: 'DELETE',
        path: TOKEN_PATH,
        headers: { Authorization: `Bearer ${accessToken.reveal()}` },
        expect: 'nothing',
        uncounted: true,
      },
      scope,
    );
  }

  /** The answer of the first mark that is there. */
  private async lookAtMarks(scope: CallScope): Promise<UpstreamResponse> {
    const accept = [400, 401, 403, 404, 405, 406];
    const [first, second] = MARKS;
    const answer = await this.http.send({ path: first, accept, uncounted: true }, scope);
    return answer.status === 404 ? this.http.send({ path: second, accept, uncounted: true }, scope) : answer;
  }

  private ask(form: Readonly<Record<string, string>>, scope: CallScope): Promise<UpstreamResponse> {
    const accept = JUDGED_STATUSES;
    return this.http.send({ method: 'POST', path: TOKEN_PATH, form, accept, uncounted: true }, scope);
  }

  /** The problem types of versions are documented, their status is not; a VBR server lists the revisions it speaks. */
  private isAboutRevision({ status, data }: UpstreamResponse): boolean {
    return status >= 400 && /api.?version|\d-rev\d/i.test(problemText(data));
  }

  private wrongRevision(status: number): SourceFailure {
    return new SourceFailure(
      'BAD_RESPONSE',
      `the server does not speak REST revision ${this.revision} of Veeam Backup for AWS: set apiVersion to one it speaks ` +
        '(product 8: 1.6-rev0, product 9: 1.7-rev0, product 10: 1.8-rev0), or is this the address of another product?',
      { upstreamStatus: status },
    );
  }
}

function usable(token: WireToken | null): Token | null {
  if (!token?.accessToken) return null;
  return {
    accessToken: new Secret(token.accessToken),
    refreshToken: token.refreshToken === null ? null : new Secret(token.refreshToken),
    expiresIn: token.expiresIn ?? CAUTIOUS_LIFETIME_SECONDS,
  };
}

function notAnAppliance(details: { upstreamStatus?: number } = {}): SourceFailure {
  return new SourceFailure(
    'BAD_RESPONSE',
    'the server has no sign-in of Veeam Backup for AWS: is this the address of an appliance (its REST port is 11005)?',
    details,
  );
}

/** Answer of the token endpoint; with a second factor pending it is 200 without a usable access token. */
interface WireToken {
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
  /** Seconds. */
  readonly expiresIn: number | null;
}

function readToken(data: unknown): WireToken | null {
  const fields = Row.of(data);
  if (!fields) return null;
  return {
    accessToken: credential(fields.raw('access_token')),
    refreshToken: fields.text('refresh_token'),
    expiresIn: lifetimeSeconds(fields.raw('expires_in')),
  };
}

/** The parts of a problem body that tell the refusal of a revision from a refusal of the account. */
function problemText(data: unknown): string {
  const problem = Row.of(data);
  const parts = ['errorCode', 'title', 'details', 'detail', 'message', 'type', 'error', 'error_description'];
  return parts.flatMap((part) => problem?.text(part) ?? []).join(' ');
}
