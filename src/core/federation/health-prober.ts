import { SourceFailure } from '../errors/source-failure.js';
import type { Milliseconds } from '../model/instant.js';
import { CallTally } from '../ports/call-scope.js';
import type { Fleet, FleetMember } from './fleet.js';
import { ServerLease } from '../upstream/server-lease.js';

/** Asks every server lightly from time to time, so that its health is known before somebody needs it. */
export class HealthProber {
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly fleet: Fleet,
    private readonly interval: Milliseconds,
  ) {}

  /** Probes all servers at once and again after every interval; never waits for them. */
  start(): void {
    const round = (): void => {
      void this.probeAll();
    };
    round();
    this.timer = setInterval(round, this.interval);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.stopping.abort();
  }

  async probeAll(): Promise<void> {
    await Promise.all(this.fleet.members.map((member) => this.probe(member)));
  }

  private async probe(member: FleetMember): Promise<void> {
    const lease = new ServerLease(member, this.stopping.signal, new CallTally(), this.fleet.clock);
    try {
      await lease.attempt(member.adapter.probe(lease.scope));
      member.health.succeeded(lease.elapsed());
    } catch (error) {
      // The lease has told the failure to the server's health. A fault of ours must not end the probes, or the process.
      if (!(error instanceof SourceFailure)) member.health.unforeseen(error);
    } finally {
      lease.end();
    }
  }
}
