import { LRUCache } from 'lru-cache';
import type { SessionRecord } from '../model/session.js';

const MOST_READINGS = 20_000;
/** About as many bytes of text as the readings would be as JSON. */
const LARGEST_SIZE = 48 * 1024 * 1024;

/**
 * What was read of sessions that have finished: their records, logs, items and policies. A finished session never changes, so this
 * is never out of date; what was used longest ago goes when there is no more room. One per gateway.
 */
export class FinishedSessions {
  private readonly readings = new LRUCache<string, { readonly value: unknown }>({
    max: MOST_READINGS,
    maxSize: LARGEST_SIZE,
    sizeCalculation: ({ value }, key) => key.length + JSON.stringify(value).length,
  });

  /** Those of one server. */
  of(server: string): FinishedSessionsOfServer {
    const keyOf = (part: string, { type, nativeId }: SessionKey): string =>
      JSON.stringify([server, part, type, nativeId]);
    return {
      // The part tells the type.
      get: <T>(part: string, session: SessionKey) =>
        this.readings.get(keyOf(part, session))?.value as T | undefined,
      put: (part, session, value) => void this.readings.set(keyOf(part, session), { value }),
    };
  }
}

type SessionKey = Pick<SessionRecord, 'type' | 'nativeId'>;

export interface FinishedSessionsOfServer {
  /** undefined: it was not read, or went. */
  get<T>(part: string, session: SessionKey): T | undefined;
  put(part: string, session: SessionKey, value: unknown): void;
}
