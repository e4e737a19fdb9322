import { Inject, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { HistoryAway } from '../../core/errors/history-away.js';
import { CAPACITY_STEPS, KEPT_FOR } from '../../core/history/capacity-buckets.js';
import type { Milliseconds } from '../../core/model/instant.js';
import type { JournalStore } from '../../core/ports/journal-store.js';
import type { CapacityStore } from '../../core/ports/capacity-store.js';
import type { History } from './history.js';
import { CAPACITY_STORE, JOURNAL_STORE } from './history.tokens.js';

const BETWEEN_CLEANINGS: Milliseconds = 6 * 3_600_000;
const KEEP = Symbol('KEEP');

/** Provides what is remembered, and lets what is older than is kept go. */
@Module({})
export class HistoryModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(JOURNAL_STORE) private readonly store: JournalStore,
    @Inject(CAPACITY_STORE) private readonly capacity: CapacityStore,
    @Inject(KEEP) private readonly keep: Milliseconds,
  ) {}

  /** @param keep how long sessions are kept; Infinity: as long as the store does. */
  static of({ journal, capacity }: History, keep: Milliseconds): DynamicModule {
    return {
      module: HistoryModule,
      global: true,
      providers: [
        { provide: JOURNAL_STORE, useValue: journal },
        { provide: CAPACITY_STORE, useValue: capacity },
        { provide: KEEP, useValue: keep },
      ],
      exports: [JOURNAL_STORE, CAPACITY_STORE],
    };
  }

  onApplicationBootstrap(): void {
    void this.clean();
    this.timer = setInterval(() => void this.clean(), BETWEEN_CLEANINGS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.store.close();
  }

  private async clean(): Promise<void> {
    try {
      const now = Date.now();
      if (this.keep !== Infinity) await this.store.expire(now - this.keep);
      for (const step of CAPACITY_STEPS) await this.capacity.expireCapacity(step, now - KEPT_FOR[step]);
    } catch (error) {
      // The store has told of it.
      if (!(error instanceof HistoryAway)) throw error;
    }
  }
}
