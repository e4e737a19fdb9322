import type { Instant } from '../../core/model/instant.js';

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
const SPELLED = /(\d+)[\s-]*(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)\b/i;
const CLOCK = /\b(\d{1,2}):(\d{2}):(\d{2})\b/;
const ISO = /\bP(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?\b/;
/** Only words about waiting make a duration one to wait for: passwords have ages as well. */
const ABOUT_WAITING = /lock|try again|retry|wait|blocked|too many/i;

/** Seconds a server asks to leave an account alone, by the header Retry-After or in the words of its refusal; undefined: it names none. */
export function namedPause(retryAfter: string | undefined, words: string, now: Instant): number | undefined {
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
