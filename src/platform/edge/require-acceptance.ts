import type { FastifyInstance } from 'fastify';
import { refuse } from './refusal.js';
import { isGraphQL, wantsPage } from '../request/routes.js';

const ANSWERS = ['application/json', 'application/graphql-response+json'] as const;
const MESSAGE = `expected a client that accepts ${ANSWERS.join(' or ')}`;
const CHARSET = /^charset="?utf-8"?$/i;

/** Refuses clients that would not take the answer with 406, where Apollo finds that out when servers were asked or changed. */
export function requireAcceptance(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    const { method, url, headers } = request;
    const isOperation = method === 'POST' || (method === 'GET' && !wantsPage(request));
    if (!isOperation || !isGraphQL(url) || takesAnswers(headers.accept)) return done();
    void refuse({ status: 406, code: 'BAD_REQUEST', message: MESSAGE }, request, reply);
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
