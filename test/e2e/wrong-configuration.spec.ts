import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endProcesses, startProcess } from '../support/built-gateway.js';
import type { GatewayProcess } from '../support/built-gateway.js';
import { askAs, testKey } from '../support/callers.js';
import { until } from '../support/until.js';

const key = testKey();
const late = testKey();

let folder: string;
let file: string;
let keys: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wrong-configuration-'));
  file = join(folder, 'gateway.yaml');
  keys = join(folder, 'keys.yaml');
  writeFileSync(join(folder, 'large'), '');
  truncateSync(join(folder, 'large'), 3_000_000);
  writeFileSync(keys, keysOf(key));
});
afterEach(async () => {
  await endProcesses();
  rmSync(folder, { recursive: true });
});

const keysOf = (...of: { entry: unknown }[]): string =>
  JSON.stringify({ keys: of.map(({ entry }) => entry) });

function server(more: object = {}): object {
  return {
    key: 'berlin',
    product: 'VBR',
    url: 'http://127.0.0.1:9',
    username: 'svc',
    password: 'hunter2',
    ...more,
  };
}

function right(servers: object[] = [server()]): string {
  return JSON.stringify({
    listen: { port: 0 },
    servers,
    auth: { mode: 'apiKey', apiKeys: { file: 'keys.yaml' } },
  });
}

const BOMB = `a: &a [x, x, x, x, x, x, x, x, x, x]
${['b', 'c', 'd', 'e', 'f', 'g'].map((name, index) => `${name}: &${name} [${`*${'abcdef'[index]}, `.repeat(10)}]`).join('\n')}
`;

/** What to put in the place of the file, and what is to be read of it. */
const WRONG: readonly (readonly [string, string | Buffer | ((file: string) => void), RegExp])[] = [
  ['an alias inside itself', 'servers: &a\n  - *a\n', /line 2: this alias stands inside what it stands for/],
  ['aliases that multiply', BOMB, /aliases multiply/],
  [
    'aliases without end',
    `a: &a 1\nb: [${'*a, '.repeat(50_000)}]`,
    /line 2: there are more than 1000 aliases/,
  ],
  ['a tag named constructor', 'servers: !constructor x', /begins with "!"/],
  ['a tag named __proto__', 'servers: !<__proto__> x', /"!"/],
  ['a tag named toString', 'servers: !!toString [x]', /"!"/],
  ['__proto__ at the top', `__proto__: { a: 1 }\nservers: []`, /line 1: __proto__: unknown key/],
  [
    'constructor in a server',
    right([server({ constructor: 'x' })]),
    /servers\[0\]\.constructor: unknown key/,
  ],
  ['lists without end', '['.repeat(100_000), /too deep/],
  ['lists that do end', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`, /too deep/],
  ['lists between texts that look like their ends', `a: ${'["]",'.repeat(20_000)}`, /too deep/],
  ['groups between texts that look like their ends', `a: ${'{a: "}", b: '.repeat(20_000)}`, /too deep/],
  ['lists whose ends stand in comments', `a: [\n${'  [ # ]\n'.repeat(20_000)}`, /too deep/],
  ['lists with tabs', '-\t'.repeat(20_000), /too deep/],
  ['keys that are lists', `${'? - '.repeat(20_000)}x`, /too deep/],
  [
    'keys without end',
    Array.from({ length: 80_000 }, (_, index) => `k${index}: 1`).join('\n'),
    /line 1: k0: unknown key/,
  ],
  ['nothing', '', /expected keys such as "servers:"/],
  ['text in UTF-16', Buffer.from(right(), 'utf16le'), /is no text in UTF-8/],
  ['bytes that are no text', Buffer.from([0x73, 0xff, 0xfe, 0x80]), /is no text in UTF-8/],
  ['megabytes', '# filler\n'.repeat(200_000), /holds more than 1048576 bytes/],
  ['a folder', (at) => mkdirSync(at), /cannot be read \(EISDIR\)/],
  ['no file', () => undefined, /does not exist/],
  ['a device', (at) => symlinkSync('/dev/zero', at), /is a device or a pipe/],
  ['servers twice', right([server(), server()]), /servers\[1\]\.key: expected a key of its own/],
  ['a reference to a folder', right([server({ password: '${file:.}' })]), /cannot be read \(EISDIR\)/],
  ['a reference to a device', right([server({ password: '${file:/dev/zero}' })]), /is a device or a pipe/],
  [
    'a reference to megabytes',
    right([server({ password: '${file:large}' })]),
    /holds more than 1048576 bytes/,
  ],
  ['a reference to nothing', right([server({ password: '${file:gone}' })]), /cannot be read \(ENOENT\)/],
  [
    'an authority that is a device',
    right([server({ url: 'https://h', tls: { ca: '/dev/zero' } })]),
    /a device or a pipe/,
  ],
];

function put(content: string | Buffer | ((file: string) => void)): void {
  rmSync(file, { recursive: true, force: true });
  if (typeof content === 'function') content(file);
  else {
    writeFileSync(`${file}.new`, content);
    renameSync(`${file}.new`, file);
  }
}

async function said(gateway: GatewayProcess, words: RegExp, from = 0): Promise<void> {
  const output = (): string => gateway.output().slice(from).replaceAll('\\"', '"');
  await until(() => words.test(output()), output);
}

const QUERY = '{ servers { key } }';

describe('a wrong configuration', () => {
  it('changes nothing of a gateway that runs, is told, and is told again when it has been put right', async () => {
    put(right());
    const gateway = startProcess({ GATEWAY_CONFIG: file });
    const url = await gateway.listening();
    for (const [, content, message] of WRONG) {
      const from = gateway.output().length;
      put(content);
      gateway.child.kill('SIGHUP');
      await said(gateway, message, from);
      expect(gateway.output().slice(from)).toContain('is not taken, everything stays as it is');
      expect((await askAs(key.credential, url, QUERY)).data).toEqual({ servers: [{ key: 'berlin' }] });
    }
    const from = gateway.output().length;
    put(right([server(), server({ key: 'paris' })]));
    await said(gateway, /the configuration is right again/, from);
    expect((await askAs(key.credential, url, QUERY)).data).toEqual({
      servers: [{ key: 'berlin' }, { key: 'paris' }],
    });
    expect(gateway.output()).not.toContain('hunter2');
  }, 120_000);

  it('is seen by a change of the file alone, several at once included', async () => {
    put(right());
    const gateway = startProcess({ GATEWAY_CONFIG: file });
    await gateway.listening();
    const from = gateway.output().length;
    for (let times = 0; times < 20; times += 1) {
      put(times % 2 === 0 ? '' : right([server(), server({ key: `s${times}` })]));
      gateway.child.kill('SIGHUP');
    }
    await said(gateway, /added: s19/, from);
    expect(gateway.child.exitCode).toBeNull();
  }, 60_000);

  it('does not lock anybody out when the file of keys is empty, torn or gone for a moment', async () => {
    put(right());
    const gateway = startProcess({ GATEWAY_CONFIG: file });
    const url = await gateway.listening();
    const status = async (credential: string): Promise<number> =>
      (await askAs(credential, url, QUERY)).status;
    for (const [content, message] of [
      ['', /the file is empty/],
      ['keys:', /keys: expected a list of keys, found nothing/],
      [keysOf(key, late).slice(0, -30), /keys read before stay in force/],
      ['keys: &a [*a]', /stands inside what it stands for/],
      [Buffer.from([0xff, 0xff]), /is no text in UTF-8/],
    ] as const) {
      const from = gateway.output().length;
      writeFileSync(keys, content);
      await until(async () => {
        expect(await status(key.credential)).toBe(200);
        return message.test(gateway.output().slice(from));
      });
      expect(gateway.output().slice(from)).toMatch(message);
    }
    writeFileSync(keys, keysOf(late));
    await until(async () => (await status(late.credential)) === 200);
    expect([await status(key.credential), await status(late.credential)]).toEqual([401, 200]);
    await said(gateway, /the file of keys is right again/);
  }, 60_000);

  it('ends a gateway that starts with status 78, in words and not in a stack', async () => {
    const failures: string[] = [];
    // Each takes the start of a process; what differs only in the text of the file is one kind.
    const kinds = WRONG.filter(
      ([what]) => !/^(a reference|aliases without|a tag named _|lists that)/.test(what),
    );
    for (const [what, content, message] of kinds) {
      put(content);
      const gateway = startProcess({ GATEWAY_CONFIG: file });
      const { status } = await gateway.ended();
      const output = gateway.output();
      if (status !== 78 || !message.test(output) || /^\s+at /m.test(output))
        failures.push(`${what}: ${status}\n${output}`);
    }
    expect(failures).toEqual([]);
  }, 240_000);

  it('of keys ends it too', async () => {
    put(right());
    for (const content of ['', 'keys:', 'keys: &a [*a]', '- a']) {
      writeFileSync(keys, content);
      expect((await startProcess({ GATEWAY_CONFIG: file }).ended()).status).toBe(78);
    }
  }, 60_000);
});
