import { SourceFailure } from '../../core/errors/source-failure.js';
import type { Instant } from '../../core/model/instant.js';
import type { Server } from '../../core/model/server.js';
import { PRODUCT_NAMES } from './product-names.js';
import { isHtml } from './response-body.js';

/** Whoever asks for more means to be left alone; how long is looked at again every day. */
const LONGEST_WAIT_SECONDS = 86_400;
/** A date as HTTP writes it, or as ISO does. `Date.parse` would take "-5" for one. */
const DATE = /^([a-z]{3,9}, \d|\d{4}-\d\d-\d\dT)/i;

/** One answer as it came. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  /** Gives back the place that a large answer holds; called when it has been read. */
  release(): void;
}

/** What a status that nobody asked for means to the caller. Quotes nothing of the body. */
export function statusFailure(response: RawResponse, server: Server, now: Instant): SourceFailure {
  const { status, headers } = response;
  const details = { upstreamStatus: status };
  if (status < 300)
    return new SourceFailure(
      'BAD_RESPONSE',
      `the server answered ${status}, which is not the whole answer that was asked for`,
      details,
    );
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
  return isHtml({ bytes: response.bytes, contentType: response.headers['content-type'] })
    ? `${plain} with an HTML page: is this the address of a ${PRODUCT_NAMES[server.product]} server?`
    : plain;
}

function redirectMessage({ status, headers }: RawResponse, server: Server): string {
  const location = headers['location'];
  if (location === undefined || !URL.canParse(location, server.url))
    return `the server answered ${status} where JSON was expected`;
  const { origin } = new URL(location, server.url);
  return `the server redirects to ${origin.slice(0, 300)}; redirects are not followed: put the address that answers itself into url`;
}

/** Seconds to wait, from a number of seconds or a date; at most a day. undefined: absent or unreadable. */
function retryAfter(header: string | undefined, now: Instant): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const seconds = /^\d+$/.test(text)
    ? Number(text)
    : DATE.test(text)
      ? (Date.parse(text) - now) / 1000
      : Number.NaN;
  return Number.isNaN(seconds) ? undefined : Math.min(LONGEST_WAIT_SECONDS, Math.max(0, Math.ceil(seconds)));
}
