import type { LoggerService } from '@nestjs/common';
import type { Ending } from './ending.js';

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
