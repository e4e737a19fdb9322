import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getIntrospectionQuery } from 'graphql';
import { askAs, bearer, keyAuth, testKey } from '../../support/callers.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';

const [viewer, admin] = [testKey({ role: 'VIEWER' }), testKey({ role: 'ADMIN' })];
const LISTED = '{ servers { key } }';
const UNLISTED = '{ servers { key name } }';
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const NOWHERE = { key: 'vbr', product: 'VBR', url: 'http://127.0.0.1:9' };
const folder = mkdtempSync(join(tmpdir(), 'trusted-'));
const manifest = join(folder, 'manifest.json');
let gateway: RunningGateway;

beforeAll(async () => {
  writeFileSync(manifest, JSON.stringify({ [hashOf(LISTED)]: LISTED }));
  gateway = await startGateway([NOWHERE], {
    auth: keyAuth(viewer, admin),
    trustedDocuments: { manifest, roles: ['VIEWER'] },
  });
});
afterAll(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true });
});

async function post(body: object, { credential } = viewer): Promise<{ status: number; text: string }> {
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(credential) },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

const persistedQuery = { version: 1, sha256Hash: hashOf(LISTED) };

it.each([
  ['its text', { query: LISTED }],
  ['its hash', { extensions: { persistedQuery } }],
  ['its id', { documentId: hashOf(LISTED) }],
  ['its id with the name of the hash', { documentId: `sha256:${hashOf(LISTED)}` }],
])('a listed document is run by %s', async (_title, body) => {
  const { status, text } = await post(body);
  expect(status).toBe(200);
  expect(JSON.parse(text)).toMatchObject({ data: { servers: [{ key: 'vbr' }] } });
});

it('by GET, too', async () => {
  const extensions = encodeURIComponent(JSON.stringify({ persistedQuery }));
  const headers = { 'apollo-require-preflight': '1', ...bearer(viewer.credential) };
  const response = await fetch(`${gateway.url}?extensions=${extensions}`, { headers });
  expect(await response.json()).toMatchObject({ data: { servers: [{ key: 'vbr' }] } });
});

const digest = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');

describe('manifests that tools write', () => {
  const MANIFESTS: [string, object, string][] = [
    ['GraphQL Code Generator', { [`sha256:${hashOf(LISTED)}`]: LISTED }, `sha256:${hashOf(LISTED)}`],
    ['GraphQL Code Generator by SHA-1', { [digest('sha1', LISTED)]: LISTED }, digest('sha1', LISTED)],
    ['Relay', { [digest('md5', LISTED)]: LISTED }, digest('md5', LISTED)],
    [
      'Apollo',
      {
        format: 'apollo-persisted-query-manifest',
        version: 1,
        operations: [{ id: hashOf(LISTED), name: 'L', type: 'query', body: LISTED }],
      },
      hashOf(LISTED),
    ],
  ];

  it.each(MANIFESTS)('%s: by POST and by GET', async (title, content, documentId) => {
    const path = join(folder, `${title.replaceAll(' ', '-')}.json`);
    writeFileSync(path, JSON.stringify(content));
    const own = await startGateway([NOWHERE], { trustedDocuments: { manifest: path } });
    const headers = { 'content-type': 'application/json', 'apollo-require-preflight': '1' };
    const answers = [
      await fetch(own.url, { method: 'POST', headers, body: JSON.stringify({ documentId }) }),
      await fetch(`${own.url}?documentId=${encodeURIComponent(documentId)}&variables=%7B%7D`, { headers }),
    ];
    for (const answer of answers)
      expect(await answer.json()).toMatchObject({ data: { servers: [{ key: 'vbr' }] } });
    expect(await own.ask(LISTED)).toMatchObject({ status: 200 });
    expect(await own.ask(UNLISTED)).toMatchObject({ status: 403 });
    await own.close();
  });

  it('an entry whose id is not of its text is named whole, with the file', async () => {
    const path = join(folder, 'wrong.json');
    const id = `sha256:${hashOf(UNLISTED)}`;
    writeFileSync(path, JSON.stringify({ [id]: LISTED }));
    await expect(startGateway([NOWHERE], { trustedDocuments: { manifest: path } })).rejects.toMatchObject({
      problems: [{ message: expect.stringContaining(`"${id}" in ${path}`) }],
    });
  });
});

it('any other document is refused, also by a hash that somebody registered', async () => {
  const registered = { version: 1, sha256Hash: hashOf(UNLISTED) };
  await post({ query: UNLISTED, extensions: { persistedQuery: registered } }, admin);
  for (const body of [
    { query: UNLISTED },
    { query: `${LISTED} ` },
    { query: UNLISTED, extensions: { persistedQuery: registered } },
    { extensions: { persistedQuery: registered } },
  ]) {
    const { status, text } = await post(body);
    expect(status).toBe(403);
    expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'UNTRUSTED_DOCUMENT' } }] });
  }
});

it('roles that are not named may run anything', async () => {
  expect(await askAs(admin.credential, gateway.url, UNLISTED)).toMatchObject({ status: 200 });
});

describe('the schema', () => {
  let free: RunningGateway;
  beforeAll(async () => {
    free = await startGateway([NOWHERE], { auth: keyAuth(viewer, admin) });
  });
  afterAll(() => free.close());

  it.each([getIntrospectionQuery(), '{ ...A } fragment A on Query { x: __type(name: "Query") { name } }'])(
    'is shown to administrators only',
    async (query) => {
      expect(await askAs(admin.credential, free.url, query)).toMatchObject({ status: 200, errors: [] });
      expect(await askAs(viewer.credential, free.url, query)).toMatchObject({
        status: 403,
        errors: [{ extensions: { code: 'FORBIDDEN' } }],
      });
    },
  );

  it('cannot be guessed from suggestions either', async () => {
    const WRONG = '{ server { key } }';
    expect((await askAs(admin.credential, free.url, WRONG)).text).toContain('Did you mean');
    expect((await askAs(viewer.credential, free.url, WRONG)).text).not.toContain('servers');
  });

  it('is shown to whom the configuration names', async () => {
    const open = await startGateway([NOWHERE], { auth: keyAuth(viewer), introspection: 'VIEWER' });
    expect((await askAs(viewer.credential, open.url, getIntrospectionQuery())).status).toBe(200);
    await open.close();
    const closed = await startGateway([NOWHERE], { introspection: 'NOBODY' });
    expect((await closed.ask(getIntrospectionQuery())).status).toBe(403);
    await closed.close();
  });
});
