import { randomUUID, createHmac, timingSafeEqual } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import { readFileSync } from 'node:fs';
import type { Milliseconds } from '../../core/model/instant.js';
import type { SharedReadings, SnapshotStore, StoredReading } from '../../core/ports/snapshot-store.js';
import type { Secret } from '../config/secret.js';
import type { RedisLink } from './redis-link.js';

const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** The gateway's own version. */
const RELEASE = manifest.version;

/** Longer than anything is kept, so that no reading outlives the generation it belongs to. */
const GENERATION_LIFE: Milliseconds = 32 * 86_400_000;
/** A reading of the largest server that was measured takes a tenth of it. */
const LARGEST_READING = 64 * 2 ** 20;
const LONGEST_GENERATION = 64;
const LONGEST_MESSAGE = 4_096;

/**
 * Snapshots in Redis. Keys name the server's generation, which every change replaces: what was read before a change is found no more,
 * also when it is put after it. What lies in Redis is not trusted: what is not sealed by a replica of this release is as if it were not
 * there.
 */
export class RedisSnapshotStore implements SnapshotStore {
  private readonly replica = randomUUID();
  private readonly channel: string;
  private readonly prefix: string;
  private readonly seal: Seal;

  /** @param key what replicas know and Redis does not; null: the seal keeps out accidents, but nobody who means it. */
  constructor(
    private readonly redis: RedisLink,
    key: Secret | null,
  ) {
    this.channel = `${redis.prefix}changed`;
    // Records have the shape of their release, and what a newer V8 writes an older one may not read.
    const [nodeMajor] = process.versions.node.split('.');
    this.prefix = `${redis.prefix}snapshot:${RELEASE}:${nodeMajor}`;
    this.seal = new Seal(key?.reveal() ?? RELEASE);
  }

  async open(server: string): Promise<SharedReadings | null> {
    const key = this.generationKey(server);
    const generation = await this.redis.ask(async (redis) => redis.getrange(key, 0, LONGEST_GENERATION - 1));
    if (generation === null) return null;
    return new RedisReadings(this.redis, this.seal, `${this.prefix}:${server}:${generation || 'first'}`);
  }

  async invalidate(server: string): Promise<void> {
    const message = JSON.stringify({ replica: this.replica, server });
    await this.redis.ask(async (redis) => {
      await redis.set(this.generationKey(server), randomUUID(), 'PX', GENERATION_LIFE);
      await redis.publish(this.channel, message);
    });
  }

  onInvalidated(listener: (server: string | null) => void): void {
    const heard = (message: string): void => {
      const { replica, server } = readMessage(message);
      if (typeof server === 'string' && replica !== this.replica) listener(server);
    };
    this.redis.listen(this.channel, heard, () => listener(null));
  }

  private generationKey(server: string): string {
    return `${this.redis.prefix}generation:${server}`;
  }
}

/** What one generation of a server's readings is kept under. */
class RedisReadings implements SharedReadings {
  constructor(
    private readonly redis: RedisLink,
    private readonly seal: Seal,
    private readonly prefix: string,
  ) {}

  async get(name: string): Promise<StoredReading | null> {
    const key = `${this.prefix}:${name}`;
    const found = await this.redis.ask(async (redis) => {
      const [bytes, left] = await Promise.all([
        redis.getrangeBuffer(key, 0, LARGEST_READING),
        redis.pttl(key),
      ]);
      return { bytes, left };
    });
    if (found === null || found.bytes.length > LARGEST_READING) return null;
    const content = this.seal.open(found.bytes, key);
    return content && readingIn(content, found.left);
  }

  async put(name: string, reading: StoredReading, keepFor: Milliseconds): Promise<void> {
    const key = `${this.prefix}:${name}`;
    const life = Math.ceil(keepFor);
    // Redis refuses a life of nothing, and after a refusal nothing is asked of it for a while.
    if (life <= 0) return;
    const sealed = this.seal.close(serialize({ ...reading, life } satisfies Parcel), key);
    if (sealed.length > LARGEST_READING) return;
    await this.redis.ask((redis) => redis.set(key, sealed, 'PX', life));
  }

  async claim(name: string, holdFor: Milliseconds): Promise<boolean> {
    const key = `${this.prefix}:${name}:claim`;
    const answer = await this.redis.ask(async (redis) => ({
      isOurs: (await redis.set(key, '1', 'PX', holdFor, 'NX')) === 'OK',
    }));
    return answer?.isOurs ?? true;
  }

  async release(name: string): Promise<void> {
    await this.redis.ask((redis) => redis.del(`${this.prefix}:${name}:claim`));
  }
}

/** A reading with the life it was given in Redis: what is left of that tells how long it has lain there, by one clock for all replicas. */
interface Parcel extends StoredReading {
  readonly life: Milliseconds;
}

/** @param left as Redis tells it; negative: it lasts for ever or is gone. null: its age cannot be told. */
function readingIn(content: Buffer, left: Milliseconds): StoredReading | null {
  const { id, age, value, life } = deserialize(content) as Parcel;
  const lain = life - left;
  return left >= 0 && lain >= 0 ? { id, age: age + lain, value } : null;
}

function readMessage(message: string): { readonly replica?: unknown; readonly server?: unknown } {
  if (message.length > LONGEST_MESSAGE) return {};
  try {
    return (JSON.parse(message) as object | null) ?? {};
  } catch {
    return {};
  }
}

const MAC = 'sha256';
const MAC_BYTES = 32;

/** Tells what replicas have put somewhere from whatever else lies there: a code over the content and the name it lies under. */
export class Seal {
  constructor(private readonly key: string) {}

  close(content: Buffer, name: string): Buffer {
    return Buffer.concat([this.code(content, name), content]);
  }

  /** The content; null: nobody who knows the key has put it there, under that name. */
  open(sealed: Buffer, name: string): Buffer | null {
    if (sealed.length < MAC_BYTES) return null;
    const content = sealed.subarray(MAC_BYTES);
    return timingSafeEqual(sealed.subarray(0, MAC_BYTES), this.code(content, name)) ? content : null;
  }

  private code(content: Buffer, name: string): Buffer {
    return createHmac(MAC, this.key).update(name).update('\0').update(content).digest();
  }
}
