import { Controller, Get, Inject, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PageFiles } from './page-files.js';

const FOR_EVER = 'public, max-age=31536000, immutable';

/** Serves what the query page loads. */
@Controller('graphql/page')
export class QueryPageAssetsController {
  constructor(@Inject(PageFiles) private readonly files: PageFiles) {}

  @Get('*')
  async asset(
    @Param('*') name: string,
    @Req() { headers }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const file = await this.files.find(name);
    if (file === undefined) throw new NotFoundException();
    const { type, body, etag } = file;
    const known = headers['if-none-match'] ?? '';
    const isKnown = known.trim() === '*' || known.includes(etag);
    void reply.headers({ etag, 'cache-control': FOR_EVER });
    await (isKnown ? reply.code(304).send() : reply.type(type).send(body));
  }
}
