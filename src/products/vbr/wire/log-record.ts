import { number, object, remark, text } from './read.js';

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
    id: number(row['id']),
    status: text(row['status']),
    startTime: text(row['startTime']),
    updateTime: text(row['updateTime']),
    title: text(row['title']),
    description: remark(row['description']),
  };
}
