import type { Instant } from '../../../core/model/instant.js';
import { Row } from '../../../platform/products-kit/row.js';
import { linked } from './links.js';

/** `RESTJobSession` of v6 to v8. */
export interface JobSessionRow {
  readonly id: string;
  readonly creationTime: Instant;
  readonly endTime: Instant | null;
  readonly status: string | null;
  readonly details: string | null;
  /** From the field (v8) or the job link. */
  readonly jobId: string | null;
  /** "Backup" or "Copy"; v6 tells it by the list that the job link leads to. */
  readonly jobType: string | null;
  /** v7 and v8. */
  readonly repositoryId: string | null;
  /** v7 and v8, on retries only. */
  readonly mainSessionId: string | null;
  readonly retryCount: number | null;
  /** v7 and v8. */
  readonly willBeRetried: boolean | null;
  /** v8: "Full" or "Incremental". */
  readonly configType: string | null;
  /** Objects gone through so far; not percent. */
  readonly progress: number | null;
  readonly statistics: StatisticsRow | null;
}

/** `RESTJobStatistics`. */
export interface StatisticsRow {
  readonly processedObjects: number | null;
  readonly transferredBytes: number | null;
  readonly processingBytesPerSecond: number | null;
  readonly processingItemsPerSecond: number | null;
  readonly readBytesPerSecond: number | null;
  readonly writeBytesPerSecond: number | null;
  readonly bottleneck: string | null;
}

/** `RESTLogItem`: v6 and v7 have a title that begins with its status in brackets, v8 has type and message. */
export interface LogItemRow {
  readonly usn: number | null;
  readonly creationTime: Instant | null;
  readonly title: string | null;
  readonly type: string | null;
  readonly message: string | null;
}

/** `RESTJobSessionObject` (v7 and v8). */
export interface ProcessedObjectRow {
  readonly id: string;
  readonly type: string | null;
  readonly status: string | null;
}

/** A session without an id or a start cannot be placed in any list. */
export function readJobSession(value: unknown): JobSessionRow | undefined {
  const row = Row.of(value);
  const id = row?.id('id');
  const creationTime = row?.instant('creationTime');
  if (!row || !id || !creationTime) return undefined;
  const jobId = row.id('jobId');
  const jobType = row.remark('jobType');
  const job = jobId === null || jobType === null ? linkedJob(row) : undefined;
  return {
    id,
    creationTime,
    endTime: row.instant('endTime'),
    status: row.remark('status'),
    details: row.remark('details'),
    jobId: jobId ?? job?.id ?? null,
    jobType: jobType ?? job?.type ?? null,
    repositoryId: row.id('repositoryId'),
    mainSessionId: row.id('mainSessionId'),
    retryCount: row.count('retryCount'),
    willBeRetried: row.flag('jobWillBeRetried'),
    configType: row.remark('jobSessionConfigType'),
    progress: row.count('progress'),
    statistics: readStatistics(row.object('statistics')),
  };
}

export function readLogItem(value: unknown): LogItemRow | undefined {
  const row = Row.of(value);
  if (!row) return undefined;
  return {
    usn: row.int('usn'),
    creationTime: row.instant('creationTime'),
    title: row.remark('title'),
    type: row.remark('type'),
    message: row.remark('message'),
  };
}

export function readProcessedObject(value: unknown): ProcessedObjectRow | undefined {
  const row = Row.of(value);
  const id = row?.id('id');
  return row && id ? { id, type: row.remark('type'), status: row.remark('status') } : undefined;
}

function linkedJob(row: Row): { readonly id: string; readonly type: string } | undefined {
  const link = linked(row, 'job');
  if (link) return { id: link.id, type: link.collection.toLowerCase() === 'copyjobs' ? 'Copy' : 'Backup' };
  const copy = linked(row, 'copyJob');
  return copy && { id: copy.id, type: 'Copy' };
}

function readStatistics(row: Row | null): StatisticsRow | null {
  if (!row) return null;
  return {
    processedObjects: row.count('processedObjects'),
    transferredBytes: row.bytes('transferredDataBytes'),
    processingBytesPerSecond: row.bytes('processingRateBytesPS'),
    processingItemsPerSecond: row.count('processingRateItemsPS'),
    readBytesPerSecond: row.bytes('readRateBytesPS'),
    writeBytesPerSecond: row.bytes('writeRateBytesPS'),
    bottleneck: row.remark('bottleneck'),
  };
}
