import type { Intercept, Passing, TokenServer } from '../../support/token-server.js';
import { ALL_WELL, PRODUCTS, startStage } from './stage.js';
import type { Stage } from './stage.js';

const HOUR = 3_600_000;

let stage: Stage;
afterEach(() => stage.close());

const isRenewal = ({ grant }: Passing): boolean => grant === 'refresh_token';
const answering =
  (status: number, body: string | object = ''): Intercept =>
  (request) =>
    isRenewal(request) ? { status, body } : undefined;

/** Answers everything under a token that came of a renewal with this status. */
function distrusting(server: () => TokenServer[], status: number): Intercept {
  return ({ token }) =>
    token !== null && server().some(({ renewedTokens }) => renewedTokens.has(token))
      ? { status, body: { errorCode: 'AccessDenied', message: 'no' } }
      : undefined;
}

const servers = (): TokenServer[] => PRODUCTS.map((product) => stage.servers[product]);

const RENEWALS: readonly (readonly [string, Intercept])[] = [
  ['is answered 200 with a token that gets 403 on every path', distrusting(servers, 403)],
  ['is answered 200 with a token that gets 401 on every path', distrusting(servers, 401)],
  ['is refused with 400 invalid_grant', answering(400, { error: 'invalid_grant' })],
  ['is refused with 401', answering(401)],
  ['is refused with 403', answering(403, { errorCode: 'AccessDenied' })],
  ['is answered 404', answering(404, { errorCode: 'NotFound' })],
  ['is answered 500', answering(500)],
  ['is answered 429', answering(429)],
  ['is answered with a web page', answering(200, '<!doctype html><title>Sign in</title>')],
  ['is answered with garbage', answering(200, '{"access_token":')],
  ['is answered without a token', answering(200, {})],
  [
    'is answered with the token it should replace',
    (request) =>
      isRenewal(request)
        ? { status: 200, body: { access_token: 'same', refresh_token: 'r', expires_in: 900 } }
        : undefined,
  ],
  ['breaks off', (request) => (isRenewal(request) ? 'reset' : undefined)],
];

describe('a renewal that', () => {
  it.each(RENEWALS)(
    '%s costs one sign-in with the password, and nobody notices',
    async (_title, intercept) => {
      stage = await startStage({ intercept });
      expect(await stage.ask()).toEqual({ VBR: ALL_WELL, VB_AWS: ALL_WELL, VB_M365: ALL_WELL });
      for (let round = 0; round < 2; round += 1) {
        stage.clock.advance(2 * HOUR);
        for (let turn = 0; turn < 3; turn += 1)
          expect(await stage.ask()).toEqual({ VBR: ALL_WELL, VB_AWS: ALL_WELL, VB_M365: ALL_WELL });
      }
      for (const product of PRODUCTS) expect(stage.servers[product].passwords).toHaveLength(3);
    },
  );

  it('hangs leaves time for the password', async () => {
    stage = await startStage({
      intercept: (request) => (isRenewal(request) ? 'hang' : undefined),
      entry: () => ({ limits: { timeout: 'PT3S' } }),
    });
    await stage.ask();
    stage.clock.advance(2 * HOUR);
    expect(await stage.ask()).toEqual({ VBR: ALL_WELL, VB_AWS: ALL_WELL, VB_M365: ALL_WELL });
  });

  it('is impossible, for there was no refresh token, is a sign-in', async () => {
    stage = await startStage();
    for (const server of servers()) {
      const real = server.url;
      server.intercept = ({ grant, token }) => {
        if (grant === 'password')
          return { status: 200, body: { access_token: `of ${real}`, expires_in: 900 } };
        return token === null ? undefined : { status: 200, body: { results: [], data: [] } };
      };
    }
    await stage.ask();
    stage.clock.advance(2 * HOUR);
    await stage.ask();
    for (const server of servers()) expect([server.passwords.length, server.renewals.length]).toEqual([2, 0]);
  });
});

describe('a token of the password', () => {
  it('that gets 403 on one path says that a right is missing, and costs no further password', async () => {
    stage = await startStage({
      intercept: ({ path, token }) =>
        token !== null && /repositor/i.test(path) ? { status: 403, body: {} } : undefined,
    });
    for (let turn = 0; turn < 3; turn += 1)
      for (const product of PRODUCTS) expect((await stage.ask())[product].codes).toEqual(['OK', 'FORBIDDEN']);
    for (const server of servers()) expect(server.passwords).toHaveLength(1);
  });

  it('that every path forgets at once, as after a restart of the server, is renewed or replaced', async () => {
    stage = await startStage();
    await stage.ask();
    const old = new Set(servers().flatMap(({ requests }) => requests.map(({ token }) => token)));
    for (const server of servers())
      server.intercept = ({ token, grant }) =>
        (token !== null && old.has(token)) || grant === 'refresh_token' ? { status: 401 } : undefined;
    const answers = await Promise.all([stage.ask(), stage.ask(), stage.ask()]);
    for (const answer of answers)
      expect(answer).toEqual({ VBR: ALL_WELL, VB_AWS: ALL_WELL, VB_M365: ALL_WELL });
    for (const server of servers()) expect(server.passwords).toHaveLength(2);
  });
});
