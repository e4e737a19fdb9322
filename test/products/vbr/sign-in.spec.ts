import type { Upstream } from '../../../src/simulators/kit/upstream.js';
import { startUpstream } from '../../../src/simulators/kit/upstream.js';
import { Secret } from '../../../src/platform/config/secret.js';
import type { VbrAdapter } from '../../../src/products/vbr/adapters/vbr-adapter.js';
import { adapterFor, closePairs, scope, startPair } from './support.js';
import { TOKENS, pageOf, startScripted } from './scripted.js';
import type { GateScript, Script, SignInScript } from './scripted.js';

const upstreams: Upstream[] = [];
afterEach(async () => {
  await closePairs();
  for (const upstream of upstreams.splice(0)) await upstream.close();
});

async function scripted(
  signIn: SignInScript,
  apiVersion: string | null = null,
  gate?: GateScript,
): Promise<VbrAdapter> {
  const script: Script = (asked) => (asked.path.startsWith('/api/') ? pageOf([], asked) : undefined);
  const upstream = await startScripted(script, signIn, gate);
  upstreams.push(upstream);
  return adapterFor(upstream.url, { apiVersion });
}

describe('negotiation', () => {
  it.each([
    [['1.2-rev1'], '1.2-rev1'],
    [['1.2-rev1', '1.3-rev0'], '1.3-rev0'],
    [['1.2-rev1', '1.3-rev0', '1.3-rev1'], '1.3-rev1'],
    [['1.2-rev1', '1.3-rev0', '1.3-rev1', '1.3-rev2'], '1.3-rev2'],
  ])('with a server of %j speaks %s, and sends the password once', async (revisions, expected) => {
    const { simulator, adapter } = await startPair({ revisions });
    expect(adapter.facts().apiVersion).toBeNull();
    await Promise.all([adapter.inventory.policies(scope()), adapter.inventory.repositories(scope())]);
    expect(adapter.facts().apiVersion).toBe(expected);
    expect(simulator.requests.filter(({ url }) => url.includes('/token'))).toHaveLength(1);
  });

  it('tries one revision after another where the refusal lists none', async () => {
    const tried: string[] = [];
    const passwords: string[] = [];
    const adapter = await scripted(
      (_form, revision) => {
        passwords.push(revision);
        return [200, TOKENS];
      },
      null,
      (revision) => {
        tried.push(revision);
        return revision === '1.2-rev1' ? [401, {}] : [400, { errorCode: 'UnexpectedContent', message: 'no' }];
      },
    );
    await adapter.inventory.policies(scope());
    expect(tried).toEqual(['1.3-rev2', '1.3-rev1', '1.3-rev0', '1.2-rev1']);
    expect(passwords).toEqual(['1.2-rev1']);
  });

  it('knows the configured revision before anything is asked', () => {
    expect(adapterFor('http://127.0.0.1:9', { apiVersion: '1.3-rev1' }).facts().apiVersion).toBe('1.3-rev1');
  });

  it('does not try another revision than the configured one', async () => {
    const { adapter } = await startPair({ revisions: ['1.2-rev1'] }, { apiVersion: '1.3-rev0' });
    await expect(adapter.inventory.policies(scope())).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: 'the server does not serve REST revision 1.3-rev0; it offers 1.2-rev1',
    });
  });
});

describe('signing in', () => {
  it('sends the password grant in a form, with the revision', async () => {
    const forms: unknown[] = [];
    const adapter = await scripted((form, revision) => {
      forms.push({ ...form, revision });
      return [200, TOKENS];
    }, '1.3-rev1');
    await adapter.inventory.policies(scope());
    expect(forms).toEqual([
      { grant_type: 'password', username: 'svc-gateway', password: 'simulated', revision: '1.3-rev1' },
    ]);
  });

  it('names the service account when it is refused, and asks no second time', async () => {
    const { simulator, adapter } = await startPair({}, { password: new Secret('wrong') });
    for (let attempt = 0; attempt < 3; attempt += 1)
      await expect(adapter.inventory.policies(scope())).rejects.toMatchObject({
        code: 'UNAUTHORIZED',
        message: expect.stringContaining('a service account without multi-factor authentication'),
      });
    expect(simulator.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('takes a refusal without a body', async () => {
    const { simulator, adapter } = await startPair({}, { password: new Secret('wrong') });
    simulator.switches.emptyUnauthorized = true;
    await expect(adapter.probe(scope())).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });

  it('renews with the refresh token, once each, and falls back to the password', async () => {
    const { simulator, adapter, clock } = await startPair();
    await adapter.probe(scope());
    clock.now += 901_000;
    await adapter.probe(scope());
    simulator.tokens.expireAll();
    await adapter.probe(scope());
    const signIns = simulator.requests.filter(({ url }) => url.includes('/token'));
    // Password; refresh; the renewed token is refused, so the password again.
    expect(signIns.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('signs in once for many callers, also when all tokens expire at once', async () => {
    const { simulator, adapter } = await startPair();
    const ask = (): Promise<unknown> =>
      Promise.all(Array.from({ length: 6 }, () => adapter.inventory.repositories(scope())));
    await ask();
    simulator.tokens.expireAll({ keepRefresh: true });
    await ask();
    expect(simulator.requests.filter(({ url }) => url.includes('/token'))).toHaveLength(2);
  });

  it('signs out when it is closed', async () => {
    const { simulator, adapter } = await startPair();
    await adapter.probe(scope());
    await adapter.close();
    expect(simulator.requests.at(-1)).toMatchObject({
      method: 'POST',
      url: '/api/oauth2/logout',
      status: 200,
    });
  });

  it.each<[string, number, string, string]>([
    ['another product', 404, '{"error":"no such path"}', 'another product'],
    ['a product with another answer', 200, '{"token":"abc"}', 'another product'],
    ['a web page', 200, '<!doctype html><html></html>', 'HTML'],
  ])('says that %s answered, and keeps the password to itself', async (_title, status, body, words) => {
    const upstream = await startUpstream((app) => {
      app.all('/*', async (_request, reply) =>
        reply
          .code(status)
          .type(body.startsWith('<') ? 'text/html' : 'application/json')
          .send(body),
      );
    });
    upstreams.push(upstream);
    await expect(adapterFor(upstream.url).probe(scope())).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
      message: expect.stringContaining(words),
    });
    expect(upstream.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });
});

describe('the probe', () => {
  it('tells revision and product version', async () => {
    const { adapter } = await startPair({ revisions: ['1.2-rev1', '1.3-rev0'] });
    const facts = { apiVersion: '1.3-rev0', productVersion: '13.0.0.4967' };
    expect(await adapter.probe(scope())).toEqual(facts);
    expect(adapter.facts()).toEqual(facts);
  });

  it('is content with an account that may not read the version', async () => {
    const { simulator, adapter } = await startPair();
    simulator.switches.administrator = false;
    expect(await adapter.probe(scope())).toEqual({ apiVersion: '1.3-rev2', productVersion: null });
  });
});
