import { LogLines } from '../../support/log-lines.js';
import { scrape, total } from '../../support/metrics.js';
import type { Answer } from '../../support/token-server.js';
import { PRODUCTS, startStage } from './stage.js';
import type { Stage } from './stage.js';

const MINUTE = 60_000;

let stage: Stage;
afterEach(() => stage.close());

const refusing = (answer: Answer) => ({
  intercept: ({ grant }: { grant: string | null }) => (grant === null ? undefined : answer),
});

/** The most passwords within any half hour. */
function mostInHalfAnHour(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at - from < 30 * MINUTE).length));
}

async function askForHours(hours: number): Promise<void> {
  for (let minute = 0; minute < hours * 60; minute += 3) {
    await stage.ask();
    stage.clock.advance(3 * MINUTE);
  }
}

const REFUSALS: readonly (readonly [string, Answer, RegExp])[] = [
  ['401 without a body', { status: 401 }, /user name or password/],
  ['403', { status: 403, body: {} }, /user name or password/],
  ['400 invalid_grant', { status: 400, body: { error: 'invalid_grant' } }, /user name or password/],
  ['400 AccessDenied', { status: 400, body: { errorCode: 'AccessDenied' } }, /user name or password/],
  [
    '400 UnauthorizedAccess',
    { status: 400, body: { errorCode: 'UnauthorizedAccess' } },
    /user name or password/,
  ],
  ['400 invalid_client', { status: 400, body: { error: 'invalid_client' } }, /kind of client/],
  ['401 unauthorized_client', { status: 401, body: { error: 'unauthorized_client' } }, /kind of client/],
  ['a locked account', { status: 400, body: { message: 'The account is locked out' } }, /locked/],
  ['423', { status: 423 }, /user name or password/],
  ['a disabled account', { status: 403, body: { message: 'This account has been disabled' } }, /disabled/],
  ['an expired password', { status: 401, body: { message: 'The password has expired' } }, /expired/],
  ['a second factor', { status: 200, body: { mfa_token: 'abc' } }, /multi-factor.+service account/],
  ['a second factor by flag', { status: 200, body: { mfa_enabled: true, access_token: '' } }, /multi-factor/],
];

describe('a sign-in that is refused by', () => {
  it.each(REFUSALS)('%s is told as such, and the password rests', async (_title, answer, words) => {
    stage = await startStage(refusing(answer));
    const seen = await stage.ask();
    for (const product of PRODUCTS) {
      expect(seen[product].error).toMatchObject({ code: 'UNAUTHORIZED', retryable: false });
      expect(seen[product].error?.message).toMatch(words);
      expect(seen[product].error?.message).not.toMatch(/revision/);
    }
    await askForHours(2);
    for (const product of PRODUCTS) {
      const { passwords } = stage.servers[product];
      expect(mostInHalfAnHour(passwords)).toBeLessThanOrEqual(2);
      expect(passwords.length).toBeGreaterThan(2);
    }
  });

  it.each<[string, Answer, number]>([
    ['Retry-After', { status: 401, headers: { 'retry-after': '5400' } }, 90],
    ['its words', { status: 401, body: { message: 'Account locked. Try again in 45 minutes.' } }, 45],
    ['its words, in hours', { status: 400, body: { message: 'locked out for 2 hours' } }, 120],
    ['the form of a clock', { status: 403, body: { message: 'Locked, retry after 01:10:00' } }, 70],
  ])('a server that names a time by %s is spared for so long', async (_title, answer, minutes) => {
    stage = await startStage(refusing(answer));
    await stage.ask();
    const { VBR } = await stage.ask();
    expect(VBR.error?.retryAfterSeconds).toBe(minutes * 60);
    stage.clock.advance((minutes - 1) * MINUTE);
    await stage.ask();
    for (const product of PRODUCTS) expect(stage.servers[product].passwords).toHaveLength(1);
    stage.clock.advance(2 * MINUTE);
    await stage.ask();
    for (const product of PRODUCTS) expect(stage.servers[product].passwords).toHaveLength(2);
  });

  it('a server that names an absurd time is asked again after a day', async () => {
    stage = await startStage(refusing({ status: 401, headers: { 'retry-after': '999999999' } }));
    await stage.ask();
    expect((await stage.ask()).VBR.error?.retryAfterSeconds).toBe(86_400);
  });

  it('a clock that is set back makes the pause no longer', async () => {
    stage = await startStage(refusing({ status: 401 }));
    await stage.ask();
    stage.clock.advance(-600 * MINUTE);
    expect((await stage.ask()).VBR.error?.retryAfterSeconds).toBe(30);
  });
});

describe('an answer to the sign-in that nobody understands', () => {
  it('does not cost a password for every question', async () => {
    stage = await startStage(refusing({ status: 200, body: { hello: 'world' } }));
    for (let turn = 0; turn < 5; turn += 1)
      for (const { error } of Object.values(await stage.ask())) expect(error?.code).toBe('BAD_RESPONSE');
    for (const product of PRODUCTS) expect(stage.servers[product].passwords).toHaveLength(1);
  });
});

describe('a refused sign-in', () => {
  it('is one line in the log and counted as refused, and its end is seen', async () => {
    const log = new LogLines();
    stage = await startStage({ ...refusing({ status: 401 }), output: log });
    await stage.ask();
    await stage.ask();
    const lines = log.all().filter(({ msg }) => String(msg).startsWith('server refuses the sign-in'));
    expect(lines.map(({ server }) => server).sort()).toEqual([...PRODUCTS].sort());
    expect(lines[0]).toMatchObject({ upstreamStatus: 401, retryAfterSeconds: 30 });
    expect(JSON.stringify(log.all())).not.toContain('simulated');
    const refused = { kind: 'sign-in', result: 'UNAUTHORIZED' };
    const before = await scrape(stage.gateway.url);
    expect(total(before, 'veeam_gateway_upstream_sign_ins_total', refused)).toBe(3);
    expect(total(before, 'veeam_gateway_upstream_sign_ins_total', { result: 'ok' })).toBe(0);
    expect(total(before, 'veeam_gateway_upstream_sign_in_refused')).toBe(3);
    for (const product of PRODUCTS) stage.servers[product].intercept = () => undefined;
    stage.clock.advance(MINUTE);
    await stage.ask();
    const after = await scrape(stage.gateway.url);
    expect(total(after, 'veeam_gateway_upstream_sign_in_refused')).toBe(0);
    expect(log.all().filter(({ msg }) => msg === 'server accepts the sign-in again')).toHaveLength(3);
  });
});

describe('a server that cannot be told from any other', () => {
  it.each([401, 403])('for it answers %i to every path, gets no password', async (status) => {
    stage = await startStage({ intercept: () => ({ status, body: {} }) });
    const seen = await stage.ask();
    for (const product of PRODUCTS) {
      expect(seen[product].error?.message).toMatch(/every path.+password was not sent/);
      expect(stage.servers[product].passwords).toEqual([]);
    }
  });

  it.each([401, 403])('gets none with a configured revision either (%i)', async (status) => {
    const apiVersions = { VBR: '1.3-rev1', VB_AWS: '1.8-rev0', VB_M365: 'v7' };
    stage = await startStage({
      intercept: () => ({ status }),
      entry: (product) => ({ apiVersion: apiVersions[product] }),
    });
    await stage.ask();
    for (const product of PRODUCTS) expect(stage.servers[product].passwords).toEqual([]);
  });

  it('is asked for its sign-in as soon as it shows what it is', async () => {
    stage = await startStage({ intercept: () => ({ status: 401 }) });
    await stage.ask();
    for (const product of PRODUCTS) stage.servers[product].intercept = () => undefined;
    for (const { codes } of Object.values(await stage.ask())) expect(codes).toEqual(['OK', 'OK']);
  });

  it('by a server of another kind, which gets no password', async () => {
    stage = await startStage({ intercept: () => ({ status: 404, body: {} }) });
    await stage.ask();
    for (const product of PRODUCTS) expect(stage.servers[product].passwords).toEqual([]);
  });
});
