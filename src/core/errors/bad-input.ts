/**
 * Thrown for input a caller can mend. The message says what was expected; `argument` where: names of arguments and fields from the
 * outside in. (Not `path`: GraphQL takes an error that has one for its own.)
 */
export class BadInputError extends Error {
  constructor(
    message: string,
    readonly argument: readonly string[] = [],
  ) {
    super(message);
    this.name = 'BadInputError';
  }
}
