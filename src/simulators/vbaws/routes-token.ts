import type { FastifyInstance, FastifyReply } from 'fastify';
import type { TokenPair } from '../kit/tokens.js';
import type { Appliance } from './appliance.js';
import { badRequest, unauthorized } from './problem.js';

type Form = Record<string, string | undefined>;

/** Sign-in (form-encoded), renewal, the second factor, and sign-out. */
export function tokenRoutes(api: FastifyInstance, appliance: Appliance): void {
  const pendingFactors = new Set<string>();

  api.post('/token', async (request) => {
    if (!/^application\/x-www-form-urlencoded/i.test(request.headers['content-type'] ?? ''))
      throw badRequest('The request must be form-encoded.');
    const form = request.body as Form;
    switch (form['grant_type']) {
      case 'password':
        return signIn(form);
      case 'refresh_token':
        return renderPair(renewed(form['refresh_token']));
      case 'mfa':
        return secondFactor(form);
      default:
        throw badRequest('The grant type is not supported.');
    }
  });

  api.delete('/token', async (request, reply): Promise<FastifyReply> => {
    appliance.tokens.revoke(request.headers.authorization);
    return reply.code(204).send();
  });

  function signIn({ username, password }: Form) {
    const { settings } = appliance;
    if (settings.mfaAccount && username === settings.mfaAccount.username) {
      if (password !== settings.mfaAccount.password) throw unauthorized('AccessDenied');
      const factor = appliance.random.uuid();
      pendingFactors.add(factor);
      return { mfa_enabled: true, mfa_token: factor };
    }
    if (username !== settings.username || password !== settings.password) throw unauthorized('AccessDenied');
    return renderPair(appliance.tokens.issue());
  }

  function secondFactor({ mfa_token: factor = '', mfa_code: code }: Form) {
    if (!pendingFactors.delete(factor) || code !== appliance.settings.mfaAccount?.code)
      throw unauthorized('AccessDenied');
    return renderPair(appliance.tokens.issue());
  }

  function renewed(refreshToken = ''): TokenPair {
    const pair = appliance.tokens.renew(refreshToken);
    if (!pair) throw unauthorized('InvalidToken');
    return pair;
  }

  function renderPair(pair: TokenPair) {
    return {
      access_token: pair.accessToken,
      token_type: 'bearer',
      refresh_token: pair.refreshToken,
      expires_in: pair.expiresIn,
      '.issued': new Date(pair.issuedAt).toISOString(),
      '.expires': new Date(pair.expiresAt).toISOString(),
      username: appliance.settings.username,
      roleName: appliance.settings.role,
      mfa_enabled: false,
    };
  }
}
