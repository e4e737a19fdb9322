import type { Zone } from 'luxon';
import type { SessionLogEntry, SessionResult } from '../../../core/model/session.js';
import type { LogRecordRow } from '../wire/log-record.js';
import { readInstant } from '../../../platform/products-kit/instants.js';
import { Words } from '../../../platform/products-kit/words.js';

const STATUSES = new Words<SessionResult>(
  { None: 'NONE', Succeeded: 'SUCCESS', Warning: 'WARNING', Failed: 'FAILED' },
  'UNKNOWN',
);

export function toLogEntry(row: LogRecordRow, zone: Zone | null): SessionLogEntry {
  return {
    time: readInstant(row.startTime, zone) ?? readInstant(row.updateTime, zone),
    status: row.status === null ? 'NONE' : STATUSES.of(row.status),
    title: row.title ?? '',
    description: row.description,
  };
}
