import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { ConfigurationError } from '../../src/platform/config/configuration-error.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { SERVER, createConfigFolder, oneServer } from './config-support.js';
import type { ConfigFolder } from './config-support.js';

let folder: ConfigFolder;

beforeAll(async () => {
  folder = await createConfigFolder();
});

afterAll(() => folder.remove());

describe('a whole file', () => {
  it('becomes connections, with every default filled in', () => {
    const config = folder.parse(`servers: [${SERVER}]`);
    expect(config).toMatchObject({
      listen: { host: '127.0.0.1', port: 4000 },
      auth: { apiKeys: null, oidc: null },
      cache: { inventory: 30_000, staleIfError: 3_600_000, activity: 10_000 },
      limits: { requestTimeout: 30_000 },
      warnings: [],
      connections: [
        {
          server: {
            key: 'a',
            name: 'a',
            product: 'VBR',
            url: 'https://vbr.example.org:9419',
            tags: [],
            timeout: 30_000,
            concurrency: 8,
            recoveryPointObjective: null,
            timeZone: null,
          },
          apiVersion: null,
          username: 'svc',
          tls: { kind: 'system' },
        },
      ],
    });
    expect(config.servers).toEqual([config.connections[0]?.server]);
    expect(config.connections[0]?.password.reveal()).toBe('hunter2');
  });

  it('takes everything it says', () => {
    const config = folder.parse(
      `
listen: { host: "::1", port: 0 }
servers:
  - key: vbr-berlin
    name: VBR Berlin
    product: VBR
    url: HTTPS://VBR01.example.org:443/prefix/
    apiVersion: 1.3-rev1
    username: svc-gateway
    password: \${env:PASSWORD}
    tls: { ca: ./ca.pem }
    tags: { site: berlin, tenant: acme }
    limits: { concurrency: 4, timeout: PT5S, callTimeout: PT2S }
    recoveryPointObjective: PT26H
  - key: aws
    product: VB_AWS
    url: https://aws.example.org:11005
    apiVersion: 1.8-rev0
    username: svc
    password: \${file:./secret}
    tls: { insecure: true }
    tags: { site: cloud }
objectives:
  - { tag: { site: berlin }, recoveryPointObjective: P7D }
  - { tag: { site: cloud }, recoveryPointObjective: P2D }
  - { tag: { site: cloud, tenant: acme }, recoveryPointObjective: P3D }
auth: { mode: none }
cache: { inventory: PT0S, staleIfError: P1D }
limits: { requestTimeout: PT1M }
`,
      { PASSWORD: 's3cret' },
    );
    expect(config).toMatchObject({
      listen: { host: '::1', port: 0 },
      cache: { inventory: 0, staleIfError: 86_400_000, activity: 0 },
      limits: { requestTimeout: 60_000 },
    });
    const [berlin, aws] = config.connections;
    expect(berlin).toMatchObject({
      server: {
        name: 'VBR Berlin',
        url: 'https://vbr01.example.org/prefix',
        tags: [
          { key: 'site', value: 'berlin' },
          { key: 'tenant', value: 'acme' },
        ],
        timeout: 5_000,
        concurrency: 4,
        recoveryPointObjective: 26 * 3_600_000,
      },
      apiVersion: '1.3-rev1',
      tls: { kind: 'ca', pem: folder.pem },
      callTimeout: 2_000,
    });
    expect(berlin?.password.reveal()).toBe('s3cret');
    expect(aws?.password.reveal()).toBe('hunter2');
    expect(aws?.server.recoveryPointObjective).toBe(2 * 86_400_000);
    expect(config.warnings).toEqual([
      'aws: tls.insecure is set: its certificate is not checked, so whoever stands in between can read the password; pin the certificate with tls.fingerprint256 instead',
      'objectives[2]: no server has these tags',
    ]);
  });

  it('is frozen and prints no secret', () => {
    const config = folder.parse(`servers: [${SERVER}]`);
    expect(Object.isFrozen(config.connections[0]?.server.tags)).toBe(true);
    expect(JSON.stringify(config) + inspect(config, { depth: 9, showHidden: true })).not.toContain('hunter2');
  });

  it('may be JSON', () => {
    const server = {
      key: 'a',
      product: 'VB_M365',
      url: 'http://127.0.0.1:4443',
      username: 'u',
      password: 'p',
    };
    expect(folder.parse(JSON.stringify({ servers: [server] })).servers[0]?.url).toBe('http://127.0.0.1:4443');
  });

  it.each([
    ['with colons', (sha256: string) => sha256],
    ['without, in lower case', (sha256: string) => sha256.replaceAll(':', '').toLowerCase()],
  ])('takes a fingerprint %s', (_what, write) => {
    const { connections } = folder.parse(
      oneServer(`tls: { fingerprint256: "${write(folder.fingerprint)}" }`),
    );
    expect(connections[0]?.tls).toEqual({ kind: 'fingerprint', sha256: folder.fingerprint });
  });

  it('takes numbers and addresses from the environment', () => {
    const text = `listen: { port: "\${env:PORT}" }\n${oneServer('url: https://${env:HOST}:9419')}`;
    const config = folder.parse(text, { PORT: '8080', HOST: 'vbr.example.org' });
    expect([config.listen.port, config.servers[0]?.url]).toEqual([8080, 'https://vbr.example.org:9419']);
  });
});

describe('the file', () => {
  it('is gateway.yaml in the working directory', () => {
    writeFileSync(join(folder.path, 'gateway.yaml'), oneServer());
    expect(loadConfig({ cwd: folder.path, env: {} }).servers).toHaveLength(1);
  });

  it('is another one when GATEWAY_CONFIG names it', () => {
    writeFileSync(join(folder.path, 'other.yaml'), oneServer('key: other'));
    expect(loadConfig({ cwd: folder.path, env: { GATEWAY_CONFIG: 'other.yaml' } }).servers[0]?.key).toBe(
      'other',
    );
  });

  it.each([
    [{}, 'docs/configuration.md, or name another file with GATEWAY_CONFIG'],
    [{ GATEWAY_CONFIG: 'none.yaml' }, 'the file named by GATEWAY_CONFIG does not exist'],
    [{ GATEWAY_CONFIG: '.' }, 'the file cannot be read (EISDIR)'],
  ])('that is not there is reported with what to do (%j)', (env, expected) => {
    expect(() => loadConfig({ cwd: join(folder.path, '..'), env })).toThrow(ConfigurationError);
    try {
      loadConfig({ cwd: join(folder.path, '..'), env });
    } catch (error) {
      expect((error as ConfigurationError).format()).toContain(expected);
    }
  });
});
