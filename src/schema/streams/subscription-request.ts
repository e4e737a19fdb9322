import { Logger } from '@nestjs/common';
import { GraphQLError, getOperationAST, parse, validate } from 'graphql';
import type { ExecutionArgs, GraphQLSchema } from 'graphql';
import { checkArguments } from '../../platform/graphql/argument-check.plugin.js';
import { formatError, hiddenCause } from '../../platform/graphql/format-error.js';
import { checkLimits } from '../../platform/graphql/limits/query-limits.js';
import type { StreamLimits } from '../../platform/graphql/limits/stream-limits.js';
import { checkTrusted } from '../../platform/graphql/limits/trusted-documents.js';
import { checkRoles } from '../../platform/graphql/role-check.plugin.js';
import type { GatewayContext } from '../shared/operation.js';

const logger = new Logger('Subscriptions');

/** A subscription as clients of either transport send it. */
export interface SubscriptionRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown> | null | undefined;
  readonly operationName?: string | null | undefined;
}

export type SubscriptionArgs<C extends GatewayContext> = ExecutionArgs & { readonly contextValue: C };

/**
 * Reads, validates and checks a subscription as queries over HTTP are; queries and changes are refused here, so that there is one
 * way to send them.
 */
export function subscriptionArgs<C extends GatewayContext>(
  schema: GraphQLSchema,
  { query, variables, operationName }: SubscriptionRequest,
  contextValue: C,
  { query: limits, trusted }: StreamLimits,
): SubscriptionArgs<C> | readonly GraphQLError[] {
  try {
    const document = parse(query, { maxTokens: limits.tokens });
    const errors = validate(schema, document);
    if (errors.length > 0) return errors;
    const operation = getOperationAST(document, operationName);
    if (operation?.operation !== 'subscription')
      return [new GraphQLError('only subscriptions are taken here; send queries and mutations to /graphql')];
    checkTrusted(trusted, query, contextValue.caller);
    checkLimits(limits, schema, document, operation, variables ?? {});
    checkRoles(schema, document, operation, variables ?? {}, contextValue.caller);
    checkArguments(schema, document, operation, variables ?? {});
    return {
      schema,
      document,
      contextValue,
      ...(variables ? { variableValues: variables } : {}),
      ...(operationName ? { operationName } : {}),
    };
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

/** The errors as a client may see them: what was not thrown on purpose is masked. */
export function visibleErrors(errors: readonly GraphQLError[]): GraphQLError[] {
  return errors.map((error) => {
    const visible = formatError(error.toJSON(), error);
    const { message, extensions } = visible;
    const cause = hiddenCause(visible);
    if (cause !== undefined) logger.error(cause);
    const { nodes, path } = error;
    return new GraphQLError(message, {
      ...(nodes ? { nodes } : {}),
      ...(path ? { path } : {}),
      ...(extensions ? { extensions } : {}),
    });
  });
}
