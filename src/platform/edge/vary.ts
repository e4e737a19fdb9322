import type { FastifyReply } from 'fastify';

/** Tells caches on which headers of the request an answer depends, besides those told before. */
export function addVary(reply: FastifyReply, names: string): void {
  const known = reply.getHeader('vary');
  void reply.header('vary', known === undefined ? names : `${String(known)}, ${names}`);
}
