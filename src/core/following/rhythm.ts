import { HistoryAway } from '../errors/history-away.js';
import { SourceFailure } from '../errors/source-failure.js';
import type { Clock, Instant, Milliseconds } from '../model/instant.js';

/** Whoever has asked so lately may ask again. */
const INTEREST: Milliseconds = 3 * 60_000;
const LONGEST_PAUSE: Milliseconds = 10 * 60_000;
/** How soon it is tried again to have the server, where another replica has it: within 30 s even of one that hangs. */
const UNTIL_TAKEOVER: Milliseconds = 5_000;
/** Pauses differ by this share, so that servers and replicas spread. */
const JITTER = 0.1;

/** When the next round is due: soon while somebody is interested, later while nobody is, less and less often while the server fails. */
export class Rhythm {
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private hasBegun = false;
  private isRunning = false;
  private isOurs = true;
  private askedAt: Instant = -Infinity;
  private subscribers = 0;
  private failures = 0;
  private dueAt: Instant = Infinity;

  constructor(
    private readonly times: { readonly active: Milliseconds; readonly idle: Milliseconds },
    private readonly ages: Clock,
    /** False: another replica does it. */
    private readonly round: () => Promise<boolean>,
    /** Told of a fault of ours; it must not end the rounds, or the process. */
    private readonly unforeseen: (cause: unknown) => void,
  ) {}

  /** Aborted when it stops. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  /** Between two rounds now. */
  get pause(): Milliseconds {
    if (!this.isOurs) return Math.min(UNTIL_TAKEOVER, this.times.active);
    const { active, idle } = this.times;
    return Math.min((this.isWanted ? active : idle) * 2 ** this.failures, Math.max(idle, LONGEST_PAUSE));
  }

  /** Somebody follows, or asked in the last minutes. */
  get isWanted(): boolean {
    return this.subscribers > 0 || this.ages() - this.askedAt < INTEREST;
  }

  /** Begins with a round at once, unless it has begun. */
  start(): void {
    if (this.hasBegun) return;
    this.hasBegun = true;
    void this.run();
  }

  stop(): void {
    this.stopping.abort();
    clearTimeout(this.timer);
  }

  asked(): void {
    this.askedAt = this.ages();
    this.hasten();
  }

  /** Somebody follows; returns how to stop. */
  subscribe(): () => void {
    this.subscribers += 1;
    this.hasten();
    return () => {
      this.subscribers -= 1;
    };
  }

  private hasten(): void {
    if (!this.isRunning && this.timer !== undefined && this.ages() + this.pause < this.dueAt) this.schedule();
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (this.signal.aborted) return;
    const wait = this.pause * (1 - JITTER * Math.random());
    this.dueAt = this.ages() + wait;
    this.timer = setTimeout(() => void this.run(), wait).unref();
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    try {
      this.isOurs = await this.round();
      this.failures = 0;
    } catch (error) {
      if (!(error instanceof SourceFailure) && !(error instanceof HistoryAway)) this.unforeseen(error);
      this.failures += 1;
    } finally {
      this.isRunning = false;
      this.schedule();
    }
  }
}
