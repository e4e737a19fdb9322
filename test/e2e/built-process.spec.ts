import { jest } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtModule, endProcesses, startProcess } from '../support/built-gateway.js';
import { deadUrl } from '../support/addresses.js';

jest.setTimeout(120_000);

const PASSWORD = 'Tr0ub4dor-and-3';
let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'built-process-'));
});
afterEach(endProcesses);
afterAll(() => rmSync(directory, { recursive: true }));

function configFile(text: string): string {
  const file = join(directory, 'gateway.yaml');
  writeFileSync(file, text);
  return file;
}

describe('a process with a wrong configuration', () => {
  it('lists every mistake with its place and ends with status 78, without a secret', async () => {
    const file = configFile(`
listen: { host: 127.0.0.1, prot: 4000 }
servers:
  - { key: berlin, product: VBX, url: "https://vbr:9419", username: svc, password: "${PASSWORD}" }
  - { key: berlin, product: VBR, url: "http://vbr.example.org:9419", username: svc, password: "\${file:./nowhere}" }
  - { key: paris, product: VB_AWS, url: "https://aws:11005", username: svc, password: "\${env:NOT_SET}", limits: { timeout: soon } }
`);
    const gateway = startProcess({ GATEWAY_CONFIG: file });
    const { status } = await gateway.ended();
    expect(status).toBe(78);
    const output = gateway.output();
    for (const said of [
      /listen\.prot: .*port/,
      /servers\[0\]\.product: .*VBR/,
      /servers\[1\]\.key: .*servers\[0\] has this one/,
      /servers\[1\]\.url: .*https/,
      /servers\[1\]\.password: .*nowhere/,
      /servers\[2\]\.password: .*NOT_SET/,
      /servers\[2\]\.limits\.timeout: .*ISO 8601/,
    ])
      expect(output).toMatch(said);
    expect(output).not.toContain(PASSWORD);
    expect(output).not.toMatch(/\n\s+at /);
  });

  it.each([
    ['no file', undefined, /gateway\.yaml: .*\n.*there is no such file/],
    ['a named file that does not exist', 'absent.yaml', /absent\.yaml: .*\n.*does not exist/],
  ])('ends with status 78 with %s', async (_title, name, said) => {
    const cwd = mkdtempSync(join(directory, 'empty-'));
    const env: Record<string, string> = name === undefined ? {} : { GATEWAY_CONFIG: join(cwd, name) };
    const gateway = startProcess(env, { cwd });
    expect((await gateway.ended()).status).toBe(78);
    expect(gateway.output()).toMatch(said);
  });

  it('ends with status 78 when the file is no YAML', async () => {
    const gateway = startProcess({ GATEWAY_CONFIG: configFile('servers: [ {') });
    expect((await gateway.ended()).status).toBe(78);
    expect(gateway.output()).toMatch(/line 1/);
  });
});

/** Accepts connections and never says a word. */
async function startSilence(): Promise<{ url: string; close: () => void }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

describe('a process over twelve servers, none of which is up', () => {
  let silence: { url: string; close: () => void };
  let config: string;

  beforeAll(async () => {
    silence = await startSilence();
    const down = await deadUrl();
    const servers = Array.from({ length: 12 }, (_, index) => ({
      key: `server-${index}`,
      product: ['VBR', 'VB_AWS', 'VB_M365'][index % 3],
      url: index < 3 ? silence.url : down,
      username: 'svc',
      password: PASSWORD,
    }));
    config = JSON.stringify({ listen: { port: 0 }, shutdown: { grace: 'PT1S' }, servers });
  });
  afterAll(() => silence.close());

  it.each(['SIGTERM', 'SIGINT'] as const)('answers at once, and ends with status 0 on %s', async (signal) => {
    const gateway = startProcess({ GATEWAY_CONFIG: configFile(config) });
    const url = await gateway.listening();
    for (const path of ['/health/ready', '/health/live'])
      expect((await fetch(url.replace('/graphql', path))).status).toBe(200);
    const pending = ask(url, '{ policies { complete } }').catch(() => 'cut off');
    expect(await ask(url, '{ servers { key health { status } } }')).toMatchObject({
      data: {
        servers: Array.from({ length: 12 }, (_, index) => ({
          key: `server-${index}`,
          health: { status: index < 3 ? 'UNKNOWN' : expect.stringMatching(/^(UNKNOWN|OFFLINE)$/) },
        })),
      },
    });
    gateway.child.kill(signal);
    const { status, milliseconds } = await gateway.ended();
    expect(status).toBe(0);
    expect(milliseconds).toBeLessThan(20_000);
    await pending;
    expect(gateway.output()).not.toContain(PASSWORD);
    // Node's, of what looks like a leak.
    expect(gateway.output()).not.toContain('Warning');
  });

  it('needs less than 200 MiB when idle', async () => {
    const gateway = startProcess({ GATEWAY_CONFIG: configFile(config) });
    const url = await gateway.listening();
    await ask(url, '{ servers { key } }');
    const mebibytes = residentMebibytes(gateway.child.pid);
    // Where the system does not tell, there is nothing to compare.
    expect(mebibytes ?? 0).toBeLessThan(200);
  });

  it('says which port is taken and ends', async () => {
    const first = startProcess({ GATEWAY_CONFIG: configFile(config) });
    const { port } = new URL(await first.listening());
    const taken = JSON.stringify({
      ...(JSON.parse(config) as object),
      listen: { port: Number(port) },
      history: 'off',
    });
    const second = startProcess({ GATEWAY_CONFIG: configFile(taken) });
    expect((await second.ended()).status).toBe(1);
    expect(second.output()).toMatch(new RegExp(`cannot listen on 127.0.0.1, port ${port}: .*EADDRINUSE`));
  });

  it('has nothing left that keeps it alive once the gateway is closed', async () => {
    const modules = ['create-app.js', 'platform/config/load-config.js'].map((path) =>
      JSON.stringify(builtModule(path)),
    );
    const script = `
      import 'reflect-metadata';
      const { createApp } = await import(${modules[0]});
      const { loadConfig } = await import(${modules[1]});
      const app = await createApp(loadConfig(), { quiet: true });
      await app.listen(0, '127.0.0.1');
      await fetch(await app.getUrl() + '/graphql?query={servers{key}}', { headers: { 'apollo-require-preflight': '1', connection: 'close' } });
      await app.close();
      console.log('3 servers behind http://closed/graphql');`;
    const gateway = startProcess({ GATEWAY_CONFIG: configFile(config) }, { script });
    await gateway.listening();
    const { status, milliseconds } = await gateway.ended();
    expect(status).toBe(0);
    expect(milliseconds).toBeLessThan(20_000);
  });
});

function residentMebibytes(pid: number | undefined): number | undefined {
  try {
    const kibibytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
  } catch {
    return undefined;
  }
}

async function ask(url: string, query: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
}
