import type { AuditHead } from './audit-chain.js';
import { NO_RECORDS, seal } from './audit-chain.js';
import type { AuditEvent } from './audit-event.js';
import type { AuditSink } from './audit-file.js';
import type { AuditTail } from './audit-tail.js';

interface Waiting {
  readonly event: AuditEvent;
  readonly resolve: (seq: number) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The audit records of this process, in one order. Records that come while others are being written wait and are written together,
 * so that many at once cost one flush.
 */
export class AuditTrail {
  private last: AuditHead = NO_RECORDS;
  private waiting: Waiting[] = [];
  private isWriting = false;
  /** Hashes of records whose writing failed: they may be there all the same. */
  private unsure = new Set<string>();

  constructor(
    private readonly sink: AuditSink,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** Number and hash of the last record: kept elsewhere, it shows that nothing was cut off the end. */
  get head(): AuditHead {
    return this.last;
  }

  /** Takes up the chain where it ended. Throws where it cannot be written to. */
  async start(): Promise<void> {
    await this.write({ event: 'start' }).catch((error: unknown) => {
      throw new Error(`the audit cannot be written: ${String(error)}`, { cause: error });
    });
  }

  /** Resolves with the record's number when it is written for good; rejects when it is not. */
  write(event: AuditEvent): Promise<number> {
    const written = new Promise<number>((resolve, reject) => this.waiting.push({ event, resolve, reject }));
    if (!this.isWriting) void this.writeAll();
    return written;
  }

  /** Writes what may be left out: null where the room that is left is for changes. */
  async writeIfRoom(event: AuditEvent): Promise<number | null> {
    return (await this.sink.hasRoomToSpare()) ? this.write(event) : null;
  }

  /** Writes what waits and says that this was the end. */
  async stop(): Promise<void> {
    await this.write({ event: 'stop' }).finally(() => this.sink.close());
  }

  private async writeAll(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        const numbers = await this.append(batch.map(({ event }) => event));
        batch.forEach(({ resolve }, index) => resolve(numbers[index] ?? 0));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.isWriting = false;
  }

  /** The numbers of the records. */
  private async append(events: readonly AuditEvent[]): Promise<readonly number[]> {
    const tail = await this.sink.ready();
    const all = tail?.damage ? [tail.damage, ...events] : events;
    let head = tail === null ? this.last : this.resume(tail);
    let text = tail?.open ? '\n' : '';
    const numbers = all.map((event) => {
      const sealed = seal(event, this.now(), head);
      ({ head } = sealed);
      text += `${sealed.line}\n`;
      this.unsure.add(head.hash);
      return head.seq;
    });
    await this.sink.append(text);
    this.unsure.clear();
    this.last = head;
    return numbers.slice(-events.length);
  }

  /** Where the chain goes on. Throws where somebody else has gone on with it. */
  private resume({ head }: AuditTail): AuditHead {
    if (head === null || this.last.seq === 0) return head ?? this.last;
    if (head.hash === this.last.hash || this.unsure.has(head.hash)) return head;
    throw new Error('another process writes to the audit file');
  }
}
