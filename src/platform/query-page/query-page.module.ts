import type { IncomingMessage } from 'node:http';
import { Module, Controller, Get, Inject, Req, Header } from '@nestjs/common';
import type { ApolloServerPlugin, GraphQLServerListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import { BuiltPage, PageFilesController } from '../pages/built-page.js';
import { Callers } from '../auth/callers/callers.js';
import { OperationChecks } from '../graphql/checks/operation-checks.js';
import type { Permissions } from '../graphql/checks/permissions.js';
import { examplesAt } from './examples.js';
import type { PageData } from './page-data.js';

/** The query page as it was built. */
class QueryPage extends BuiltPage {
  constructor() {
    super('page');
  }
}

/** Serves the query page to browsers that open the GraphQL address. */
@Plugin()
class QueryPagePlugin implements ApolloServerPlugin {
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

/** Tells callers what they may do, so that the pages ask for nothing that would be refused and stand in the audit. */
@Controller('graphql/permissions')
class PermissionsController {
  constructor(
    @Inject(Callers) private readonly callers: Callers,
    @Inject(OperationChecks) private readonly checks: OperationChecks,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  permissions(@Req() { raw }: { raw: IncomingMessage }): Permissions {
    return this.checks.permissionsOf(this.callers.of(raw));
  }
}

@Controller('graphql/page')
class QueryPageFilesController extends PageFilesController {
  constructor(@Inject(QueryPage) page: QueryPage) {
    super(page);
  }
}

/** A page for browsers to write queries in, with saved examples; it needs no internet. */
@Module({
  controllers: [QueryPageFilesController, PermissionsController],
  providers: [QueryPagePlugin, QueryPage],
})
export class QueryPageModule {}
