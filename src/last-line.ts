import type { LoggerService } from '@nestjs/common';
import type { Ending } from './ending.js';

/** What Node names errors of a connection by; those of its TLS begin with the prefix. */
const CONNECTION_ERRORS = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTCONN',
  'EPROTO',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_WRITE_AFTER_END',
]);
const TLS_ERROR = /^(ERR_SSL_|ERR_TLS_)/;

/** Where an error that nobody handled came from: a connection, work that nobody waited for, or nobody knows. */
export type UnhandledOrigin = 'connection' | 'background' | 'unknown';

/**
 * Takes every error that nobody else handled. One of a connection or of background work is logged and counted, and ends nothing but
 * itself; any other leaves the process in doubt, which then ends in order, for its manager to start it anew.
 */
export function holdLastLine(
  count: (origin: UnhandledOrigin) => void,
  ending: Ending,
  logger: LoggerService,
): void {
  const tell = (origin: UnhandledOrigin, error: unknown): void => {
    count(origin);
    logger.error(`nobody handled an error of origin "${origin}"${placeOf(error)}`, error);
  };
  process.on('unhandledRejection', (reason) => tell('background', reason));
  process.on('uncaughtException', (error) => {
    if (isOfConnection(error)) {
      tell('connection', error);
      return;
    }
    tell('unknown', error);
    ending.begin(1);
  });
}

function isOfConnection(error: Error): boolean {
  const code = 'code' in error ? String(error.code) : '';
  return CONNECTION_ERRORS.has(code) || TLS_ERROR.test(code);
}

/** The first place of the stack; a connection's error has none of ours. */
function placeOf(error: unknown): string {
  const [, place] = (error instanceof Error && /\n\s+at (.*)/.exec(error.stack ?? '')) || [];
  return place === undefined ? '' : ` at ${place}`;
}
