import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testKey } from '../support/callers.js';
import { SERVER, createConfigFolder } from './config-support.js';
import type { ConfigFolder } from './config-support.js';

let folder: ConfigFolder;

beforeAll(async () => {
  folder = await createConfigFolder();
});

afterAll(() => folder.remove());

const OIDC =
  'issuer: "https://login.example.org", audience: gateway, roleClaim: roles, roles: { staff: VIEWER }';

function file(name: string, text: string): string {
  writeFileSync(join(folder.path, name), text);
  return name;
}

const key = (more: object = {}): string => JSON.stringify({ ...testKey().entry, ...more });

describe('who may call', () => {
  it('is told by keys in the configuration and in a file, with their scopes and their end', () => {
    const [mine, theirs] = [testKey({ name: 'mine' }), testKey({ name: 'theirs', role: 'ADMIN' })];
    const scoped = {
      ...mine.entry,
      servers: ['a'],
      tags: { tenant: 'acme', site: ['x', 'y'] },
      expires: '2027-01-31',
    };
    file('keys.yaml', `keys:\n  - ${JSON.stringify(theirs.entry)}\n`);
    const { auth } = folder.parse(
      `{ servers: [${SERVER}], auth: { mode: apiKey, apiKeys: { file: keys.yaml, keys: [${JSON.stringify(scoped)}] } } }`,
    );
    expect(auth).toMatchObject({
      oidc: null,
      apiKeys: {
        file: join(folder.path, 'keys.yaml'),
        keys: [
          {
            caller: {
              name: 'mine',
              role: 'VIEWER',
              scope: {
                servers: ['a'],
                tags: [
                  { key: 'tenant', values: ['acme'] },
                  { key: 'site', values: ['x', 'y'] },
                ],
              },
              expiresAt: Date.UTC(2027, 0, 31),
            },
          },
        ],
      },
    });
  });

  it('is told by an OpenID provider, with defaults', () => {
    const { auth } = folder.parse(`{ servers: [${SERVER}], auth: { mode: oidc, oidc: { ${OIDC} } } }`);
    expect(auth).toEqual({
      apiKeys: null,
      oidc: {
        issuer: 'https://login.example.org',
        audience: 'gateway',
        algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
        clockTolerance: 30_000,
        nameClaim: 'sub',
        roleClaim: 'roles',
        roles: new Map([['staff', 'VIEWER']]),
        scope: { serversClaim: null, tagClaims: new Map(), unscopedRoles: [] },
      },
    });
  });

  it('is told by both at once; then the gateway may listen anywhere', () => {
    const auth = `{ mode: [apiKey, oidc], apiKeys: { keys: [${key()}] }, oidc: { ${OIDC} } }`;
    const config = folder.parse(`{ listen: { host: 0.0.0.0 }, servers: [${SERVER}], auth: ${auth} }`);
    expect(config.auth.apiKeys?.keys).toHaveLength(1);
    expect(config.auth.oidc?.audience).toBe('gateway');
    expect(config.listen.host).toBe('0.0.0.0');
  });
});

describe('a mistake in who may call', () => {
  const twice = key();
  it.each<[string, string[]]>([
    ['{}', ['auth.mode: expected none, apiKey, oidc or [apiKey, oidc], found nothing']],
    [
      '{ mode: apikey }',
      ['auth.mode: expected none, apiKey, oidc or [apiKey, oidc], found "apikey"; did you mean apiKey?'],
    ],
    ['{ mode: [] }', ['auth.mode: expected none, apiKey, oidc or [apiKey, oidc], found an empty list']],
    ['{ mode: [none, oidc] }', ['auth.mode: expected none, apiKey, oidc or [apiKey, oidc], found a list']],
    ['{ mode: oidc }', ['auth.oidc: expected a group of keys, because auth.mode names oidc, found nothing']],
    [
      '{ mode: apiKey }',
      ['auth.apiKeys: expected a group of keys, because auth.mode names apiKey, found nothing'],
    ],
    [
      `{ mode: none, oidc: { ${OIDC} } }`,
      ['auth.oidc: expected nothing here, because auth.mode does not name oidc'],
    ],
    [
      '{ mode: apiKey, apiKeys: {} }',
      ['auth.apiKeys: expected file (the path of a file of keys) or keys (a list), found neither'],
    ],
    [
      `{ mode: apiKey, apiKeys: { keys: [${twice}, ${twice}] } }`,
      ['auth.apiKeys.keys[1].id: expected an id of its own; a key above has this one'],
    ],
    [
      `{ mode: apiKey, apiKeys: { keys: [${key({ hash: 'hunter2', role: 'admin', expires: '1.1.2027' })}] } }`,
      [
        'auth.apiKeys.keys[0].role: expected VIEWER, OPERATOR or ADMIN, found "admin"; did you mean ADMIN?',
        'auth.apiKeys.keys[0].expires: expected a date such as 2027-01-31, or a date and time such as 2027-01-31T12:00:00Z, found "1.1.2027"',
        'auth.apiKeys.keys[0].hash: expected what npm run key prints: sha256:…, found a string (not shown)',
      ],
    ],
    [
      `{ mode: oidc, oidc: { ${OIDC.replace('https', 'http')} } }`,
      [
        'auth.oidc.issuer: expected an address that begins with https:// and has no "?" and "#", found "http://login.example.org"',
      ],
    ],
    [
      `{ mode: oidc, oidc: { ${OIDC}, algorithms: [HS256], roleClaims: x } }`,
      [
        'auth.oidc.algorithms: expected a list of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, found a list',
        'auth.oidc.roleClaims: unknown key; did you mean roleClaim?',
      ],
    ],
  ])('in %s', (auth, expected) => {
    const mistakes = folder.mistakes(`{ servers: [${SERVER}], auth: ${auth} }`);
    expect(mistakes.map((text) => text.replace(/^line \d+: /, '')).toSorted()).toEqual(expected.toSorted());
  });

  it('in a file of keys stands in the report with its line', () => {
    file('wrong.yaml', `keys:\n  - ${key()}\n  - ${key({ role: 'BOSS', name: 'two\nlines' })}\n`);
    const mistakes = (name: string): readonly string[] =>
      folder.mistakes(`{ servers: [${SERVER}], auth: { mode: apiKey, apiKeys: { file: ${name} } } }`);
    expect(mistakes('wrong.yaml')).toEqual([
      expect.stringMatching(
        /auth\.apiKeys\.file: .*wrong\.yaml: line 3: keys\[1\]\.\w+: .*; line 3: keys\[1\]/,
      ),
    ]);
    expect(mistakes('gone.yaml')).toEqual([expect.stringContaining('cannot be read (ENOENT)')]);
    expect(mistakes(file('text.yaml', 'hello'))).toEqual([expect.stringContaining('expected "keys:"')]);
  });
});
