import type { SessionType } from '../revisions.js';
import type { SessionNote, SessionRecord, SessionResult } from './session-table.js';
import type { VbrWorld } from './world.js';

export interface Order {
  type: SessionType;
  note: SessionNote;
  jobIndex?: number;
  full?: boolean;
  /** Set when the work repeats the failed part of an earlier run. */
  retry?: { number: number; originalIndex: number };
  /** What it ends with; default Success. */
  result?: SessionResult;
  /** The change the work makes; it is made when the session has ended. */
  effect?: () => void;
}

interface Pending {
  session: SessionRecord;
  effect: () => void;
}

/** Work the server has accepted: each becomes a session, and its change is made once that session has ended. */
export class Work {
  private pending: Pending[] = [];

  /** `seconds` is how long every piece of work takes. */
  constructor(
    private readonly world: VbrWorld,
    private readonly seconds: number,
  ) {}

  accept(order: Order): SessionRecord {
    const { sessions, clock, notes } = this.world;
    const creationTime = clock.now();
    const index = sessions.add({
      jobIndex: order.jobIndex ?? null,
      type: order.type,
      creationTime,
      endTime: creationTime + this.seconds * 1000,
      result: order.result ?? 'Success',
      canceled: false,
      full: order.full ?? false,
      manual: true,
      retryNumber: order.retry?.number ?? 0,
      ...(order.retry && { originalIndex: order.retry.originalIndex }),
    });
    notes.set(index, order.note);
    const session = sessions.at(index);
    if (order.effect) this.pending.push({ session, effect: order.effect });
    this.settle();
    return session;
  }

  /** Ends a running session now; the change it was to make is never made. */
  stop(session: SessionRecord): void {
    this.pending = this.pending.filter((entry) => entry.session.index !== session.index);
    this.world.sessions.setEnd(session.index, this.world.clock.now(), 'Failed', true);
  }

  /** Makes the changes of all work that has ended by now. */
  settle(): void {
    const now = this.world.clock.now();
    const isDue = ({ session }: Pending): boolean => (session.endTime ?? now) <= now;
    const due = this.pending.filter(isDue);
    this.pending = this.pending.filter((entry) => !isDue(entry));
    for (const { effect } of due) effect();
  }
}
