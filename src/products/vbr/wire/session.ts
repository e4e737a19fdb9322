import {
  anyText,
  count,
  flag,
  id,
  number,
  object,
  part,
  remark,
} from '../../../platform/products-kit/values.js';
import { readProgress } from './progress.js';
import type { WireProgress } from './progress.js';

/** A row of GET /sessions. */
export interface SessionRow {
  readonly id: string;
  readonly name: string;
  readonly jobId: string | null;
  readonly sessionType: string | null;
  readonly creationTime: string;
  readonly endTime: string | null;
  readonly state: string | null;
  readonly progressPercent: number | null;
  readonly outcome: WireOutcome;
  readonly resourceId: string | null;
  readonly resourceReference: string | null;
  readonly parentSessionId: string | null;
  readonly platformName: string | null;
  /** Since 1.3-rev0. */
  readonly initiatedBy: string | null;
  /** Since 1.3-rev1. */
  readonly relatedSessionId: string | null;
  /** Fields from here on: since 1.3-rev2. */
  readonly algorithm: string | null;
  readonly progress: WireProgress | null;
  /** The first session of the run; the session's own id unless it is a retry. */
  readonly originalSessionId: string | null;
  readonly retryNumber: number | null;
  readonly isHealthCheckRetry: boolean | null;
  /** The server has fields for retries, whatever they hold. */
  readonly tellsRetries: boolean;
}

/** The `result` of a session or task; every field is null while it runs. */
export interface WireOutcome {
  readonly result: string | null;
  readonly message: string | null;
  readonly isCanceled: boolean;
}

/** undefined without an id or a start: such a row can be neither named nor placed in time. */
export function readSession(value: unknown): SessionRow | undefined {
  const row = object(value);
  const key = id(row?.['id']);
  const creationTime = anyText(row?.['creationTime']);
  if (row === undefined || key === null || creationTime === null) return undefined;
  const retry = part(row['retryInfo']);
  return {
    id: key,
    name: anyText(row['name']) ?? key,
    jobId: id(row['jobId']),
    sessionType: anyText(row['sessionType']),
    creationTime,
    endTime: anyText(row['endTime']),
    state: anyText(row['state']),
    progressPercent: number(row['progressPercent']),
    outcome: readOutcome(row['result']),
    resourceId: id(row['resourceId']),
    resourceReference: anyText(row['resourceReference']),
    parentSessionId: id(row['parentSessionId']),
    platformName: anyText(row['platformName']),
    initiatedBy: anyText(row['initiatedBy']),
    relatedSessionId: id(row['relatedSessionId']),
    algorithm: anyText(row['algorithm']),
    progress: readProgress(row['progress']),
    originalSessionId: id(row['originalSessionId']),
    retryNumber: count(retry['retryNumber']),
    isHealthCheckRetry: flag(retry['isRecheckRetry']),
    tellsRetries: 'originalSessionId' in row || 'retryInfo' in row,
  };
}

export function readOutcome(value: unknown): WireOutcome {
  const row = part(value);
  return {
    result: anyText(row['result']),
    message: remark(row['message']),
    isCanceled: flag(row['isCanceled']) ?? false,
  };
}
