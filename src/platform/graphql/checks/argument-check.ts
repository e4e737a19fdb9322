import { Extensions } from '@nestjs/graphql';

/** Looks at the coerced arguments of one field; throws BadInputError when they cannot be used. */
export type ArgumentCheck = (args: Readonly<Record<string, unknown>>) => void;

const EXTENSION = 'argumentCheck';

/**
 * Declares how a field's arguments are checked. The check runs for every field of a document before anything is executed, so that a
 * bad argument deep in a query costs no upstream call.
 */
export function Checked(check: ArgumentCheck): MethodDecorator & PropertyDecorator {
  return Extensions({ [EXTENSION]: check });
}

/** The check a field was declared with. */
export function argumentCheckOf(extensions: Readonly<Record<string, unknown>>): ArgumentCheck | undefined {
  const check = extensions[EXTENSION];
  return typeof check === 'function' ? (check as ArgumentCheck) : undefined;
}
