import { AbandonedCall, SourceFailure } from '../../src/core/errors/source-failure.js';
import type { SourceErrorCode, SourceFailureDetails } from '../../src/core/errors/source-failure.js';
import { retryDelay } from '../../src/platform/http/retry-policy.js';
import type { FailedAttempt } from '../../src/platform/http/retry-policy.js';
import { StaleConnection } from '../../src/platform/http/transport-failure.js';

const BACKOFF = 100;

function failed(code: SourceErrorCode, details: SourceFailureDetails = {}): SourceFailure {
  return new SourceFailure(code, 'went wrong', details);
}

function answered(upstreamStatus: number, retryAfterSeconds?: number): SourceFailure {
  const code = upstreamStatus === 429 ? 'RATE_LIMITED' : 'UPSTREAM_ERROR';
  return failed(code, { upstreamStatus, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) });
}

function delayOf(attempt: Partial<FailedAttempt>, random = 0.5): number | null {
  const whole = { request: {}, attempts: 1, failure: failed('UNREACHABLE'), timeLeft: 10_000, ...attempt };
  return retryDelay(whole, BACKOFF, () => random);
}

/** How often a read that always fails like this is sent. */
function attemptsOf(failure: SourceFailure): number {
  let attempts = 1;
  while (delayOf({ failure, attempts }) !== null) attempts += 1;
  return attempts;
}

describe('a read that failed', () => {
  it.each<[string, SourceFailure, number]>([
    ['a dropped or refused connection', failed('UNREACHABLE'), 3],
    ['a kept-alive connection that was closed', new StaleConnection('dropped', undefined), 3],
    ['no answer in time', failed('TIMEOUT'), 3],
    ['429', answered(429), 3],
    ['500', answered(500), 2],
    ['501', answered(501), 1],
    ['502', answered(502), 3],
    ['503', answered(503), 3],
    ['504', answered(504), 3],
    ['404', answered(404), 1],
    ['401', failed('UNAUTHORIZED', { upstreamStatus: 401 }), 1],
    ['403', failed('FORBIDDEN', { upstreamStatus: 403 }), 1],
    ['a certificate that is not trusted', failed('TLS'), 1],
    ['an answer nobody understands', failed('BAD_RESPONSE'), 1],
    ['an open circuit', failed('CIRCUIT_OPEN', { retryAfterSeconds: 1 }), 1],
    ["the gateway's own full queue", failed('RATE_LIMITED'), 1],
    ['a caller who left', new AbandonedCall('left'), 1],
  ])('with %s is sent so often at most', (_what, failure, attempts) => {
    expect(attemptsOf(failure)).toBe(attempts);
  });

  it('waits somewhere between nothing and a bound that doubles', () => {
    expect([0, 0.5, 0.999].map((random) => delayOf({}, random))).toEqual([0, 50, expect.closeTo(99.9)]);
    expect(delayOf({ attempts: 2 }, 0.999)).toBeCloseTo(199.8);
  });

  it('is repeated at once where only the kept-alive connection was at fault', () => {
    expect(delayOf({ failure: new StaleConnection('dropped', undefined) }, 0.9)).toBe(0);
  });

  it('waits as long as the server asks, and a little more', () => {
    expect(delayOf({ failure: answered(429, 2) })).toBe(2_050);
    expect(delayOf({ failure: answered(503, 2) })).toBe(2_050);
  });

  it('is given up at once when the wait does not fit into the time left', () => {
    expect(delayOf({ failure: answered(429, 2), timeLeft: 2_050 })).toBeNull();
    expect(delayOf({ failure: answered(429, 2), timeLeft: 2_051 })).toBe(2_050);
    expect(delayOf({ timeLeft: 0 }, 0)).toBeNull();
  });

  it('is given up when the server asks for very long and the caller has no deadline', () => {
    expect(delayOf({ failure: answered(429, 3600), timeLeft: Number.POSITIVE_INFINITY })).toBeNull();
  });
});

it.each(['POST', 'PUT', 'DELETE'] as const)('a %s is never repeated', (method) => {
  for (const failure of [failed('UNREACHABLE'), new StaleConnection('dropped', undefined), answered(503)])
    expect(delayOf({ request: { method }, failure })).toBeNull();
});
