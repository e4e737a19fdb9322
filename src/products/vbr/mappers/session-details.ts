import type { Zone } from 'luxon';
import type { SessionItem, SessionResult, SessionLogEntry } from '../../../core/model/session.js';
import type { TaskSessionRow } from '../wire/task-session.js';
import { toResult } from './session-states.js';
import { toBytes } from './size.js';
import { readInstant } from '../../../platform/products-kit/instants.js';
import { Words } from '../../../platform/products-kit/words.js';
import type { LogRecordRow } from '../wire/log-record.js';

const SCAN_RESULTS = new Words<SessionResult>(
  {
    None: 'NONE',
    Clean: 'SUCCESS',
    Infected: 'WARNING',
    Inconclusive: 'WARNING',
    Failed: 'FAILED',
    Canceled: 'CANCELLED',
  },
  'UNKNOWN',
);

export function toSessionItem(row: TaskSessionRow, zone: Zone | null): SessionItem {
  return {
    name: row.name,
    type: row.type,
    result: row.scanResult === null ? toResult(row.outcome) : SCAN_RESULTS.of(row.scanResult),
    startTime: readInstant(row.creationTime, zone),
    endTime: readInstant(row.endTime, zone),
    message: row.outcome.message,
    processed: toBytes(row.progress?.processedSize ?? null),
    transferred: toBytes(row.progress?.transferredSize ?? null),
  };
}

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
