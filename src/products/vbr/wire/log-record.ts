import { anyText, int, object, remark } from '../../../platform/products-kit/values.js';

/** One record of GET /sessions/{id}/logs. */
export interface LogRecordRow {
  readonly id: number | null;
  /** None, Succeeded, Warning, Failed. */
  readonly status: string | null;
  readonly startTime: string | null;
  readonly updateTime: string | null;
  readonly title: string | null;
  readonly description: string | null;
}

export function readLogRecord(value: unknown): LogRecordRow | undefined {
  const row = object(value);
  if (row === undefined) return undefined;
  return {
    id: int(row['id']),
    status: anyText(row['status']),
    startTime: anyText(row['startTime']),
    updateTime: anyText(row['updateTime']),
    title: anyText(row['title']),
    description: remark(row['description']),
  };
}
