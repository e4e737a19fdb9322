import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../../src/simulators/vbr/index.js';
import { endProcesses, startProcess } from '../../support/built-gateway.js';
import type { GatewayProcess } from '../../support/built-gateway.js';
import { askAs } from '../../support/callers.js';
import { openSocket } from '../../support/raw-socket.js';
import type { RawSocket } from '../../support/raw-socket.js';

jest.setTimeout(240_000);

let folder: string;
let vbr: VbrSimulator;
let running: GatewayProcess;
let url: string;
let session: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'broken-off-'));
  vbr = await startVbrSimulator({ seed: 5, policies: 10, sessions: 2_000, workSeconds: 3_600 });
  const servers = [
    { key: 'vbr', product: 'VBR', url: vbr.url, username: 'svc-gateway', password: 'simulated' },
  ];
  const file = join(folder, 'gateway.yaml');
  // However long a busy machine takes.
  const limits = { loopTime: 'PT10M' };
  writeFileSync(file, JSON.stringify({ listen: { host: '127.0.0.1', port: 0 }, servers, limits }));
  running = startProcess({ GATEWAY_CONFIG: file });
  url = await running.listening();
  session = await startPolicy();
});
afterAll(async () => {
  await endProcesses();
  await vbr.close();
  rmSync(folder, { recursive: true });
});

async function startPolicy(): Promise<string> {
  const { data: found } = await askAs<{ policies: { nodes: { id: string }[] } }>(
    undefined,
    url,
    '{ policies(filter: { kinds: [BACKUP], status: [IDLE] }, first: 1) { nodes { id } } }',
  );
  const { data: started } = await askAs<{ startPolicy: { session: { id: string } } }>(
    undefined,
    url,
    `mutation { startPolicy(input: { policy: "${found.policies.nodes[0]?.id}" }) { session { id } } }`,
  );
  return started.startPolicy.session.id;
}

function post(path: string, query: string, headers = ''): string {
  const body = JSON.stringify({ query });
  const head = `POST ${path} HTTP/1.1\r\nhost: g\r\ncontent-type: application/json\r\n${headers}`;
  return `${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

const row = 'id name message startTime endTime result state server { key name } policy { id name }';
const lists = Array.from(
  { length: 12 },
  (_, index) => `l${index}: sessions(first: 500) { nodes { ${row} } }`,
);
const LARGE = post('/graphql', `{ ${lists.join(' ')} }`);
const follow = (): string =>
  post(
    '/graphql/stream',
    `subscription { sessionUpdated(session: "${session}") { state } }`,
    'accept: text/event-stream\r\n',
  );

const ENDINGS: [string, (client: RawSocket) => void][] = [
  ['reset', ({ socket }) => void socket.resetAndDestroy()],
  ['closed', ({ socket }) => void socket.destroy()],
];

it.each(ENDINGS)('streams of events that are %s leave nothing', async (_how, end) => {
  for (let turn = 0; turn < 5; turn += 1) {
    const client = await openSocket(url, follow());
    await client.sees(turn % 2 === 0 ? /event: next/ : /^HTTP\/1.1 200/);
    end(client);
  }
  await isWell();
});

it.each(ENDINGS)('large answers that are %s halfway leave nothing', async (_how, end) => {
  for (let turn = 0; turn < 5; turn += 1) {
    const client = await openSocket(url, LARGE);
    expect(await client.sees(/\r\n\r\n/)).toMatch(/^HTTP\/1.1 200 /);
    end(client);
  }
  await isWell();
});

it.each(ENDINGS)('requests that are %s before they are answered leave nothing', async (_how, end) => {
  for (let turn = 0; turn < 5; turn += 1) {
    const client = await openSocket(url, turn % 2 === 0 ? LARGE : follow());
    end(client);
  }
  await isWell();
});

/** What is asked next is answered, by the same process, which had nothing to complain of. */
async function isWell(): Promise<void> {
  const { status } = await askAs(undefined, url, '{ sessions(first: 1) { nodes { id } } }');
  expect(status).toBe(200);
  expect(running.child.exitCode).toBeNull();
  expect(running.output()).not.toMatch(/"level":"(error|warn)".*/);
}
