import { askAs } from '../../support/callers.js';
import type { Reply } from '../../support/callers.js';
import { freezeClock } from '../../support/clock.js';
import type { FrozenClock } from '../../support/clock.js';
import { deadUrl } from '../../support/addresses.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';
import { AUDIENCE, LIFETIME_SECONDS, startOpenIdProvider } from '../../support/openid-provider.js';
import type { OpenIdProvider } from '../../support/openid-provider.js';

const CLAIMS = {
  portal: { realm_access: { roles: ['backup-readers', 'others'] }, tenants: ['acme'] },
  butler: { realm_access: { roles: ['backup-readers', 'backup-operators'] }, tenants: 'acme' },
  chief: { realm_access: { roles: ['backup-admins'] } },
  stranger: { realm_access: { roles: ['accounting'] }, tenants: ['acme'] },
  lodger: { realm_access: { roles: ['backup-readers'] } },
};

describe('A gateway that asks for OpenID tokens', () => {
  let clock: FrozenClock;
  let provider: OpenIdProvider;
  let gateway: RunningGateway;

  beforeAll(async () => {
    clock = freezeClock();
    provider = await startOpenIdProvider(CLAIMS);
    const servers = [
      { key: 'ours', product: 'VBR', url: await deadUrl(), tags: { tenant: 'acme' } },
      { key: 'theirs', product: 'VBR', url: await deadUrl(), tags: { tenant: 'globex' } },
    ];
    gateway = await startGateway(servers, {
      auth: {
        mode: 'oidc',
        oidc: {
          issuer: provider.issuer,
          audience: AUDIENCE,
          roleClaim: 'realm_access.roles',
          roles: { 'backup-readers': 'VIEWER', 'backup-operators': 'OPERATOR', 'backup-admins': 'ADMIN' },
          scope: { tagClaims: { tenant: 'tenants' }, unscopedRoles: ['ADMIN'] },
        },
      },
    });
  });

  afterAll(async () => {
    await gateway.close();
    await provider.close();
    clock.release();
  });

  type Servers = { servers: { key: string }[] };
  const ask = (token: string): Promise<Reply<Servers>> => askAs(token, gateway.url, '{ servers { key } }');
  const keysFor = async (client: string): Promise<string[]> => {
    const { data } = await ask(await provider.token(client));
    return data.servers.map(({ key }) => key);
  };

  it('shows each caller the servers that the claims allow, and none where the claim is missing', async () => {
    expect(await keysFor('portal')).toEqual(['ours']);
    expect(await keysFor('butler')).toEqual(['ours']);
    expect(await keysFor('chief')).toEqual(['ours', 'theirs']);
    expect(await keysFor('lodger')).toEqual([]);
  });

  it('gives each caller the highest role that the claims stand for', async () => {
    const needed = async (client: string, query: string): Promise<unknown> => {
      const { errors } = await askAs(await provider.token(client), gateway.url, `mutation { ${query} }`);
      return errors.map(({ extensions }) => extensions['requiredRole']);
    };
    const start = 'startPolicy(input: { policy: "x" }) { userErrors { code } }';
    const remove =
      'vbrRemoveRepository(input: { repository: "x", confirmName: "x" }) { userErrors { code } }';
    expect(await needed('portal', start)).toEqual(['OPERATOR']);
    expect(await needed('butler', start)).toEqual([]);
    expect(await needed('butler', remove)).toEqual(['ADMIN']);
    expect(await needed('chief', remove)).toEqual([]);
  });

  it('refuses a caller whose claims give no role, although the token is good', async () => {
    const { status, errors, headers } = await ask(await provider.token('stranger'));
    expect(status).toBe(403);
    expect(headers.get('www-authenticate')).toContain('insufficient_scope');
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('refuses a real token for another audience', async () => {
    expect((await ask(await provider.token('chief', 'urn:another'))).status).toBe(401);
  });

  it('takes a token until it expires, with half a minute for clocks that differ', async () => {
    const token = await provider.token('portal');
    clock.advance(LIFETIME_SECONDS * 1_000 + 29_000);
    expect((await ask(token)).status).toBe(200);
    clock.advance(1_000);
    const { status, errors, headers } = await ask(token);
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toContain('expired');
    expect(errors).toMatchObject([
      { message: 'the key or token has expired', extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  });

  it('asks the provider for its keys once, however many call', async () => {
    const tokens = await Promise.all(Object.keys(CLAIMS).map((client) => provider.token(client)));
    await ask(tokens[0] ?? '');
    const before = provider.requests.length;
    await Promise.all(tokens.map(ask));
    expect(provider.requests.length).toBe(before);
  });

  it('follows the provider to a new signing key, and lets the former one go', async () => {
    const old = await provider.token('chief');
    expect((await ask(old)).status).toBe(200);
    await provider.rotate();
    clock.advance(30_000);
    const fresh = await provider.token('chief');
    expect((await ask(fresh)).status).toBe(200);
    expect((await ask(old)).status).toBe(401);
  });

  it('answers 503 and asks to come again while the provider fails, unless it knows the key already', async () => {
    const known = await provider.token('chief');
    expect((await ask(known)).status).toBe(200);
    await provider.rotate();
    const fresh = await provider.token('chief');
    clock.advance(30_000);
    provider.disturb((_request, response) => response.writeHead(500).end());
    const { status, headers, errors } = await ask(fresh);
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('5');
    expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
    expect((await ask(known)).status).toBe(200);
    const before = provider.requests.length;
    provider.disturb(undefined);
    expect((await ask(fresh)).status).toBe(503);
    expect(provider.requests.length).toBe(before);
    clock.advance(5_000);
    expect((await ask(fresh)).status).toBe(200);
  });
});
