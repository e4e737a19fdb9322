import type { FastifyInstance } from 'fastify';
import { REQUEST_ID_HEADER, recordOf } from './request-record.js';
import type { RequestRecord } from './request-record.js';

const PATH = '/graphql';

/** Hears of every request at /graphql when its answer has left, with the status of the answer. */
export type RequestListener = (record: RequestRecord, status: number) => void;

/** Gives every answer the id of its request, and tells of requests at /graphql when they end. */
export function observeRequests(http: FastifyInstance, listeners: readonly RequestListener[]): void {
  http.addHook('onRequest', (request, reply, done) => {
    void reply.header(REQUEST_ID_HEADER, request.id);
    if (isGraphQL(request.url)) recordOf(request);
    done();
  });
  http.addHook('onResponse', (request, reply, done) => {
    if (isGraphQL(request.url)) {
      const record = recordOf(request);
      if (!isPage(record, reply.statusCode)) for (const tell of listeners) tell(record, reply.statusCode);
    }
    done();
  });
}

function isGraphQL(url: string): boolean {
  return url === PATH || url.startsWith(`${PATH}?`);
}

/** The query page stands at the same address. */
function isPage({ operation }: RequestRecord, status: number): boolean {
  return operation === undefined && (status < 300 || status === 304);
}
