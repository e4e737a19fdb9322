import type { Log } from '../log.js';
import type { RequestListener } from '../observe-requests.js';
import type { AuditTrail } from './audit-trail.js';

const REFUSALS = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

/** Leaves a record of each request whose caller was not let in, or may not do what was asked. */
export function auditRefusedAccess(trail: AuditTrail, log: Log): RequestListener {
  return (record, status) => {
    const codes = record.troubles
      .filter(({ code, server }) => server === null && REFUSALS.has(code))
      .map(({ code }) => code);
    if (codes.length === 0 && status !== 401 && status !== 403) return;
    const { id: requestId, caller, address, path, operation } = record;
    trail
      .write({
        event: 'refused',
        requestId,
        caller,
        address,
        codes: codes.length > 0 ? codes : [status === 401 ? 'UNAUTHENTICATED' : 'FORBIDDEN'],
        path,
        status,
        operation: operation?.name ?? null,
        document: operation?.hash ?? null,
      })
      .catch((error: unknown) =>
        log.error('refused access could not be written to the audit', { requestId, address, error }),
      );
  };
}
