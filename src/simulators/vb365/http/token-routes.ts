import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TokenPair } from '../../kit/tokens.js';
import type { Json, Version } from '../wire/view.js';
import { Refusal } from './refusal.js';
import type { Service } from './service.js';

const COOKIE = 'x-vbm365-antiforgery';

/** Sign-in, renewal and sign-out; `guard` lets only signed-in requests pass. */
export class SignIn {
  /** Tokens given out without `disable_antiforgery_token`, with the cookie they need. */
  private readonly cookies = new Map<string, string>();

  constructor(
    private readonly service: Service,
    private readonly version: Version,
  ) {}

  register(app: FastifyInstance): void {
    app.post('/token', async (request, reply) => this.grant(request, reply));
    if (this.version < 7) return;
    app.post('/token/logout', async (request, reply) => {
      this.guard(request);
      this.service.tokens.revoke(request.headers.authorization);
      return reply.code(this.version >= 8 ? 204 : 200).send();
    });
  }

  guard(request: FastifyRequest): void {
    const { authorization } = request.headers;
    if (!this.service.tokens.isValid(authorization))
      throw new Refusal(401, 'Authorization has been denied for this request');
    this.checkCookie(request, authorization?.replace(/^bearer /i, '') ?? '');
  }

  private grant(request: FastifyRequest, reply: FastifyReply): Json {
    const form = (request.body ?? {}) as Record<string, string | boolean | undefined>;
    const pair = this.pairFor(request, form);
    if (this.version >= 7 && String(form['disable_antiforgery_token']) !== 'true') {
      const cookie = randomUUID();
      this.cookies.set(pair.accessToken, cookie).set(pair.refreshToken, cookie);
      reply.header('set-cookie', `${COOKIE}=${cookie}; Path=/; HttpOnly`);
    }
    return {
      access_token: pair.accessToken,
      token_type: 'bearer',
      refresh_token: pair.refreshToken,
      expires_in: pair.expiresIn,
      ...(this.version < 8 ? { userName: this.service.account.username } : {}),
      '.issued': new Date(pair.issuedAt).toISOString(),
      '.expires': new Date(pair.expiresAt).toISOString(),
    };
  }

  private pairFor(request: FastifyRequest, form: Record<string, unknown>): TokenPair {
    const { account, tokens } = this.service;
    switch (form['grant_type']) {
      case 'password':
        if (form['username'] !== account.username || form['password'] !== account.password)
          throw new Refusal(401, 'The user name or password is incorrect');
        return tokens.issue();
      case 'refresh_token': {
        const refreshToken = String(form['refresh_token'] ?? '');
        this.checkCookie(request, refreshToken);
        const pair = tokens.renew(refreshToken);
        if (!pair) throw new Refusal(401, 'The refresh token is not valid');
        return pair;
      }
      default:
        throw Refusal.invalid(`The grant type "${String(form['grant_type'] ?? '')}" is not supported`);
    }
  }

  private checkCookie(request: FastifyRequest, token: string): void {
    const cookie = this.cookies.get(token);
    if (cookie !== undefined && !request.headers.cookie?.includes(`${COOKIE}=${cookie}`))
      throw new Refusal(400, 'The anti-forgery cookie is missing');
  }
}
