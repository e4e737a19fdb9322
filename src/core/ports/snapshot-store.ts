import type { Milliseconds } from '../model/instant.js';

/** A reading as replicas pass it on. */
export interface StoredReading<T = unknown> {
  /** Names this reading among all readings of all replicas. */
  readonly id: string;
  /** How long ago the server was asked. An age and no time: the clocks of replicas differ. */
  readonly age: Milliseconds;
  /** Plain data: objects, arrays, Maps, texts, numbers. */
  readonly value: T;
}

/**
 * What replicas of the gateway share. A store that is lost or slow behaves like an empty one: nothing here ever rejects, and each
 * replica goes on alone.
 */
export interface SnapshotStore {
  /** The readings of one server, by whatever name replicas know it, since it was last changed; null: the store is not there. */
  open(server: string): Promise<SharedReadings | null>;
  /** Somebody changed the server: its readings are void, also those that are put through readings opened before. */
  invalidate(server: string): Promise<void>;
  /** Tells of servers that other replicas have changed; null: nobody knows which. */
  onInvalidated(listener: (server: string | null) => void): void;
}

/** Readings of one server in one generation. */
export interface SharedReadings {
  /** null: nobody has put it, or its time is over. */
  get(name: string): Promise<StoredReading | null>;
  put(name: string, reading: StoredReading, keepFor: Milliseconds): Promise<void>;
  /** Whether the caller is the one to read it now; nobody else is told so for `holdFor` or until `release`. */
  claim(name: string, holdFor: Milliseconds): Promise<boolean>;
  release(name: string): Promise<void>;
}
