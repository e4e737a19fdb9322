import { randomUUID } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { SharedReadings, SnapshotStore, StoredReading } from '../../src/core/ports/snapshot-store.js';

interface Entry {
  readonly bytes: Buffer;
  readonly putAt: number;
  readonly keptUntil: number;
}

/** What replicas of one process share; each has a `MemorySnapshotStore` over it. */
export class StoreMemory {
  readonly entries = new Map<string, Entry>();
  readonly generations = new Map<string, string>();
  readonly replicas = new Set<(from: MemorySnapshotStore, server: string) => void>();
  isLost = false;

  constructor(readonly clock: () => number) {}

  at(key: string): Entry | undefined {
    const entry = this.entries.get(key);
    return entry !== undefined && entry.keptUntil > this.clock() ? entry : undefined;
  }
}

/** A snapshot store without Redis, for as many replicas as share the memory. */
export class MemorySnapshotStore implements SnapshotStore {
  constructor(private readonly memory: StoreMemory) {}

  async open(server: string): Promise<SharedReadings | null> {
    const { memory } = this;
    return memory.isLost ? null : readingsOf(memory, `${server} ${memory.generations.get(server) ?? ''}`);
  }

  async invalidate(server: string): Promise<void> {
    if (this.memory.isLost) return;
    this.memory.generations.set(server, randomUUID());
    for (const tell of this.memory.replicas) tell(this, server);
  }

  onInvalidated(listener: (server: string | null) => void): void {
    this.memory.replicas.add((from, server) => {
      if (from !== this) listener(server);
    });
  }
}

function readingsOf(memory: StoreMemory, generation: string): SharedReadings {
  return {
    get: async (name) => {
      const entry = memory.isLost ? undefined : memory.at(`${generation} ${name}`);
      if (entry === undefined) return null;
      const reading = deserialize(entry.bytes) as StoredReading;
      return { ...reading, age: reading.age + memory.clock() - entry.putAt };
    },
    put: async (name, reading, keepFor) => {
      if (memory.isLost) return;
      const putAt = memory.clock();
      const entry = { bytes: serialize(reading), putAt, keptUntil: putAt + keepFor };
      memory.entries.set(`${generation} ${name}`, entry);
    },
    claim: async (name, holdFor) => {
      if (memory.isLost) return true;
      const key = `${generation} ${name} claim`;
      if (memory.at(key) !== undefined) return false;
      const putAt = memory.clock();
      memory.entries.set(key, { bytes: Buffer.alloc(0), putAt, keptUntil: putAt + holdFor });
      return true;
    },
    release: async (name) => void (memory.isLost || memory.entries.delete(`${generation} ${name} claim`)),
  };
}
