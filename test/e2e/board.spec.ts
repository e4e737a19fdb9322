import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Overview, Servers } from '../../board/documents/documents.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { askAs, keyAuth, testKey } from '../support/callers.js';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { filesOf } from '../support/query-page.js';

/** What its scripts may weigh in all, compressed. */
const MOST_SCRIPT = 60_000;

const VIEWER = testKey({ name: 'Vera', role: 'VIEWER' });
const LISTED = '{ servers { key } }';

let vbr: VbrSimulator;
let gateway: RunningGateway;
let folder: string;
let html: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'board-'));
  const manifest = join(folder, 'manifest.json');
  writeFileSync(manifest, JSON.stringify({ [createHash('sha256').update(LISTED).digest('hex')]: LISTED }));
  vbr = await startVbrSimulator({ policies: 4, sessions: 40 });
  gateway = await startGateway([{ key: 'vbr', product: 'VBR', url: vbr.url }], {
    auth: keyAuth(VIEWER),
    trustedDocuments: { manifest },
  });
  html = await (await fetch(new URL('/', gateway.url))).text();
});

afterAll(async () => {
  await gateway.close();
  await vbr.close();
  rmSync(folder, { recursive: true });
});

const addressOf = (name: string): URL => new URL(name, new URL('/', gateway.url));
const scripts = (): string[] => filesOf(html).filter((name) => name.endsWith('.js'));

it('stands at the bare address, for people who have no key yet', async () => {
  const response = await fetch(new URL('/?view=servers', gateway.url));
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(response.headers.get('cache-control')).toBe('no-cache');
  expect(html).toContain('{"isAsking":true}');
});

it('runs its own files, asks the gateway, and does nothing else', async () => {
  const policy = (await fetch(new URL('/', gateway.url))).headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|data:|blob:|\*/);
  expect(html).not.toMatch(/<script(?![^>]*( src=|type="application\/json"))|<style| style=| on\w+=/);
});

it('has files that are named by what is in them, loaded once, compressed, and from the gateway alone', async () => {
  const files = filesOf(html);
  expect(files.map((name) => /\.\w+$/.exec(name)?.[0]).sort()).toEqual(['.css', '.js', '.svg', '.txt']);
  for (const name of files) {
    expect(name).toMatch(/^board\/\w+-[0-9a-f]{16}\.\w+$/);
    const response = await fetch(addressOf(name), { headers: { 'accept-encoding': 'gzip' } });
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    if (/\.(js|css)$/.test(name)) expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(await response.text()).not.toMatch(/(import\(|from\s*)["'`](\.|https?:)|url\(["']?https?:/);
    const known = { 'if-none-match': response.headers.get('etag') ?? '' };
    expect((await fetch(addressOf(name), { headers: known })).status).toBe(304);
  }
  for (const name of ['documents.json', 'index.html', '..%2fmain.js', 'missing.js'])
    expect((await fetch(addressOf(`board/${name}`))).status).toBe(404);
});

it('weighs no more than it may', async () => {
  const sizes = await Promise.all(
    scripts().map(async (name) => {
      const response = await fetch(addressOf(name));
      expect(response.status).toBe(200);
      return gzipSync(await response.arrayBuffer()).length;
    }),
  );
  expect(sizes.length).toBeGreaterThan(0);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_SCRIPT);
});

it('asks documents that may be run where others may not', async () => {
  const since = new Date(0).toISOString();
  const variables = { since, window: { last: 'P1D' } };
  const ask = (text: string): Promise<{ status: number }> =>
    askAs(VIEWER.credential, gateway.url, text, variables);
  expect((await ask(Overview.text)).status).toBe(200);
  expect((await ask(Servers.text)).status).toBe(200);
  expect((await ask(LISTED)).status).toBe(200);
  expect((await ask('{ servers { name } }')).status).toBe(403);
});

it('is not there where it is switched off, and its documents are not listed', async () => {
  const manifest = join(folder, 'manifest.json');
  const off = await startGateway([{ key: 'vbr', product: 'VBR', url: vbr.url }], {
    board: 'off',
    trustedDocuments: { manifest },
  });
  try {
    const entrance = await fetch(new URL('/', off.url), {
      headers: { accept: 'text/html' },
      redirect: 'manual',
    });
    expect([entrance.status, entrance.headers.get('location')]).toEqual([302, 'graphql']);
    expect(scripts().length).toBeGreaterThan(0);
    for (const name of scripts())
      expect((await fetch(new URL(name, new URL('/', off.url)))).status).toBe(404);
    expect((await askAs(undefined, off.url, Servers.text)).status).toBe(403);
  } finally {
    await off.close();
  }
});
