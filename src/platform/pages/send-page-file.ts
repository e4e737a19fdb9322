import { NotFoundException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BuiltPage } from './built-page.js';

const FOR_EVER = 'public, max-age=31536000, immutable';

/** Sends a file of a page, to be kept for ever. Throws NotFoundException. */
export async function sendPageFile(
  page: BuiltPage,
  name: string,
  { headers }: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const file = await page.find(name);
  if (file === undefined) throw new NotFoundException();
  const { type, body, etag } = file;
  const known = headers['if-none-match'] ?? '';
  const isKnown = known.trim() === '*' || known.includes(etag);
  void reply.headers({ etag, 'cache-control': FOR_EVER });
  await (isKnown ? reply.code(304).send() : reply.type(type).send(body));
}
