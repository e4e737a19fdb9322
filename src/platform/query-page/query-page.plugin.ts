import type { ApolloServerPlugin, GraphQLServerListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import { Inject } from '@nestjs/common';
import { Callers } from '../auth/callers/callers.js';
import { examplesAt } from './examples.js';
import type { PageData } from './page-data.js';
import { QueryPage } from './query-page.js';

/** Serves the query page to browsers that open the GraphQL address. */
@Plugin()
export class QueryPagePlugin implements ApolloServerPlugin {
  constructor(
    @Inject(Callers) private readonly callers: Callers,
    @Inject(QueryPage) private readonly page: QueryPage,
  ) {}

  async serverWillStart(): Promise<GraphQLServerListener> {
    return { renderLandingPage: async () => ({ html: () => this.html(Date.now()) }) };
  }

  private html(now: number): Promise<string> {
    const data: PageData = { isAsking: this.callers.isAsking, examples: examplesAt(now) };
    return this.page.htmlWith(data);
  }
}
