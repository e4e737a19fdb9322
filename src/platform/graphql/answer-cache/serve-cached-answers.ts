import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../../../core/model/caller.js';
import { AccessRefusal } from '../../auth/callers/access-refusal.js';
import type { Callers } from '../../auth/callers/callers.js';
import { recordOf } from '../../request/request-record.js';
import type { CachedAnswer, AnswerCache } from './answer-cache.js';
import { GRAPHQL_PATH } from '../../request/routes.js';
import { addVary } from '../../edge/vary.js';

/** Gives kept answers before GraphQL is asked, and keeps those it gives. */
export function serveCachedAnswers(server: FastifyInstance, callers: Callers, answers: AnswerCache): void {
  const asked = new WeakMap<FastifyRequest, string>();

  server.addHook('preHandler', (request, reply, done) => {
    const caller = request.routeOptions.url === GRAPHQL_PATH ? callerOf(callers, request) : undefined;
    if (caller === undefined) return done();
    const key = answerKey(request, caller);
    const known = answers.find(key);
    if (known !== undefined) return give(known, caller, request, reply);
    asked.set(request, key);
    void reply.header('cache-control', 'no-store');
    return done();
  });

  server.addHook('onSend', (request, reply, payload, done) => {
    const key = asked.get(request);
    if (key === undefined || !isGoodText(reply, payload)) return done(null, payload);
    const answer = answers.keep(key, recordOf(request), payload, String(reply.getHeader('content-type')));
    return done(null, answer === undefined ? payload : labelled(answer, request, reply, payload));
  });
}

/** undefined: nobody who was let in; GraphQL has the words for that. */
function callerOf(callers: Callers, { raw }: FastifyRequest): Caller | undefined {
  try {
    return callers.of(raw);
  } catch (error) {
    if (error instanceof AccessRefusal) return undefined;
    throw error;
  }
}

function give(answer: CachedAnswer, caller: Caller, request: FastifyRequest, reply: FastifyReply): void {
  const record = recordOf(request);
  record.operation = answer.operation;
  record.caller = caller;
  record.executed = true;
  void reply.header('content-type', answer.mediaType);
  void reply.header('cache-control', 'no-store').send(labelled(answer, request, reply, answer.body));
}

function isGoodText({ statusCode }: FastifyReply, payload: unknown): payload is string {
  return statusCode === 200 && typeof payload === 'string';
}

/** What a GET is answered with: a browser may keep it, but has to ask whether it still stands. */
function labelled(
  answer: CachedAnswer,
  { method, headers }: FastifyRequest,
  reply: FastifyReply,
  body: string | Buffer,
): string | Buffer | null {
  if (method !== 'GET') return body;
  void reply.header('etag', answer.tag).header('cache-control', 'private, no-cache');
  addVary(reply, 'accept, authorization');
  if (!isKnown(answer.tag, headers['if-none-match'])) return body;
  void reply.code(304);
  return null;
}

function isKnown(tag: string, known: string | undefined): boolean {
  const bare = tag.replace(/^W\//, '');
  return known?.split(',').some((one) => one.trim().replace(/^W\//, '') === bare) ?? false;
}

/**
 * Everything the way through the gateway looks at: two requests of the same key get the same answer while what it is made of stays the
 * same, be it good or a refusal.
 */
function answerKey({ method, url, headers, body }: FastifyRequest, caller: Caller): string {
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
