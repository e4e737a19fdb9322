import { jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { productionInstall } from '../support/production-install.js';

jest.setTimeout(180_000);

/** Each command as a person runs it: npm, the script, the process; in a folder with production packages alone. */
let installed: string;
let folder: string;
const running: ChildProcess[] = [];

beforeAll(() => {
  installed = productionInstall();
  folder = mkdtempSync(join(tmpdir(), 'commands-spec-'));
});
afterEach(async () => {
  for (const child of running.splice(0)) await end(child);
});
afterAll(() => {
  for (const path of [installed, folder]) rmSync(path, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  /** Resolves with what `pattern` found in either output; rejects when the command ends before. */
  seen(pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<{ status: number | null; out: string; err: string }>;
}

function npm(args: readonly string[], env: Record<string, string> = {}): Started {
  const child = spawn('npm', ['run', '--silent', ...args], {
    cwd: installed,
    env: { ...process.env, SIMULATORS_PASSWORD: 'simulated', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running.push(child);
  let [out, err] = ['', ''];
  const listeners = new Set<() => void>();
  const hear = (): void => listeners.forEach((listener) => listener());
  child.stdout.on('data', (chunk) => ((out += String(chunk)), hear()));
  child.stderr.on('data', (chunk) => ((err += String(chunk)), hear()));
  const ended = once(child, 'close').then(([status]) => ({ status: status as number | null, out, err }));
  const seen = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(out + err);
        if (found) resolve(found);
      };
      listeners.add(look);
      void ended.then(() => reject(new Error(`the command ended:\n${out}${err}`)));
      look();
    });
  return { child, out: () => out, err: () => err, seen, ended };
}

const npmRun = (args: readonly string[], env?: Record<string, string>) => npm(args, env).ended;

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  process.kill(-(child.pid ?? 0), 'SIGTERM');
  await closed;
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function simulatedFleet(options: readonly string[]): Promise<string> {
  const config = join(folder, `fleet-${running.length}.yaml`);
  const fleet = npm(['simulators', '--', '--port', '0', '--config', config, ...options]);
  await fleet.seen(/simulated servers/);
  return config;
}

describe('on a production install', () => {
  it('every command tells what it does', async () => {
    const commands = [
      'start',
      'doctor',
      'key',
      'audit:verify',
      'history',
      'forecast',
      'simulators',
      'demo',
      'sbom',
    ];
    const answers = await Promise.all(commands.map((name) => npmRun([name, '--', '--help'])));
    for (const [index, { status, out, err }] of answers.entries()) {
      expect(out).toContain(`npm run ${commands[index]}`.replace('npm run start', 'npm start'));
      expect([status, err]).toEqual([0, '']);
    }
  });

  it.each(['start', 'doctor', 'simulators'])('%s refuses words that it does not know', async (name) => {
    const { status, err } = await npmRun([name, '--', '--jsn']);
    expect(err).toContain('--jsn');
    expect(err).not.toMatch(/^\s+at /m);
    expect(status).toBe(64);
  });

  it.each(['check', 'test', 'bench', 'configuration', 'screenshots'])(
    '%s says that it needs more, and installs nothing',
    async (name) => {
      expect(await npmRun([name])).toMatchObject({
        status: 1,
        out: expect.not.stringContaining('Error'),
        err: expect.stringMatching(/^This command needs the packages of development: run "npm ci" in .*\n$/),
      });
      expect(existsSync(join(installed, 'node_modules', 'jest'))).toBe(false);
    },
  );

  it('the doctor examines every server, and installs and builds nothing', async () => {
    const config = await simulatedFleet([
      '--servers',
      '7',
      '--down',
      '1',
      '--policies',
      '3',
      '--sessions',
      '9',
    ]);
    const { status, out } = await npmRun(['doctor'], { GATEWAY_CONFIG: config });
    const rows = out.split('\n').filter((line) => /^\S+ +(VBR|VB_AWS|VB_M365) /.test(line));
    expect(rows).toHaveLength(7);
    expect(out).toContain('7 servers: 6 of them work');
    expect(out).toContain('ECONNREFUSED');
    expect(status).toBe(1);
    expect(existsSync(join(installed, 'node_modules', 'jest'))).toBe(false);

    const asJson = await npmRun(['doctor', '--', '--json'], { GATEWAY_CONFIG: config });
    const { works, servers } = JSON.parse(asJson.out) as { works: boolean; servers: { works: boolean }[] };
    expect([works, servers.filter((server) => server.works).length]).toEqual([false, 6]);
  });

  it('the doctor lists what is wrong in the configuration', async () => {
    const config = file(
      'wrong.yaml',
      'servers:\n  - { key: a, product: VBRR, url: http://vbr01, username: x }\n',
    );
    const { status, out } = await npmRun(['doctor'], { GATEWAY_CONFIG: config });
    expect(out).toContain('servers[0].product');
    expect(status).toBe(78);
  });

  it('the doctor says what keeps it waiting', async () => {
    const silent = await startSilence();
    const { port } = silent.address() as AddressInfo;
    const server = {
      key: 'slow',
      product: 'VBR',
      url: `http://127.0.0.1:${port}`,
      username: 'x',
      password: 'y',
    };
    const config = file(
      'slow.yaml',
      JSON.stringify({ servers: [{ ...server, limits: { timeout: 'PT20S' } }] }),
    );
    const doctor = npm(['doctor'], { GATEWAY_CONFIG: config });
    expect((await doctor.seen(/slow: waiting for its sign-in \(\d+ s\)/))[0]).toBeDefined();
    expect(doctor.out()).toBe('');
    await end(doctor.child);
    silent.close();
  });

  it('a key that was made opens the gateway that was started', async () => {
    const keys = join(folder, 'keys.yaml');
    const made = await npmRun(['key', '--', '--name', 'wall', '--role', 'VIEWER', '--file', keys]);
    expect(made.status).toBe(0);
    const [credential = ''] = /vgw_\w{12}_[\w-]{43}/.exec(made.out) ?? [];
    const fleet = await simulatedFleet([
      '--servers',
      '1',
      '--down',
      '0',
      '--policies',
      '3',
      '--sessions',
      '9',
    ]);
    const auth = `\nauth: { mode: apiKey, apiKeys: { file: ${keys} } }\nlisten: { port: 0 }\n`;
    const config = file('gateway.yaml', readFileSync(fleet, 'utf8').replace(/^listen:.*$/m, '') + auth);
    const gateway = npm(['start'], { GATEWAY_CONFIG: config });
    const [, url = ''] = await gateway.seen(/servers behind (http:\S+\/graphql)/);
    const ask = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${url}?query={policies(first:9){totalCount}}`, {
        headers: { accept: 'application/json', 'apollo-require-preflight': '1', ...headers },
      });
    expect((await ask({})).status).toBe(401);
    const answer = await ask({ authorization: `Bearer ${credential}` });
    expect(await answer.json()).toMatchObject({ data: { policies: { totalCount: 3 } } });
  });

  it('audit:verify judges a file', async () => {
    const sound = await npmRun(['audit:verify', '--', file('empty.log', '')]);
    expect([sound.status, sound.out]).toEqual([0, expect.stringContaining('OK: 0 records')]);
    const broken = await npmRun(['audit:verify', '--', file('broken.log', '{"seq":7}\n')]);
    expect([broken.status, broken.out]).toEqual([1, expect.stringContaining('BROKEN')]);
  });

  it('sbom lists the packages', async () => {
    const { status, out } = await npmRun(['sbom']);
    expect(status).toBe(0);
    const { components } = JSON.parse(out) as { components: { name: string }[] };
    expect(components.map(({ name }) => name)).toEqual(expect.arrayContaining(['graphql', 'fastify']));
    expect(components.map(({ name }) => name)).not.toContain('jest');
  });

  it('the demo answers its first query', async () => {
    const demo = npm(['demo']);
    const [, url = ''] = await demo.seen(/Open (\S+) in a browser/);
    expect(demo.out()).toContain('"code": "UNREACHABLE"');
    expect((await fetch(url, { headers: { accept: 'text/html' } })).status).toBe(200);
  });
});

function startSilence(): Promise<Server> {
  const server = createServer(() => undefined);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
