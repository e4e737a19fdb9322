import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TokenPair } from '../../kit/tokens.js';
import type { Json } from '../wire/view.js';
import { revisionOf } from './context.js';
import type { Context } from './context.js';
import { badRequest, Problem } from './problem.js';

const TOKEN_PATH = '/api/oauth2/token';
const OPEN_PATHS = [TOKEN_PATH, '/api/v1/servertime'];
const SHORT_TERM_EXTRA_SECONDS = 15 * 60;

/** Sign-in, sign-out and the checks every call passes: first the version, then the token. */
export function registerSignIn(app: FastifyInstance, context: Context): void {
  app.addHook('onRequest', async (request) => {
    const path = pathOf(request);
    if (!path.startsWith('/api/')) return;
    revisionOf(request, context.switches.revisions);
    if (!OPEN_PATHS.includes(path) && !context.tokens.isValid(request.headers.authorization))
      throw new Problem(401, 'ExpiredToken', 'The access token is missing, unknown or expired');
  });
  app.post<{ Body: Record<string, string> | undefined }>(TOKEN_PATH, (request) =>
    tokenBody(context, grant(context, request.body ?? {})),
  );
  app.post('/api/oauth2/logout', async (request, reply) => {
    context.tokens.revoke(request.headers.authorization);
    return reply.send({});
  });
}

function grant(context: Context, form: Record<string, string>): TokenPair {
  switch (form['grant_type']?.toLowerCase()) {
    case 'password':
      return passwordGrant(context, form);
    case 'refresh_token':
      return refreshGrant(context, form['refresh_token'] ?? '');
    default:
      throw badRequest('grant_type must be password or refresh_token');
  }
}

function passwordGrant({ credentials, tokens }: Context, form: Record<string, string>): TokenPair {
  if (form['username'] !== credentials.username || form['password'] !== credentials.password)
    throw new Problem(401, 'AccessDenied', 'The user name or the password is wrong');
  const isShortTerm = form['use_short_term_refresh']?.toLowerCase() === 'true';
  return isShortTerm ? tokens.issueShortTerm(SHORT_TERM_EXTRA_SECONDS) : tokens.issue();
}

function refreshGrant({ tokens }: Context, refreshToken: string): TokenPair {
  const pair = tokens.renew(refreshToken);
  if (!pair) throw new Problem(401, 'InvalidToken', 'The refresh token is unknown, used or expired');
  return pair;
}

function tokenBody({ world }: Context, pair: TokenPair): Json {
  return {
    access_token: pair.accessToken,
    token_type: 'bearer',
    refresh_token: pair.refreshToken,
    expires_in: pair.expiresIn,
    '.issued': world.clock.iso(pair.issuedAt),
    '.expires': world.clock.iso(pair.expiresAt),
  };
}

function pathOf(request: FastifyRequest): string {
  return (request.url.split('?')[0] ?? '').replace(/\/+$/, '').toLowerCase();
}
