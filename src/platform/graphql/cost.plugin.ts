import type { ApolloServerPlugin } from '@apollo/server';
import type { Checked } from './checks/operation-checks.plugin.js';

export interface OperationCost {
  /** Requests sent to upstreams for this answer; sign-ins and version probes, which answers share, are not counted. */
  readonly upstreamCalls: number;
  /** Inventory lists answered from memory. */
  readonly cacheHits: number;
}

/** What an operation's context must offer for its cost to be told. */
export type CostAware = { readonly cost: () => OperationCost };

/** Adds `extensions.cost` to every answer that was executed. */
export function costPlugin(): ApolloServerPlugin<CostAware & Checked> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ contextValue, response }) => {
        if (response.body.kind !== 'single' || contextValue.checked === undefined) return;
        const { singleResult } = response.body;
        if (!('data' in singleResult)) return;
        const { complexity } = contextValue.checked;
        singleResult.extensions = {
          ...singleResult.extensions,
          cost: { ...contextValue.cost(), complexity },
        };
      },
    }),
  };
}
