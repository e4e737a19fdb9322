import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { HistoryAway } from '../../../core/errors/history-away.js';
import type { Milliseconds } from '../../../core/model/instant.js';
import type { Answer, Ask, Failing, Numbered } from './protocol.js';

const CHILD = fileURLToPath(new URL('./child.js', import.meta.url));

/** So many may wait for the process; more are refused at once. */
const MOST_WAITING = 500;

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** `why` is what the process said; null: the process ended, or took too long. */
export class ProcessFailed extends HistoryAway {
  constructor(
    message: string,
    readonly why: Failing | null,
  ) {
    super(message);
  }
}

/** One process that holds the file, from its start to its end. */
export class JournalProcess {
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, Waiting>();
  private number = 0;
  private onQuiet: () => void = () => undefined;
  private isEnded = false;

  constructor() {
    this.child = fork(CHILD, {
      serialization: 'advanced',
      execArgv: ['--max-old-space-size=128', '--max-semi-space-size=8'],
      env: {},
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.child.on('message', (message: Numbered<Answer>) => this.answered(message));
    this.child.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      this.child.once('exit', () => {
        this.isEnded = true;
        const error = new ProcessFailed('the process that holds its file has ended', null);
        for (const number of this.waiting.keys()) this.take(number)?.reject(error);
        resolve();
      });
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Rejects when the process says that it failed, ends, or takes longer than `within`; then it is ended. */
  ask(body: Ask, within: Milliseconds): Promise<Answer & { readonly failed?: never }> {
    if (this.isEnded)
      return Promise.reject(new ProcessFailed('the process that holds its file has ended', null));
    if (this.waiting.size >= MOST_WAITING)
      return Promise.reject(new ProcessFailed('too much waits for it', null));
    const number = (this.number += 1);
    return new Promise<Answer>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.take(number)?.reject(new ProcessFailed(`it did not answer within ${String(within)} ms`, null));
        this.kill();
      }, within);
      this.waiting.set(number, { resolve, reject, timer });
      this.child.send({ number, body } satisfies Numbered<Ask>, (error) => {
        if (error) this.take(number)?.reject(new ProcessFailed(error.message, null));
      });
    }).then((answer) => {
      if ('failed' in answer) throw new ProcessFailed(answer.failed, answer.why);
      return answer;
    });
  }

  /** Ends it at once; what it has acknowledged is kept. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** Lets it finish what it was asked, and tell. */
  async close(): Promise<void> {
    const timer = setTimeout(() => this.kill(), 10_000);
    await this.quiet();
    if (this.child.connected) this.child.disconnect();
    await this.ended;
    clearTimeout(timer);
  }

  /** Resolves when nothing waits for it. */
  private async quiet(): Promise<void> {
    if (this.waiting.size > 0) await new Promise<void>((resolve) => (this.onQuiet = resolve));
  }

  private answered({ number, body }: Numbered<Answer>): void {
    this.take(number)?.resolve(body);
  }

  private take(number: number): Waiting | undefined {
    const waiting = this.waiting.get(number);
    this.waiting.delete(number);
    clearTimeout(waiting?.timer);
    if (this.waiting.size === 0) this.onQuiet();
    return waiting;
  }
}
