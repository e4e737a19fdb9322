import type { ApolloServerPlugin } from '@apollo/server';
import { complexityOf } from './complexity.js';

export interface OperationCost {
  /** Requests sent to upstreams for this answer; sign-ins and version probes, which answers share, are not counted. */
  readonly upstreamCalls: number;
  /** Inventory lists answered from memory. */
  readonly cacheHits: number;
}

/** What an operation's context must offer for its cost to be told. */
export type CostAware = { readonly cost: () => OperationCost };

/** Adds `extensions.cost` to every answer that was executed. */
export function costPlugin(): ApolloServerPlugin<CostAware> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ contextValue, response, schema, document, operationName, request }) => {
        if (response.body.kind !== 'single' || document === undefined) return;
        const { singleResult } = response.body;
        if (!('data' in singleResult)) return;
        const complexity = complexityOf(schema, document, request.variables ?? {}, operationName);
        singleResult.extensions = {
          ...singleResult.extensions,
          cost: { ...contextValue.cost(), complexity },
        };
      },
    }),
  };
}
