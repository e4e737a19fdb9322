import type { Zone } from 'luxon';
import type { SessionLogEntry, SessionResult } from '../../../core/model/session.js';
import type { LogRecordRow } from '../wire/log-record.js';
import { toInstant } from './time.js';
import { Words } from './words.js';

const STATUSES = new Words<SessionResult>(
  { None: 'NONE', Succeeded: 'SUCCESS', Warning: 'WARNING', Failed: 'FAILED' },
  'UNKNOWN',
);

export function toLogEntry(row: LogRecordRow, zone: Zone | null): SessionLogEntry {
  return {
    time: toInstant(row.startTime, zone) ?? toInstant(row.updateTime, zone),
    status: row.status === null ? 'NONE' : STATUSES.of(row.status),
    title: row.title ?? '',
    description: row.description,
  };
}
