import { Module } from '@nestjs/common';
import { UpstreamHttpModule } from '../../platform/http/upstream-http.module.js';
import { VbAwsAdapterFactory } from './vbaws-adapter.factory.js';

@Module({
  imports: [UpstreamHttpModule],
  providers: [VbAwsAdapterFactory],
  exports: [VbAwsAdapterFactory],
})
export class VbAwsModule {}
