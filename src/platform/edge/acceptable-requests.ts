import type { FastifyInstance } from 'fastify';
import { refuse } from './refusal.js';
import { isGraphQL, wantsPage, ruleOf } from '../request/routes.js';
import { DEEPEST_INPUT, isDeeperThan } from '../request/value-depth.js';

/** Refuses methods that an address is not asked with, before a body is waited for. */
export function refuseMethods(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    const { methods } = ruleOf(request);
    if (methods === undefined || methods.includes(request.method)) return done();
    const allow = methods.join(', ');
    const message = `expected one of the methods ${allow}, got ${request.method}`;
    void refuse({ status: 405, code: 'BAD_REQUEST', message, headers: { allow } }, request, reply);
  });
}

const ANSWERS = ['application/json', 'application/graphql-response+json'] as const;
const CHARSET = /^charset="?utf-8"?$/i;

/** Refuses clients that would not take the answer with 406, where Apollo finds that out when servers were asked or changed. */
export function requireAcceptance(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    const { method, url, headers } = request;
    const isOperation = method === 'POST' || (method === 'GET' && !wantsPage(request));
    if (!isOperation || !isGraphQL(url) || takesAnswers(headers.accept)) return done();
    const message = `expected a client that accepts ${ANSWERS.join(' or ')}`;
    void refuse({ status: 406, code: 'BAD_REQUEST', message }, request, reply);
  });
}

/** Whether one of the types of an answer is accepted (RFC 9110, 12.5.1): of the ranges that it is in, the narrowest counts. */
function takesAnswers(accept: string | undefined): boolean {
  if (accept === undefined || accept === '') return true;
  const qualities = new Map(accept.split(',').flatMap(qualityOf));
  return ANSWERS.some((type) => {
    const quality = qualities.get(type) ?? qualities.get('application/*') ?? qualities.get('*/*') ?? 0;
    return quality > 0;
  });
}

/** Nothing of a range that asks for another charset or for other parameters. */
function qualityOf(range: string): [string, number][] {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  const isOurs = parameters.every((parameter) => parameter === weight || CHARSET.test(parameter));
  return isOurs ? [[type, weight === undefined ? 1 : Number(weight.slice(2))]] : [];
}

const JSON_TYPE = /^application\/json\s*(;|$)/i;

/**
 * Refuses bodies of other types with 415, where Apollo would say that there is none. Simple requests of web pages, which carry neither of
 * the headers, are left to Apollo's prevention of cross-site requests.
 */
export function requireJson(server: FastifyInstance): void {
  server.addHook('preValidation', (request, reply, done) => {
    const { method, url, headers } = request;
    const isSimple =
      headers['apollo-require-preflight'] === undefined && headers['x-apollo-operation-name'] === undefined;
    const type = headers['content-type'];
    if (method !== 'POST' || isSimple || type === undefined || JSON_TYPE.test(type) || !isGraphQL(url))
      return done();
    const message = 'expected a body of the type application/json';
    void refuse({ status: 415, code: 'BAD_REQUEST', message }, request, reply);
  });
}

/** Parsing JSON survives any depth; much of what reads it afterwards calls itself. */
export function refuseDeepBodies(server: FastifyInstance): void {
  server.addHook('preValidation', (request, reply, done) => {
    if (!isDeeperThan(DEEPEST_INPUT, request.body)) return done();
    const message = `the body has values more than ${DEEPEST_INPUT} deep inside each other`;
    void refuse({ status: 400, code: 'BAD_REQUEST', message }, request, reply);
  });
}
