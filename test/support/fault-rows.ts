import type { FaultKind } from '../../src/simulators/kit/faults.js';

/** What an operation comes to while a server is at fault: it works, or fails with one of these codes (undefined: it works). */
export type Outcome = 'works' | readonly (string | undefined)[];

/** One way for a server to be at fault. */
export interface FaultRow {
  readonly title: string;
  /** What is done to requests; absent where the fault lies elsewhere. */
  readonly fault?: FaultKind;
  /** How many requests it hits; absent: all. */
  readonly times?: number;
  /** A fault that is none of requests. */
  readonly elsewhere?: 'clock' | 'certificate' | 'account';
  readonly reads: Outcome;
  readonly writes: Outcome;
  /** Sign-ins and renewals a server may see for one operation. */
  readonly signIns?: number;
  /** How often a write may be sent; the default is once. A 401 means that nothing was done. */
  readonly writesSent?: number;
}

/** Longer than any server is given in these tests. */
const TOO_LONG = 10_000;
const UNAVAILABLE = ['UPSTREAM_UNAVAILABLE'];
/** Some changes are answered with a status alone, and what else comes does not matter. */
const UNAVAILABLE_OR_UNHEARD = ['UPSTREAM_UNAVAILABLE', undefined];
const MEGABYTE = 1024 * 1024;

export function faultRows(elsewhere: string): readonly FaultRow[] {
  return [
    { title: 'some latency', fault: { kind: 'latency', ms: 40 }, reads: 'works', writes: 'works' },
    { title: 'jitter', fault: { kind: 'latency', ms: 0, jitter: 80 }, reads: 'works', writes: 'works' },
    {
      title: 'latency beyond its limit',
      fault: { kind: 'latency', ms: TOO_LONG },
      reads: ['TIMEOUT'],
      writes: UNAVAILABLE,
    },
    {
      title: '429 with a Retry-After that fits, once',
      fault: { kind: 'status', status: 429, retryAfter: 0 },
      times: 1,
      reads: 'works',
      writes: ['RATE_LIMITED'],
    },
    {
      title: '429 with a Retry-After that does not fit',
      fault: { kind: 'status', status: 429, retryAfter: 60 },
      reads: ['RATE_LIMITED'],
      writes: ['RATE_LIMITED'],
    },
    {
      title: '429 without Retry-After',
      fault: { kind: 'status', status: 429 },
      reads: ['RATE_LIMITED'],
      writes: ['RATE_LIMITED'],
    },
    {
      title: '500',
      fault: { kind: 'status', status: 500 },
      reads: ['UPSTREAM_ERROR'],
      writes: UNAVAILABLE,
    },
    {
      title: '503, once',
      fault: { kind: 'status', status: 503 },
      times: 1,
      reads: 'works',
      writes: UNAVAILABLE,
    },
    {
      title: '503',
      fault: { kind: 'status', status: 503 },
      reads: ['UPSTREAM_ERROR'],
      writes: UNAVAILABLE,
    },
    {
      title: 'a 401 storm',
      fault: { kind: 'status', status: 401 },
      reads: ['UNAUTHORIZED'],
      writes: UNAVAILABLE,
      signIns: 2,
      writesSent: 2,
    },
    { title: 'a reset, once', fault: { kind: 'reset' }, times: 1, reads: 'works', writes: UNAVAILABLE },
    { title: 'resets', fault: { kind: 'reset' }, reads: ['UNREACHABLE'], writes: UNAVAILABLE },
    { title: 'no answer', fault: { kind: 'hang' }, reads: ['TIMEOUT'], writes: UNAVAILABLE },
    { title: 'a slow body', fault: { kind: 'drip' }, reads: ['TIMEOUT'], writes: UNAVAILABLE },
    {
      title: 'a truncated body',
      fault: { kind: 'truncate' },
      reads: ['BAD_RESPONSE'],
      writes: UNAVAILABLE,
    },
    {
      title: 'broken JSON',
      fault: { kind: 'raw', body: '{"data": [' },
      reads: ['BAD_RESPONSE'],
      writes: UNAVAILABLE_OR_UNHEARD,
    },
    {
      title: 'HTML instead of JSON',
      fault: { kind: 'raw', body: '<!doctype html><p>Welcome', contentType: 'text/html' },
      reads: ['BAD_RESPONSE'],
      writes: UNAVAILABLE,
    },
    {
      title: 'a wrong content type',
      fault: { kind: 'raw', body: '<data/>', contentType: 'application/xml' },
      reads: ['BAD_RESPONSE'],
      writes: UNAVAILABLE_OR_UNHEARD,
    },
    {
      title: 'a body of 10 MB',
      fault: { kind: 'raw', body: `{"data":"${'x'.repeat(10 * MEGABYTE)}"}` },
      // On a slow machine so many bytes do not come in time.
      reads: ['BAD_RESPONSE', 'TIMEOUT'],
      writes: UNAVAILABLE_OR_UNHEARD,
    },
    {
      title: 'a redirect to another host',
      fault: { kind: 'redirect', location: elsewhere },
      reads: ['BAD_RESPONSE'],
      writes: UNAVAILABLE,
    },
    {
      title: 'a clock that is three hours ahead',
      elsewhere: 'clock',
      reads: 'works',
      writes: 'works',
      // Tokens that were issued before the jump are over, refresh tokens too where they are short-lived.
      signIns: 2,
    },
    { title: 'another certificate', elsewhere: 'certificate', reads: ['TLS'], writes: UNAVAILABLE },
    {
      title: 'a refused sign-in',
      elsewhere: 'account',
      reads: ['UNAUTHORIZED'],
      writes: UNAVAILABLE,
      signIns: 2,
    },
  ];
}
