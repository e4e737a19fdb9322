import { ConfigurationError } from '../../src/platform/config/configuration-error.js';
import { SERVER, createConfigFolder, oneServer } from './config-support.js';
import type { ConfigFolder } from './config-support.js';

const HOURS = 'an ISO 8601 duration from PT1M to P3650D, such as PT26H';

let folder: ConfigFolder;

beforeAll(async () => {
  folder = await createConfigFolder();
});

afterAll(() => folder.remove());

describe('a mistake', () => {
  it.each<[string, string[]]>([
    ['listen: { port: 70000 }', ['listen.port: expected a whole number from 0 to 65535, found 70000']],
    [
      'listen: { host: 0.0.0.0 }',
      [
        'listen.host: expected a loopback address such as 127.0.0.1, because auth.mode is none, found "0.0.0.0"',
      ],
    ],
    ['listen: 4000', ['listen: expected a group of keys, found 4000']],
    ['listen: [127.0.0.1]', ['listen: expected a group of keys, found a list']],
    [
      'cache: { inventory: PT25H }',
      ['cache.inventory: expected an ISO 8601 duration from PT0S to P1D, such as PT30S, found "PT25H"'],
    ],
    [
      'limits: { requestTimeout: 30 }',
      ['limits.requestTimeout: expected an ISO 8601 duration from PT0.1S to PT10M, such as PT30S, found 30'],
    ],
    [
      'objectives: [{ tag: {}, recoveryPointObjective: P1D }]',
      ['objectives[0].tag: expected the tags to match, such as { site: berlin }, found a group of keys'],
    ],
    [
      'objectives: [{ tag: { site: 1 } }]',
      [
        `objectives[0].recoveryPointObjective: expected ${HOURS}, found nothing`,
        'objectives[0].tag.site: expected a text; put numbers, dates, true and false in quotes, found number',
      ],
    ],
    ['server: x', ['server: unknown key; did you mean servers?']],
  ])('at the top: %s', (line, expected) => {
    expect(folder.mistakes(`${line}\nservers: [${SERVER}]`)).toEqual(expected.map((one) => `line 1: ${one}`));
  });

  it.each<[string, string[]]>([
    ['', ['expected keys such as "servers:", found none']],
    ['- a\n- b', ['expected keys such as "servers:", found none']],
    ['listen: { port: 1 }', ['line 1: servers: expected a list of at least one server, found nothing']],
    ['servers: []', ['line 1: servers: expected a list of at least one server, found an empty list']],
    [
      'servers: [5, null]',
      [
        'line 1: servers[0]: expected a group of keys, found 5',
        'line 1: servers[1]: expected a group of keys, found nothing',
      ],
    ],
    [
      `servers:\n  - ${SERVER}\n  - ${SERVER}`,
      ['line 3: servers[1].key: expected a key of its own; servers[0] has this one already'],
    ],
    [
      oneServer('url: http://127.0.0.1:1', 'tls: { insecure: true }'),
      ['line 7: servers[0].tls: expected no tls keys, because url begins with http://'],
    ],
  ])('in the servers: %j', (text, expected) => {
    expect(folder.mistakes(text)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['a: 1\n\tb: hunter2', 'line 2: a tab is used as indentation: use spaces'],
    ['a: 1\na: hunter2', 'line 2: this key is there twice'],
    ['redis:\n  ? { url: hunter2 }\n  : 1', 'line 2: a list or group stands where a key must be'],
    ['redis: { [hunter2]: 1 }', 'line 1: a list or group stands where a key must be'],
    ['a: &a { b: hunter2 }\n*a : 1', 'line 2: a list or group stands where a key must be'],
    ['a: "hunter2', 'line 1: a closing quote, bracket or comma, or the space after a colon, is missing'],
    [
      'password: *hunter2',
      'line 1: this value begins with "*", which has a meaning in YAML: put it in quotes',
    ],
    [
      'password: !hunter2 x',
      'line 1: this value begins with "!", which has a meaning in YAML: put it in quotes',
    ],
    [
      'password: @hunter2',
      'line 1: this value begins with a character that has a meaning in YAML: put it in quotes',
    ],
    [
      'a: "\\hunter2"',
      'line 1: a backslash in double quotes begins an escape that YAML does not know: use single quotes',
    ],
    [
      'a: { password: ${env:hunter2} }',
      'line 1: this does not fit here; inside { } and [ ], put values such as "${env:NAME}" in quotes',
    ],
  ])('in YAML: %j', (text, expected) => {
    expect(folder.mistakes(text)).toContain(expected);
  });

  it('never comes alone: all are listed at once, in the order of the file', () => {
    const text = `listen: { hots: localhost }
servers:
  - key: a
    product: VBRR
    url: http://vbr01
    username: svc
    password: \${env:MISSING}
    tls: { ca: ./none.pem }
  - { key: a, product: VBR, url: "https://b", username: svc, password: hunter2, limits: { timeout: soon } }
cache: { inventory: soon }
`;
    expect(folder.mistakes(text).map((one) => one.split(': ').slice(0, 2).join(' '))).toEqual([
      'line 1 listen.hots',
      'line 4 servers[0].product',
      'line 5 servers[0].url',
      'line 7 servers[0].password',
      'line 8 servers[0].tls.ca',
      'line 9 servers[1].limits.timeout',
      'line 9 servers[1].key',
      'line 10 cache.inventory',
    ]);
  });

  it('prints one line each', () => {
    const error = new ConfigurationError('gateway.yaml', [
      { path: 'servers[0].url', message: 'expected an address', line: 3 },
      { path: '', message: 'something about the file' },
    ]);
    expect(error.format()).toBe(
      `gateway.yaml: 2 mistakes in the configuration
  - line 3: servers[0].url: expected an address
  - something about the file
Every key is described in docs/configuration.md.`,
    );
  });

  it('shows no value that came from the environment', () => {
    expect(folder.mistakes(oneServer('url: ${env:URL}', 'product: ${env:URL}'), { URL: 'hunter2' })).toEqual([
      'line 3: servers[0].product: expected VBR, VB_AWS or VB_M365, found a value that is not shown',
      'line 4: servers[0].url: expected an address such as https://vbr01.example.org:9419, found a value that is not shown',
    ]);
  });
});
