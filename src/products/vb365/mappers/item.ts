import type { SessionItem } from '../../../core/model/session.js';
import type { RestoreEventRow } from '../wire/restore.js';
import type { ProcessedObjectRow } from '../wire/session.js';
import { inOrder } from './log.js';
import { resultOf } from './words.js';

/** The product names a processed object by its id only. */
export function mapProcessedObject({ id, type, status }: ProcessedObjectRow): SessionItem {
  return {
    name: id,
    type,
    result: resultOf(status),
    startTime: null,
    endTime: null,
    message: null,
    processed: null,
    transferred: null,
  };
}

/** Events that concern an item; the others belong to the log only. */
export function mapRestoredItems(rows: readonly RestoreEventRow[]): readonly SessionItem[] {
  return inOrder(rows).flatMap((row) => (row.itemName === null ? [] : [mapRestoredItem(row, row.itemName)]));
}

function mapRestoredItem(row: RestoreEventRow, name: string): SessionItem {
  return {
    name,
    type: row.itemType,
    result: resultOf(row.status),
    startTime: row.startTime,
    endTime: row.endTime,
    message: row.message,
    processed: row.itemSizeBytes,
    transferred: null,
  };
}
