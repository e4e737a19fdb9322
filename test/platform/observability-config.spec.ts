import { join } from 'node:path';
import { inspect } from 'node:util';
import type { ConfigFolder } from './config-support.js';
import { SERVER, createConfigFolder } from './config-support.js';

let folder: ConfigFolder;

beforeAll(async () => {
  folder = await createConfigFolder();
});
afterAll(() => folder.remove());

describe('what the gateway tells of itself', () => {
  it('has defaults that need no file and no other machine', () => {
    expect(folder.parse(`servers: [${SERVER}]`)).toMatchObject({
      listen: { trustedProxies: [] },
      log: { level: 'info' },
      metrics: { enabled: true, listen: null },
      telemetry: null,
      audit: { to: 'stdout' },
      shutdown: { delay: 0, grace: 10_000 },
    });
  });

  it('takes everything it says; paths are relative to the file, and headers are secret', () => {
    const config = folder.parse(
      `
listen: { trustedProxies: [127.0.0.1, 10.0.0.0/8, "fd00::/8"] }
log: { level: debug }
metrics: { enabled: false, listen: { port: 9464 } }
telemetry: { otlp: { endpoint: "http://127.0.0.1:4318/v1/traces", headers: { authorization: "\${env:OTLP}" }, sampleRatio: 0.1, propagate: true } }
audit: { to: file, path: ./audit.log }
shutdown: { delay: PT5S, grace: PT1M }
servers: [${SERVER}]`,
      { OTLP: 'Bearer hunter3' },
    );
    expect(config).toMatchObject({
      listen: { trustedProxies: ['127.0.0.1', '10.0.0.0/8', 'fd00::/8'] },
      log: { level: 'debug' },
      metrics: { enabled: false, listen: { host: '127.0.0.1', port: 9464 } },
      telemetry: { endpoint: 'http://127.0.0.1:4318/v1/traces', sampleRatio: 0.1, propagate: true },
      audit: { to: 'file', path: join(folder.path, 'audit.log') },
      shutdown: { delay: 5_000, grace: 60_000 },
    });
    expect(config.telemetry?.headers['authorization']?.reveal()).toBe('Bearer hunter3');
    expect(JSON.stringify(config) + inspect(config, { depth: 9, showHidden: true })).not.toContain('hunter3');
  });

  it.each<[string, string]>([
    ['log: { level: verbose }', 'log.level: expected debug, info, warn or error, found "verbose"'],
    [
      'metrics: { listen: {} }',
      'metrics.listen.port: expected a whole number from 0 to 65535, found nothing',
    ],
    [
      'telemetry: { otlp: { endpoint: "grpc://127.0.0.1:4317" } }',
      'telemetry.otlp.endpoint: expected an address such as http://127.0.0.1:4318/v1/traces, found "grpc://127.0.0.1:4317"',
    ],
    [
      'telemetry: { otlp: { endpoint: "http://127.0.0.1:4318", sampleRatio: 2 } }',
      'telemetry.otlp.sampleRatio: expected a number from 0 to 1, found 2',
    ],
    [
      'audit: { to: file }',
      'audit.path: expected the path of a file, because audit.to is file, found nothing',
    ],
    ['audit: { to: stdout, path: x }', 'audit.path: expected no path, because audit.to is stdout'],
    [
      'listen: { trustedProxies: [10.0.0.0/33] }',
      'listen.trustedProxies: expected a list of IP addresses or networks, such as [10.0.0.0/8], found a list',
    ],
    [
      'shutdown: { grace: 10 }',
      'shutdown.grace: expected an ISO 8601 duration from PT0S to PT10M, such as PT10S, found 10',
    ],
  ])('is checked: %s', (line, expected) => {
    expect(folder.mistakes(`${line}\nservers: [${SERVER}]`)).toEqual([`line 1: ${expected}`]);
  });
});
