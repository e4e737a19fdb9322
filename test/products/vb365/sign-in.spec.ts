import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Secret } from '../../../src/platform/config/secret.js';
import { startVb365Simulator } from '../../../src/simulators/vb365/index.js';
import type { ServedVersion, Vb365Simulator } from '../../../src/simulators/vb365/index.js';
import { adapterFor, scope, startPair, VERSIONS } from './support.js';
import type { Pair } from './support.js';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const item of open.splice(0).reverse()) await item.close();
});

async function started(...args: Parameters<typeof startPair>): Promise<Pair> {
  const pair = await startPair(...args);
  open.push(pair);
  return pair;
}

function paths({ requests }: Vb365Simulator, part: string): string[] {
  return requests.filter(({ url }) => url.includes(part)).map(({ method, url }) => `${method} ${url}`);
}

describe.each(VERSIONS)('the sign-in of %s', (version) => {
  it('is one for many callers at once', async () => {
    const { adapter, simulator } = await started(version);
    await Promise.all(Array.from({ length: 20 }, () => adapter.inventory.policies(scope())));
    expect(paths(simulator, '/token')).toEqual([`POST /${version}/token`]);
  });

  it('is renewed, without a cookie, before the token expires', async () => {
    const { adapter, simulator, clock } = await started(version, { accessTokenSeconds: 600 });
    await adapter.probe(scope());
    clock.now += 599_000;
    await adapter.probe(scope());
    clock.now += 2_000;
    await adapter.probe(scope());
    expect(paths(simulator, '/token')).toHaveLength(2);
    const signedIn = simulator.requests.findIndex(({ url }) => url.includes('/token'));
    expect(simulator.requests.slice(signedIn).every(({ status }) => status === 200)).toBe(true);
  });

  it('is made again once where every token was dropped', async () => {
    const { adapter, simulator } = await started(version);
    await adapter.probe(scope());
    simulator.tokens.expireAll();
    const answers = await Promise.all(Array.from({ length: 8 }, () => adapter.inventory.policies(scope())));
    expect(new Set(answers.map(({ items }) => items.length)).size).toBe(1);
    // The first sign-in, one refused renewal, one sign-in.
    expect(paths(simulator, '/token')).toHaveLength(3);
  });

  it('ends when the adapter closes, where the version has a sign-out', async () => {
    const { adapter, simulator } = await started(version);
    await adapter.probe(scope());
    await adapter.close();
    expect(paths(simulator, '/token/logout')).toHaveLength(version === 'v6' ? 0 : 1);
  });

  it('names a refused account, and does not try again at once', async () => {
    const { adapter, simulator } = await started(version, {}, { password: new Secret('wrong') });
    for (let count = 0; count < 3; count += 1)
      await expect(adapter.probe(scope())).rejects.toMatchObject({
        code: 'UNAUTHORIZED',
        message: expect.stringMatching(/user name or password.+service account without/) as string,
      });
    expect(paths(simulator, '/token')).toHaveLength(1);
  });
});

describe('answers to the sign-in', () => {
  it.each([
    [400, 'Multi-factor authentication is required', 'UNAUTHORIZED', /multi-factor.+service account/],
    [403, 'MFA is enabled for this user', 'UNAUTHORIZED', /multi-factor.+service account/],
    [401, 'no', 'UNAUTHORIZED', /user name or password/],
    [429, 'slow down', 'RATE_LIMITED', /429/],
    [404, 'no', 'BAD_RESPONSE', /no \/v8\/token/],
  ])('%d "%s" is %s', async (status, message, code, words) => {
    const { adapter, simulator } = await started('v8');
    const fault = { kind: 'status', status, body: JSON.stringify({ message }) } as const;
    simulator.faults.add({ match: '/token', fault });
    await expect(adapter.probe(scope())).rejects.toMatchObject({
      code,
      message: expect.stringMatching(words) as string,
    });
  });

  it('without a token are no sign-in', async () => {
    const { adapter, simulator } = await started('v8');
    simulator.faults.add({ match: '/token', fault: { kind: 'raw', body: '{"hello":1}' } });
    await expect(adapter.probe(scope())).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });
});

describe('the version', () => {
  async function facts(servedVersions: ServedVersion[], apiVersion: string | null = null) {
    const simulator = await startVb365Simulator({ servedVersions, sessions: 50 });
    const adapter = adapterFor(simulator.url, { apiVersion });
    open.push(simulator, adapter);
    return { simulator, adapter };
  }

  it.each<[ServedVersion[], string, number]>([
    [['v8', 'v7', 'v6'], 'v8', 1],
    [['v7', 'v6'], 'v7', 2],
    [['v6'], 'v6', 3],
    [['v3'], 'v3', 3],
  ])('served %j: %s is spoken, found by %d questions asked once', async (served, version, questions) => {
    const { simulator, adapter } = await facts(served);
    expect(adapter.facts()).toEqual({ apiVersion: null, productVersion: null });
    const scopes = [scope(), scope(), scope()];
    await Promise.all(scopes.map((each) => adapter.probe(each)));
    expect(adapter.facts()).toEqual({
      apiVersion: version,
      productVersion: simulator.world.productVersion,
    });
    const refused = simulator.requests.filter(
      ({ url, status }) => url.includes('ServiceInstance') && status !== 200,
    );
    expect(refused).toHaveLength(questions);
    expect(scopes.map(({ tally }) => tally.calls)).toEqual([1, 1, 1]);
  });

  it.each(['v7', 'V7', '7'])('configured as %s is spoken, and no other is asked for', async (apiVersion) => {
    const { simulator, adapter } = await facts(['v8', 'v7', 'v6'], apiVersion);
    expect(adapter.facts().apiVersion).toBe('v7');
    await adapter.probe(scope());
    // Once before the password, to see that it is served; once by the probe.
    expect(new Set(paths(simulator, 'ServiceInstance'))).toEqual(new Set(['GET /v7/ServiceInstance']));
  });

  it('configured as one that does not exist is refused by name', async () => {
    const { adapter } = await facts(['v8'], 'v5');
    await expect(adapter.probe(scope())).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringMatching(/"v5".+v6, v7, v8/) as string,
    });
  });

  it('v3 is spoken for proxies only', async () => {
    const { simulator, adapter } = await facts(['v3']);
    const { items } = await adapter.proxies.list(scope());
    expect(items.map(({ nativeId }) => nativeId)).toEqual(simulator.world.proxies.map(({ id }) => id));
    const failure = { code: 'UNSUPPORTED', message: expect.stringContaining('v3') as string };
    await expect(adapter.inventory.policies(scope())).rejects.toMatchObject(failure);
    await expect(adapter.inventory.repositories(scope())).rejects.toMatchObject(failure);
    const absent = paths(simulator, '/ServiceInstance').map((line) => line.replace('GET ', ''));
    expect(absent).toEqual(['v8', 'v7', 'v6'].map((version) => `/${version}/ServiceInstance`));
  });

  it('is asked for again after a failure', async () => {
    const { simulator, adapter } = await facts(['v8']);
    simulator.faults.add({ times: 1, fault: { kind: 'status', status: 503 } });
    await expect(adapter.probe(scope())).rejects.toMatchObject({ code: 'UPSTREAM_ERROR' });
    expect((await adapter.probe(scope())).apiVersion).toBe('v8');
  });

  it('stays known where the account may not read it', async () => {
    const { simulator, adapter } = await facts(['v8'], 'v8');
    simulator.faults.add({ match: 'ServiceInstance', fault: { kind: 'status', status: 403 } });
    expect(await adapter.probe(scope())).toEqual({ apiVersion: 'v8', productVersion: null });
  });
});

describe('something else at the address', () => {
  async function probe(listener: RequestListener) {
    const server: Server = createServer(listener);
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const adapter = adapterFor(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    open.push({ close: () => new Promise((done) => server.close(done)) }, adapter);
    return adapter.probe(scope());
  }
  const answer =
    (status: number, body: string, type = 'application/json'): RequestListener =>
    (_request, response) =>
      void response.writeHead(status, { 'content-type': type, connection: 'close' }).end(body);

  it.each<[string, RequestListener, string, RegExp]>([
    ['another product', answer(404, '{"errorCode":"NotFound"}'), 'BAD_RESPONSE', /none of the API versions/],
    ['a server that refuses everything', answer(401, '{}'), 'UNAUTHORIZED', /401 to every path.+not sent/],
    ['a web page', answer(200, '<!doctype html><title>x</title>', 'text/html'), 'BAD_RESPONSE', /HTML/],
    [
      'an API of something else',
      answer(200, '{"status":"ok"}'),
      'BAD_RESPONSE',
      /something else than its version/,
    ],
    ['nothing', answer(200, ''), 'BAD_RESPONSE', /empty/],
  ])('%s is reported as such', async (_title, listener, code, words) => {
    await expect(probe(listener)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(words) as string,
    });
  });
});
