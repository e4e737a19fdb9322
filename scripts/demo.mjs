// npm run demo: simulated servers in a process of their own, and the gateway over them. Ctrl-C stops both.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import 'reflect-metadata';
import { createApp } from '../dist/create-app.js';
import { loadConfig } from '../dist/platform/config/load-config.js';
import { CAPACITY_STORE } from '../dist/platform/history/history.tokens.js';
import { examplesAt } from '../dist/platform/query-page/examples.js';
import { capacityPast } from '../dist/simulators/patterns/capacity-past.js';
import { helpIfAsked } from './help.mjs';

helpIfAsked(`usage: npm run demo

Starts seven simulated servers, one of them down, and the gateway over them, and shows a first query. No configuration. Ctrl-C stops
everything.`);

const PREFERRED_PORT = 4000;
const SHOWN_LINES = 40;
const SERVER_TO_STOP = 'vbr-new-york';

const directory = mkdtempSync(join(tmpdir(), 'veeam-graphql-gateway-demo-'));
process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop());

const env = {
  ...process.env,
  GATEWAY_CONFIG: join(directory, 'gateway.yaml'),
  SIMULATORS_PASSWORD: randomUUID(),
};
const simulators = await startSimulators();
const config = loadConfig({ env });
const app = await createApp(config, { quiet: true });
await app.listen(await portToUse(), '127.0.0.1');
const address = `${await app.getUrl()}/graphql`;
await rememberAYear();

say('The gateway is answering. Its first query:\n');
await showFirstAnswer();
tellHowToStopOne(config.servers.find(({ key }) => key === SERVER_TO_STOP));
say(`See the fleet at ${await app.getUrl()}/, the board.`);
say(`Open ${address} in a browser for the query page with saved examples.`);
say(`Or POST to it, as any GraphQL client does. Ctrl-C stops everything.`);

async function startSimulators() {
  say('Starting seven simulated servers, one of which is down …');
  const args = ['--port', '0', '--down', '1', '--config', env.GATEWAY_CONFIG];
  const child = fork('dist/simulators/main.js', args, { env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const [message] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (message !== 'ready') throw new Error('the simulated servers did not start: try "npm run simulators"');
  return child;
}

/** 4000, or any free port where something else has it. */
async function portToUse() {
  const probe = createServer();
  const free = await new Promise((resolve) => {
    probe.once('error', () => resolve(false)).listen(PREFERRED_PORT, '127.0.0.1', () => resolve(true));
  });
  probe.close();
  return free ? PREFERRED_PORT : 0;
}

/** A gateway that has just started knows no yesterday: this one is given a year of made-up fill levels, so that it can foresee. */
async function rememberAYear() {
  const query = '{ repositories(first: 500) { nodes { nativeId capacity free server { key } } } }';
  const { data } = await ask({ query });
  const told = data.repositories.nodes.filter(({ capacity, free }) => capacity > 0 && free !== null);
  for (const server of new Set(told.map((one) => one.server.key))) {
    const samples = told
      .filter((one) => one.server.key === server)
      .flatMap(({ nativeId: repository, capacity, free }) =>
        capacityPast(repository, capacity, free, Date.now()).map((one) => ({
          ...one,
          repository,
          used: null,
        })),
      );
    await app.get(CAPACITY_STORE).recordCapacity(server, samples);
  }
}

async function showFirstAnswer() {
  const [{ query, variables }] = examplesAt(Date.now());
  const lines = asJson(await ask({ query, variables })).split('\n');
  say(`${query.trim()}\n`);
  say(lines.slice(0, SHOWN_LINES).join('\n'));
  if (lines.length > SHOWN_LINES) say(`… ${lines.length - SHOWN_LINES} more lines`);
  say('');
}

async function ask(question) {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question),
  });
  return response.json();
}

/** JSON in lines of at most 120 letters: what fits into one is kept together. */
function asJson(value, indent = '') {
  const whole = JSON.stringify(value, null, 1).replace(/\n */g, ' ');
  if (whole.length + indent.length <= 120 || value === null || typeof value !== 'object') return whole;
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const parts = Object.entries(value).map(
    ([key, part]) => (open === '{' ? `${JSON.stringify(key)}: ` : '') + asJson(part, inner),
  );
  return `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${indent}${close}`;
}

function tellHowToStopOne({ name, url }) {
  const faults = `${url}/__simulator/faults`;
  say(
    `To see what becomes of an answer when one more server, ${name}, drops every connection, and when it is well again (answers may be 10 s old):`,
  );
  say(`  curl -X POST ${faults} -H 'content-type: application/json' -d '{"fault":{"kind":"reset"}}'`);
  say(`  curl -X DELETE ${faults}\n`);
}

async function stop() {
  simulators.disconnect();
  await app.close();
  process.exit(0);
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
