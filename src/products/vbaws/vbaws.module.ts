import { Module } from '@nestjs/common';
import { UpstreamHttpModule } from '../../platform/http/upstream-http.module.js';
import { VbAwsSessionResolver } from './graphql/session.resolver.js';
import { VbAwsSlaPolicyResolver } from './graphql/sla-policy.resolver.js';
import { SlaComplianceReportResolver } from './graphql/sla-report.resolver.js';
import { VbAwsAdapterFactory } from './vbaws-adapter.factory.js';

/** Everything the gateway needs to read and change Veeam Backup for AWS appliances. */
@Module({
  imports: [UpstreamHttpModule],
  providers: [VbAwsAdapterFactory, VbAwsSessionResolver, VbAwsSlaPolicyResolver, SlaComplianceReportResolver],
  exports: [VbAwsAdapterFactory],
})
export class VbAwsModule {}
