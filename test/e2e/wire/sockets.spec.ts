import { once } from 'node:events';
import { jest } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { generate } from 'selfsigned';
import { WebSocket } from 'ws';
import { endProcesses, startProcess } from '../../support/built-gateway.js';
import type { GatewayProcess } from '../../support/built-gateway.js';
import { bearer, keyAuth, testKey } from '../../support/callers.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';
import { openSocket, upgradeRequest } from '../../support/raw-socket.js';
import type { RawSocket } from '../../support/raw-socket.js';

jest.setTimeout(240_000);

const NOWHERE = { key: 'vbr', product: 'VBR', url: 'http://127.0.0.1:9' };
const FOREIGN = { origin: 'https://evil.example' };
const key = testKey();

let gateway: RunningGateway | undefined;
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

const start = async (rest: Record<string, unknown> = {}): Promise<string> => {
  gateway = await startGateway([NOWHERE], { auth: keyAuth(key), ...rest });
  return gateway.url;
};

const health = async (url: string): Promise<number> => (await fetch(new URL('/health/live', url))).status;

/** Closes a connection as a client that is gone does. */
const reset = ({ socket }: RawSocket): void => void socket.resetAndDestroy();

describe('a process', () => {
  let folder: string;
  let running: GatewayProcess;
  let url: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sockets-'));
    const { cert, private: keyText } = await generate([{ name: 'commonName', value: '127.0.0.1' }]);
    writeFileSync(join(folder, 'cert.pem'), cert);
    writeFileSync(join(folder, 'key.pem'), keyText);
  });
  afterEach(endProcesses);
  afterAll(() => rmSync(folder, { recursive: true }));

  async function run(tls: boolean): Promise<void> {
    const file = join(folder, 'gateway.yaml');
    const server = { ...NOWHERE, username: 'svc', password: 'x' };
    const listen = { host: '127.0.0.1', port: 0, ...(tls && { tls: { cert: 'cert.pem', key: 'key.pem' } }) };
    writeFileSync(file, JSON.stringify({ listen, auth: keyAuth(key), servers: [server] }));
    running = startProcess({ GATEWAY_CONFIG: file, NODE_TLS_REJECT_UNAUTHORIZED: '0' });
    url = tls ? await httpsUrl(running) : await running.listening();
  }

  const EVIL: [string, string][] = [
    ['an upgrade from a foreign page', upgradeRequest(FOREIGN)],
    ['an upgrade elsewhere', upgradeRequest({}, '/elsewhere')],
    ['an upgrade without a key', upgradeRequest({ 'sec-websocket-key': '' })],
    [
      'an upgrade to HTTP/2',
      'GET /graphql HTTP/1.1\r\nhost: g\r\nconnection: Upgrade\r\nupgrade: h2c\r\n\r\n',
    ],
    ['half an upgrade', upgradeRequest().slice(0, 90)],
    ['an accepted upgrade', upgradeRequest()],
    ['an accepted upgrade and half a frame', `${upgradeRequest()}\x81\xfe\x7f`],
    ['CONNECT', 'CONNECT evil:443 HTTP/1.1\r\nhost: evil\r\n\r\n'],
    [
      'a request that waits for 100 Continue',
      'POST /graphql HTTP/1.1\r\nhost: g\r\nexpect: 100-continue\r\ncontent-length: 9\r\n\r\n',
    ],
    ['pipelined requests', 'GET /health/live HTTP/1.1\r\nhost: g\r\n\r\n'.repeat(50)],
    [
      'a request and an upgrade in one packet',
      `GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nhost: g\r\n\r\n${upgradeRequest()}`,
    ],
  ];

  it('outlives clients that reset their connections, whatever they had asked for', async () => {
    await run(false);
    for (const [title, text] of EVIL)
      for (let turn = 0; turn < 5; turn += 1) {
        const client = await openSocket(url, text);
        const answered = !title.startsWith('half');
        if (turn > 2 && answered) await client.next();
        reset(client);
      }
    expect(running.child.exitCode).toBeNull();
    expect(running.output()).not.toContain('"level":"error"');
    expect(await health(url)).toBe(200);
  });

  it('outlives them over TLS, and handshakes that break off', async () => {
    await run(true);
    for (const [, text] of EVIL) {
      const raw = await openSocket(url, text);
      reset(raw);
      const client = connectTls({
        port: Number(new URL(url).port),
        host: '127.0.0.1',
        rejectUnauthorized: false,
      });
      client.on('error', () => undefined);
      await once(client, 'secureConnect');
      client.write(text);
      client.destroy();
    }
    const last = connectTls({
      port: Number(new URL(url).port),
      host: '127.0.0.1',
      rejectUnauthorized: false,
    });
    last.on('error', () => undefined);
    last.write('GET /health/live HTTP/1.1\r\nhost: g\r\nconnection: close\r\n\r\n');
    expect(String(((await once(last, 'data')) as [Buffer])[0])).toMatch(/^HTTP\/1.1 200/);
    expect(running.child.exitCode).toBeNull();
    expect(running.output()).not.toContain('"level":"error"');
  });
});

async function httpsUrl(running: GatewayProcess): Promise<string> {
  for (;;) {
    const found = /servers behind (https:\S+\/graphql)/.exec(running.output())?.[1];
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('refused upgrades', () => {
  it('are closed, whether their clients do so or not', async () => {
    const url = await start({ limits: { connections: 50 } });
    const clients: RawSocket[] = [];
    for (let turn = 0; turn < 200; turn += 1) {
      const client = await openSocket(url, upgradeRequest(FOREIGN), true);
      expect(await client.sees(/FORBIDDEN/)).toMatch(/^HTTP\/1.1 403 /);
      clients.push(client);
    }
    expect(await health(url)).toBe(200);
    for (const client of clients) reset(client);
  });

  it('that stand elsewhere are answered as other requests', async () => {
    const url = await start();
    const client = await openSocket(url, upgradeRequest({}, '/elsewhere'));
    expect(await client.sees(/\r\n\r\n/)).toMatch(/^HTTP\/1.1 401 /);
    client.socket.write('GET /health/live HTTP/1.1\r\nhost: g\r\nconnection: close\r\n\r\n');
    expect(await client.closed()).toMatch(/HTTP\/1.1 200 /);
  });
});

it('an offer to speak HTTP/2 is not taken, and the request answered', async () => {
  const url = await start();
  const body = JSON.stringify({ query: '{ servers { key } }' });
  const client = await openSocket(
    url,
    [
      'POST /graphql HTTP/1.1',
      'host: g',
      'connection: Upgrade, HTTP2-Settings, close',
      'upgrade: h2c',
      'http2-settings: AAMAAABkAAQAAP__',
      'content-type: application/json',
      `authorization: ${bearer(key.credential)['authorization']}`,
      `content-length: ${body.length}`,
      '',
      body.slice(0, 10),
    ].join('\r\n'),
  );
  client.socket.write(body.slice(10));
  expect(await client.sees(/"key":"vbr"/)).toMatch(/^HTTP\/1.1 200 /);
  reset(client);
});

describe('where every connection is taken', () => {
  it('those that are idle make room', async () => {
    const url = await start({ limits: { connections: 10 } });
    const idle = await Promise.all(Array.from({ length: 30 }, () => openSocket(url)));
    for (let turn = 0; turn < 5; turn += 1) expect(await health(url)).toBe(200);
    // A connection that was made a moment ago is on its way to ask something.
    let status = 503;
    while (status === 503) {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', connection: 'close', ...bearer(key.credential) },
        body: JSON.stringify({ query: '{ servers { key } }' }),
      });
      ({ status } = answer);
    }
    expect(status).toBe(200);
    for (const client of idle) reset(client);
  });

  it('by requests whose bodies do not come, probes are answered', async () => {
    const url = await start({ limits: { connections: 10 } });
    const auth = bearer(key.credential)['authorization'];
    const head = `POST /graphql HTTP/1.1\r\nhost: g\r\nauthorization: ${auth}\r\ncontent-length: 99\r\n\r\n{`;
    const open = await Promise.all(Array.from({ length: 10 }, () => openSocket(url, head)));
    for (const path of ['/health/live', '/health/ready'])
      for (let turn = 0; turn < 10; turn += 1)
        expect([200, 503]).toContain((await fetch(new URL(path, url))).status);
    expect(await health(url)).toBe(200);
    for (const client of open) reset(client);
  });

  it('one address may hold as many as configured', async () => {
    const url = await start({ limits: { connections: 100, connectionsPerAddress: 3 } });
    const open = await Promise.all(Array.from({ length: 3 }, () => introduced(url)));
    await expect(introduced(url)).rejects.toThrow();
    for (const socket of open) socket.terminate();
  });

  it('probes keep a place, and others are told so', async () => {
    const url = await start({ limits: { connections: 10 } });
    const open = Array.from(
      { length: 10 },
      () => new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws'),
    );
    const opened = open.map(
      (socket) =>
        new Promise<void>((resolve) => {
          socket.once('open', resolve).once('error', () => resolve());
        }),
    );
    await Promise.all(opened);
    const answer = await fetch(url, { method: 'POST', headers: bearer(key.credential), body: '{}' });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED' } }] });
    expect(await health(url)).toBe(200);
    for (const socket of open) socket.terminate();
  });
});

async function opened(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
  socket.on('error', () => undefined);
  await once(socket, 'open');
  return socket;
}

const introduction = (credential: string): string =>
  JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${credential}` } });

async function introduced(url: string, credential = key.credential): Promise<WebSocket> {
  const socket = await opened(url);
  socket.send(introduction(credential));
  await once(socket, 'message');
  return socket;
}

describe('a WebSocket', () => {
  it('that is never introduced is closed', async () => {
    const url = await start();
    const client = await openSocket(url, upgradeRequest());
    await client.closed();
    expect(client.received()).toMatch(/^HTTP\/1.1 101 .*Connection initialisation timeout/s);
  });

  it('over which nothing is followed is closed, and one that asks stays', async () => {
    const url = await start({ limits: { socketIdle: 'PT0.3S' } });
    const [quiet, busy] = await Promise.all([introduced(url), introduced(url)]);
    const ask = setInterval(() => busy.send('{"type":"ping"}'), 20);
    const [code, reason] = (await once(quiet, 'close')) as [number, Buffer];
    expect([code, String(reason)]).toEqual([1000, 'Idle']);
    expect(busy.readyState).toBe(WebSocket.OPEN);
    clearInterval(ask);
    await once(busy, 'close');
  });

  it('is one of so many of its caller', async () => {
    const other = testKey({ name: 'other' });
    const url = await start({ auth: keyAuth(key, other), limits: { socketsPerCaller: 2 } });
    const [first] = await Promise.all([introduced(url), introduced(url)]);
    const third = await opened(url);
    third.send(introduction(key.credential));
    const [code, reason] = (await once(third, 'close')) as [number, Buffer];
    expect([code, String(reason)]).toEqual([4429, 'Too many connections']);
    (await introduced(url, other.credential)).terminate();
    first.close();
    await once(first, 'close');
    (await introduced(url)).terminate();
  });

  it('whose client takes nothing of what it asks for is closed at a mebibyte', async () => {
    const url = await start();
    const socket = await introduced(url);
    const closed = once(socket, 'close');
    socket.pause();
    // Each is answered with its id; the first megabytes stay between the kernels.
    const payload = { query: '{ no }' };
    for (let turn = 0; turn < 40; turn += 1)
      socket.send(JSON.stringify({ type: 'subscribe', id: `${turn}${'x'.repeat(900_000)}`, payload }));
    const poke = setInterval(() => socket.ping(), 50);
    await closed;
    clearInterval(poke);
    expect(await health(url)).toBe(200);
  });

  it.each([
    ['a frame that is too large', (socket: WebSocket) => socket.send('x'.repeat(2 ** 20 + 1)), 1009],
    [
      'a message in more pieces than anybody needs',
      (socket: WebSocket) => Array.from({ length: 100 }, () => socket.send('x', { fin: false })),
      1008,
    ],
    ['no JSON', (socket: WebSocket) => socket.send('hello'), 4400],
    ['a flood of pings', (socket: WebSocket) => Array.from({ length: 3_000 }, () => socket.ping()), 4429],
  ])('that sends %s is closed, and nothing else ends', async (_title, send, code) => {
    const url = await start();
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
    await once(socket, 'open');
    send(socket);
    const [given] = (await once(socket, 'close')) as [number];
    expect(given).toBe(code);
    expect(await health(url)).toBe(200);
  });
});
