import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayContext } from '../shared/operation.js';

/** Lets changes see the servers as they are now, not as they were when somebody else asked. */
export function freshChangesPlugin(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ operation, contextValue }) => {
        if (operation?.operation === 'mutation')
          contextValue.operation = contextValue.operation.within({ maxAge: 0 });
      },
    }),
  };
}
