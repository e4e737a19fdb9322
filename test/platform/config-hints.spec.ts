import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { testKey } from '../support/callers.js';
import { SERVER, createConfigFolder, oneServer } from './config-support.js';
import type { ConfigFolder } from './config-support.js';

let folder: ConfigFolder;
beforeAll(async () => {
  folder = await createConfigFolder();
});
afterAll(() => folder.remove());

const warningsOf = (text: string, env: Record<string, string> = {}): readonly string[] =>
  folder.parse(text, env).warnings;

describe('another word for a key', () => {
  it.each([
    ['user: svc', 'username'],
    ['login: svc', 'username'],
    ['pass: x', 'password'],
    ['pwd: x', 'password'],
    ['host: vbr01', 'url'],
    ['address: vbr01', 'url'],
    ['type: VBR', 'product'],
    ['labels: {}', 'tags'],
    ['version: v8', 'apiVersion'],
    ['ssl: {}', 'tls'],
  ])('is told as what it was meant for: %s', (line, meant) => {
    expect(folder.mistakes(oneServer(line))).toContainEqual(
      expect.stringContaining(`unknown key; did you mean ${meant}?`),
    );
  });

  it('does not count for keys that objects have by nature', () => {
    expect(folder.mistakes(`constructor: 1\ntoString: 2\n"__proto__": 3\nservers: [${SERVER}]`)).toEqual([
      expect.stringContaining('constructor: unknown key'),
      expect.stringContaining('toString: unknown key'),
      expect.stringContaining('__proto__: unknown key'),
    ]);
  });
});

describe('the address of a server', () => {
  it.each([
    ['/api', '/api'],
    ['/api/v1', '/api/v1'],
    ['/api/v1/', '/api/v1/'],
    ['/v8', '/v8'],
    ['/v8/token', '/v8/token'],
    ['/swagger/ui/index.html', '/swagger/ui/index.html'],
    ['/api/oauth2/token', '/api/oauth2/token'],
    ['/behind/api/v1', '/api/v1'],
  ])('is told apart from that of its API: %s', (path, told) => {
    expect(folder.mistakes(oneServer(`url: https://vbr01:9419${path}`))).toEqual([
      expect.stringContaining(`expected the base address, without the path of the REST API: "${told}"`),
    ]);
  });

  it('may have the path of a reverse proxy', () => {
    expect(folder.parse(oneServer('url: https://proxy/apis/vbr8')).servers[0]?.url).toBe(
      'https://proxy/apis/vbr8',
    );
  });
});

describe('a text that is most likely not what was meant', () => {
  it.each([
    ['password: $VBR_PASSWORD', 'servers[0].password: this looks like a variable'],
    ['password: "%PASSWORD%"', 'servers[0].password: this looks like a variable'],
    ['password: "{{ vbr.password }}"', 'servers[0].password: this looks like a variable'],
    ['username: $USER_NAME', 'servers[0].username: this looks like a variable'],
    ['name: Berlin $SITE', 'servers[0].name: this looks like a variable'],
    ['password: p@ss #1', 'servers[0].password: what stands behind " #" is a comment'],
    ['password: p@ss # 1', 'servers[0].password: what stands behind " #" is a comment'],
    ['name: Server #1', 'servers[0].name: what stands behind " #" is a comment'],
  ])('is warned of, and not shown: %s', (line, warning) => {
    expect(warningsOf(oneServer(line))).toEqual([expect.stringContaining(warning)]);
    expect(warningsOf(oneServer(line)).join()).not.toMatch(/VBR_PASSWORD|p@ss/);
  });

  it.each([
    'password: pa$$word',
    'password: "p@ss #1"',
    'password: "${env:P}" # from the vault',
    'name: Berlin # the old one',
  ])('is not warned of where it may well be meant: %s', (line) => {
    expect(warningsOf(oneServer(line), { P: '$ECRET' })).toEqual([]);
  });
});

describe('a key of an API', () => {
  it('for a server or tag that is not there is warned of', () => {
    const keys = [testKey({ name: 'inline' })].map(({ entry }) => ({ ...entry, servers: ['a', 'aa'] }));
    const filed = { ...testKey({ name: 'filed' }).entry, tags: { tenant: ['acme', 'globex'] } };
    writeFileSync(join(folder.path, 'keys.yaml'), JSON.stringify({ keys: [filed] }));
    const servers = [{ ...parse(SERVER), tags: { tenant: 'acme' } }];
    const auth = { mode: 'apiKey', apiKeys: { keys, file: 'keys.yaml' } };
    expect(warningsOf(JSON.stringify({ servers, auth }))).toEqual([
      'the API key "inline": there is no server "aa"; did you mean a?',
      'the API key "filed": no server has the tag "tenant=globex"',
    ]);
  });
});

describe('a key with nothing after it', () => {
  it('counts as left out, and as nothing where it is needed', () => {
    const empty = 'listen:\nlimits:\ncache: { inventory: }\nredis:\n';
    expect(folder.parse(`${empty}${oneServer('name:', 'tags:', 'tls:')}`)).toEqual(folder.parse(oneServer()));
    expect(folder.mistakes(oneServer('product:'))).toEqual([
      expect.stringContaining('servers[0].product: expected VBR, VB_AWS or VB_M365, found nothing'),
    ]);
  });
});

describe('gateway.schema.json', () => {
  const schema = JSON.parse(readFileSync('gateway.schema.json', 'utf8')) as object;
  const isRight = new Ajv({ strict: false }).compile(schema);
  const page = readFileSync('docs/configuration.md', 'utf8');
  const examples = [...page.matchAll(/```yaml\n([^]*?)```/g)].flatMap(([, text = '']) =>
    text.includes('servers:\n') ? [text] : [],
  );

  it('takes the examples of the documentation', () => {
    expect(examples.length).toBeGreaterThanOrEqual(2);
    for (const example of examples) {
      isRight(parse(example.replace("'AB:CD:…'", 'AB'.repeat(32))));
      expect(isRight.errors).toBeNull();
    }
  });

  it.each([
    ['an unknown key', { servers: [{ ...parse(SERVER), pasword: 'x' }] }],
    ['no servers', { listen: { port: 1 } }],
    ['a word that is none', { servers: [{ ...parse(SERVER), product: 'VBM365' }] }],
    ['a number out of bounds', { listen: { port: 70_000 }, servers: [parse(SERVER)] }],
  ])('refuses %s', (_what, value) => {
    expect(isRight(value)).toBe(false);
  });

  it('takes references and keys with nothing after them', () => {
    const value = {
      listen: { port: '${env:PORT}' },
      cache: null,
      servers: [{ ...parse(SERVER), name: null, product: '${env:PRODUCT}' }],
    };
    isRight(value);
    expect(isRight.errors).toBeNull();
  });
});
