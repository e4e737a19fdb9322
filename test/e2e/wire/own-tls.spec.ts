import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import type { RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { generate } from 'selfsigned';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';
import { ConfigurationError } from '../../../src/platform/config/configuration-error.js';
import { parseConfig } from '../../../src/platform/config/parse-config.js';
import { until } from '../../support/until.js';

const NOWHERE = { key: 'vbr', product: 'VBR', url: 'http://127.0.0.1:9' };
const folder = mkdtempSync(join(tmpdir(), 'own-tls-'));
const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
let gateway: RunningGateway;
let log = '';

async function writeCertificate(name: string): Promise<string> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }]);
  writeFileSync(files.key, key);
  writeFileSync(files.cert, cert);
  return new X509Certificate(cert).fingerprint256;
}

interface Told {
  fingerprint: string;
  protocol: string | null;
  hsts: string | undefined;
}

function ask(options: RequestOptions = {}): Promise<Told> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL('/health/live', gateway.url), {
      agent: false,
      rejectUnauthorized: false,
      ...options,
    });
    sent.on('error', reject).on('response', (answer) => {
      const socket = answer.socket as TLSSocket;
      const { fingerprint256: fingerprint } = socket.getPeerCertificate();
      const told = {
        fingerprint,
        protocol: socket.getProtocol(),
        hsts: answer.headers['strict-transport-security'],
      };
      answer.resume().on('end', () => resolve(told));
    });
    sent.end();
  });
}

let first: string;
beforeEach(async () => {
  log = '';
  first = await writeCertificate('first.example.org');
  gateway = await startGateway([NOWHERE], { listen: { tls: files } }, undefined, {
    write: (line: string) => (log += line),
  });
});
afterEach(() => gateway.close());
afterAll(() => rmSync(folder, { recursive: true }));

it('the gateway speaks TLS 1.2 and newer, and says that it always will', async () => {
  expect(gateway.url).toMatch(/^https:/);
  expect(await ask()).toEqual({ fingerprint: first, protocol: 'TLSv1.3', hsts: 'max-age=31536000' });
  expect(await ask({ maxVersion: 'TLSv1.2' })).toMatchObject({ protocol: 'TLSv1.2' });
  await expect(
    ask({ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
  ).rejects.toThrow(/protocol version|EPROTO|handshake/i);
});

it('a changed certificate is shown to new connections while open ones go on; a broken one changes nothing', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  expect(await ask({ agent })).toMatchObject({ fingerprint: first });
  const second = await writeCertificate('second.example.org');
  await until(async () => (await ask()).fingerprint === second);
  expect(await ask({ agent })).toMatchObject({ fingerprint: first });
  agent.destroy();
  writeFileSync(files.cert, 'no certificate');
  await until(() => log.includes('the old one stays'));
  expect(await ask()).toMatchObject({ fingerprint: second });
});

it('files that cannot be used are mistakes of the configuration', () => {
  const mistakeOf = (tls: object): string => {
    const servers = [{ ...NOWHERE, username: 'svc', password: 'simulated' }];
    try {
      parseConfig(JSON.stringify({ listen: { tls }, servers }), {
        file: join(folder, 'gateway.yaml'),
        env: {},
      });
    } catch (error) {
      if (error instanceof ConfigurationError) return error.format();
    }
    return 'none';
  };
  expect(mistakeOf({ cert: 'absent.pem', key: 'key.pem' })).toContain('a file cannot be read (ENOENT)');
  expect(mistakeOf({ cert: 'key.pem', key: 'key.pem' })).toContain('expected a certificate and its key');
});
