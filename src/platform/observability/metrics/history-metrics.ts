import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

/** How the store of the journal does. */
export class HistoryMetrics {
  readonly up: Gauge;
  readonly failures: Counter;
  readonly putAside: Counter;
  readonly unreadable: Counter;
  readonly misheard: Counter;
  readonly mended: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    this.up = new Gauge({
      name: 'veeam_gateway_history_up',
      help: '1: sessions are kept; 0: the store is away, and answers go on without it.',
      registers,
    });
    // Where no history is kept, it is neither.
    this.up.remove();
    this.failures = new Counter({
      name: 'veeam_gateway_history_failures_total',
      help: 'Reads and writes of the history that did not work.',
      registers,
    });
    this.putAside = new Counter({
      name: 'veeam_gateway_history_damaged_files_total',
      help: 'Damaged files that were put aside under another name.',
      registers,
    });
    this.unreadable = new Counter({
      name: 'veeam_gateway_history_unreadable_rows_total',
      help: 'Rows that were read and held no session.',
      registers,
    });
    this.mended = new Counter({
      name: 'veeam_gateway_history_mended_sessions_total',
      help: 'Sessions that no look had found, and that were found by comparing with the lists of the servers.',
      registers,
    });
    this.misheard = new Counter({
      name: 'veeam_gateway_history_unreadable_messages_total',
      help: 'Messages between replicas that could not be understood, and were ignored.',
      registers,
    });
  }
}
