import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Usage } from './usage.js';

const PROBE = new URL('./probe.js', import.meta.url).href;
const PATIENCE_MS = 60_000;

export interface Program {
  readonly module: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Before the program: options of Node itself. */
  readonly nodeOptions?: readonly string[];
}

/** A program that runs in a process of its own and tells what it uses. */
export class MeasuredProcess {
  private text = '';

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.text = (this.text + chunk.toString()).slice(-4000)));
  }

  static start({ module, args = [], env = {}, nodeOptions = [] }: Program): MeasuredProcess {
    const child = fork(module, args, {
      env: { ...process.env, ...env },
      execArgv: ['--import', PROBE, ...nodeOptions],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    return new MeasuredProcess(child);
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The end of what it has written. */
  get output(): string {
    return this.text;
  }

  /** The first message of the program itself for which `pick` gives something. Rejects when it ends first. */
  async message<T>(pick: (message: unknown) => T | undefined): Promise<T> {
    const stopped = new AbortController();
    const { signal } = stopped;
    const ended = once(this.child, 'exit', { signal }).then(() => {
      throw new Error(`the process ended early:\n${this.output}`);
    });
    const late = AbortSignal.timeout(PATIENCE_MS);
    const answer = new Promise<T>((resolve, reject) => {
      const listen = (message: unknown): void => {
        const picked = pick(message);
        if (picked === undefined) return;
        this.child.off('message', listen);
        resolve(picked);
      };
      this.child.on('message', listen);
      late.onabort = () => reject(new Error(`the process is silent:\n${this.output}`));
    });
    try {
      return await Promise.race([answer, ended]);
    } finally {
      ended.catch(() => undefined);
      stopped.abort();
    }
  }

  async usage(): Promise<Usage> {
    const answer = this.message((message) => (message as { usage?: Usage }).usage);
    this.child.send('usage');
    return answer;
  }

  /** Ends the process; a program that does not listen is killed. */
  async stop(): Promise<void> {
    if (!this.isRunning) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 5000);
    await gone;
    clearTimeout(timer);
  }
}
