import { jest } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtModule, endProcesses, startProcess } from '../support/built-gateway.js';
import type { GatewayProcess } from '../support/built-gateway.js';
import { scrape, total } from '../support/metrics.js';

jest.setTimeout(240_000);

let folder: string;
let running: GatewayProcess;
let url: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'last-line-'));
});
afterEach(endProcesses);
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the real gateway in a process in which something goes wrong on SIGUSR2. */
async function run(fault: string): Promise<void> {
  const file = join(folder, 'gateway.yaml');
  const server = { key: 'vbr', product: 'VBR', url: 'http://127.0.0.1:9', username: 'svc', password: 'x' };
  const shutdown = { delay: 'PT0S', grace: 'PT1S' };
  writeFileSync(
    file,
    JSON.stringify({ listen: { host: '127.0.0.1', port: 0 }, servers: [server], shutdown }),
  );
  const script = `
    import net from 'node:net';
    process.on('SIGUSR2', () => { ${fault} });
    await import(${JSON.stringify(builtModule('main.js'))});`;
  running = startProcess({ GATEWAY_CONFIG: file }, { script });
  url = await running.listening();
}

async function told(pattern: RegExp): Promise<void> {
  while (!pattern.test(running.output())) {
    if (running.child.exitCode !== null) throw new Error(`it ended: ${running.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

it.each([
  ['background', `Promise.reject(new TypeError('forgotten work'));`, /forgotten work/],
  [
    'connection',
    `const socket = new net.Socket(); socket.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));`,
    /read ECONNRESET/,
  ],
])(
  'an error of origin "%s" is logged with its place and counted, and ends nothing but itself',
  async (origin, fault, said) => {
    await run(fault);
    running.child.kill('SIGUSR2');
    await told(/nobody handled an error/);
    expect(running.output()).toMatch(said);
    expect((await fetch(new URL('/health/ready', url))).status).toBe(200);
    expect(total(await scrape(url), 'veeam_gateway_unhandled_errors_total', { origin })).toBe(1);
  },
);

it('an error that leaves the process in doubt ends it in order, and not well', async () => {
  await run(`throw new TypeError('who knows');`);
  running.child.kill('SIGUSR2');
  expect((await running.ended()).status).toBe(1);
  expect(running.output()).toMatch(/nobody handled an error.*who knows|who knows.*nobody handled an error/s);
  expect(running.output()).toContain('"event":"stop"');
});
