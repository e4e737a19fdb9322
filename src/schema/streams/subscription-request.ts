import { Logger } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import type { ExecutionArgs, GraphQLSchema } from 'graphql';
import { tooMuch } from '../../core/fairness/operation-budget.js';
import type { OperationRequest } from '../../platform/graphql/checks/operation-checks.js';
import type { StreamLimits } from '../../platform/graphql/checks/stream-limits.js';
import { endExtensions, formatError, hiddenCause } from '../../platform/graphql/format-error.js';
import type { GatewayContext } from '../shared/operation.js';

const logger = new Logger('Subscriptions');

export type SubscriptionArgs<C extends GatewayContext> = ExecutionArgs & { readonly contextValue: C };

/** How to execute a subscription, or why not: checked as requests are. Queries and changes are refused, so that there is one way to send them. */
export function subscriptionArgs<C extends GatewayContext>(
  schema: GraphQLSchema,
  request: OperationRequest,
  contextValue: C,
  { checks }: StreamLimits,
): SubscriptionArgs<C> | readonly GraphQLError[] {
  const { caller, servers } = contextValue;
  const checked = checks.check(schema, request, { caller, servers, by: 'stream' });
  if ('errors' in checked) return checked.errors;
  const { variables, operationName } = request;
  return {
    schema,
    document: checked.document,
    contextValue,
    ...(variables ? { variableValues: variables } : {}),
    ...(operationName ? { operationName } : {}),
  };
}

/** Why an event is too long to be sent; undefined: it is not. */
export function excessOf(event: object, { query: { answerBytes } }: StreamLimits): GraphQLError | undefined {
  if (JSON.stringify(event).length <= answerBytes) return undefined;
  const reason = tooMuch('answerBytes', answerBytes, 'one of its events is longer than an answer may be');
  return new GraphQLError(reason.message, { extensions: endExtensions(reason) });
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
