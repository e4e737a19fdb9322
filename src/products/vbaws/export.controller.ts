import type { IncomingMessage } from 'node:http';
import {
  BadGatewayException,
  BadRequestException,
  Controller,
  Get,
  Inject,
  NotImplementedException,
  Query,
  Req,
  StreamableFile,
} from '@nestjs/common';
import { BadInputError } from '../../core/errors/bad-input.js';
import { SourceFailure } from '../../core/errors/source-failure.js';
import { Fleet } from '../../core/federation/fleet.js';
import { FleetReader } from '../../core/federation/fleet-reader.js';
import { Callers } from '../../platform/auth/callers/callers.js';
import { text } from '../../platform/products-kit/values.js';
import { Words } from '../../platform/products-kit/words.js';
import type { ExportFormat } from './adapters/sla-export.js';
import { exportOf } from './graphql/export.resolver.js';

const FORMATS = new Words<ExportFormat | null>({ csv: 'CSV', xml: 'XML' }, null);

/** Files that appliances write, for downloads; what GraphQL gives as text. */
@Controller('exports')
export class VbAwsExportController {
  constructor(
    @Inject(Fleet) private readonly fleet: Fleet,
    @Inject(Callers) private readonly callers: Callers,
  ) {}

  /** `server` is its id; `format` is csv (when absent) or xml. */
  @Get('sla-policies')
  async slaPolicies(
    @Query('server') server: unknown,
    @Query('format') format: unknown,
    @Req() request: { readonly raw: IncomingMessage },
  ): Promise<StreamableFile> {
    const wanted = format === undefined ? 'CSV' : FORMATS.of(text(format));
    if (wanted === null) throw new BadRequestException('format: expected csv or xml');
    const { scope } = this.callers.of(request.raw);
    const gone = new AbortController();
    request.raw.once('close', () => gone.abort());
    try {
      const file = await exportOf(
        new FleetReader(this.fleet.seenBy(scope), gone.signal),
        String(server ?? ''),
        wanted,
      );
      return new StreamableFile(Buffer.from(file.content), {
        type: file.mediaType,
        disposition: `attachment; filename="${file.name}"`,
      });
    } catch (error) {
      if (error instanceof BadInputError) throw new BadRequestException(error.message);
      if (error instanceof SourceFailure && error.code === 'UNSUPPORTED')
        throw new NotImplementedException(error.message);
      if (error instanceof SourceFailure) throw new BadGatewayException(error.message);
      throw error;
    }
  }
}
