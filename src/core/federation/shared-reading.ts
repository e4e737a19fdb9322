import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, Milliseconds } from '../model/instant.js';
import type { SharedReadings, StoredReading } from '../ports/snapshot-store.js';

/** How often a replica looks whether another one has finished a reading. */
const LOOK_AGAIN: Milliseconds = 50;
/** For so long it waits for the other one before it reads itself. */
const PATIENCE: Milliseconds = 3_000;

export interface SharedReadingRequest<T> {
  readonly name: string;
  /** Whether what some replica has read will do; null: it will not in any case. */
  readonly accepts: ((reading: StoredReading<T>) => boolean) | null;
  readonly read: () => Promise<T>;
  /** A steady clock. */
  readonly clock: Clock;
  /** For so long others may use it. */
  readonly keepFor: Milliseconds;
  readonly signal: AbortSignal;
}

export interface SharedReading<T> extends StoredReading<T> {
  /** Another replica has read it. */
  readonly foreign: boolean;
}

/**
 * A reading that is made once for all replicas: taken from one that has made it, waited for where one is making it, else made.
 * @param shared null: nothing is shared.
 */
export async function readShared<T>(
  shared: SharedReadings | null,
  request: SharedReadingRequest<T>,
): Promise<SharedReading<T>> {
  if (shared === null) return readHere(request);
  const { name, keepFor } = request;
  const turn = await takeTurn(shared, request);
  if (typeof turn === 'object') return { ...turn, foreign: true };
  try {
    const reading = await readHere(request);
    await shared.put(name, reading, keepFor);
    return reading;
  } finally {
    if (turn === 'ours') await shared.release(name);
  }
}

async function readHere<T>({ clock, read }: SharedReadingRequest<T>): Promise<SharedReading<T>> {
  const askedAt = clock();
  const value = await read();
  return { id: randomUUID(), age: clock() - askedAt, value, foreign: false };
}

/** What another replica has read; or that it is our turn; or that we do not wait for the replica whose turn it is. */
async function takeTurn<T>(
  shared: SharedReadings,
  { name, accepts, signal }: SharedReadingRequest<T>,
): Promise<StoredReading<T> | 'ours' | 'anyway'> {
  if (accepts === null) return 'anyway';
  for (let waited = 0; waited < PATIENCE && !signal.aborted; waited += LOOK_AGAIN) {
    // Replicas of one release share a store's names, so that what lies under a name is of its type.
    const reading = (await shared.get(name)) as StoredReading<T> | null;
    if (reading && accepts(reading)) return reading;
    if (await shared.claim(name, PATIENCE)) return 'ours';
    await delay(LOOK_AGAIN);
  }
  return 'anyway';
}
