import type { FastifyInstance } from 'fastify';

/** Does nothing for requests whose connection has ended before they were looked at: many may come in one packet. */
export function leaveLostRequests(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (request.raw.socket.destroyed) reply.hijack();
    else done();
  });
}
