import type { ApolloServerPlugin } from '@apollo/server';

/** What an operation's context must offer for its cost to be told. */
export interface CostAware {
  readonly cost: () => OperationCost;
}

export interface OperationCost {
  /** Requests sent to upstreams for this answer; sign-ins and version probes, which answers share, are not counted. */
  readonly upstreamCalls: number;
  /** Inventory lists answered from memory. */
  readonly cacheHits: number;
}

/** Adds `extensions.cost` to every answer that was executed. */
export function costPlugin<C extends CostAware>(complexityOf: ComplexityEstimator): ApolloServerPlugin<C> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ contextValue, response, schema, document, operationName, request }) => {
        if (response.body.kind !== 'single' || document === undefined) return;
        const { singleResult } = response.body;
        if (!('data' in singleResult)) return;
        const complexity = complexityOf({
          schema,
          query: document,
          variables: request.variables ?? {},
          ...(operationName ? { operationName } : {}),
        });
        singleResult.extensions = {
          ...singleResult.extensions,
          cost: { ...contextValue.cost(), complexity },
        };
      },
    }),
  };
}
