import type { Instant } from '../../../core/model/instant.js';
import { Row } from '../../../platform/products-kit/row.js';

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
    name: row.remark('name'),
    organization: row.remark('organization'),
    type: row.remark('type'),
    endTime: row.instant('endTime'),
    state: row.remark('state'),
    result: row.remark('result'),
    initiatedBy: row.remark('initiatedBy'),
    details: row.remark('details'),
    scopeName: row.remark('scopeName'),
    clientHost: row.remark('clientHost'),
    reason: row.remark('reason'),
  };
}

export function readRestoreEvent(value: unknown): RestoreEventRow | undefined {
  const row = Row.of(value);
  if (!row) return undefined;
  return {
    order: row.int('order'),
    type: row.remark('type'),
    status: row.remark('status'),
    title: row.remark('title'),
    message: row.remark('message'),
    startTime: row.instant('startTime'),
    endTime: row.instant('endTime'),
    itemName: row.remark('itemName'),
    itemType: row.remark('itemType'),
    itemSizeBytes: row.bytes('itemSizeBytes'),
  };
}
