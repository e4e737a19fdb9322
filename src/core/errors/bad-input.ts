/** Thrown for input a caller can mend; the message says what was expected and `path` where (argument and field names). */
export class BadInputError extends Error {
  constructor(
    message: string,
    readonly path: readonly string[] = [],
  ) {
    super(message);
    this.name = 'BadInputError';
  }
}
