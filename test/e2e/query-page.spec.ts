import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { examplesAt } from '../../src/platform/query-page/examples.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { addressOf, filesOf } from '../support/query-page.js';

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

  it('loads scripts, styles and icons from the gateway alone, and nothing by what they hold', async () => {
    const files = filesOf(html);
    expect(files.map((name) => /\.\w+$/.exec(name)?.[0]).sort()).toEqual(['.css', '.js', '.svg']);
    for (const name of files) {
      const response = await fetch(addressOf(gateway.url, name));
      expect({ name, status: response.status }).toEqual({ name, status: 200 });
      expect(await response.text()).not.toMatch(/(import\(|from\s*)["'`](\.|https?:)|url\(["']?https?:/);
    }
  });

  it('has files that are loaded once and compressed', async () => {
    for (const name of filesOf(html)) {
      const address = addressOf(gateway.url, name);
      const { headers } = await fetch(address, { headers: { 'accept-encoding': 'br' } });
      expect(name).toMatch(/-[0-9a-f]{16}\.\w+$/);
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      const etag = headers.get('etag') ?? '';
      expect(etag).toMatch(/^W\/"[\w-]{43}"$/);
      for (const known of [etag, `"other", ${etag}`, '*']) {
        const again = await fetch(address, { headers: { 'if-none-match': known } });
        expect([again.status, await again.text()]).toEqual([304, '']);
      }
      expect((await fetch(address, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    }
  });

  it.each(['br', 'gzip'])('sends its script as %s to whoever reads that', async (encoding) => {
    const script = filesOf(html).find((name) => name.endsWith('.js')) ?? '';
    const { headers } = await fetch(addressOf(gateway.url, script), {
      headers: { 'accept-encoding': encoding },
    });
    expect(headers.get('content-encoding')).toBe(encoding);
    expect(headers.get('vary')).toContain('accept-encoding');
  });

  it('lets the browser run its files and ask the gateway, and nothing else', async () => {
    const policy = (await getPage()).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|data:|blob:|\*/);
    expect(html).not.toMatch(/<script(?![^>]*( src=|type="application\/json"))|<style| style=| on\w+=/);
  });

  it.each([
    '../index.js',
    '..%2findex.js',
    '%2e%2e/index.js',
    'missing.js',
    'index.html',
    '__proto__',
    '..%2fmain.js',
  ])('serves nothing for %s', async (name) => {
    const response = await fetch(`${gateway.url}/page/${name}`);
    expect(response.status).toBe(404);
  });
});

describe.each(examplesAt(Date.now()))('the example "$name"', ({ name, query, variables, lookup }) => {
  it('is given to the page', () => {
    const [, text = ''] = /<script type="application\/json" id="page-data">([^<]*)</.exec(html) ?? [];
    const { examples } = JSON.parse(text) as { examples: { name: string; query: string }[] };
    expect(examples).toContainEqual(expect.objectContaining({ name, query }));
  });

  it('fits the committed schema', () => {
    const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
    for (const text of [query, ...(lookup ? [lookup.query] : [])])
      expect(validate(schema, parse(text))).toEqual([]);
  });

  it('is answered, or what it looks up', async () => {
    const answer = await gateway.ask(lookup?.query ?? query, lookup ? {} : { ...variables });
    expect(answer.errors).toEqual([]);
    expect(answer.status).toBe(200);
  });
});
