import { Inject, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { HistoryAway } from '../../core/errors/history-away.js';
import type { Milliseconds } from '../../core/model/instant.js';
import type { JournalStore } from '../../core/ports/journal-store.js';
import { JOURNAL_STORE } from './journal-store.token.js';

const BETWEEN_CLEANINGS: Milliseconds = 6 * 3_600_000;
const KEEP = Symbol('KEEP');

/** Provides the journal, and lets what is older than it keeps go. */
@Module({})
export class HistoryModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(JOURNAL_STORE) private readonly store: JournalStore,
    @Inject(KEEP) private readonly keep: Milliseconds,
  ) {}

  /** @param keep how long sessions are kept; Infinity: as long as the store does. */
  static of(store: JournalStore, keep: Milliseconds): DynamicModule {
    return {
      module: HistoryModule,
      global: true,
      providers: [
        { provide: JOURNAL_STORE, useValue: store },
        { provide: KEEP, useValue: keep },
      ],
      exports: [JOURNAL_STORE],
    };
  }

  onApplicationBootstrap(): void {
    if (this.keep === Infinity) return;
    void this.clean();
    this.timer = setInterval(() => void this.clean(), BETWEEN_CLEANINGS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.store.close();
  }

  private async clean(): Promise<void> {
    try {
      await this.store.expire(Date.now() - this.keep);
    } catch (error) {
      // The store has told of it.
      if (!(error instanceof HistoryAway)) throw error;
    }
  }
}
