import { SourceFailure } from '../../core/errors/source-failure.js';

/** The server sent more at once than is read of it; asked for fewer rows it may send what can be read. */
export class AnswerTooLarge extends SourceFailure {
  constructor(what: string) {
    super('BAD_RESPONSE', `the server ${what}`);
  }
}

/** The server was asked and had its time, but did not answer within it. */
export class SlowAnswer extends SourceFailure {
  constructor(message: string) {
    super('TIMEOUT', message);
  }
}

const GATEWAY_TIMEOUT = 504;

/** Whether an answer failed for its size or its time, so that a smaller one may come. */
export function isTooMuch(error: unknown): error is SourceFailure {
  if (error instanceof SlowAnswer || error instanceof AnswerTooLarge) return true;
  return error instanceof SourceFailure && error.upstreamStatus === GATEWAY_TIMEOUT;
}
