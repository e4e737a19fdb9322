import { pino, stdTimeFunctions } from 'pino';
import type { Logger as PinoLogger } from 'pino';
import type { LogLevel } from '../config/gateway-config.js';
import { scrub, scrubbed } from '../request/scrub.js';

/** Where lines of logs go. */
export interface Output {
  write(line: string): unknown;
}

export type Fields = Readonly<Record<string, unknown>>;

/**
 * Writes one JSON line per event: level, time, context (the part of the gateway that speaks), the fields, msg. Everything is scrubbed
 * of what looks like a credential.
 */
export class Log {
  private constructor(private readonly pino: PinoLogger) {}

  static to(output: Output, level: LogLevel): Log {
    return new Log(
      pino(
        {
          level,
          base: null,
          timestamp: stdTimeFunctions.isoTime,
          formatters: { level: (label) => ({ level: label }) },
        },
        { write: (line) => void output.write(line) },
      ),
    );
  }

  /** The same log, each line with these fields. */
  with(fields: Fields): Log {
    return new Log(this.pino.child(clean(fields)));
  }

  /** Asked before a line is put together that is seldom wanted. */
  wants(level: LogLevel): boolean {
    return this.pino.isLevelEnabled(level);
  }

  debug(message: string, fields: Fields = {}): void {
    this.write('debug', message, fields);
  }

  info(message: string, fields: Fields = {}): void {
    this.write('info', message, fields);
  }

  warn(message: string, fields: Fields = {}): void {
    this.write('warn', message, fields);
  }

  error(message: string, fields: Fields = {}): void {
    this.write('error', message, fields);
  }

  private write(level: LogLevel, message: string, fields: Fields): void {
    if (this.wants(level)) this.pino[level](clean(fields), scrub(message));
  }
}

function clean(fields: Fields): object {
  return scrubbed(fields) as object;
}
