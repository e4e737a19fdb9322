import { pipeline } from 'node:stream/promises';
import type { FastifyReply } from 'fastify';
import type { Response } from 'graphql-sse';

/**
 * Writes what graphql-sse answers, each event when the one before has left. Rejects when the client goes away; one that takes nothing
 * more is ended by whoever looks after connections.
 */
export async function writeEvents([body, init]: Response, reply: FastifyReply): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(init.status, init.statusText, init.headers);
  if (body === null || typeof body === 'string') raw.end(body ?? '');
  else {
    // Where the answer waits behind another one, the pipeline does not learn that there is nobody to take it.
    raw.once('close', () => void body.return(undefined));
    await pipeline(body, raw);
  }
}
