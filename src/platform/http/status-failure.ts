import { SourceFailure } from '../../core/errors/source-failure.js';
import type { Instant } from '../../core/model/instant.js';
import type { Server } from '../../core/model/server.js';
import { PRODUCT_NAMES } from './product-names.js';
import { looksLikeHtml } from './response-body.js';

/** One answer as it came. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What a status that nobody asked for means to the caller. Quotes nothing of the body. */
export function statusFailure(response: RawResponse, server: Server, now: Instant): SourceFailure {
  const { status, headers } = response;
  const details = { upstreamStatus: status };
  if (status < 400) return new SourceFailure('BAD_RESPONSE', redirectMessage(response, server), details);
  if (status === 401)
    return new SourceFailure(
      'UNAUTHORIZED',
      'the server answered 401: it does not accept the sign-in',
      details,
    );
  if (status === 403)
    return new SourceFailure('FORBIDDEN', 'the server answered 403: the account may not do this', details);
  const seconds = retryAfter(headers['retry-after'], now);
  const waiting = { ...details, ...(seconds !== undefined && { retryAfterSeconds: seconds }) };
  if (status === 429)
    return new SourceFailure('RATE_LIMITED', 'the server answered 429: too many requests', waiting);
  return new SourceFailure('UPSTREAM_ERROR', errorMessage(response, server), waiting);
}

function errorMessage(response: RawResponse, server: Server): string {
  const plain = `the server answered ${response.status}`;
  return looksLikeHtml(response.text, response.headers['content-type'])
    ? `${plain} with an HTML page: is this the address of a ${PRODUCT_NAMES[server.product]} server?`
    : plain;
}

function redirectMessage({ status, headers }: RawResponse, server: Server): string {
  const location = headers['location'];
  if (location === undefined || !URL.canParse(location, server.url))
    return `the server answered ${status} where JSON was expected`;
  const { origin } = new URL(location, server.url);
  return `the server redirects to ${origin}; redirects are not followed: put the address that answers itself into url`;
}

/** Seconds to wait, from a number of seconds or a date. undefined: absent or unreadable. */
function retryAfter(header: string | undefined, now: Instant): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
