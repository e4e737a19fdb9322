// npm run soak [-- --short]: an hour of mixed load with faults, pressed into a few minutes (--short: half a minute). The gateway
// runs as a process of its own over simulated servers; what it holds is measured after warming up and at the end of each round,
// when the servers are well and nobody asks. Fails when it holds more and more, answers what it must not, or does not recover.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { helpIfAsked } from './help.mjs';
import { startGateway } from './soak/gateway.mjs';
import { Load } from './soak/load.mjs';
import { startServers } from './soak/servers.mjs';
import { judge } from './soak/verdict.mjs';

helpIfAsked(`usage: npm run soak -- [--short]

An hour of mixed load with faults, pressed into a few minutes, then an export of 200,000 sessions.

  --short   about a minute, without the export
  --help    prints this

Exit status: 0 the gateway holds no more than before and recovers, 1 something is wrong.`);
const isShort = process.argv.includes('--short');
const ROUNDS = isShort ? 3 : 8;
const ROUND_MS = isShort ? 5_000 : 25_000;
const WARM_UP_MS = isShort ? 8_000 : 30_000;
const BETWEEN_FAULTS_MS = 300;
const RECOVERY_MS = 60_000;

const directory = mkdtempSync(join(tmpdir(), 'veeam-graphql-gateway-soak-'));
const config = join(directory, 'gateway.yaml');
const servers = await startServers();
// JSON is YAML.
writeFileSync(config, JSON.stringify({ listen: { host: '127.0.0.1', port: 0 }, servers: servers.entries }));
const gateway = await startGateway(config);
const load = new Load(gateway.url, choose);
const problems = [];

try {
  say(`${isShort ? 'Half a minute' : 'A few minutes'} of load with faults on ${gateway.url} …`);
  const measurings = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    await trouble(round === 0 ? WARM_UP_MS : ROUND_MS);
    measurings.push(await settled());
  }
  const { lines, grown } = judge(measurings);
  say(`Held after warming up and after each of ${ROUNDS} rounds:\n  ${lines.join('\n  ')}`);
  say(`${load.asked} requests, ${load.hungUp} callers hung up, ${load.followed} updates followed`);
  say(`All answers are complete again ${await recovery()} s after the last fault`);
  problems.push(...grown, ...new Set(load.bad));
} catch (error) {
  problems.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
} finally {
  const status = await gateway.close();
  if (status !== 0) problems.push(`the gateway ended with status ${status}:\n${gateway.output.text}`);
  if (gateway.output.unhandled) problems.push(`a failure that nobody handled:\n${gateway.output.text}`);
  await servers.close();
  rmSync(directory, { recursive: true, force: true });
}
if (!isShort) exportEverything();
for (const problem of problems) say(`PROBLEM: ${problem}`);
say(problems.length === 0 ? 'soak: all is well' : 'soak: FAILED');
process.exit(problems.length === 0 ? 0 : 1);

/** Load on the gateway while servers fail and come back. */
async function trouble(milliseconds) {
  const end = Date.now() + milliseconds;
  load.begin();
  while (Date.now() < end) {
    if (gateway.hasEnded()) throw new Error(`the gateway ended:\n${gateway.output.text}`);
    servers.harm(choose);
    await delay(BETWEEN_FAULTS_MS);
    if (Math.random() < 0.1) servers.heal();
  }
  await load.pause();
}

/** What the gateway holds when nobody asks, and calls that were given up and idle connections have ended. */
async function settled() {
  servers.heal();
  await delay(isShort ? 2_000 : 8_000);
  return gateway.measure();
}

/** The servers are well: how long it takes until every answer is complete again. */
async function recovery() {
  const start = Date.now();
  while (Date.now() - start < RECOVERY_MS) {
    const { data } = await load.ask('{ policies(first: 1) { complete } sessions(first: 1) { complete } }');
    if (data?.policies.complete && data.sessions.complete) return (Date.now() - start) / 1000;
    await delay(250);
  }
  throw new Error('the servers are well, but the gateway does not find out');
}

/** The walk through every session that the tests do over a tenth of the size. */
function exportEverything() {
  say('Now all of 200,000 sessions by paging, in constant memory …');
  const env = { ...process.env, EXPORT_SESSIONS: '200000' };
  const args = ['run', '--silent', 'jest', '--', '--forceExit', 'test/e2e/month-end-export.spec.ts'];
  const { status } = spawnSync('npm', args, { env, stdio: 'inherit' });
  if (status !== 0) problems.push('the export of 200,000 sessions failed');
}

function choose(all) {
  return all[Math.floor(Math.random() * all.length)];
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
