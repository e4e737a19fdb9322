import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import type { ApolloDriverConfig } from '@nestjs/apollo';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Fleet } from '../core/federation/fleet.js';
import { callerOfRequest } from '../platform/auth/callers/access-error.js';
import type { Callers } from '../platform/auth/callers/callers.js';
import type { GatewayConfig } from '../platform/config/gateway-config.js';
import { costPlugin } from '../platform/graphql/cost.plugin.js';
import { plannedQueriesPlugin } from '../platform/graphql/execution/planned-queries.plugin.js';
import { writeAnswer } from '../platform/graphql/execution/write-answer.js';
import { formatError } from '../platform/graphql/format-error.js';
import { legacyStatusPlugin } from '../platform/graphql/legacy-status.plugin.js';
import type { AnswerCache } from '../platform/graphql/answer-cache/answer-cache.js';
import { repeatableAnswersPlugin } from '../platform/graphql/answer-cache/repeatable-answers.plugin.js';
import type { OperationChecks } from '../platform/graphql/checks/operation-checks.js';
import { operationChecksPlugin } from '../platform/graphql/checks/operation-checks.plugin.js';
import { PersistedDocuments } from '../platform/graphql/checks/persisted-documents.js';
import { RequiresRoleDirective } from '../platform/graphql/checks/required-role.js';
import { requestEnd } from '../platform/graphql/request-end.js';
import type { Observability } from '../platform/observability/observability.js';
import { requestRecordPlugin } from '../platform/graphql/request-record.plugin.js';
import { recordOf } from '../platform/request/request-record.js';
import { freshChangesPlugin } from './changes/fresh-changes.plugin.js';
import { describeRoots } from './root-descriptions.js';
import type { ConcreteTypes } from './shared/concrete-types.js';
import type { GatewayContext } from './shared/operation.js';
import { operationContext } from './shared/operation.js';
import type { ProductDefinition } from './shared/product-definition.js';

/** How Nest and Apollo serve the schema. */
export function graphqlOptions(
  config: GatewayConfig,
  fleet: Fleet,
  types: ConcreteTypes,
  callers: Callers,
  products: readonly ProductDefinition[],
  observability: Observability,
  answers: AnswerCache,
  checks: OperationChecks,
): Omit<ApolloDriverConfig, 'driver'> {
  const { buildSchemaOptions, ...schema } = schemaOptions(products);
  const persisted = new PersistedDocuments(config.trustedDocuments);
  return {
    ...schema,
    // Asking the whole schema for itself at every start shows only what `npm run schema` has shown already.
    buildSchemaOptions: { ...buildSchemaOptions, skipCheck: true },
    transformSchema: (schema) => observability.audited(describeRoots(schema)),
    graphiql: false,
    // Apollo goes by NODE_ENV alone; a plugin decides by the caller.
    introspection: true,
    includeStacktraceInErrorResponses: false,
    persistedQueries: { cache: persisted },
    // The checks keep documents themselves, and hand them over.
    documentStore: null,
    formatError,
    stringifyResult: writeAnswer,
    plugins: [
      requestRecordPlugin(observability.log),
      legacyStatusPlugin(),
      operationChecksPlugin(checks),
      freshChangesPlugin(),
      persisted.plugin(),
      plannedQueriesPlugin(),
      costPlugin(),
      repeatableAnswersPlugin(answers),
      // The cache headers are those of kept answers, and its hints would wrap every resolver.
      ApolloServerPluginCacheControlDisabled(),
    ],
    context: (request: FastifyRequest, reply: FastifyReply): GatewayContext => {
      const caller = callerOfRequest(callers, request.raw);
      const { limits } = config;
      const ending = requestEnd(reply.raw, limits.requestTimeout);
      const end = (reason: unknown): void => ending.abort(reason);
      return operationContext(
        caller,
        fleet,
        types,
        { signal: ending.signal, limits, end },
        recordOf(request),
      );
    },
  };
}

/** How the schema is built from the classes; also used to print it without a server. */
export function schemaOptions(
  products: readonly ProductDefinition[],
): Pick<ApolloDriverConfig, 'autoSchemaFile' | 'transformSchema' | 'sortSchema' | 'buildSchemaOptions'> {
  return {
    autoSchemaFile: true,
    transformSchema: describeRoots,
    sortSchema: true,
    buildSchemaOptions: {
      directives: [RequiresRoleDirective],
      orphanedTypes: products.flatMap(({ policies, repositories, sessions }) => [
        ...Object.values(policies),
        ...Object.values(repositories),
        ...Object.values(sessions),
      ]),
    },
  };
}
