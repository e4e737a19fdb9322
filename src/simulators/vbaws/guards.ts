import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Appliance } from './appliance.js';
import { Problem, badRequest, sendProblem, unauthorized } from './problem.js';

/** Routes that came with 1.8. */
const SINCE_1_8 = ['/policy/ec2SlaBasedPolicies', '/policyTemplates'];

/** What every request must pass: a known revision, a good token (except to sign in), an existing route. */
export function guard(api: FastifyInstance, appliance: Appliance): void {
  api.addHook('onRequest', async (request) => {
    const revision = checkRevision(appliance, request);
    const path = pathOf(request);
    if (path !== '/token') checkToken(appliance, request);
    if (revision.startsWith('1.7') && startsWithAny(path, SINCE_1_8)) throw unknownRoute(path);
    if (startsWithAny(path, appliance.settings.missingRoutes)) throw missingRoute(appliance, path);
  });
  // The product ignores an empty body; Fastify would refuse it because of its content type.
  api.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    async (_request: unknown, body: string) => parseJson(body),
  );
  api.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)));
}

export function unknownRoute(path: string): Problem {
  return new Problem(404, 'InvalidURI', 'Not Found', `There is no resource at ${path}.`);
}

export function revisionOf(request: FastifyRequest): string {
  return String(request.headers['x-api-version'] ?? '');
}

function checkRevision(appliance: Appliance, request: FastifyRequest): string {
  const revision = revisionOf(request);
  if (revision === '') throw badRequest('The header x-api-version is required.');
  if (!/^\d+\.\d+-rev\d+$/.test(revision)) throw badRequest(`The API version "${revision}" is not valid.`);
  if (!appliance.settings.revisions.includes(revision))
    throw badRequest(`The API version "${revision}" is not supported.`, {
      supported: { messages: appliance.settings.revisions },
    });
  return revision;
}

function checkToken(appliance: Appliance, { headers }: FastifyRequest): void {
  if (appliance.tokens.isValid(headers.authorization)) return;
  throw unauthorized(headers.authorization === undefined ? 'InvalidToken' : 'ExpiredToken');
}

function missingRoute({ settings }: Appliance, path: string): Problem {
  return settings.missingRouteStatus === 404
    ? unknownRoute(path)
    : new Problem(501, 'NotImplemented', 'Not Implemented', `${path} is not set up on this appliance.`);
}

function pathOf(request: FastifyRequest): string {
  const path = request.url.split('?')[0] ?? '';
  return path.replace(/^\/api\/v1/i, '').replace(/\/+$/, '');
}

function startsWithAny(path: string, beginnings: readonly string[]): boolean {
  return beginnings.some((beginning) => path.toLowerCase().startsWith(beginning.toLowerCase()));
}

function parseJson(body: string): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw badRequest('The request body is not valid JSON.');
  }
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  const message = error instanceof Error ? error.message : String(error);
  return status < 500
    ? badRequest(message)
    : new Problem(500, 'UnknownError', 'Internal Server Error', message);
}
