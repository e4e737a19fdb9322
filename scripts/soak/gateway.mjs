import { spawn } from 'node:child_process';
import { once } from 'node:events';

const HEAPS = ['--expose-gc', '--import', new URL('probe.mjs', import.meta.url).href];

/** The built gateway in a process of its own, which tells what it holds. Rejects when it ends before it listens. */
export async function startGateway(config) {
  const env = { ...process.env, GATEWAY_CONFIG: config };
  const child = spawn(process.execPath, [...HEAPS, 'dist/main.js'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const output = new Tail();
  const ended = once(child, 'close');
  const url = await Promise.race([address(child, output), ended.then(() => undefined)]);
  if (url === undefined) throw new Error(`the gateway ended:\n${output.text}`);
  return {
    url,
    output,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    async measure() {
      child.send('measure');
      const [figures] = await Promise.race([once(child, 'message'), ended.then(() => [undefined])]);
      if (figures === undefined) throw new Error(`the gateway ended:\n${output.text}`);
      return figures;
    },
    async close() {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}

function address(child, output) {
  return new Promise((resolve) => {
    const read = (chunk) => {
      output.add(String(chunk));
      const found = /servers behind (http:\S+\/graphql)/.exec(output.text)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
  });
}

/** The end of a process's output, and whether a failure nobody handled was ever in it. */
class Tail {
  text = '';
  unhandled = false;

  add(chunk) {
    this.text = (this.text + chunk).slice(-20_000);
    this.unhandled ||= /unhandled|uncaught|MaxListenersExceeded/i.test(chunk);
  }
}
