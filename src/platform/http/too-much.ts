import { SourceFailure } from '../../core/errors/source-failure.js';
import { AnswerTooLarge } from './answer-too-large.js';

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
