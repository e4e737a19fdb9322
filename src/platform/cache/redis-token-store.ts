import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import type { Clock, Milliseconds } from '../../core/model/instant.js';
import type { Refusal, RefusalStore } from '../auth/sign-in-pause.js';
import type { StoredToken, TokenStore } from '../auth/token-store.js';
import { Secret } from '../config/secret.js';
import type { ServerConnection } from '../config/server-connection.js';
import type { RedisLink } from './redis-link.js';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** How long after its pause a refusal still counts. */
const REMEMBERED: Milliseconds = 1_800_000;

/** Sign-ins in Redis, encrypted with a key that Redis does not know. */
export class RedisTokenStores {
  private readonly key: Buffer;

  /** @param key 32 bytes in hexadecimal digits. */
  constructor(
    private readonly redis: RedisLink,
    key: Secret,
    private readonly clock: Clock,
  ) {
    this.key = Buffer.from(key.reveal(), 'hex');
  }

  /** The store of one account on one server. */
  of({ server, username }: ServerConnection): TokenStore {
    const account = createHash('sha256')
      .update(JSON.stringify([server.url, username]))
      .digest('hex');
    const name = `${this.redis.prefix}sign-in:${account}`;
    const claim = `${name}:claim`;
    const me = randomBytes(NONCE_BYTES).toString('hex');
    return {
      // Without Redis nobody else is known to sign in.
      claim: async (limit) =>
        (await this.redis.ask(
          async (redis) => (await redis.set(claim, me, 'PX', limit, 'NX')) ?? 'taken',
        )) !== 'taken',
      release: async () => {
        await this.redis.ask(async (redis) => (await redis.get(claim)) === me && redis.del(claim));
      },
      get: () =>
        this.redis.ask(async (redis) => {
          const sealed = await redis.getBuffer(name);
          return sealed && this.unseal(sealed, name);
        }),
      put: async (stored) => {
        const life = stored.askedAt + stored.token.expiresIn * 1000 - this.clock();
        if (life <= 0) return;
        const sealed = this.seal(stored, name);
        await this.redis.ask((redis) => redis.set(name, sealed, 'PX', Math.ceil(life)));
      },
    };
  }

  /** The refusals of one password, which its name tells to nobody who does not know the key. */
  refusalsOf({ server, username, password }: ServerConnection): RefusalStore {
    const account = createHmac('sha256', this.key)
      .update(JSON.stringify([server.url, username, password.reveal()]))
      .digest('hex');
    const name = `${this.redis.prefix}sign-in-refused:${account}`;
    return {
      get: () =>
        this.redis.ask(async (redis) => {
          const text = await redis.get(name);
          return text === null ? null : (JSON.parse(text) as Refusal);
        }),
      put: async (refusal) => {
        const life = refusal === null ? 0 : Math.ceil(refusal.length) + REMEMBERED;
        await this.redis.ask<unknown>((redis) =>
          refusal === null ? redis.del(name) : redis.set(name, JSON.stringify(refusal), 'PX', life),
        );
      },
    };
  }

  private seal({ token, askedAt, isRenewed }: StoredToken, name: string): Buffer {
    const text = JSON.stringify({
      access: token.accessToken.reveal(),
      refresh: token.refreshToken?.reveal() ?? null,
      expiresIn: token.expiresIn,
      revision: token.revision,
      askedAt,
      isRenewed,
    });
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.key, nonce).setAAD(Buffer.from(name));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  }

  /** null: it was sealed with another key, or for another account. */
  private unseal(sealed: Buffer, name: string): StoredToken | null {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    try {
      const decipher = createDecipheriv(CIPHER, this.key, nonce, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(name))
        .setAuthTag(tag);
      const body = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES));
      return toStored(Buffer.concat([body, decipher.final()]).toString('utf8'));
    } catch {
      return null;
    }
  }
}

function toStored(text: string): StoredToken {
  const { access, refresh, expiresIn, revision, askedAt, isRenewed } = JSON.parse(text) as {
    access: string;
    refresh: string | null;
    expiresIn: number;
    revision?: string;
    askedAt: number;
    isRenewed: boolean;
  };
  const refreshToken = refresh === null ? null : new Secret(refresh);
  const settled = revision === undefined ? {} : { revision };
  return {
    token: { accessToken: new Secret(access), refreshToken, expiresIn, ...settled },
    askedAt,
    isRenewed,
  };
}
