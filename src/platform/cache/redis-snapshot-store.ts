import { randomUUID } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { Milliseconds } from '../../core/model/instant.js';
import type { ServerShelf, SnapshotStore, StoredReading } from '../../core/ports/snapshot-store.js';
import type { RedisLink } from './redis-link.js';
import { RELEASE } from './release.js';

/** Longer than anything is kept, so that no reading outlives the generation it belongs to. */
const GENERATION_LIFE: Milliseconds = 32 * 86_400_000;

/**
 * Snapshots in Redis. Keys name the server's generation, which every change replaces: what was read before a change is found no more,
 * also when it is put after it.
 */
export class RedisSnapshotStore implements SnapshotStore {
  private readonly replica = randomUUID();
  private readonly channel: string;
  private readonly prefix: string;

  constructor(private readonly redis: RedisLink) {
    this.channel = `${redis.prefix}changed`;
    // Records have the shape of their release, and what a newer V8 writes an older one may not read.
    const [nodeMajor] = process.versions.node.split('.');
    this.prefix = `${redis.prefix}snapshot:${RELEASE}:${nodeMajor}`;
  }

  async open(server: string): Promise<ServerShelf | null> {
    const generation = await this.redis.ask((redis) => redis.get(this.generationKey(server)).then(orFirst));
    if (generation === null) return null;
    return new RedisShelf(this.redis, `${this.prefix}:${server}:${generation}`);
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
      const { replica, server } = JSON.parse(message) as { replica: string; server: string };
      if (replica !== this.replica) listener(server);
    };
    this.redis.listen(this.channel, heard, () => listener(null));
  }

  private generationKey(server: string): string {
    return `${this.redis.prefix}generation:${server}`;
  }
}

/** What one generation of a server's readings is kept under. */
class RedisShelf implements ServerShelf {
  constructor(
    private readonly redis: RedisLink,
    private readonly prefix: string,
  ) {}

  async get(name: string): Promise<StoredReading | null> {
    return this.redis.ask(async (redis) => {
      const bytes = await redis.getBuffer(`${this.prefix}:${name}`);
      return bytes && (deserialize(bytes) as StoredReading);
    });
  }

  async put(name: string, reading: StoredReading, keepFor: Milliseconds): Promise<void> {
    const bytes = serialize(reading);
    await this.redis.ask((redis) => redis.set(`${this.prefix}:${name}`, bytes, 'PX', Math.ceil(keepFor)));
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

function orFirst(generation: string | null): string {
  return generation ?? 'first';
}
