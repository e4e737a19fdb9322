import { Module } from '@nestjs/common';
import { UpstreamHttpModule } from '../../platform/http/upstream-http.module.js';
import { VbrLookupsResolver } from './graphql/lookups.resolver.js';
import { VbrRepositoriesResolver } from './graphql/repositories.resolver.js';
import { VbrRepositoryChangesResolver } from './graphql/repository-changes.resolver.js';
import { VbrScaleOutChangesResolver } from './graphql/scale-out-changes.resolver.js';
import { VbrSessionChangesResolver } from './graphql/session-changes.resolver.js';
import { VbrAdapterFactory } from './vbr-adapter.factory.js';

/** Everything the gateway needs to read and change Veeam Backup & Replication servers. */
@Module({
  imports: [UpstreamHttpModule],
  providers: [
    VbrAdapterFactory,
    VbrLookupsResolver,
    VbrRepositoriesResolver,
    VbrRepositoryChangesResolver,
    VbrScaleOutChangesResolver,
    VbrSessionChangesResolver,
  ],
  exports: [VbrAdapterFactory],
})
export class VbrModule {}
