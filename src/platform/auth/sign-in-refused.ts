import { SourceFailure } from '../../core/errors/source-failure.js';
import type { UpstreamResponse } from '../http/upstream-request.js';
import type { Instant } from '../../core/model/instant.js';

/** The server took the password and did not let the account in: sending it again may lock the account. */
export class SignInRefused extends SourceFailure {
  constructor(
    message: string,
    details: { readonly upstreamStatus?: number; readonly retryAfterSeconds?: number } = {},
  ) {
    super('UNAUTHORIZED', message, details);
    this.name = 'SignInRefused';
  }
}

/** What an answer to a sign-in may be refused with; the rest is about the server's load or state, not about who signs in. */
export const JUDGED_STATUSES: readonly number[] = Array.from(
  { length: 100 },
  (_, index) => 400 + index,
).filter((status) => status !== 408 && status !== 429);

const NO_SECOND_FACTOR =
  'the account asks for multi-factor authentication, which the gateway cannot give: it needs a service account without multi-factor authentication';

const FALLBACK = 'the server refused the user name or password';

/** What the words of a refusal say, those first that tell more; they match what OAuth and the products call their errors, too. */
const REASONS: readonly (readonly [words: RegExp, message: string])[] = [
  [
    /\bmfa\b|multi-?\s?factor|second factor|two-?\s?factor|\b2fa\b|one-?time (code|password)/i,
    NO_SECOND_FACTOR,
  ],
  [
    /lock(ed|out)|too many (failed|attempts|log|sign)|temporarily blocked/i,
    'the server has locked the account: unlock it there, and check the password in the configuration',
  ],
  [
    /(account|user|log-?in)\b.{0,40}\b(disabled|deactivated|suspended|inactive)/i,
    'the account is disabled on the server',
  ],
  [
    /expired|must (be )?change/i,
    'the account or its password has expired: renew it on the server and in the configuration',
  ],
  [
    /(invalid|unauthorized).?client|unsupported.?grant|client.?not.?allowed/i,
    'the server does not let this kind of client sign in with a password: allow password sign-in over REST for the account',
  ],
  [
    /invalid.?grant|access.?(is )?denied|unauthorized|credential|password|user.?name|log-?on|log-?in|sign-?in|account|authenticat|authoriz/i,
    FALLBACK,
  ],
];
/** 423: locked. */
const ABOUT_THE_ACCOUNT = [401, 403, 423];
const HINT =
  ' (an account with multi-factor authentication is refused alike: take a service account without multi-factor authentication)';

/**
 * The refusal in an answer to a sign-in, told by its status and words; undefined: it is about something else. With 401, 403 and 423
 * (locked) the status is enough, with others the words have to name the account or its credentials.
 */
export function signInRefusal({ status, data, headers }: UpstreamResponse): SignInRefused | undefined {
  const words = wordsOf(data);
  if (asksForSecondFactor(data)) return new SignInRefused(NO_SECOND_FACTOR, { upstreamStatus: status });
  const reason = REASONS.find(([pattern]) => pattern.test(words))?.[1];
  if (!ABOUT_THE_ACCOUNT.includes(status) && reason === undefined) return undefined;
  const pause = namedPause(headers['retry-after'], words, Date.now());
  const message = reason ?? FALLBACK;
  return new SignInRefused(message === FALLBACK ? message + HINT : message, {
    upstreamStatus: status,
    ...(pause !== undefined && { retryAfterSeconds: pause }),
  });
}

/** A password was right, and a code is asked for besides: 200 with `mfa_token`, or `mfa_enabled`, and no access token. */
function asksForSecondFactor(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return false;
  const { mfa_token, mfa_enabled, access_token } = data as Record<string, unknown>;
  const hasToken = typeof access_token === 'string' && access_token !== '';
  return !hasToken && (Boolean(mfa_token) || mfa_enabled === true || mfa_enabled === 'true');
}

function wordsOf(data: unknown): string {
  return JSON.stringify(data ?? '').slice(0, 10_000);
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
const SPELLED = /(\d+)[\s-]*(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)\b/i;
const CLOCK = /\b(\d{1,2}):(\d{2}):(\d{2})\b/;
const ISO = /\bP(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?\b/;
/** Only words about waiting make a duration one to wait for: passwords have ages as well. */
const ABOUT_WAITING = /lock|try again|retry|wait|blocked|too many/i;

/** Seconds a server asks to leave an account alone, by the header Retry-After or in the words of its refusal; undefined: it names none. */
function namedPause(retryAfter: string | undefined, words: string, now: Instant): number | undefined {
  const named = [inHeader(retryAfter, now), ABOUT_WAITING.test(words) ? inWords(words) : undefined].filter(
    (seconds) => seconds !== undefined,
  );
  return named.length === 0 ? undefined : Math.max(...named);
}

/** Of the header Retry-After: a number of seconds or a date. undefined: absent or unreadable. */
function inHeader(header: string | undefined, now: Instant): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

function inWords(words: string): number | undefined {
  const spelled = SPELLED.exec(words);
  if (spelled) return Number(spelled[1]) * (UNIT_SECONDS[String(spelled[2]).charAt(0).toLowerCase()] ?? 1);
  const parts = CLOCK.exec(words)?.slice(1) ?? ISO.exec(words)?.slice(1);
  if (parts === undefined) return undefined;
  const [seconds = 0, minutes = 0, hours = 0, days = 0] = parts.map((part) => Number(part ?? 0)).reverse();
  return seconds + minutes * 60 + hours * 3_600 + days * 86_400;
}
