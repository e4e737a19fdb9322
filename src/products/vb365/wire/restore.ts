import type { Instant } from '../../../core/model/instant.js';
import { Row } from './row.js';

/** `RESTRestoreSession`. */
export interface RestoreSessionRow {
  readonly id: string;
  readonly name: string | null;
  readonly organization: string | null;
  readonly type: string | null;
  readonly creationTime: Instant;
  readonly endTime: Instant | null;
  readonly state: string | null;
  /** Always given, also while the session works. */
  readonly result: string | null;
  readonly initiatedBy: string | null;
  readonly details: string | null;
  readonly scopeName: string | null;
  readonly clientHost: string | null;
  readonly reason: string | null;
}

/** `RESTRestoreSessionEvent`. */
export interface RestoreEventRow {
  readonly order: number | null;
  readonly type: string | null;
  readonly status: string | null;
  readonly title: string | null;
  readonly message: string | null;
  readonly startTime: Instant | null;
  readonly endTime: Instant | null;
  readonly itemName: string | null;
  readonly itemType: string | null;
  readonly itemSizeBytes: number | null;
}

export function readRestoreSession(value: unknown): RestoreSessionRow | undefined {
  const row = Row.of(value);
  const id = row?.id('id');
  const creationTime = row?.instant('creationTime');
  if (!row || !id || !creationTime) return undefined;
  return {
    id,
    creationTime,
    name: row.text('name'),
    organization: row.text('organization'),
    type: row.text('type'),
    endTime: row.instant('endTime'),
    state: row.text('state'),
    result: row.text('result'),
    initiatedBy: row.text('initiatedBy'),
    details: row.text('details'),
    scopeName: row.text('scopeName'),
    clientHost: row.text('clientHost'),
    reason: row.text('reason'),
  };
}

export function readRestoreEvent(value: unknown): RestoreEventRow | undefined {
  const row = Row.of(value);
  return (
    row && {
      order: row.number('order'),
      type: row.text('type'),
      status: row.text('status'),
      title: row.text('title'),
      message: row.text('message'),
      startTime: row.instant('startTime'),
      endTime: row.instant('endTime'),
      itemName: row.text('itemName'),
      itemType: row.text('itemType'),
      itemSizeBytes: row.amount('itemSizeBytes'),
    }
  );
}
