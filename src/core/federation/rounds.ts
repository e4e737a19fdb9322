import type { Milliseconds } from '../model/instant.js';
import type { Fleet, FleetMember } from './fleet.js';

/** Does something with every server of the fleet from time to time; never waits for it. */
export class Rounds {
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly fleet: Fleet,
    private readonly interval: Milliseconds,
    /** Whatever it throws counts as a fault of ours. */
    private readonly visit: (member: FleetMember, signal: AbortSignal) => Promise<void>,
  ) {}

  /** Begins with a round at once. */
  start(): void {
    void this.round();
    this.timer = setInterval(() => void this.round(), this.interval).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.stopping.abort();
  }

  async round(): Promise<void> {
    await Promise.all(this.fleet.members.map((member) => this.visitSafely(member)));
  }

  private async visitSafely(member: FleetMember): Promise<void> {
    const { signal } = this.stopping;
    try {
      await this.visit(member, signal);
    } catch (error) {
      // It must not end the rounds, or the process.
      if (!signal.aborted) member.health.unforeseen(error);
    }
  }
}
