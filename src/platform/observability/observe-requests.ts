import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Span } from '../../core/ports/span.js';
import { isGraphQL } from '../request/routes.js';
import { REQUEST_ID_HEADER, recordOf } from '../request/request-record.js';
import type { RequestRecord } from '../request/request-record.js';

/** Hears of requests when their answers have left, with the status of the answer. */
export type RequestListener = (record: RequestRecord, status: number) => void;

/** Gives every answer the id of its request, and tells of requests at /graphql, and of refusals anywhere, when they end. */
export function observeRequests(
  http: FastifyInstance,
  listeners: readonly RequestListener[],
  beginTrace?: (headers: IncomingHttpHeaders) => Span,
): void {
  http.addHook('onRequest', (request, reply, done) => {
    void reply.header(REQUEST_ID_HEADER, request.id);
    if (isGraphQL(request.url)) recordOf(request).span = beginTrace?.(request.headers);
    done();
  });
  http.addHook('onResponse', (request, reply, done) => {
    const { statusCode } = reply;
    if (isToldOf(request, statusCode)) for (const tell of listeners) tell(recordOf(request), statusCode);
    done();
  });
}

function isToldOf(request: FastifyRequest, status: number): boolean {
  if (status === 401 || status === 403) return true;
  return isGraphQL(request.url) && !isPage(recordOf(request), status);
}

/** The query page stands at the same address. */
function isPage({ operation, troubles }: RequestRecord, status: number): boolean {
  return operation === undefined && troubles.length === 0 && (status < 300 || status === 304);
}
