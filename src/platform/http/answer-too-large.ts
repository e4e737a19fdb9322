import { SourceFailure } from '../../core/errors/source-failure.js';

/** The server sent more at once than is read of it; asked for fewer rows it may send what can be read. */
export class AnswerTooLarge extends SourceFailure {
  constructor(what: string) {
    super('BAD_RESPONSE', `the server ${what}`);
  }
}
