import { jest } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { encodeId } from '../../src/core/model/ids.js';
import { parseConfig } from '../../src/platform/config/parse-config.js';
import { startVb365Simulator } from '../../src/simulators/vb365/index.js';
import type { Vb365Simulator } from '../../src/simulators/vb365/index.js';
import { startVbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import type { VbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { bearer, keyAuth, testKey } from '../support/callers.js';
import { one } from '../support/changes-vb365.js';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { LogLines } from '../support/log-lines.js';
import { startOtlpReceiver } from '../support/otlp-receiver.js';
import type { OtlpReceiver } from '../support/otlp-receiver.js';
import { startTokenTap } from '../support/token-tap.js';
import type { TokenTap } from '../support/token-tap.js';

jest.setTimeout(60_000);

const admin = testKey({ name: 'Root', role: 'ADMIN' });
const viewer = testKey({ name: 'Vera', role: 'VIEWER' });
const stranger = testKey();

const PLANTED = {
  vbr: 'pLanted-vbr-Passw0rd',
  aws: 'pLanted-aws-Passw0rd',
  m365: 'pLanted-m365-Passw0rd',
  wrong: 'pLanted-wrong-Passw0rd',
  collector: 'pLanted-collector-Key',
  windows: 'pLanted-windows-Account',
  ssh: 'pLanted-ssh-Account',
  privateKey: 'cExhbnRlZC1wcml2YXRlLWtleQ==',
  typed: 'pLanted-wrong-Type',
  broken: 'pLanted-broken-Json',
  form: 'pLanted-form-Body',
  query: 'pLanted-Literal',
  upstream: 'pLanted-upstream-Body',
  bearer: 'pLanted-Bearer-Header',
  basic: 'cExhbnRlZDpiYXNpYw==',
};

const lines = new LogLines();
let outputs = '';
let folder: string;
let vbr: VbrSimulator;
let aws: VbAwsSimulator;
let m365: Vb365Simulator;
let taps: TokenTap[];
let otlp: OtlpReceiver;
let gateway: RunningGateway;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  const size = { policies: 4, sessions: 30 };
  vbr = await startVbrSimulator({ ...size, password: PLANTED.vbr });
  aws = await startVbAwsSimulator({ ...size, password: PLANTED.aws });
  m365 = await startVb365Simulator({ ...size, password: PLANTED.m365 });
  taps = await Promise.all([vbr, aws, m365].map(({ url }) => startTokenTap(url)));
  otlp = await startOtlpReceiver();
  const [vbrUrl = '', awsUrl = '', m365Url = ''] = taps.map(({ url }) => url);
  gateway = await startGateway(
    [
      { key: 'vbr', product: 'VBR', url: vbrUrl, password: PLANTED.vbr },
      { key: 'aws', product: 'VB_AWS', url: awsUrl, password: PLANTED.aws },
      { key: 'm365', product: 'VB_M365', url: m365Url, password: PLANTED.m365 },
      { key: 'refused', product: 'VBR', url: vbr.url, password: PLANTED.wrong },
      { key: 'no-tls', product: 'VBR', url: vbr.url.replace('http:', 'https:'), password: PLANTED.wrong },
    ],
    {
      auth: keyAuth(admin, viewer),
      log: { level: 'debug' },
      audit: { to: 'file', path: join(folder, 'audit.log') },
      metrics: { enabled: true },
      telemetry: {
        otlp: { endpoint: otlp.endpoint, headers: { authorization: `Bearer ${PLANTED.collector}` } },
      },
    },
    undefined,
    lines,
  );
});

afterAll(async () => {
  await Promise.all(taps.map((tap) => tap.close()));
  await Promise.all([vbr, aws, m365].map((simulator) => simulator.close()));
  await otlp.close();
  rmSync(folder, { recursive: true });
});

async function send(body: string, headers: Record<string, string> = {}): Promise<void> {
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(admin.credential), ...headers },
    body,
  });
  outputs += JSON.stringify([...response.headers]) + (await response.text());
}

const ask = (query: string, variables?: object): Promise<void> => send(JSON.stringify({ query, variables }));

const EVERYTHING = `query Everything {
  servers { key health { status error { code message } } }
  policies { nodes { name } sources { server { key } status error { code message } } }
  sessions(first: 20) { nodes { name message } sources { status error { code message } } }
}`;
const REMOVE =
  'mutation Remove($input: VbM365RemoveProxyInput!) { vbM365RemoveProxy(input: $input) { userErrors { code message upstream { status message } } } }';

/** The removal of a proxy with the account of its machine (the vendor's operation that takes a password along). */
async function removeProxy(credentials: unknown): Promise<void> {
  const proxy = one(m365.world.proxies[0]);
  const id = encodeId({ type: 'VbM365Proxy', server: 'm365', nativeId: proxy.id });
  await ask(REMOVE, { input: { proxy: id, confirmName: proxy.hostName, credentials } });
}

async function runEverything(): Promise<void> {
  await ask(EVERYTHING);
  await removeProxy({ windows: { userName: 'Administrator', password: PLANTED.windows } });
  await removeProxy({ windows: { userName: 'Administrator', password: { nested: PLANTED.typed } } });
  await removeProxy({
    linux: {
      account: 'root',
      password: PLANTED.ssh,
      privateKey: PLANTED.privateKey,
      rootPassword: PLANTED.ssh,
    },
  });
  await ask(
    `mutation { vbM365RemoveProxy(input: { proxy: "x", confirmName: "y", credentials: { windows: { userName: "a", password: "${PLANTED.query}", nothing: 1 } } }) { userErrors { code } } }`,
  );
  await send(`{"query":"{ servers { key } }","variables":{"password":"${PLANTED.broken}"`);
  await send(`password=${PLANTED.form}`, { 'content-type': 'application/x-www-form-urlencoded' });
  for (const authorization of [
    `Bearer ${PLANTED.bearer}`,
    `Basic ${PLANTED.basic}`,
    `Bearer ${stranger.credential}`,
  ])
    await send('{"query":"{ servers { key } }"}', { authorization });
  await send(
    JSON.stringify({ query: REMOVE, variables: { input: { password: PLANTED.typed } } }),
    bearer(viewer.credential),
  );
  const body = JSON.stringify({ message: 'boom', password: PLANTED.upstream });
  for (const status of [500, 400, 401]) {
    for (const { faults } of [vbr, aws, m365])
      faults.add({ fault: { kind: 'status', status, body, contentType: 'application/json' } });
    await ask(EVERYTHING);
    await removeProxy({ windows: { userName: 'Administrator', password: PLANTED.windows } });
    for (const { faults } of [vbr, aws, m365]) faults.clear();
  }
  for (const { faults } of [vbr, aws, m365])
    faults.add({ fault: { kind: 'raw', body: `{"password":"${PLANTED.upstream}"` } });
  await ask(EVERYTHING);
  for (const { faults } of [vbr, aws, m365]) faults.clear();
  outputs += await (
    await fetch(new URL('/metrics', gateway.url), { headers: bearer(admin.credential) })
  ).text();
  await gateway.close();
  outputs += lines.raw() + readFileSync(join(folder, 'audit.log'), 'utf8') + otlp.raw();
}

it('no secret is in any answer, log line, metric, audit record or trace of a run with every kind of failure', async () => {
  await runEverything();
  // Otherwise there would be nothing to find a secret in.
  for (const trace of [
    '"msg":"server fails"',
    '"msg":"query failed"',
    '"event":"attempt"',
    '"event":"refused"',
    'veeam_gateway_requests_total',
    '"name":"mutation Remove"',
  ])
    expect(outputs).toContain(trace);
  const tokens = taps.flatMap((tap) => [...tap.tokens]);
  expect(tokens.length).toBeGreaterThanOrEqual(4);
  const credentials = [admin, viewer, stranger].map(({ credential }) => credential);
  const found = [...Object.values(PLANTED), ...tokens, ...credentials].filter((secret) =>
    outputs.includes(secret),
  );
  expect(found).toEqual([]);
});

it('no secret is in what a wrong configuration is answered', () => {
  const secrets = Object.values(PLANTED);
  const text = `
servers:
  - { key: a, product: VBX, url: "https://svc:${PLANTED.vbr}@host:1", username: svc, password: ["${PLANTED.aws}"] }
  - { key: a, product: VBR, url: "ftp://x", username: svc, password: "\${env:SECRET}", tls: { ca: "\${env:SECRET}" } }
auth: { mode: apiKey, apiKeys: { keys: [{ id: x, name: y, role: Z, hash: "${PLANTED.bearer}" }] } }
telemetry: { otlp: { endpoint: "\${env:SECRET}", headers: { authorization: ["${PLANTED.collector}"] } } }
passwort: ${PLANTED.m365}
`;
  let said = '';
  for (const mangled of [text, text.replace(/\]/g, ''), `${text}\t- ${PLANTED.form}: "${PLANTED.query}`])
    try {
      parseConfig(mangled, { file: '/gateway.yaml', env: { SECRET: PLANTED.windows } });
    } catch (error) {
      said += `${(error as { format(): string }).format()}${inspect(error, { depth: 9 })}`;
    }
  expect(said).toContain('servers[0].product');
  expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
});
