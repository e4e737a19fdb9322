import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AccessRefusal } from '../../src/platform/auth/callers/access-refusal.js';
import { ProviderKeys } from '../../src/platform/auth/callers/provider-keys.js';

const TOKEN = { payload: '', signature: '' };

describe('The keys of an OpenID provider', () => {
  let provider: Server;
  let issuer: string;
  let answer: RequestListener;

  beforeEach(async () => {
    provider = createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    provider.closeAllConnections();
    await new Promise((resolve) => provider.close(resolve));
  });

  const find = (keys: ProviderKeys): Promise<unknown> =>
    Promise.resolve(keys.find({ alg: 'RS256', kid: 'a' }, TOKEN)).catch((error: unknown) => error);
  const documentOf = (document: object): RequestListener => {
    return (_request, response) => response.end(JSON.stringify(document));
  };

  it.each<[string, () => RequestListener]>([
    ['never answers', () => () => undefined],
    ['hangs up', () => (request) => request.socket.destroy()],
    ['sends no JSON', () => (_request, response) => response.end('<html>')],
    ['sends null', () => (_request, response) => response.end('null')],
    ['redirects', () => (_request, response) => response.writeHead(302, { location: '/elsewhere' }).end()],
    ['is another issuer', () => documentOf({ issuer: 'https://example.org', jwks_uri: `${issuer}/keys` })],
    ['has no address of keys', () => documentOf({ issuer })],
    [
      'has keys at an address that can be listened to',
      () => documentOf({ issuer, jwks_uri: 'http://example.org/' }),
    ],
    ['has keys in a file', () => documentOf({ issuer, jwks_uri: 'file:///etc/passwd' })],
    [
      'answers for its document but not for its keys',
      () => (request, response) => {
        if (request.url?.startsWith('/.well-known/'))
          response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }));
      },
    ],
  ])('cannot be told within bounded time when it %s', async (_what, listener) => {
    answer = listener();
    const error = await find(new ProviderKeys(issuer, Date.now, 100));
    expect(error).toBeInstanceOf(AccessRefusal);
    expect(error).toMatchObject({ reason: 'unavailable', status: 503, challenge: null });
  });
});
