import { Args, Context, Field, ID, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { BadInputError } from '../../../core/errors/bad-input.js';
import type { FleetReader } from '../../../core/federation/fleet-reader.js';
import { Checked } from '../../../platform/graphql/checks/argument-check.js';
import { describedEnum } from '../../../platform/graphql/described-enum.js';
import { serverKey } from '../../../schema/shared/id-arguments.js';
import type { GatewayContext } from '../../../schema/shared/operation.js';
import type { ExportFile, ExportFormat } from '../adapters/sla-export.js';
import { VbAwsAdapter } from '../vbaws-adapter.js';

const VbAwsExportFormatEnum = describedEnum<ExportFormat>(
  'VbAwsExportFormat',
  'Format of an exported file.',
  {
    CSV: 'Comma-separated values.',
    XML: 'XML.',
  },
);

@ObjectType('VbAwsExportFile', {
  description:
    'A file that an appliance wrote. Also to be had by HTTP: GET /exports/sla-policies?server=<id or key>&format=csv|xml.',
})
class VbAwsExportFileType implements ExportFile {
  @Field(() => String, { description: 'A name for the file, with its ending.' })
  readonly name!: string;

  @Field(() => String, { description: 'Its media type, as the appliance told it.' })
  readonly mediaType!: string;

  @Field(() => String, { description: 'The whole file as text.' })
  readonly content!: string;
}

const check = ({ server }: { server?: string }): void => {
  serverKey(server ?? '', ['server']);
};

@Resolver()
export class VbAwsExportResolver {
  @Query(() => VbAwsExportFileType, {
    nullable: true,
    description:
      'All SLA-based policies of one VB_AWS server as a file (POST /policy/ec2SlaBasedPolicies/export). null: could not be read; see errors.',
  })
  @Checked(check)
  vbAwsSlaPolicyExport(
    @Args('server', { type: () => ID, description: 'The VB_AWS server: its id or key.' }) server: string,
    @Args('format', { type: () => VbAwsExportFormatEnum, defaultValue: 'CSV', description: 'Which format.' })
    format: ExportFormat,
    @Context() { operation }: GatewayContext,
  ): Promise<ExportFile> {
    return exportOf(operation.fleet, server, format);
  }
}

/** Throws BadInputError when there is no such VB_AWS server. */
export async function exportOf(
  fleet: FleetReader,
  server: string,
  format: ExportFormat,
): Promise<ExportFile> {
  const reader = fleet.find(serverKey(server, ['server']));
  if (reader?.server.product !== 'VB_AWS')
    throw new BadInputError('there is no VB_AWS server with this id or key', ['server']);
  return reader.dataset(VbAwsAdapter, `export ${format}`, (adapter, scope) =>
    adapter.exportSla(format, scope),
  );
}
