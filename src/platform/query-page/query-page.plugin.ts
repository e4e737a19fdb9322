import type { ApolloServerPlugin, GraphQLServerListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import { renderQueryPage } from './render-query-page.js';

/** Serves the query page to browsers that open the GraphQL address. */
@Plugin()
export class QueryPagePlugin implements ApolloServerPlugin {
  async serverWillStart(): Promise<GraphQLServerListener> {
    return { renderLandingPage: async () => ({ html: () => renderQueryPage(Date.now()) }) };
  }
}
