import { addressGroup } from '../../request/address-group.js';
import { Fold } from '../fold.js';
import type { Log } from '../log.js';
import type { RequestListener } from '../observe-requests.js';
import type { RequestRecord } from '../../request/request-record.js';
import type { RefusedEvent } from './audit-event.js';
import type { AuditTrail } from './audit-trail.js';

const REFUSALS = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

/**
 * Leaves records of requests whose caller was not let in, or may not do what was asked: of each caller the first of a minute, and how
 * many were like it. A flood must not fill the room that changes need.
 */
export class RefusedAccess {
  private readonly fold = new Fold<Omit<RefusedEvent, 'count'>>((event, count) => this.write(event, count));
  private readonly writing = new Set<Promise<void>>();

  constructor(
    private readonly trail: AuditTrail,
    private readonly log: Log,
  ) {}

  readonly hear: RequestListener = (record, status) => {
    const codes = record.troubles
      .filter(({ code, server }) => server === null && REFUSALS.has(code))
      .map(({ code }) => code);
    if (codes.length === 0 && status !== 401 && status !== 403) return;
    const told = codes.length > 0 ? codes : [status === 401 ? 'UNAUTHENTICATED' : 'FORBIDDEN'];
    this.fold.add(keyOf(record, status, told), eventOf(record, status, told));
  };

  /** Writes what has been counted so far. */
  async stop(): Promise<void> {
    this.fold.flush();
    await Promise.all(this.writing);
  }

  private write(event: Omit<RefusedEvent, 'count'>, count: number): void {
    const { requestId, address } = event;
    const written = this.trail.writeIfRoom({ ...event, count }).then(
      (seq) => {
        if (seq === null)
          this.log.warn('refused access was left out of the audit: what room is left is for changes', {
            requestId,
            address,
            count,
          });
      },
      (error: unknown) =>
        this.log.error('refused access could not be written to the audit', { requestId, address, error }),
    );
    this.writing.add(written);
    void written.finally(() => this.writing.delete(written));
  }
}

/** Whoever is known cannot hide one thing behind another; whoever is not has nothing to say that counts. */
function keyOf(
  { caller, address, transport, operation }: RequestRecord,
  status: number,
  codes: readonly string[],
): string {
  const who = caller === null ? addressGroup(address) : `${caller.id} ${operation?.name ?? ''}`;
  return [who, transport, status, ...codes].join(' ');
}

function eventOf(
  { id: requestId, caller, address, transport, path, operation }: RequestRecord,
  status: number,
  codes: readonly string[],
): Omit<RefusedEvent, 'count'> {
  return {
    event: 'refused',
    requestId,
    caller,
    address,
    codes,
    transport,
    path,
    status,
    operation: operation?.name ?? null,
    document: operation?.hash ?? null,
  };
}
