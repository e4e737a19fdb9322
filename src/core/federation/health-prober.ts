import { SourceFailure } from '../errors/source-failure.js';
import type { Clock, Milliseconds } from '../model/instant.js';
import { CallTally } from '../ports/call-scope.js';
import { ServerLease } from '../upstream/server-lease.js';
import type { Fleet, FleetMember } from './fleet.js';
import { Rounds } from './rounds.js';

/** Asks every server lightly from time to time, so that its health is known before somebody needs it. */
export class HealthProber extends Rounds {
  constructor(fleet: Fleet, interval: Milliseconds) {
    super(fleet, interval, (member, signal) => probe(member, signal, fleet.clock));
  }
}

async function probe(member: FleetMember, signal: AbortSignal, clock: Clock): Promise<void> {
  const lease = new ServerLease(member, signal, new CallTally(), clock);
  try {
    await lease.attempt(member.adapter.probe(lease.scope));
    member.health.succeeded(lease.elapsed());
  } catch (error) {
    // The lease has told the failure to the server's health.
    if (!(error instanceof SourceFailure)) throw error;
  } finally {
    lease.end();
  }
}
