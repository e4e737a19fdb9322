import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Where test/host/compile-sources.mjs has compiled src. That the compiler's own output runs is for demo.spec.ts to show. */
const DIRECTORY = join(process.cwd(), 'node_modules', '.cache', 'tested', 'src');

/** The address of a built module, for `import`. */
export function builtModule(path: string): string {
  return join(DIRECTORY, path);
}

export interface GatewayProcess {
  child: ChildProcess;
  /** What it has written so far, to its output and its error output. */
  output(): string;
  /** The address of the GraphQL endpoint, once it listens. Rejects when the process ends before. */
  listening(): Promise<string>;
  /** How the process ended; `milliseconds` since this was asked. */
  ended(): Promise<{ status: number | null; signal: string | null; milliseconds: number }>;
}

const processes: ChildProcess[] = [];

/** Runs the built entry point, or with `script` a script of a test. */
export function startProcess(
  env: Record<string, string>,
  options: { cwd?: string; script?: string } = {},
): GatewayProcess {
  const args =
    options.script === undefined ? [builtModule('main.js')] : ['--input-type=module', '-e', options.script];
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.cwd !== undefined && { cwd: options.cwd }),
  });
  processes.push(child);
  let output = '';
  const exit = once(child, 'close');
  const address = new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += String(chunk);
      const found = /servers behind (http:\S+\/graphql)/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void exit.then(() => reject(new Error(`the process ended:\n${output}`)));
  });
  address.catch(() => undefined);
  return {
    child,
    output: () => output,
    listening: () => address,
    ended: async () => {
      const since = performance.now();
      await exit;
      const { exitCode, signalCode } = child;
      return { status: exitCode, signal: signalCode, milliseconds: performance.now() - since };
    },
  };
}

/** Ends what tests left running; for afterEach. */
export async function endProcesses(): Promise<void> {
  for (const child of processes.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
  }
}
