import { Module } from '@nestjs/common';
import { UpstreamHttpModule } from '../../platform/http/upstream-http.module.js';
import { VbrAdapterFactory } from './vbr-adapter.factory.js';

/** Everything the gateway needs to read Veeam Backup & Replication servers. */
@Module({ imports: [UpstreamHttpModule], providers: [VbrAdapterFactory], exports: [VbrAdapterFactory] })
export class VbrModule {}
