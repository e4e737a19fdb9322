import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { recordOf } from '../request/request-record.js';

const GRAPHQL_RESPONSE = 'application/graphql-response+json';

/** Why something is not answered, before GraphQL is asked. */
export interface HttpRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** Headers such as Retry-After. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What whoever asks too often is told. */
export function limited(
  seconds: number,
  limit: 'requestsPerSecond' | 'refusedPerSecond' = 'requestsPerSecond',
): HttpRefusal {
  return {
    status: 429,
    code: 'RATE_LIMITED',
    message: `too many requests (limits.${limit})`,
    headers: { 'retry-after': String(seconds) },
  };
}

/** Answers a request that never becomes a GraphQL request, in the form GraphQL clients read, and notes it in the request's record. */
export function refuse(refusal: HttpRefusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, code, headers = {} } = refusal;
  recordOf(request).troubles = [{ code, server: null }];
  const type = request.headers.accept?.includes(GRAPHQL_RESPONSE) ? GRAPHQL_RESPONSE : 'application/json';
  return reply.code(status).headers(headers).type(`${type}; charset=utf-8`).send(bodyOf(refusal));
}

/** Answers a request to upgrade on its bare socket, and closes that whether the client does so or not. */
export function refuseUpgrade(refusal: HttpRefusal, socket: Duplex, patience = 1_000): void {
  const { status, headers = {} } = refusal;
  const body = bodyOf(refusal);
  const lines = Object.entries({
    ...headers,
    connection: 'close',
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  const timer = setTimeout(() => socket.destroy(), patience).unref();
  socket.once('close', () => clearTimeout(timer)).once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`);
}

function bodyOf({ message, code }: HttpRefusal): string {
  return JSON.stringify({ errors: [{ message, extensions: { code } }] });
}
