import type { SessionItem, SessionLogEntry } from '../../../core/model/session.js';
import type { WireLogLine, WireSessionItem } from '../wire/session-details.js';
import { readInstant } from '../../../platform/products-kit/instants.js';
import { logStatusOf, resultOf } from './words.js';

export function logEntry(wire: WireLogLine): SessionLogEntry {
  return {
    time: readInstant(wire.logTime),
    status: logStatusOf(wire.status) ?? 'UNKNOWN',
    title: wire.message ?? '',
    description: null,
  };
}

/** The product lists what was processed and how it went; times and sizes are not among it. */
export function sessionItem(wire: WireSessionItem): SessionItem {
  return {
    name: wire.name,
    type: wire.kinds[0] ?? null,
    result: resultOf(wire.status) ?? 'UNKNOWN',
    startTime: null,
    endTime: null,
    message: null,
    processed: null,
    transferred: null,
  };
}
