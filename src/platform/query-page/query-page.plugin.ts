import type { ApolloServerPlugin, GraphQLServerListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import { Inject } from '@nestjs/common';
import { Callers } from '../auth/callers/callers.js';
import { examplesAt } from './examples.js';
import type { PageData } from './page-data.js';
import { PageFiles } from './page-files.js';

const PLACE = '<script type="application/json" id="page-data">';

/** Serves the query page to browsers that open the GraphQL address. */
@Plugin()
export class QueryPagePlugin implements ApolloServerPlugin {
  constructor(
    @Inject(Callers) private readonly callers: Callers,
    @Inject(PageFiles) private readonly files: PageFiles,
  ) {}

  async serverWillStart(): Promise<GraphQLServerListener> {
    return { renderLandingPage: async () => ({ html: () => this.html(Date.now()) }) };
  }

  private async html(now: number): Promise<string> {
    const data: PageData = { isAsking: this.callers.isAsking, examples: examplesAt(now) };
    // An end tag in a text would end the element.
    const json = JSON.stringify(data).replaceAll('<', '\\u003c');
    return (await this.files.template()).replace(PLACE, () => PLACE + json);
  }
}
