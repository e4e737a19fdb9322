import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { deadUrl } from '../support/addresses.js';

const HEALTH = 'deploy/container/health.mjs';

async function statusOf(url: string): Promise<number | null> {
  const child = spawn(process.execPath, [HEALTH], { env: { HEALTH_URL: url }, stdio: 'ignore' });
  await once(child, 'exit');
  return child.exitCode;
}

async function statusAt(server: Server, scheme: string): Promise<number | null> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const status = await statusOf(`${scheme}://127.0.0.1:${port}/health/ready`);
  server.closeAllConnections();
  server.close();
  return status;
}

const answer =
  (status: number): RequestListener =>
  ({ url }, response) =>
    void response.writeHead(url === '/health/ready' ? status : 404).end();

describe('the health check of the image', () => {
  it('tells whether the gateway is ready', async () => {
    expect(await statusAt(createHttpServer(answer(200)), 'http')).toBe(0);
    expect(await statusAt(createHttpServer(answer(503)), 'http')).toBe(1);
    expect(await statusOf(`${await deadUrl()}/health/ready`)).toBe(1);
  });

  it('does not wait for ever', async () => {
    expect(await statusAt(createHttpServer(), 'http')).toBe(1);
  });

  it('takes the certificate that the gateway has', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'gateway.example.org' }]);
    expect(await statusAt(createHttpsServer({ key, cert }, answer(200)), 'https')).toBe(0);
  });
});

describe('the Dockerfile', () => {
  const lines = readFileSync('Dockerfile', 'utf8').split('\n');
  const allowed = readFileSync('.dockerignore', 'utf8')
    .split('\n')
    .flatMap((line) => /^!(.+)/.exec(line)?.[1] ?? []);

  it('copies only what exists and is let into the build', () => {
    const copied = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from'))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect(copied.length).toBeGreaterThan(5);
    expect(copied.filter((path) => !existsSync(path))).toEqual([]);
    expect(copied.filter((path) => !allowed.some((prefix) => path.startsWith(prefix)))).toEqual([]);
  });

  it('ends as a user without rights, with programs named without a shell', () => {
    const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
    expect(last).toContain('USER node');
    expect(last.filter((line) => line.startsWith('RUN '))).toEqual([]);
    for (const start of last.flatMap((line) => /\bCMD (.*)/.exec(line)?.[1] ?? []))
      expect(() => JSON.parse(start) as unknown).not.toThrow();
  });
});
