import { Row } from '../../../platform/products-kit/row.js';
import { credential, lifetimeSeconds } from '../../../platform/products-kit/values.js';

/** Answer of the token endpoint; with a second factor pending it is 200 without a usable access token. */
export interface WireToken {
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
  /** Seconds. */
  readonly expiresIn: number | null;
}

export function readToken(data: unknown): WireToken | null {
  const fields = Row.of(data);
  if (!fields) return null;
  return {
    accessToken: credential(fields.raw('access_token')),
    refreshToken: fields.text('refresh_token'),
    expiresIn: lifetimeSeconds(fields.raw('expires_in')),
  };
}

/** The parts of a problem body that tell the refusal of a revision from a refusal of the account. */
export function problemText(data: unknown): string {
  const problem = Row.of(data);
  const parts = ['errorCode', 'title', 'details', 'detail', 'message', 'type', 'error', 'error_description'];
  return parts.flatMap((part) => problem?.text(part) ?? []).join(' ');
}
