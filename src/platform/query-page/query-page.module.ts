import { Module } from '@nestjs/common';
import { QueryPageAssetsController } from './assets.controller.js';
import { PermissionsController } from './permissions.controller.js';
import { QueryPage } from './query-page.js';
import { QueryPagePlugin } from './query-page.plugin.js';

/** A page for browsers to write queries in, with saved examples; it needs no internet. */
@Module({
  controllers: [QueryPageAssetsController, PermissionsController],
  providers: [QueryPagePlugin, QueryPage],
})
export class QueryPageModule {}
