import { once } from 'node:events';
import { WebSocket } from 'ws';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';
import { bearer, keyAuth, testKey } from '../../support/callers.js';
import { scriptOf } from '../../support/query-page.js';

const PORTAL = 'https://portal.example.org';
const key = testKey();
const NOWHERE = { key: 'vbr', product: 'VBR', url: 'http://127.0.0.1:9' };
let gateway: RunningGateway;

beforeAll(async () => {
  gateway = await startGateway([NOWHERE], { cors: { origins: [PORTAL] }, auth: keyAuth(key) });
});
afterAll(() => gateway.close());

const send = (headers: Record<string, string>, method = 'POST'): Promise<Response> =>
  fetch(gateway.url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method === 'POST' && { body: JSON.stringify({ query: '{ servers { key } }' }) }),
  });

const listed = (headers: Headers, name: string): string[] => (headers.get(name) ?? '').split(/,\s*/);

describe('every answer', () => {
  it.each(['/graphql', '/health/live', '/nothing', 'the script of the page', '/graphql/page/no.js'])(
    '%s tells browsers to take it for what it is, and not what runs here',
    async (path) => {
      const isScript = path === 'the script of the page';
      const address = isScript ? await scriptOf(gateway.url) : gateway.url.replace('/graphql', path);
      const { headers } = await fetch(address, {
        headers: bearer(key.credential),
      });
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('content-security-policy')).toMatch(/frame-ancestors '(none|self)'/);
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server')).toBeNull();
      expect(headers.get('strict-transport-security')).toBeNull();
    },
  );

  it('that is data may run and load nothing', async () => {
    const { headers } = await send(bearer(key.credential));
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
  });
});

describe('the query page', () => {
  it('stands in no frame, runs only its files, and no text that stands in it', async () => {
    const { headers } = await fetch(gateway.url, { headers: { accept: 'text/html' } });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("script-src 'self'; style-src 'self'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|sha256|nonce/);
  });
});

describe('pages of other sites', () => {
  const PREFLIGHT = {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type',
  };

  it('may ask when their origin is listed, and send their key', async () => {
    const preflight = await send({ origin: PORTAL, ...PREFLIGHT }, 'OPTIONS');
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(PORTAL);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
    const answer = await send({ origin: PORTAL, ...bearer(key.credential) });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(PORTAL);
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    expect(answer.headers.get('vary')).toContain('origin');
  });

  it.each(['GET', 'POST', 'PUT'])('may ask by %s, and name themselves', async (method) => {
    const wanted = 'authorization,content-type,apollographql-client-name,apollographql-client-version';
    const asking = {
      'access-control-request-method': method,
      'access-control-request-headers': wanted,
    };
    const { status, headers } = await send({ origin: PORTAL, ...asking }, 'OPTIONS');
    expect(status).toBe(204);
    expect(listed(headers, 'access-control-allow-methods')).toContain(method);
    expect(listed(headers, 'access-control-allow-headers')).toEqual(
      expect.arrayContaining(wanted.split(',')),
    );
  });

  it.each(['/graphql', '/graphql/stream', '/exports/sla-policies', '/nothing'])(
    'that are not listed get no word of CORS at %s, and count for nothing',
    async (path) => {
      for (let turn = 0; turn < 3; turn += 1) {
        const { status, headers } = await fetch(new URL(path, gateway.url), {
          method: 'OPTIONS',
          headers: { origin: 'https://evil.example', ...PREFLIGHT },
        });
        expect(status).toBe(204);
        expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
      }
    },
  );

  it('can read why they were not let in', async () => {
    const answer = await send({ origin: PORTAL });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('access-control-allow-origin')).toBe(PORTAL);
  });

  it.each([
    'https://evil.example',
    'https://portal.example.org.evil.example',
    'http://portal.example.org',
    'null',
  ])('of %s may not', async (origin) => {
    for (const answer of [
      await send({ origin, ...PREFLIGHT }, 'OPTIONS'),
      await send({ origin, ...bearer(key.credential) }),
    ])
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('open a WebSocket only from a listed origin or from the gateway itself', async () => {
    const statusOf = async (origin?: string): Promise<number> => {
      const socket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-transport-ws', {
        ...(origin !== undefined && { origin }),
      });
      const status = await Promise.race([
        once(socket, 'open').then(() => 101),
        once(socket, 'unexpected-response').then(
          ([, answer]: { statusCode?: number }[]) => answer?.statusCode,
        ),
      ]);
      socket.on('error', () => undefined).terminate();
      return status ?? 0;
    };
    expect(await statusOf()).toBe(101);
    expect(await statusOf(PORTAL)).toBe(101);
    expect(await statusOf(new URL(gateway.url).origin)).toBe(101);
    expect(await statusOf('https://evil.example')).toBe(403);
  });
});
