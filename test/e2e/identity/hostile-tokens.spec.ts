import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactEncrypt, SignJWT, UnsecuredJWT, exportJWK, exportSPKI, importJWK } from 'jose';
import type { CryptoKey, JWTPayload } from 'jose';
import { askAs } from '../../support/callers.js';
import { deadUrl } from '../../support/addresses.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';
import { AUDIENCE, newKey, startOpenIdProvider } from '../../support/openid-provider.js';
import type { OpenIdProvider, SigningKey } from '../../support/openid-provider.js';

const NOW = Math.floor(Date.now() / 1_000);
const HMAC = { alg: 'HS256' };

describe('Hostile tokens', () => {
  let provider: OpenIdProvider;
  let gateway: RunningGateway;
  let stranger: SigningKey;
  let claims: JWTPayload;

  beforeAll(async () => {
    provider = await startOpenIdProvider({ chief: { roles: ['admins'] } });
    stranger = await newKey();
    claims = { iss: provider.issuer, aud: AUDIENCE, sub: 'mallory', exp: NOW + 600, roles: ['admins'] };
    gateway = await startGateway([{ key: 'vbr', product: 'VBR', url: await deadUrl() }], {
      auth: {
        mode: 'oidc',
        oidc: {
          issuer: provider.issuer,
          audience: AUDIENCE,
          algorithms: ['RS256'],
          roleClaim: 'roles',
          roles: { admins: 'ADMIN' },
        },
      },
    });
  });

  afterAll(async () => {
    await gateway.close();
    await provider.close();
  });

  const sign = (
    payload: JWTPayload,
    header: Record<string, unknown> = {},
    key: CryptoKey | Uint8Array = provider.key.privateKey,
  ): Promise<string> =>
    new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: provider.key.kid, ...header }).sign(key);

  async function expectRefused(token: string, description: 'invalid' | 'expired' = 'invalid'): Promise<void> {
    const { status, data, text, headers } = await askAs(token, gateway.url, '{ servers { key } }');
    expect(status).toBe(401);
    expect(data).toBeUndefined();
    expect(headers.get('www-authenticate')).toBe(
      `Bearer error="invalid_token", error_description="${description}"`,
    );
    expect(text).not.toMatch(/signature|issuer|audience|claim|alg/i);
  }

  it('stand beside one that is good, as the provider signs it and as this test does', async () => {
    for (const token of [await provider.token('chief'), await sign(claims)])
      expect((await askAs(token, gateway.url, '{ servers { key } }')).status).toBe(200);
  });

  it('with claims changed after they were signed', async () => {
    const [header, payload = '', signature] = (await provider.token('chief')).split('.');
    const changed = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), sub: 'somebody else' };
    const forged = Buffer.from(JSON.stringify(changed)).toString('base64url');
    await expectRefused([header, forged, signature].join('.'));
  });

  it('without a signature, or with another one', async () => {
    const [header, payload, signature = ''] = (await provider.token('chief')).split('.');
    await expectRefused(`${header}.${payload}.`);
    await expectRefused(`${header}.${payload}`);
    await expectRefused(`${header}.${payload}.${signature.slice(0, -4)}AAAA`);
  });

  it('that have expired, or never do', async () => {
    await expectRefused(await sign({ ...claims, exp: NOW - 60 }), 'expired');
    const { exp: _exp, ...everlasting } = claims;
    await expectRefused(await sign(everlasting));
  });

  it('that are not valid yet', async () => {
    await expectRefused(await sign({ ...claims, nbf: NOW + 120 }));
  });

  it.each<[string, JWTPayload]>([
    ['for another audience', { aud: 'urn:something-else' }],
    ['for nobody in particular', { aud: [] }],
    ['of another issuer', { iss: 'https://login.example.org' }],
    ['with an expiry that is no number', { exp: 'never' as never }],
  ])('%s', async (_what, changes) => {
    await expectRefused(await sign({ ...claims, ...changes }));
  });

  it('of an issuer that is spelt almost the same, or of nobody', async () => {
    await expectRefused(await sign({ ...claims, iss: `${provider.issuer}/` }));
    await expectRefused(await sign({ ...claims, iss: provider.issuer.toUpperCase() }));
    const { sub: _sub, ...anonymous } = claims;
    await expectRefused(await sign(anonymous));
  });

  it('with the algorithm none', async () => {
    await expectRefused(new UnsecuredJWT(claims).encode());
    for (const alg of ['none', 'None', 'NONE', '']) {
      const parts = [{ alg, kid: provider.key.kid }, claims].map((part) =>
        Buffer.from(JSON.stringify(part)).toString('base64url'),
      );
      await expectRefused(`${parts.join('.')}.`);
    }
  });

  it('signed with the public key as if it were a shared secret', async () => {
    const jwk = { ...provider.key.publicJwk, alg: 'RS256' };
    const publicKey = (await importJWK(jwk, 'RS256', { extractable: true })) as CryptoKey;
    const pem = await exportSPKI(publicKey);
    const secrets = [pem, `${pem}\n`, JSON.stringify(provider.key.publicJwk), jwk.n ?? ''];
    for (const secret of secrets)
      await expectRefused(await sign(claims, HMAC, new TextEncoder().encode(secret.padEnd(32, ' '))));
  });

  it('signed with a key of their own, under whatever name', async () => {
    await expectRefused(await sign(claims, {}, stranger.privateKey));
    await expectRefused(await sign(claims, { kid: stranger.kid }, stranger.privateKey));
    await expectRefused(await sign(claims, { kid: undefined }, stranger.privateKey));
    await expectRefused(await sign(claims, { kid: '../../../../dev/null' }, stranger.privateKey));
  });

  it('that bring their key along, or say where it is to be had: nobody looks there', async () => {
    const visits: string[] = [];
    const lair = createServer((request, response) => {
      visits.push(request.url ?? '');
      response.end(JSON.stringify({ keys: [{ ...stranger.publicJwk, kid: stranger.kid, alg: 'RS256' }] }));
    });
    await new Promise<void>((resolve) => lair.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(lair.address() as AddressInfo).port}`;
    for (const header of [{ jwk: stranger.publicJwk }, { jku: `${url}/jku` }, { x5u: `${url}/x5u` }])
      for (const kid of [provider.key.kid, stranger.kid])
        await expectRefused(await sign(claims, { ...header, kid }, stranger.privateKey));
    await expectRefused(await sign({ ...claims, iss: url }, { kid: stranger.kid }, stranger.privateKey));
    expect(visits).toEqual([]);
    await new Promise((resolve) => lair.close(resolve));
  });

  it('with an algorithm that is sound but was not chosen, or a header that demands the unknown', async () => {
    const key = (await importJWK(await exportJWK(provider.key.privateKey), 'PS256')) as CryptoKey;
    await expectRefused(await sign(claims, { alg: 'PS256' }, key));
    const [, payload, signature] = (await sign(claims)).split('.');
    const demanding = { alg: 'RS256', kid: provider.key.kid, crit: ['exp'] };
    const header = Buffer.from(JSON.stringify(demanding)).toString('base64url');
    await expectRefused([header, payload, signature].join('.'));
  });

  it('that are encrypted, nested, cut short, very long or no tokens at all', async () => {
    const encrypted = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(new Uint8Array(32));
    const good = await sign(claims);
    const nested = await sign({ ...claims, roles: [good] }, { typ: 'JWT', cty: 'JWT' }, stranger.privateKey);
    const odd = [encrypted, nested, good.slice(0, 40), '...', '..', '.', 'null', `${good}.${good}`];
    for (const token of odd) await expectRefused(token);
    await expectRefused(`${good.slice(0, -5)}${'A'.repeat(8_000)}`);
  });

  it('with claims that try to reach what every object has', async () => {
    for (const roles of [
      ['__proto__'],
      ['constructor'],
      'toString',
      { admins: true },
      [['admins']],
      1,
      null,
    ]) {
      const { status } = await askAs(await sign({ ...claims, roles }), gateway.url, '{ servers { key } }');
      expect(status).toBe(403);
    }
  });
});
