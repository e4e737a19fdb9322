import { jest } from '@jest/globals';
import { startM365Stage } from '../../support/changes-vb365.js';
import type { M365Stage } from '../../support/changes-vb365.js';

const SECRET = 'hunter2-never-to-be-seen';
const REMOVE = `mutation ($input: VbM365RemoveProxyInput!) {
  vbM365RemoveProxy(input: $input) { proxy { id } userErrors { code message field upstream { status code message } } }
}`;

let stage: M365Stage;
let written: string[];

beforeEach(async () => {
  written = [];
  const keep = (chunk: unknown): boolean => {
    written.push(String(chunk));
    return true;
  };
  jest.spyOn(process.stdout, 'write').mockImplementation(keep);
  jest.spyOn(process.stderr, 'write').mockImplementation(keep);
  stage = await startM365Stage('v8');
});

afterEach(async () => {
  jest.restoreAllMocks();
  await stage.close();
});

function inputs(): Record<string, object> {
  const proxy = stage.simulator.world.proxies[1];
  const complete = {
    proxy: stage.id('VbM365Proxy', proxy?.id ?? ''),
    confirmName: proxy?.hostName,
    credentials: { windows: { userName: 'Administrator', password: SECRET } },
  };
  const ssh = { account: 'root', password: SECRET, privateKey: SECRET, rootPassword: SECRET };
  return {
    'a wrong password': complete,
    'another name': { ...complete, confirmName: 'other' },
    'a missing name': { ...complete, confirmName: undefined },
    'a missing user name': { ...complete, credentials: { windows: { password: SECRET } } },
    'an unknown field': { ...complete, secret: SECRET },
    'both accounts': { ...complete, credentials: { ...complete.credentials, linux: ssh } },
    'SSH settings that break rules': { ...complete, credentials: { linux: { ...ssh, port: -1 } } },
    'a password of another type': {
      ...complete,
      credentials: { windows: { userName: 'x', password: [SECRET] } },
    },
  };
}

it.each([
  ['a wrong password', 'FORBIDDEN'],
  ['another name', 'confirmName'],
  ['a missing name', 'confirmName'],
  ['a missing user name', 'userName'],
  ['an unknown field', 'not defined'],
  ['both accounts', 'credentials'],
  ['SSH settings that break rules', 'port'],
  ['a password of another type', 'Secret expects a text'],
])('a removal with %s shows its secrets neither in the answer nor in the log', async (what, told) => {
  const response = await fetch(stage.gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: REMOVE, variables: { input: inputs()[what] } }),
  });
  const text = await response.text();
  expect(text).toContain(told);
  expect(text).not.toContain(SECRET);
  expect(written.join('')).not.toContain(SECRET);
});

it('a secret in the text of the mutation itself is not quoted either', async () => {
  const { errors } = await stage.gateway.ask(
    `mutation { vbM365RemoveProxy(input: { proxy: "x", credentials: { windows: { userName: "x", password: ["${SECRET}"] } } }) { userErrors { code } } }`,
  );
  expect(errors).not.toEqual([]);
  expect(JSON.stringify(errors)).not.toContain(SECRET);
});
