import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendPageFile } from '../pages/send-page-file.js';
import { QueryPage } from './query-page.js';

/** Serves what the query page loads. */
@Controller('graphql/page')
export class QueryPageAssetsController {
  constructor(@Inject(QueryPage) private readonly page: QueryPage) {}

  @Get('*')
  asset(@Param('*') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return sendPageFile(this.page, name, request, reply);
  }
}
