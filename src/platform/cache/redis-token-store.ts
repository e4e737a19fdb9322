import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import type { Clock, Milliseconds } from '../../core/model/instant.js';
import type { SignInRefusal, SignInRefusalStore } from '../auth/sign-in-pause.js';
import type { StoredToken, TokenStore } from '../auth/token-store.js';
import { Secret } from '../config/secret.js';
import type { ServerConnection } from '../config/server-connection.js';
import type { RedisLink } from './redis-link.js';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** A sign-in has two tokens of some kilobytes at most. */
const LARGEST_ENTRY = 65_536;
/** How long after its pause a refusal still counts. */
const REMEMBERED: Milliseconds = 1_800_000;

/** Sign-ins in Redis, and refusals of them, encrypted with a key that Redis does not know: nobody else can put any there. */
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
    const mine = this.seal('', claim);
    return {
      // Without Redis nobody else is known to sign in.
      claim: async (limit) => {
        const answer = await this.redis.ask(
          async (redis) => (await redis.set(claim, mine, 'PX', limit, 'NX')) ?? 'taken',
        );
        if (answer !== 'taken') return true;
        if (await this.isHeld(claim, limit)) return false;
        await this.redis.ask((redis) => redis.set(claim, mine, 'PX', limit));
        return true;
      },
      release: async () => {
        await this.redis.ask(
          async (redis) =>
            mine.equals(await redis.getrangeBuffer(claim, 0, LARGEST_ENTRY)) && redis.del(claim),
        );
      },
      get: async () => {
        const text = await this.read(name);
        return text === null ? null : toStored(text);
      },
      put: async (stored) => {
        const life = stored.askedAt + stored.token.expiresIn * 1000 - this.clock();
        if (life <= 0) return;
        await this.write(name, toText(stored), Math.ceil(life));
      },
    };
  }

  /** The refusals of one password, which its name tells to nobody who does not know the key. */
  refusalsOf({ server, username, password }: ServerConnection): SignInRefusalStore {
    const account = createHmac('sha256', this.key)
      .update(JSON.stringify([server.url, username, password.reveal()]))
      .digest('hex');
    const name = `${this.redis.prefix}sign-in-refused:${account}`;
    return {
      get: async () => {
        const text = await this.read(name);
        return text === null ? null : (JSON.parse(text) as SignInRefusal);
      },
      put: async (refusal) => {
        if (refusal === null) await this.redis.ask((redis) => redis.del(name));
        else await this.write(name, JSON.stringify(refusal), Math.ceil(refusal.length) + REMEMBERED);
      },
    };
  }

  /** Whether a replica has claimed it: a claim of anybody else, or one that would outlast every sign-in, is none. */
  private async isHeld(claim: string, limit: Milliseconds): Promise<boolean> {
    const left = await this.redis.ask((redis) => redis.pttl(claim));
    return left !== null && left >= 0 && left <= limit && (await this.read(claim)) !== null;
  }

  private async write(name: string, text: string, life: Milliseconds): Promise<void> {
    const sealed = this.seal(text, name);
    await this.redis.ask((redis) => redis.set(name, sealed, 'PX', life));
  }

  /** null: there is nothing, or what is there was sealed with another key, or under another name. */
  private async read(name: string): Promise<string | null> {
    const sealed = await this.redis.ask(async (redis) => redis.getrangeBuffer(name, 0, LARGEST_ENTRY));
    return sealed && this.unseal(sealed, name);
  }

  private seal(text: string, name: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.key, nonce).setAAD(Buffer.from(name));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  }

  private unseal(sealed: Buffer, name: string): string | null {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    try {
      const decipher = createDecipheriv(CIPHER, this.key, nonce, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(name))
        .setAuthTag(tag);
      const body = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([body, decipher.final()]).toString('utf8');
    } catch {
      return null;
    }
  }
}

function toText({ token, askedAt, isRenewed }: StoredToken): string {
  return JSON.stringify({
    access: token.accessToken.reveal(),
    refresh: token.refreshToken?.reveal() ?? null,
    expiresIn: token.expiresIn,
    revision: token.revision,
    askedAt,
    isRenewed,
  });
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
