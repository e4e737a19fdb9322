import { Module } from '@nestjs/common';
import { QueryPageAssetsController } from './assets.controller.js';
import { EntranceController } from './entrance.controller.js';
import { PageFiles } from './page-files.js';
import { PermissionsController } from './permissions.controller.js';
import { QueryPagePlugin } from './query-page.plugin.js';

/** A page for browsers to write queries in, with saved examples; it needs no internet. */
@Module({
  controllers: [EntranceController, QueryPageAssetsController, PermissionsController],
  providers: [QueryPagePlugin, PageFiles],
})
export class QueryPageModule {}
