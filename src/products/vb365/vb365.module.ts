import { Module } from '@nestjs/common';
import { UpstreamHttpModule } from '../../platform/http/upstream-http.module.js';
import { Vb365AdapterFactory } from './vb365-adapter.factory.js';

/** Veeam Backup for Microsoft 365, API versions v6, v7 and v8. */
@Module({
  imports: [UpstreamHttpModule],
  providers: [Vb365AdapterFactory],
  exports: [Vb365AdapterFactory],
})
export class Vb365Module {}
