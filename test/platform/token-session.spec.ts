import { SourceFailure } from '../../src/core/errors/source-failure.js';
import type { CallScope } from '../../src/core/ports/call-scope.js';
import { SignInRefused } from '../../src/platform/auth/sign-in-refused.js';
import { TokenSession } from '../../src/platform/auth/token-session.js';
import type { Token, TokenIssuer } from '../../src/platform/auth/token-issuer.js';
import { Secret } from '../../src/platform/config/secret.js';
import { UpstreamHttp } from '../../src/platform/http/upstream-http.js';
import { Random } from '../../src/simulators/kit/random.js';
import { Tokens } from '../../src/simulators/kit/tokens.js';
import type { TokenPair } from '../../src/simulators/kit/tokens.js';
import { startUpstream } from '../../src/simulators/kit/upstream.js';
import type { Upstream } from '../../src/simulators/kit/upstream.js';
import { connectionTo, failureOf, scope } from './support.js';

const LIFETIME_SECONDS = 900;

let now: number;
let password: string;
let tokens: Tokens;
let upstream: Upstream;
let http: UpstreamHttp;
let session: TokenSession;

/** Signs in the way OAuth servers take it, at the server below. */
class FormIssuer implements TokenIssuer {
  async signIn(asked: CallScope): Promise<Token> {
    const form = { password: 'simulated' };
    const answer = await http.send(
      { method: 'POST', path: '/sign-in', form, accept: [401], uncounted: true },
      asked,
    );
    if (answer.status === 401) throw new SignInRefused('refused', { upstreamStatus: 401 });
    return toToken(answer.data as TokenPair);
  }

  async renew(refreshToken: Secret, asked: CallScope): Promise<Token | null> {
    const answer = await http.send(
      {
        method: 'POST',
        path: '/renew',
        form: { refresh: refreshToken.reveal() },
        accept: [400],
        uncounted: true,
      },
      asked,
    );
    return answer.status === 400 ? null : toToken(answer.data as TokenPair);
  }

  async signOut(accessToken: Secret, asked: CallScope): Promise<void> {
    const headers = { Authorization: `Bearer ${accessToken.reveal()}` };
    await http.send({ method: 'POST', path: '/sign-out', headers, expect: 'nothing' }, asked);
  }
}

function toToken(pair: TokenPair): Token {
  return {
    accessToken: new Secret(pair.accessToken),
    refreshToken: new Secret(pair.refreshToken),
    expiresIn: pair.expiresIn,
  };
}

const get = (path = '/data'): Promise<unknown> => session.send({ path }, scope()).then(({ data }) => data);
const all = (count: number): Promise<unknown[]> => Promise.all(Array.from({ length: count }, () => get()));
const seen = (): string[] => upstream.requests.map(({ url, status }) => `${url} ${status}`);
const count = (line: string): number => seen().filter((one) => one === line).length;

beforeEach(async () => {
  now = Date.parse('2026-03-01T12:00:00Z');
  password = 'simulated';
  tokens = new Tokens(new Random(1), () => now, { accessSeconds: LIFETIME_SECONDS, refreshSeconds: 7200 });
  upstream = await startUpstream((app) => {
    app.post<{ Body: { password: string } }>('/sign-in', (request, reply) =>
      request.body.password === password ? tokens.issue() : reply.code(401).send(),
    );
    app.post<{ Body: { refresh: string } }>(
      '/renew',
      (request, reply) => tokens.renew(request.body.refresh) ?? reply.code(400).send(),
    );
    app.post('/sign-out', (request, reply) => {
      tokens.revoke(request.headers.authorization);
      return reply.code(204).send();
    });
    app.get('/data', (request, reply) =>
      tokens.isValid(request.headers.authorization) ? ['data'] : reply.code(401).send(),
    );
    app.get('/never', (_request, reply) => reply.code(401).send());
  });
  http = new UpstreamHttp(connectionTo(upstream.url, { concurrency: 50 }));
  session = new TokenSession(http, new FormIssuer(), () => now);
});

afterEach(async () => {
  await session.close();
  http.close();
  await upstream.close();
});

describe('signing in', () => {
  it('happens once for any number of callers', async () => {
    await expect(all(40)).resolves.toHaveLength(40);
    expect(count('/sign-in 200')).toBe(1);
  });

  it('does not happen before somebody asks, nor for a caller that is gone', async () => {
    await failureOf(session.send({ path: '/data' }, scope(AbortSignal.abort())));
    expect(seen()).toEqual([]);
  });

  it('goes on for the others when the caller who began it leaves', async () => {
    upstream.faults.add({ match: '/sign-in', fault: { kind: 'latency', ms: 40 } });
    const leaver = new AbortController();
    const first = failureOf(session.send({ path: '/data' }, scope(leaver.signal)));
    const second = get();
    leaver.abort();
    await expect(first).resolves.toMatchObject({ code: 'TIMEOUT' });
    await expect(second).resolves.toEqual(['data']);
    expect(count('/sign-in 200')).toBe(1);
  });

  it('is given up after its own limit', async () => {
    upstream.faults.add({ match: '/sign-in', fault: { kind: 'hang' } });
    session = new TokenSession(http, new FormIssuer(), () => now, { signInLimit: 40 });
    await expect(get()).rejects.toMatchObject({ code: 'TIMEOUT' });
  });

  it('is tried again by the next caller when the server could not be reached', async () => {
    upstream.faults.add({ match: '/sign-in', times: 1, fault: { kind: 'reset' } });
    await expect(get()).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await expect(get()).resolves.toEqual(['data']);
  });

  it('is not tried again for 30 s after the account was refused, however many ask', async () => {
    password = 'changed';
    await expect(get()).rejects.toMatchObject({ code: 'UNAUTHORIZED', upstreamStatus: 401 });
    now += 12_000;
    const failures = await Promise.all(Array.from({ length: 20 }, () => failureOf(get())));
    expect(failures[0]).toMatchObject({ code: 'UNAUTHORIZED', retryAfterSeconds: 18 });
    expect(seen()).toEqual(['/sign-in 401']);
    now += 18_000;
    password = 'simulated';
    await expect(get()).resolves.toEqual(['data']);
  });

  it('is tried less and less often while the account is refused, and as before once it was accepted', async () => {
    password = 'changed';
    const pauses: unknown[] = [];
    for (let round = 0; round < 4; round += 1) {
      await failureOf(get());
      const { retryAfterSeconds } = await failureOf(get());
      pauses.push(retryAfterSeconds);
      now += Number(retryAfterSeconds) * 1000;
    }
    expect(pauses).toEqual([30, 1800, 1800, 1800]);
    expect(seen()).toHaveLength(4);
    password = 'simulated';
    await get();
    password = 'changed';
    tokens.expireAll();
    await failureOf(get());
    expect((await failureOf(get())).retryAfterSeconds).toBe(30);
  });
});

describe('renewing', () => {
  beforeEach(() => get());

  it('leaves a token alone until a minute before its end', async () => {
    now += (LIFETIME_SECONDS - 61) * 1000;
    await get();
    expect(seen()).toEqual(['/sign-in 200', '/data 200', '/data 200']);
  });

  it('happens once, in the last minute', async () => {
    now += (LIFETIME_SECONDS - 60) * 1000;
    await all(20);
    now += 60_000;
    await all(20);
    expect([count('/renew 200'), count('/sign-in 200'), count('/data 401')]).toEqual([1, 1, 0]);
  });

  it('holds up nobody while the token is good', async () => {
    now += (LIFETIME_SECONDS - 60) * 1000;
    upstream.faults.add({ match: '/renew', fault: { kind: 'hang' } });
    await expect(all(20)).resolves.toHaveLength(20);
  });

  it('falls back to signing in when the server no longer takes the refresh token', async () => {
    now += LIFETIME_SECONDS * 1000;
    tokens.expireAll();
    await expect(all(20)).resolves.toHaveLength(20);
    expect([count('/renew 400'), count('/sign-in 200')]).toEqual([1, 2]);
  });

  it('falls back to signing in when the server refuses to renew', async () => {
    now += LIFETIME_SECONDS * 1000;
    upstream.faults.add({ match: '/renew', fault: { kind: 'status', status: 401 } });
    await expect(get()).resolves.toEqual(['data']);
  });

  it('keeps using a good token when the renewal fails', async () => {
    now += (LIFETIME_SECONDS - 30) * 1000;
    upstream.faults.add({ match: '/renew', fault: { kind: 'reset' } });
    await expect(get()).resolves.toEqual(['data']);
    await expect(get()).resolves.toEqual(['data']);
  });

  it('comes at half the lifetime of a short-lived token', async () => {
    tokens = new Tokens(new Random(2), () => now, { accessSeconds: 20, refreshSeconds: 7200 });
    await get();
    now += 9_000;
    await get();
    expect(count('/renew 200')).toBe(0);
    now += 11_000;
    await get();
    expect(count('/renew 200')).toBe(1);
  });
});

describe('a 401', () => {
  beforeEach(() => get());

  it.each([
    ['renews', true, ['/renew 200']],
    ['signs in again when even the refresh token is gone', false, ['/renew 400', '/sign-in 200']],
  ])('%s and repeats the request once', async (_what, keepRefresh, calls) => {
    tokens.expireAll({ keepRefresh });
    const asked = scope();
    await session.send({ path: '/data' }, asked);
    expect(seen().slice(2)).toEqual(['/data 401', ...calls, '/data 200']);
    expect(asked.tally.calls).toBe(2);
  });

  it('for every caller at once costs one renewal', async () => {
    tokens.expireAll({ keepRefresh: true });
    await expect(all(40)).resolves.toHaveLength(40);
    expect([count('/renew 200'), count('/sign-in 200')]).toEqual([1, 1]);
  });

  it('under a token that was replaced meanwhile just repeats with the new one', async () => {
    tokens.expireAll({ keepRefresh: true });
    upstream.faults.add({ match: '/data?slow', times: 1, fault: { kind: 'latency', ms: 60 } });
    await Promise.all([get('/data?slow'), get()]);
    expect([count('/renew 200'), count('/sign-in 200')]).toEqual([1, 1]);
  });

  it('that stays is reported, and asks for no further sign-in for 30 s', async () => {
    await expect(get('/never')).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
      message: 'the server accepted the sign-in but answers 401 to the request that follows it',
    });
    await Promise.all(Array.from({ length: 10 }, () => failureOf(get('/never'))));
    await expect(get()).resolves.toEqual(['data']);
    expect([count('/renew 200'), count('/sign-in 200')]).toEqual([1, 2]);
    now += 30_000;
    await failureOf(get('/never'));
    expect([count('/renew 200'), count('/sign-in 200')]).toEqual([2, 3]);
  });

  it('never loops when the password was changed', async () => {
    password = 'changed';
    tokens.expireAll();
    const failures = await Promise.all(Array.from({ length: 20 }, () => failureOf(get())));
    expect(new Set(failures.map(({ code }) => code))).toEqual(new Set(['UNAUTHORIZED']));
    await failureOf(get());
    expect([count('/sign-in 401'), count('/data 401')]).toEqual([1, 20]);
  });
});

describe('what is no 401', () => {
  it('passes as it is', async () => {
    upstream.faults.add({ match: '/data', fault: { kind: 'status', status: 403 } });
    await expect(get()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(seen()).toEqual(['/sign-in 200', '/data 403']);
  });
});

describe('closing', () => {
  it('signs out', async () => {
    await get();
    await session.close();
    expect(seen().at(-1)).toBe('/sign-out 204');
  });

  it('does not fail when the server does', async () => {
    await get();
    upstream.faults.add({ match: '/sign-out', fault: { kind: 'reset' } });
    await expect(session.close()).resolves.toBeUndefined();
  });

  it('ends a sign-in under way', async () => {
    upstream.faults.add({ match: '/sign-in', fault: { kind: 'hang' } });
    const waiting = failureOf(get());
    await session.close();
    await expect(waiting).resolves.toBeInstanceOf(SourceFailure);
  });
});
