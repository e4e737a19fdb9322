import { SourceFailure } from '../../core/errors/source-failure.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { Token, TokenIssuer } from '../../platform/auth/token-issuer.js';
import { Secret } from '../../platform/config/secret.js';
import type { ServerConnection } from '../../platform/config/server-connection.js';
import type { UpstreamResponse } from '../../platform/http/upstream-request.js';
import type { UpstreamSender } from '../../platform/http/upstream-sender.js';
import { problemText, readToken } from './wire/token.js';
import type { WireToken } from './wire/token.js';

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

  async signIn(scope: CallScope): Promise<Token> {
    const { username, password } = this.connection;
    const form = { grant_type: 'password', username, password: password.reveal() };
    const response = await this.ask(form, [400, 401, 403, 404, 405, 406], scope);
    if (response.status >= 400) throw this.refusal(response);
    const token = readToken(response.data);
    if (token?.secondFactorPending === true) throw secondFactor();
    return usable(token) ?? fail(notAnAppliance());
  }

  async renew(refreshToken: Secret, scope: CallScope): Promise<Token | null> {
    const form = { grant_type: 'refresh_token', refresh_token: refreshToken.reveal() };
    const response = await this.ask(form, [400, 401, 403], scope);
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

  private ask(
    form: Readonly<Record<string, string>>,
    accept: readonly number[],
    scope: CallScope,
  ): Promise<UpstreamResponse> {
    return this.http.send({ method: 'POST', path: TOKEN_PATH, form, accept, uncounted: true }, scope);
  }

  private refusal({ status, data }: UpstreamResponse): SourceFailure {
    const details = { upstreamStatus: status };
    if (status === 404 || status === 405) return notAnAppliance(details);
    // The problem types of versions are documented, their status is not; a VBR server lists the revisions it speaks.
    if (/api.?version|\d-rev\d/i.test(problemText(data)))
      return new SourceFailure(
        'BAD_RESPONSE',
        `the server does not speak REST revision ${this.revision} of Veeam Backup for AWS: set apiVersion to one it speaks ` +
          '(product 8: 1.6-rev0, product 9: 1.7-rev0, product 10: 1.8-rev0), or is this the address of another product?',
        details,
      );
    return new SourceFailure('UNAUTHORIZED', 'the appliance refuses the user name or the password', details);
  }
}

function usable(token: WireToken | null): Token | null {
  if (token?.accessToken == null) return null;
  return {
    accessToken: new Secret(token.accessToken),
    refreshToken: token.refreshToken === null ? null : new Secret(token.refreshToken),
    expiresIn: token.expiresIn ?? CAUTIOUS_LIFETIME_SECONDS,
  };
}

function secondFactor(): SourceFailure {
  return new SourceFailure(
    'UNAUTHORIZED',
    'the account asks for a second factor: the gateway needs a service account without multi-factor authentication',
  );
}

function notAnAppliance(details: { upstreamStatus?: number } = {}): SourceFailure {
  return new SourceFailure(
    'BAD_RESPONSE',
    'the server has no sign-in of Veeam Backup for AWS: is this the address of an appliance (its REST port is 11005)?',
    details,
  );
}

function fail(failure: SourceFailure): never {
  throw failure;
}
