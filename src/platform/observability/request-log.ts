import { addressGroup } from '../request/address-group.js';
import { Fold } from './fold.js';
import type { Log } from './log.js';
import type { RequestListener } from './observe-requests.js';
import type { RequestRecord } from '../request/request-record.js';

/**
 * One line for each request: at warn when it has errors, at error when the gateway itself failed, else at debug. Of requests that were
 * refused unread the first of a caller in a minute, and how many were like it.
 */
export function requestLog(log: Log): RequestListener {
  const lines = log.with({ context: 'Requests' });
  const refused = new Fold<Record<string, unknown>>((first, count) => {
    lines.warn(count === 1 ? 'query failed' : 'queries failed in the same way', {
      ...first,
      ...(count > 1 && { count }),
    });
  });
  return (record, status) => {
    const failed = record.troubles.length > 0 || status >= 400;
    if (!failed) {
      if (lines.wants('debug')) lines.debug('query answered', facts(record, status));
    } else if (isOurs(record, status)) lines.error('query failed', facts(record, status));
    else if (wasRead(record)) lines.warn('query failed', facts(record, status));
    else refused.add(keyOf(record, status), facts(record, status));
  };
}

function wasRead({ operation, executed }: RequestRecord): boolean {
  return executed || operation !== undefined;
}

function keyOf({ caller, address, troubles }: RequestRecord, status: number): string {
  return [caller?.id ?? addressGroup(address), status, ...troubles.map(({ code }) => code)].join(' ');
}

/** 503 is said on purpose: too much load, on the way out, or the provider of identities fails. */
function isOurs({ troubles }: RequestRecord, status: number): boolean {
  return (status >= 500 && status !== 503) || troubles.some(({ code }) => code === 'INTERNAL_SERVER_ERROR');
}

function facts(record: RequestRecord, status: number): Record<string, unknown> {
  const { id, address, caller, operation, troubles, upstreamCalls } = record;
  return {
    requestId: id,
    address,
    ...(caller !== null && { caller: caller.name }),
    ...(operation && { operation: operation.name, kind: operation.kind, document: operation.hash }),
    status,
    durationMs: Math.round(record.elapsed() * 10) / 10,
    upstreamCalls,
    ...(troubles.length > 0 && {
      codes: [...new Set(troubles.map(({ code }) => code))],
      servers: troubles.flatMap(({ server, code }) => (server === null ? [] : [{ server, code }])),
    }),
  };
}
