import type { LoggerService } from '@nestjs/common';
import type { Log } from './log.js';

/** What Nest tells of its own start: forty lines that help nobody who operates the gateway. */
const STARTING = new Set([
  'NestFactory',
  'NestApplication',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'GraphQLModule',
]);

/** Nest's own words, and those of every `new Logger('…')`, in the log. Their last text argument names who speaks. */
export class NestLog implements LoggerService {
  constructor(private readonly log_: Log) {}

  log(message: unknown, ...more: unknown[]): void {
    const [text, fields] = line(message, more);
    if (STARTING.has(String(fields['context']))) this.log_.debug(text, fields);
    else this.log_.info(text, fields);
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.log_.warn(...line(message, more));
  }

  error(message: unknown, ...more: unknown[]): void {
    this.log_.error(...line(message, more));
  }

  fatal(message: unknown, ...more: unknown[]): void {
    this.log_.error(...line(message, more));
  }

  debug(message: unknown, ...more: unknown[]): void {
    this.log_.debug(...line(message, more));
  }

  verbose(message: unknown, ...more: unknown[]): void {
    this.log_.debug(...line(message, more));
  }
}

function line(message: unknown, more: readonly unknown[]): [string, Record<string, unknown>] {
  const context = more.at(-1);
  const details = more.slice(0, -1).filter((detail) => detail !== undefined);
  const fields = {
    ...(typeof context === 'string' && { context }),
    ...(details.length > 0 && { details }),
  };
  if (message instanceof Error) return [message.message, { ...fields, stack: message.stack }];
  return [typeof message === 'string' ? message : JSON.stringify(message), fields];
}
