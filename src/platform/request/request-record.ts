import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Milliseconds } from '../../core/model/instant.js';
import type { Span } from '../../core/ports/span.js';
import { pathOf } from './routes.js';
import { cut } from './scrub.js';

export const REQUEST_ID_HEADER = 'x-request-id';

const LONGEST_PATH = 200;
const SANE_ID = /^[\w.:+/=-]{1,64}$/;

/** What an answer said was wrong: once for each code and server. */
export interface Trouble {
  readonly code: string;
  /** Key of the server that failed; null: none did. */
  readonly server: string | null;
}

/** The GraphQL operation of a request, once its document was found to be well-formed. */
export interface OperationFacts {
  /** null: anonymous. */
  readonly name: string | null;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** SHA-256 of the document, in hex. */
  readonly hash: string;
}

/** Who sent a request. */
export interface RecordedCaller {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

/** One request at /graphql: filled in as it goes, told once when its answer has left. */
export class RequestRecord {
  private readonly startedAt = performance.now();
  readonly path: string;
  /** undefined: no well-formed operation was found in it. */
  operation: OperationFacts | undefined;
  /** null: nobody said who they are, or were not believed. */
  caller: RecordedCaller | null = null;
  upstreamCalls = 0;
  /** The request as a trace shows it; undefined: nothing is traced. */
  span: Span | undefined;
  troubles: readonly Trouble[] = [];
  /** Whether anything was executed; otherwise the request was refused. */
  executed = false;

  constructor(
    readonly id: string,
    /** Where it came from. */
    readonly address: string,
    /** Without its query. */
    path: string,
    readonly transport: 'HTTP' | 'WEBSOCKET' = 'HTTP',
  ) {
    this.path = cut(path, LONGEST_PATH);
  }

  elapsed(): Milliseconds {
    return performance.now() - this.startedAt;
  }
}

/** The id a client gave, where it is a plain token of at most 64 characters, else a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers[REQUEST_ID_HEADER];
  return typeof given === 'string' && SANE_ID.test(given) ? given : randomUUID();
}

const records = new WeakMap<FastifyRequest, RequestRecord>();

/** The record of a request; made when it is first asked for. */
export function recordOf(request: FastifyRequest): RequestRecord {
  const known = records.get(request);
  if (known !== undefined) return known;
  const record = new RequestRecord(request.id, request.ip, pathOf(request.url));
  records.set(request, record);
  return record;
}
