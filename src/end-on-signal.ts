import type { LoggerService } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { GatewayConfig } from './platform/config/gateway-config.js';
import { Lifecycle } from './platform/health/lifecycle.js';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** A terminal and a process manager may both pass the same wish on. */
const SAME_WISH_MS = 1_000;

/**
 * Ends the process in order on a signal: not ready, nothing new, what runs is finished, upstream sessions are signed out, everything
 * that waits is written. A second signal ends it at once.
 */
export function endOnSignal(
  app: NestFastifyApplication,
  { shutdown }: Pick<GatewayConfig, 'shutdown'>,
  logger: LoggerService,
): void {
  let since: number | null = null;
  const end = async (): Promise<void> => {
    const unfinished = await app.get(Lifecycle).leave(shutdown);
    if (unfinished > 0)
      logger.warn(`${unfinished} requests were cut off: they ran longer than shutdown.grace`);
    await app.close();
  };
  const onSignal = (signal: string): void => {
    if (since !== null) {
      if (performance.now() - since > SAME_WISH_MS) process.exit(1);
      return;
    }
    since = performance.now();
    logger.log(`${signal}: ending; a second signal ends at once`);
    end().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
}
