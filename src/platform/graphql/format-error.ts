import { ApolloServerErrorCode, unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { BadInputError } from '../../core/errors/bad-input.js';
import { OperationEnded } from '../../core/errors/operation-ended.js';
import { SourceFailure } from '../../core/errors/source-failure.js';
import { shortened } from './checks/refusals.js';

/** What masked errors hide, for as long as they are being answered. */
const hidden = new WeakMap<GraphQLFormattedError, unknown>();

/**
 * What a caller sees of an error: failures of sources with their code and server, bad input with what was expected, GraphQL's own
 * errors as they are. Anything else was not thrown on purpose: it is masked, and whoever answers logs what it hides.
 */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const original = unwrapResolverError(error);
  if (original instanceof SourceFailure) return { ...formatted, extensions: sourceExtensions(original) };
  if (original instanceof OperationEnded) return { ...formatted, extensions: endExtensions(original) };
  if (original instanceof BadInputError)
    return {
      ...formatted,
      message: shortened(formatted.message),
      extensions: { code: 'BAD_USER_INPUT', argument: original.argument.join('.') },
    };
  if (original instanceof GraphQLError) return withoutInternals(formatted, original);
  const masked = {
    ...formatted,
    message: 'The gateway failed while answering this field; its log says why.',
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };
  hidden.set(masked, original);
  return masked;
}

/** The same of an error that Apollo has not formatted. */
export function formattedError(error: GraphQLError): GraphQLFormattedError {
  const code = error.extensions['code'] ?? ApolloServerErrorCode.INTERNAL_SERVER_ERROR;
  return formatError({ ...error.toJSON(), extensions: { ...error.extensions, code } }, error);
}

/** What a masked error hides, for the log alone; undefined: it is not masked. */
export function hiddenCause(formatted: GraphQLFormattedError): unknown {
  return hidden.get(formatted);
}

/** What a caller sees of why an operation was ended, besides the message. */
export function endExtensions({ code, limit, allowed }: OperationEnded): Record<string, unknown> {
  return { code, limit, allowed };
}

function sourceExtensions(failure: SourceFailure): Record<string, unknown> {
  const { code, server, product, retryable, retryAfterSeconds, upstreamStatus } = failure;
  return {
    code,
    server,
    product,
    retryable,
    ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }),
    ...(upstreamStatus === null ? {} : { upstreamStatus }),
  };
}

function withoutInternals(
  formatted: GraphQLFormattedError,
  { extensions: own }: GraphQLError,
): GraphQLFormattedError {
  const { stacktrace: _stacktrace, http: _http, ...extensions } = formatted.extensions ?? {};
  const code = own['code'] === undefined && isRefused(own['http']) ? { code: 'BAD_REQUEST' } : {};
  return { ...formatted, message: shortened(formatted.message), extensions: { ...extensions, ...code } };
}

/** Whether a status is said that is the client's fault: Apollo gives such errors no code, which it then takes for its own failure. */
function isRefused(http: unknown): boolean {
  const status = typeof http === 'object' && http !== null && 'status' in http ? Number(http.status) : 0;
  return status >= 400 && status < 500;
}
