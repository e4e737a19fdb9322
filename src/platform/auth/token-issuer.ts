import type { CallScope } from '../../core/ports/call-scope.js';
import type { Secret } from '../config/secret.js';

export interface Token {
  readonly accessToken: Secret;
  readonly refreshToken: Secret | null;
  /** Seconds the access token lives, as the server said. */
  readonly expiresIn: number;
  /** The REST revision that the sign-in settled, where it does. */
  readonly revision?: string;
}

/** How one product signs in; the token supply decides when. */
export interface TokenIssuer {
  /** Throws SourceFailure unless the server is seen to be the product; comes before the password, which others must not get. */
  identify?(scope: CallScope): Promise<void>;
  /** Throws SignInRefused when the server refuses the account. */
  signIn(scope: CallScope): Promise<Token>;
  /** null: the server does not take this refresh token any more. */
  renew(refreshToken: Secret, scope: CallScope): Promise<Token | null>;
  /** Takes over what the sign-in of another replica has settled. */
  adopt?(token: Token): void;
  /** Ends the session upstream; failures are ignored by the caller. */
  signOut?(accessToken: Secret, scope: CallScope): Promise<void>;
}
