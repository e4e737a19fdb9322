import { createConfigFolder, oneServer } from './config-support.js';
import type { ConfigFolder } from './config-support.js';

const HOURS = 'an ISO 8601 duration from PT1M to P3650D, such as PT26H';
const PEM = 'expected a PEM file with certificates (-----BEGIN CERTIFICATE-----), found another content';
const EMPTY = 'found nothing';

let folder: ConfigFolder;

beforeAll(async () => {
  folder = await createConfigFolder();
});

afterAll(() => folder.remove());

describe('a mistake in a server', () => {
  it.each<[string, string[]]>([
    [
      'key: b c',
      [
        `servers[0].key: expected a short name of letters, digits, ".", "_" and "-" (at most 64, the first a letter or digit), found "b c"`,
      ],
    ],
    [
      'product: VBM365',
      ['servers[0].product: expected VBR, VB_AWS or VB_M365, found "VBM365"; did you mean VB_M365?'],
    ],
    ['product: Commvault', ['servers[0].product: expected VBR, VB_AWS or VB_M365, found "Commvault"']],
    ['url:', [`servers[0].url: expected an address such as https://vbr01.example.org:9419, ${EMPTY}`]],
    [
      'url: vbr01',
      [
        'servers[0].url: expected an address such as https://vbr01.example.org:9419, found a value that is not shown',
      ],
    ],
    [
      'url: hunter2',
      [
        'servers[0].url: expected an address such as https://vbr01.example.org:9419, found a value that is not shown',
      ],
    ],
    [
      'url: https://vbr01:9419/#access_token=hunter2',
      ['servers[0].url: expected an address without "?" and "#", found "https://vbr01:9419/#…"'],
    ],
    [
      'url: ftp://vbr01',
      ['servers[0].url: expected an address that begins with https://, found "ftp://vbr01"'],
    ],
    [
      'url: http://vbr01:9419',
      [
        'servers[0].url: expected https://: plain http:// is accepted only for loopback addresses, found "http://vbr01:9419"',
      ],
    ],
    [
      'url: https://svc:hunter2@vbr01:9419',
      [
        'servers[0].url: expected an address without a user name and password: put them into username and password, found "https://…@vbr01:9419"',
      ],
    ],
    [
      'url: https://vbr01:9419?a=b',
      ['servers[0].url: expected an address without "?" and "#", found "https://vbr01:9419?…"'],
    ],
    ['apiVersion: 1.3', ['servers[0].apiVersion: expected a REST API revision as text, found 1.3']],
    ['apiVersion: v8', ['servers[0].apiVersion: expected a revision of VBR such as 1.3-rev1, found "v8"']],
    ['username: 42', ['servers[0].username: expected the name of the account to sign in with, found 42']],
    [
      'password:',
      [
        `servers[0].password: expected a text, best as \${env:NAME} or \${file:PATH}; put a password of digits in quotes, ${EMPTY}`,
      ],
    ],
    [
      'password: 12345',
      [
        'servers[0].password: expected a text, best as ${env:NAME} or ${file:PATH}; put a password of digits in quotes, found a number (not shown)',
      ],
    ],
    ['password: ${env:MISSING}', ['servers[0].password: the environment variable MISSING is not set']],
    ['password: ${env:EMPTY}', ['servers[0].password: the environment variable EMPTY is empty']],
    [
      'password: ${PASSWORD}',
      ['servers[0].password: expected ${env:NAME} or ${file:PATH}, found another text between "${" and "}"'],
    ],
    ['password: ${file:./none}', ['servers[0].password: the file <folder>/none cannot be read (ENOENT)']],
    ['password: ${file:./empty}', ['servers[0].password: the file <folder>/empty is empty']],
    ['pasword: hunter2', ['servers[0].pasword: unknown key; did you mean password?']],
    ['api-version: v8', ['servers[0].api-version: unknown key; did you mean apiVersion?']],
    [
      'colour: red',
      [
        'servers[0].colour: unknown key; the keys here are key, name, product, url, apiVersion, username, password, tls, tags, limits, recoveryPointObjective, timeZone',
      ],
    ],
    ['tls: yes', ['servers[0].tls: expected a group of keys, found "yes"']],
    [
      'tls: { ca: ./none.pem }',
      [
        'servers[0].tls.ca: expected the path of a PEM file; the file <folder>/none.pem cannot be read (ENOENT)',
      ],
    ],
    ['tls: { ca: ./secret }', [`servers[0].tls.ca: ${PEM}`]],
    ['tls: { ca: ./broken.pem }', [`servers[0].tls.ca: ${PEM}`]],
    [
      'tls: { fingerprint256: "AB:CD" }',
      [
        'servers[0].tls.fingerprint256: expected a SHA-256 fingerprint: 64 hexadecimal digits, in pairs with colons or without, found "AB:CD"',
      ],
    ],
    ['tls: { insecure: "no" }', ['servers[0].tls.insecure: expected true or false, found "no"']],
    [
      'tls: { ca: ./ca.pem, insecure: true }',
      ['servers[0].tls: expected one of ca, fingerprint256 and insecure, found several'],
    ],
    ['tls: { fingerprint: AB }', ['servers[0].tls.fingerprint: unknown key; did you mean fingerprint256?']],
    [
      'tags: [berlin]',
      ['servers[0].tags: expected names with texts, such as { site: berlin }, found a list'],
    ],
    [
      'tags: { floor: 3 }',
      ['servers[0].tags.floor: expected a text; put numbers, dates, true and false in quotes, found number'],
    ],
    [
      'limits: { concurrency: 0 }',
      ['servers[0].limits.concurrency: expected a whole number from 1 to 64, found 0'],
    ],
    [
      'limits: { concurrency: 2.5 }',
      ['servers[0].limits.concurrency: expected a whole number from 1 to 64, found 2.5'],
    ],
    [
      'limits: { timeout: 30s }',
      [
        'servers[0].limits.timeout: expected an ISO 8601 duration from PT0.1S to PT10M, such as PT30S, found "30s"',
      ],
    ],
    [
      'limits: { timeout: PT1H }',
      [
        'servers[0].limits.timeout: expected an ISO 8601 duration from PT0.1S to PT10M, such as PT30S, found "PT1H"',
      ],
    ],
    ['recoveryPointObjective: P1M', [`servers[0].recoveryPointObjective: expected ${HOURS}, found "P1M"`]],
  ])('%s', (line, expected) => {
    const found = folder.mistakes(oneServer(line), { EMPTY: '' });
    expect(found.map((one) => one.replace(/^line \d+: /, '').replace(folder.path, '<folder>'))).toEqual(
      expected,
    );
  });
});
