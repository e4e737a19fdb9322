import type { FastifyRequest } from 'fastify';
import type { Caller } from '../../../core/model/caller.js';

/**
 * Everything the way through the gateway looks at: two requests of the same key get the same answer while what it is made of stays the
 * same, be it good or a refusal.
 */
export function answerKey({ method, url, headers, body }: FastifyRequest, caller: Caller): string {
  const { query, operationName, variables, extensions } = isRecord(body) ? body : NOTHING;
  return JSON.stringify([
    [caller.scopeKey, caller.role],
    [method, method === 'GET' ? url : ''],
    [headers['content-type'], headers.accept],
    // Apollo lets a request that a form could send pass only with one of these.
    [isGiven(headers['x-apollo-operation-name']), isGiven(headers['apollo-require-preflight'])],
    [query, operationName, variables, extensions],
  ]);
}

const NOTHING: Readonly<Record<string, unknown>> = {};

function isRecord(body: unknown): body is Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}

function isGiven(header: string | string[] | undefined): boolean {
  return header !== undefined && header.length > 0;
}
