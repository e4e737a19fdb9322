import { Module } from '@nestjs/common';
import { UpstreamHttpModule } from '../../platform/http/upstream-http.module.js';
import { VbM365ProxiesResolver } from './graphql/proxies.resolver.js';
import { VbM365ProxyChangesResolver } from './graphql/proxy-changes.resolver.js';
import { VbM365RestoreSessionChangesResolver } from './graphql/restore-session-changes.resolver.js';
import { Vb365AdapterFactory } from './vb365-adapter.factory.js';

/** Veeam Backup for Microsoft 365, API versions v6, v7 and v8; of v3 its proxies. */
@Module({
  imports: [UpstreamHttpModule],
  providers: [
    Vb365AdapterFactory,
    VbM365ProxiesResolver,
    VbM365ProxyChangesResolver,
    VbM365RestoreSessionChangesResolver,
  ],
  exports: [Vb365AdapterFactory],
})
export class Vb365Module {}
