import type { LoggerService } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Milliseconds } from './core/model/instant.js';
import { Lifecycle } from './platform/health/lifecycle.js';

/** For what is done after the grace is over: signing out, writing what waits. */
const REST: Milliseconds = 10_000;

/** Ends the process in order: not ready, nothing new, what runs is finished, upstream sessions are signed out, everything that waits is written. */
export class Ending {
  private since: number | null = null;

  constructor(
    private readonly app: NestFastifyApplication,
    private readonly shutdown: { readonly delay: Milliseconds; readonly grace: Milliseconds },
    private readonly logger: LoggerService,
  ) {}

  /** How long ago it began; null: it has not. */
  get elapsed(): Milliseconds | null {
    return this.since === null ? null : performance.now() - this.since;
  }

  /** Begins to end, once; the process then has this exit status, or 1 where the end fails or takes too long. */
  begin(status: number): void {
    if (this.since !== null) return;
    this.since = performance.now();
    const { delay, grace } = this.shutdown;
    setTimeout(() => process.exit(1), delay + grace + REST).unref();
    this.end().then(
      () => process.exit(status),
      (error: unknown) => {
        this.logger.error(error);
        process.exit(1);
      },
    );
  }

  private async end(): Promise<void> {
    const unfinished = await this.app.get(Lifecycle).leave(this.shutdown);
    if (unfinished > 0)
      this.logger.warn(`${unfinished} requests were cut off: they ran longer than shutdown.grace`);
    await this.app.close();
  }
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** A terminal and a process manager may both pass the same wish on. */
const SAME_WISH_MS = 1_000;

/** Ends the process in order on a signal. A second signal ends it at once. */
export function endOnSignal(ending: Ending, logger: LoggerService): void {
  const onSignal = (signal: string): void => {
    const { elapsed } = ending;
    if (elapsed === null) {
      logger.log(`${signal}: ending; a second signal ends at once`);
      ending.begin(0);
    } else if (elapsed > SAME_WISH_MS) process.exit(1);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
}
