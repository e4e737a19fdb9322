import { GraphQLError } from 'graphql';
import type { ASTNode, GraphQLErrorExtensions } from 'graphql';

export const LIMIT_EXCEEDED = 'QUERY_LIMIT_EXCEEDED';
/** How many things wrong with one document, or with its variables, are told. */
export const MOST_ERRORS = 5;

const LONGEST_MESSAGE = 400;
const SUGGESTION = / Did you mean [^?]*\?/g;

/** An error by which an operation is not executed at all. */
export function refusal(
  message: string,
  status: number,
  extensions: { readonly code: string } & Record<string, unknown>,
  nodes?: ASTNode,
): GraphQLError {
  return new GraphQLError(message, {
    ...(nodes ? { nodes } : {}),
    extensions: { ...extensions, http: { status } },
  });
}

/** A message that never repeats at length what a caller sent. */
export function shortened(message: string): string {
  return message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
}

/** The same error, short, with a code and a status where it has none. */
export function asRefusal(error: GraphQLError, code: string): GraphQLError {
  const extensions = { code, http: { status: 400 }, ...error.extensions };
  return reworded(error, shortened(error.message), extensions);
}

/** The same errors for somebody who may not see the schema, of which suggestions tell. */
export function withoutSuggestions(errors: readonly GraphQLError[]): GraphQLError[] {
  return errors.map((error) => reworded(error, withoutSuggestion(error.message)));
}

export function withoutSuggestion(message: string): string {
  return message.replace(SUGGESTION, '');
}

function reworded(
  { nodes, source, positions, path, originalError, extensions }: GraphQLError,
  message: string,
  others: GraphQLErrorExtensions = extensions,
): GraphQLError {
  return new GraphQLError(message, nodes, source, positions, path, originalError, others);
}
