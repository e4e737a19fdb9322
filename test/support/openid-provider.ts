import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import type { Configuration } from 'oidc-provider';

export const AUDIENCE = 'urn:veeam-graphql-gateway';
/** Of every token. */
export const LIFETIME_SECONDS = 600;
const OTHER_AUDIENCE = 'urn:something-else';

/** A key pair that a provider signs with. */
export interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
  publicJwk: JWK;
}

/** A real OpenID provider on a free port. Each client signs in with its own name as secret and gets the claims set for it. */
export interface OpenIdProvider {
  issuer: string;
  key: SigningKey;
  /** Paths it was asked for, in order. */
  requests: string[];
  /** An access token for a client, as the token endpoint gives it. */
  token(client: string, resource?: string): Promise<string>;
  /** Signs with another key from now on; the former one is no longer published. */
  rotate(): Promise<void>;
  /** Answers like this instead; undefined: as a provider again. */
  disturb(how: RequestListener | undefined): void;
  close(): Promise<void>;
}

export async function startOpenIdProvider(
  claims: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Promise<OpenIdProvider> {
  let serve: RequestListener = () => undefined;
  let disturbance: RequestListener | undefined;
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url?.split('?')[0] ?? '');
    (disturbance ?? serve)(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const rotate = async (): Promise<void> => {
    provider.key = await newKey();
    const jwk = {
      ...(await exportJWK(provider.key.privateKey)),
      kid: provider.key.kid,
      use: 'sig',
      alg: 'RS256',
    };
    serve = await quietly(async () => {
      const { default: Provider } = await import('oidc-provider');
      return new Provider(issuer, configuration(claims, jwk)).callback();
    });
  };
  const provider: OpenIdProvider = {
    issuer,
    key: await newKey(),
    requests,
    token: (client, resource = AUDIENCE) => fetchToken(issuer, client, resource),
    rotate,
    disturb: (how) => (disturbance = how),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  await rotate();
  return provider;
}

export async function newKey(kid = crypto.randomUUID()): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  return { kid, privateKey, publicJwk: await exportJWK(publicKey) };
}

function configuration(
  claims: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  jwk: JWK,
): Configuration {
  return {
    clients: Object.keys(claims).map((client) => ({
      client_id: client,
      client_secret: client,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_post',
    })),
    ttl: { ClientCredentials: LIFETIME_SECONDS },
    jwks: { keys: [jwk as never] },
    extraTokenClaims: (_context, { clientId }) => ({ ...claims[clientId ?? ''] }),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context, resource) => ({
          scope: '',
          audience: resource === AUDIENCE ? AUDIENCE : OTHER_AUDIENCE,
          accessTokenFormat: 'jwt',
          accessTokenTTL: LIFETIME_SECONDS,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  };
}

async function fetchToken(issuer: string, client: string, resource: string): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: client,
    client_secret: client,
    resource,
  });
  const response = await fetch(`${issuer}/token`, { method: 'POST', body });
  const { access_token: token } = (await response.json()) as { access_token?: string };
  if (token === undefined) throw new Error(`the provider gave no token: status ${response.status}`);
  return token;
}

/** The provider advises on its own set-up as it starts, on the console. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const spies = [jest.spyOn(console, 'warn'), jest.spyOn(console, 'info')];
  for (const spy of spies) spy.mockImplementation(() => undefined);
  try {
    return await work();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
