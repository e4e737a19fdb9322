import { LRUCache } from 'lru-cache';
import type { Milliseconds } from '../../core/model/instant.js';

/** Over which a rate counts, so that a page may ask much at once. */
const WINDOW: Milliseconds = 10_000;
/** More callers at a time than this push out those who were quiet longest. */
const MOST_KEYS = 10_000;

interface Count {
  readonly since: Milliseconds;
  requests: number;
}

/** How much of its rate somebody has used. */
export interface Standing {
  /** How many more are answered before `resets`; negative: so many too many. */
  readonly left: number;
  /** Whole seconds until all of it may be used again. */
  readonly resets: number;
}

/** Whole seconds after which to come again; null: the request may be answered. */
export function waitOf(standing: Standing | null): number | null {
  return standing === null || standing.left >= 0 ? null : standing.resets;
}

/** Counts requests by whoever sends them, and tells who sends too many. */
export class RequestRates {
  private readonly counts = new LRUCache<string, Count>({ max: MOST_KEYS });
  private readonly allowed: number;

  constructor(
    perSecond: number,
    private readonly clock: () => Milliseconds = () => performance.now(),
  ) {
    this.allowed = (perSecond * WINDOW) / 1_000;
  }

  /** Counts one request. Whole seconds after which to come again; null: it may be answered. */
  secondsToWait(key: string): number | null {
    return waitOf(this.count(key));
  }

  /** The standing as headers (draft-ietf-httpapi-ratelimit-headers), for clients that slow down before they are refused. */
  headersOf({ left, resets }: Standing): Readonly<Record<string, string>> {
    return {
      'ratelimit-policy': `"requests";q=${Math.floor(this.allowed)};w=${WINDOW / 1_000}`,
      ratelimit: `"requests";r=${Math.max(0, left)};t=${resets}`,
    };
  }

  /** Counts one request. null: there is no limit. */
  count(key: string): Standing | null {
    if (this.allowed === Infinity) return null;
    const now = this.clock();
    const known = this.counts.get(key);
    const count = known === undefined || now - known.since >= WINDOW ? { since: now, requests: 0 } : known;
    if (count !== known) this.counts.set(key, count);
    count.requests += 1;
    const resets = Math.max(1, Math.ceil((WINDOW - (now - count.since)) / 1_000));
    return { left: Math.floor(this.allowed - count.requests), resets };
  }
}

/** Counts what whoever has shown no right key asks, by address. */
export class StrangerRates extends RequestRates {}
