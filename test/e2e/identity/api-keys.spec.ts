import { jest } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askAs, keyAuth, testKey } from '../../support/callers.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';
import { scriptOf } from '../../support/query-page.js';
import { deadUrl } from '../../support/addresses.js';

const QUERY = '{ servers { key } }';

describe('A gateway that asks for API keys', () => {
  const viewer = testKey({ name: 'portal' });
  const late = testKey({ name: 'former colleague', expires: '2020-01-01' });
  let gateway: RunningGateway;
  let root: string;

  beforeAll(async () => {
    const server = { key: 'vbr', product: 'VBR', url: await deadUrl() };
    gateway = await startGateway([server], { auth: keyAuth(viewer, late) });
    root = gateway.url.replace('/graphql', '');
  });

  afterAll(() => gateway.close());

  it('answers whoever has one', async () => {
    const { status, data } = await askAs(viewer.credential, gateway.url, QUERY);
    expect(status).toBe(200);
    expect(data).toEqual({ servers: [{ key: 'vbr' }] });
  });

  it('answers nobody without one, in the form GraphQL clients read, and says how to ask', async () => {
    const { status, headers, data, errors } = await askAs(undefined, gateway.url, QUERY);
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(data).toBeUndefined();
    expect(errors).toEqual([
      { message: expect.stringContaining('key or token'), extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  });

  const [prefix, id = '', secret = ''] = viewer.credential.split(/_(.{12})_/);
  const flipped = `${secret.startsWith('A') ? 'B' : 'A'}${secret.slice(1)}`;
  it.each([
    ['another secret', `${prefix}_${id}_${flipped}`],
    ['another id', `${prefix}_${'0'.repeat(12)}_${secret}`],
    ['a secret cut short', viewer.credential.slice(0, -1)],
    ['a secret with more behind it', `${viewer.credential}A`],
    ['what is stored of it', String(viewer.entry['hash']).replace(/^sha256:/, `${prefix}_${id}_`)],
    ['nothing but the id', `${prefix}_${id}_`],
    ['a text of its own', 'hunter2'],
    ['a token, which nobody asked for', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.'],
  ])('refuses a key with %s, and says no more than that', async (_what, credential) => {
    const { status, headers, text } = await askAs(credential, gateway.url, QUERY);
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer error="invalid_token", error_description="invalid"');
    expect(JSON.parse(text)).toEqual({
      errors: [{ message: 'the key or token is invalid', extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it.each([
    ['Basic dXNlcjpwYXNz'],
    ['Bearer'],
    ['Bearer  '],
    ['Bearer two words'],
    ['eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.'],
    [`Token ${viewer.credential}`],
    [`"${viewer.credential}"`],
  ])('refuses the header "Authorization: %s", and says what to write', async (authorization) => {
    const response = await fetch(`${gateway.url}?query={__typename}`, { headers: { authorization } });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.stringContaining('send "Authorization: Bearer " and the key or token') }],
    });
  });

  it.each([
    ['alone', (key: string) => key],
    ['after "bearer" in small letters', (key: string) => `bearer ${key}`],
    ['with spaces', (key: string) => `Bearer   ${key} `],
  ])('takes a key that stands %s', async (_how, written) => {
    const ask = async (key: string): Promise<number> => {
      const headers = { authorization: written(key), 'content-type': 'application/json' };
      const body = JSON.stringify({ query: QUERY });
      return (await fetch(gateway.url, { method: 'POST', headers, body })).status;
    };
    expect(await ask(viewer.credential)).toBe(200);
    expect(await ask(testKey().credential)).toBe(401);
  });

  it('refuses a key that has expired, and says so to its holder only', async () => {
    const { status, headers, errors } = await askAs(late.credential, gateway.url, QUERY);
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toContain('expired');
    expect(errors[0]?.message).toContain('expired');
    const guess = await askAs(`${late.credential.slice(0, -2)}AA`, gateway.url, QUERY);
    expect(guess.headers.get('www-authenticate')).toContain('description="invalid"');
  });

  it.each([
    ['a query by GET', 'GET', '/graphql?query={servers{key}}', { accept: 'application/json' }],
    [
      'a query by GET of a browser',
      'GET',
      '/graphql?query={servers{key}}',
      { accept: '*/*;q=0.9,text/html;q=0.1', 'apollo-require-preflight': '1' },
    ],
    ['a download', 'GET', '/exports/sla-policies?server=x', {}],
    ['a stream', 'GET', '/graphql/stream?query={servers{key}}', { accept: 'text/event-stream' }],
    ['a stream by POST', 'POST', '/graphql/stream', { accept: 'text/event-stream' }],
    ['a path that does not exist', 'GET', '/nothing/here', {}],
    ['a path that looks like an open one', 'GET', '/health/live/../../exports/sla-policies', {}],
    ['another method', 'PUT', '/graphql', {}],
  ] as [string, string, string, Record<string, string>][])(
    'guards %s',
    async (_what, method, path, headers) => {
      const response = await fetch(root + path, { method, headers });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await response.text()).not.toContain('vbr');
    },
  );

  it('leaves open what tells nothing: health and the query page', async () => {
    for (const path of ['/health/live', '/health/ready']) expect((await fetch(root + path)).status).toBe(200);
    const page = await fetch(gateway.url, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect((await fetch(await scriptOf(gateway.url))).status).toBe(200);
  });

  it('takes the scheme of the header in any case', async () => {
    const headers = { authorization: `bearer ${viewer.credential}`, 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify({ query: QUERY }) };
    expect((await fetch(gateway.url, init)).status).toBe(200);
  });
});

describe('A file of API keys', () => {
  let folder: string;
  let gateway: RunningGateway;
  let elapsed = 0;
  const first = testKey();
  const second = testKey();
  const write = (...keys: { entry: unknown }[]): void =>
    writeFileSync(join(folder, 'keys.yaml'), JSON.stringify({ keys: keys.map(({ entry }) => entry) }));
  const statusOf = async (credential: string): Promise<number> =>
    (await askAs(credential, gateway.url, QUERY)).status;

  beforeAll(async () => {
    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() + elapsed);
    folder = mkdtempSync(join(tmpdir(), 'gateway-keys-'));
    write(first);
    const server = { key: 'vbr', product: 'VBR', url: await deadUrl() };
    const auth = { mode: 'apiKey', apiKeys: { file: join(folder, 'keys.yaml') } };
    gateway = await startGateway([server], { auth });
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await gateway.close();
    rmSync(folder, { recursive: true });
  });

  it('counts as it is a second after it was changed; a file with mistakes changes nothing', async () => {
    expect([await statusOf(first.credential), await statusOf(second.credential)]).toEqual([200, 401]);
    write(second);
    elapsed += 1_000;
    expect([await statusOf(first.credential), await statusOf(second.credential)]).toEqual([401, 200]);
    write(first, { entry: { ...second.entry, role: 'BOSS' } });
    elapsed += 1_000;
    expect([await statusOf(first.credential), await statusOf(second.credential)]).toEqual([401, 200]);
    rmSync(join(folder, 'keys.yaml'));
    elapsed += 1_000;
    expect(await statusOf(second.credential)).toBe(200);
    write(first);
    elapsed += 1_000;
    expect([await statusOf(first.credential), await statusOf(second.credential)]).toEqual([200, 401]);
  });
});
