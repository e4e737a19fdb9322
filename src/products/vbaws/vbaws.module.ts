import { Module } from '@nestjs/common';
import { UpstreamHttpModule } from '../../platform/http/upstream-http.module.js';
import { VbAwsExportController } from './export.controller.js';
import { VbAwsChangesResolver } from './graphql/changes.resolver.js';
import { VbAwsExportResolver } from './graphql/export.resolver.js';
import { VbAwsLookupsResolver } from './graphql/lookups.resolver.js';
import { VbAwsSessionResolver } from './graphql/session.resolver.js';
import { VbAwsSlaPoliciesResolver } from './graphql/sla-policies.resolver.js';
import { VbAwsSlaPolicyResolver } from './graphql/sla-policy.resolver.js';
import { SlaComplianceReportResolver } from './graphql/sla-report.resolver.js';
import { VbAwsAdapterFactory } from './vbaws-adapter.factory.js';

/** Everything the gateway needs to read and change Veeam Backup for AWS appliances. */
@Module({
  imports: [UpstreamHttpModule],
  controllers: [VbAwsExportController],
  providers: [
    VbAwsAdapterFactory,
    VbAwsChangesResolver,
    VbAwsExportResolver,
    VbAwsLookupsResolver,
    VbAwsSessionResolver,
    VbAwsSlaPoliciesResolver,
    VbAwsSlaPolicyResolver,
    SlaComplianceReportResolver,
  ],
  exports: [VbAwsAdapterFactory],
})
export class VbAwsModule {}
