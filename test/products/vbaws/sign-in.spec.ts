import { CallTally } from '../../../src/core/ports/call-scope.js';
import { UpstreamHttp } from '../../../src/platform/http/upstream-http.js';
import { createVbAwsAdapter } from '../../../src/products/vbaws/vbaws-adapter.factory.js';
import { startUpstream } from '../../../src/simulators/kit/upstream.js';
import { NOW, connectionTo, scope, withRig } from './support.js';
import type { Rig, RigOptions } from './support.js';

function signIns({ simulator }: Rig): number {
  return simulator.requests.filter(({ method, url }) => method === 'POST' && url === '/api/v1/token').length;
}

describe('signing in', () => {
  it('happens once for callers at the same time, and is not counted', () =>
    withRig({}, async (rig) => {
      const tally = new CallTally();
      const shared = { ...scope(), tally };
      await Promise.all(Array.from({ length: 12 }, () => rig.adapter.inventory.repositories(shared)));
      expect(signIns(rig)).toBe(1);
      expect(tally.calls).toBe(12);
    }));

  it('is renewed before the token expires', async () => {
    let now = NOW;
    await withRig({ now: () => now, accessTokenSeconds: 600 }, async (rig) => {
      await rig.adapter.inventory.repositories(scope());
      now += 545_000;
      await rig.adapter.inventory.repositories(scope());
      now += 100_000;
      await rig.adapter.inventory.repositories(scope());
      const signedIn = rig.simulator.requests.findIndex(({ url }) => url === '/api/v1/token');
      expect(rig.simulator.requests.slice(signedIn).filter(({ status }) => status === 401)).toEqual([]);
      expect(signIns(rig)).toBe(2);
    });
  });

  it('begins anew when neither token is taken any more', () =>
    withRig({}, async (rig) => {
      await rig.adapter.inventory.repositories(scope());
      rig.simulator.tokens.expireAll();
      const { items } = await rig.adapter.inventory.repositories(scope());
      expect(items).not.toEqual([]);
      expect(signIns(rig)).toBe(3);
    }));

  it('ends when the adapter is closed', () =>
    withRig({}, async (rig) => {
      await rig.adapter.probe(scope());
      await rig.adapter.close();
      expect(rig.simulator.requests.at(-1)).toMatchObject({
        method: 'DELETE',
        url: '/api/v1/token',
        status: 204,
      });
    }));

  it.each<[string, RigOptions, string, RegExp]>([
    ['a wrong password', { loginPassword: 'wrong' }, 'UNAUTHORIZED', /user name or password/],
    [
      'an account with a second factor',
      {
        loginName: 'alice',
        loginPassword: 'pw',
        mfaAccount: { username: 'alice', password: 'pw', code: '123456' },
      },
      'UNAUTHORIZED',
      /without multi-factor/,
    ],
    [
      'a revision the appliance does not speak',
      { apiVersion: '1.9-rev0' },
      'BAD_RESPONSE',
      /1\.9-rev0.*apiVersion/,
    ],
    ['no sign-in there', { missingRoutes: ['/token'] }, 'BAD_RESPONSE', /address of an appliance.*11005/],
  ])('says what is the matter: %s', (_title, options, code, message) =>
    withRig(options, async (rig) => {
      await expect(rig.adapter.probe(scope())).rejects.toMatchObject({
        code,
        message: expect.stringMatching(message),
      });
    }),
  );

  it.each<[string, string, string]>([
    ['another product', '{"error":"none"}', 'application/json'],
    ['a list', '[]', 'application/json'],
    ['a web page', '<!doctype html><title>Sign in</title>', 'text/html'],
    ['nothing', '', 'application/json'],
  ])('takes no token from %s', (_title, body, contentType) =>
    withRig({}, async (rig) => {
      rig.simulator.faults.add({ match: '/token', fault: { kind: 'raw', body, contentType } });
      await expect(rig.adapter.probe(scope())).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    }),
  );
});

describe('the probe', () => {
  it('tells revision and version', () =>
    withRig({ apiVersion: '1.7-rev1' }, async (rig) => {
      expect(rig.adapter.facts()).toEqual({ apiVersion: '1.7-rev1', productVersion: null });
      const facts = await rig.adapter.probe(scope());
      expect(facts).toEqual({ apiVersion: '1.7-rev1', productVersion: expect.stringMatching(/^\d+\./) });
      expect(rig.adapter.facts()).toEqual(facts);
    }));

  it('is content when the account may not read the version', () =>
    withRig({ role: 'Portal Operator' }, async (rig) => {
      expect(await rig.adapter.probe(scope())).toEqual({ apiVersion: '1.8-rev0', productVersion: null });
    }));
});

it('sends the revision with every request, sign-in included', async () => {
  const revisions: unknown[] = [];
  const upstream = await startUpstream((app) => {
    app.addHook('onRequest', async ({ headers }) => void revisions.push(headers['x-api-version']));
    app.post('/api/v1/token', async () => ({ access_token: 'a', expires_in: 3600 }));
    app.get('/api/v1/repositories', async () => ({ totalCount: 0, results: [] }));
  });
  const connection = connectionTo(upstream.url, { apiVersion: '1.6-rev0' });
  const adapter = createVbAwsAdapter(connection, new UpstreamHttp(connection), () => NOW);
  await adapter.inventory.repositories(scope());
  expect(new Set(revisions)).toEqual(new Set(['1.6-rev0']));
  await adapter.close();
  await upstream.close();
});
