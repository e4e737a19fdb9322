import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { EXAMPLES } from '../../src/platform/query-page/examples.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';

let vbr: VbrSimulator;
let gateway: RunningGateway;
let html: string;

beforeAll(async () => {
  vbr = await startVbrSimulator({ policies: 8, sessions: 120 });
  gateway = await startGateway([{ key: 'vbr', product: 'VBR', url: vbr.url }]);
  html = await (await getPage()).text();
});

afterAll(async () => {
  await gateway.close();
  await vbr.close();
});

const getPage = (): Promise<Response> =>
  fetch(gateway.url, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });

/** Everything the page, or a file of it, loads: scripts, styles, icons, fonts, modules. */
function loadedBy(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

const inPage = (text: string): string[] =>
  loadedBy(text, /<(?:script|link|img)\b[^>]*?(?:src|href)="([^"]+)"/g);

/** The address of a file as the browser sees it. */
function addressOf(name: string): URL {
  const base = /<base href="([^"]+)"/.exec(html)?.[1] ?? '';
  return new URL(name, new URL(base, gateway.url));
}

async function load(name: string): Promise<string> {
  const response = await fetch(addressOf(name));
  expect({ name, status: response.status }).toEqual({ name, status: 200 });
  return response.text();
}

it('opens from the bare address too', async () => {
  const response = await fetch(new URL('/', gateway.url), { headers: { accept: 'text/html' } });
  expect(response.url).toBe(gateway.url);
  expect(await response.text()).toContain('<base href="graphql/page/">');
});

describe('the query page', () => {
  it('is what a browser gets at the GraphQL address', async () => {
    const response = await getPage();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(html).toContain('<title>veeam-graphql-gateway</title>');
  });

  it('does not stand in the way of GET queries', async () => {
    const url = `${gateway.url}?query=${encodeURIComponent('{ servers { name } }')}`;
    const response = await fetch(url, {
      headers: { accept: 'application/json', 'apollo-require-preflight': 'true' },
    });
    expect(await response.json()).toMatchObject({ data: { servers: [{ name: 'vbr' }] } });
  });

  it('loads every script, style, icon and font from the gateway', async () => {
    const files = inPage(html);
    expect(files).toEqual(expect.arrayContaining(['styles.css', 'main.js', 'polyfills.js']));
    for (const name of files) {
      expect(addressOf(name).origin).toBe(new URL(gateway.url).origin);
      await load(name);
    }
    const styles = loadedBy(await load('styles.css'), /url\(["']?([^"')]+)/g);
    const fonts = styles.filter((name) => !/^(data:|#)/.test(name));
    expect(fonts.filter((name) => /^(https?:)?\/\//.test(name))).toEqual([]);
    for (const name of fonts) await load(name);
  });

  it('loads the modules its scripts import from the gateway', async () => {
    const modules = loadedBy(await load('main.js'), /(?:from|import\(?)\s*"(\.\/[^"]+\.js)"/g);
    expect(modules.length).toBeGreaterThan(0);
    for (const name of new Set(modules)) await load(name);
  });

  it('forbids the browser to load from or talk to anybody else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/https?:|\*|connect-src/);
  });

  it('sends the examples to the address it was opened at', () => {
    expect(loadedBy(html, /endpointURL: ([^\n,]+)/g)).toEqual(
      Array.from({ length: EXAMPLES.length + 1 }, () => 'location.origin + location.pathname'),
    );
  });

  it.each([
    '../index.js',
    '..%2findex.js',
    '%2e%2e/index.js',
    'missing.js',
    'media',
    'assets/i18n/README.md',
  ])('serves nothing for %s', async (name) => {
    const response = await fetch(`${gateway.url}/page/${name}`);
    expect(response.status).toBe(404);
  });
});

describe.each(EXAMPLES)('the example "$name"', ({ name, query, variables }) => {
  it('is a tab of the page', () => {
    expect(html).toContain(`initialName: \`${name}\``);
  });

  it('fits the committed schema', () => {
    const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
    expect(validate(schema, parse(query))).toEqual([]);
  });

  it('is answered', async () => {
    const answer = await gateway.ask(query, { ...variables?.(Date.now()) });
    expect(answer.errors).toEqual([]);
    expect(answer.status).toBe(200);
  });
});
