import type { Clock } from '../model/instant.js';
import type { CallTally } from '../ports/call-scope.js';
import type { Upstream } from './upstream.js';
import { ServerLease } from './server-lease.js';

/** Who waits, until when, and whose calls are counted. */
export interface Waiter {
  readonly signal: AbortSignal;
  readonly tally: CallTally;
  /** What it waited for goes on when it waits no longer, for whoever asks next. */
  readonly lingers?: boolean;
}

/**
 * Work on a server that any number of readers wait for, under a deadline of its own. It goes on while one of them waits, whoever began
 * it; the calls are counted for the one who did.
 */
export class SharedWork<T> {
  private readonly controller = new AbortController();
  private readonly outcome: Promise<T>;
  private waiting = 0;
  private isDone = false;
  private lingers = false;

  /** @param unattended it goes on also when nobody waits. */
  constructor(
    private readonly upstream: Upstream,
    private readonly clock: Clock,
    work: (lease: ServerLease) => Promise<T>,
    tally: CallTally,
    private unattended = false,
  ) {
    // Others may wait for it: it does not stand behind whatever else its first asker has asked.
    const turn = `shared ${tally.budget.ownerName}`;
    const lease = new ServerLease(upstream, this.controller.signal, tally, clock, turn);
    this.outcome = lease.wait(work(lease)).finally(() => lease.end());
    const end = (): void => {
      this.isDone = true;
    };
    this.outcome.then(end, end);
  }

  /** It was given up before its end: nobody should join any more. */
  get abandoned(): boolean {
    return this.controller.signal.aborted;
  }

  /** Its outcome, as far as the waiter's own request allows. */
  async join({ signal, tally, lingers = false }: Waiter): Promise<T> {
    this.waiting += 1;
    this.lingers ||= lingers;
    const lease = new ServerLease(this.upstream, signal, tally, this.clock);
    try {
      return await lease.wait(this.outcome);
    } finally {
      lease.end();
      this.waiting -= 1;
      this.endUnlessWanted();
    }
  }

  /** Calls back before any waiter goes on. */
  whenDone(succeeded: (outcome: T) => void, failed: (error: unknown) => void): void {
    this.outcome.then(succeeded, failed);
  }

  /** Resolves when it has come to an end, whatever it came to. */
  async settled(): Promise<void> {
    await this.outcome.catch(() => undefined);
  }

  /** From now on it goes on only while somebody waits. */
  release(): void {
    this.unattended = false;
    this.endUnlessWanted();
  }

  private endUnlessWanted(): void {
    if (this.waiting === 0 && !this.unattended && !this.lingers && !this.isDone) this.controller.abort();
  }
}
