import { serialId } from './identity.js';
import type { Job, Status } from './records.js';

export const BOTTLENECKS = ['Source', 'Target', 'NA'] as const;

/** One run of a job or copy job. A class with few fields and a computed id: a million of them must fit in memory. */
export class JobSession {
  /** Epoch ms; null while it runs. */
  endedAt: number | null = null;
  status: Status = 'Running';
  /** Whether a retry follows this failed run. */
  willBeRetried = false;
  /** Objects it goes through in all. */
  objects = 0;
  /** Bytes it transfers in all. */
  bytes = 0;
  full = false;

  constructor(
    private readonly salt: number,
    public serial: number,
    readonly job: Job,
    readonly createdAt: number,
    /** The first session of the retry chain; null when this is no retry. */
    readonly main: JobSession | null = null,
    readonly retryCount = 0,
  ) {}

  get id(): string {
    return serialId(this.salt, this.serial);
  }
}

/** What becomes of work under way, decided when it starts and carried out by the clock. */
export interface Outcome {
  /** Before this moment it waits in the queue. */
  startsAt: number;
  endsAt: number;
  status: Status;
}

/** How much of the work is done, 0 to 1, by the clock. */
export function shareOf(startsAt: number, endsAt: number, now: number): number {
  if (now >= endsAt) return 1;
  return now <= startsAt ? 0 : (now - startsAt) / (endsAt - startsAt);
}
