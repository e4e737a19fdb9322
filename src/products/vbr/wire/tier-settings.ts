import { flag, id, many, object, anyText } from '../../../platform/products-kit/values.js';
import { enabled, readMonthly } from './schedule.js';
import type { WireDaily, WireMonthly } from './schedule.js';

/** How a tier of a scale-out repository encrypts backups. */
export interface WireEncryption {
  readonly isEnabled: boolean | null;
  readonly type: string | null;
  readonly passwordId: string | null;
  readonly passwordUniqueId: string | null;
  readonly kmsServerId: string | null;
}

/** When restore points of a tier are checked; parts that are switched off are null. */
export interface WireHealthCheck {
  readonly isEnabled: boolean | null;
  readonly weekly: WireDaily | null;
  readonly monthly: WireMonthly | null;
}

/** null: the row does not say. */
export function readEncryption(value: unknown): WireEncryption | null {
  const row = object(value);
  if (row === undefined) return null;
  return {
    isEnabled: flag(row['isEnabled']),
    type: anyText(row['encryptionType']),
    passwordId: id(row['encryptionPasswordId']),
    passwordUniqueId: id(row['encryptionPasswordUniqueId']),
    kmsServerId: id(row['kmsServerId']),
  };
}

/** null: the row does not say. */
export function readHealthCheck(value: unknown): WireHealthCheck | null {
  const row = object(value);
  if (row === undefined) return null;
  const weekly = enabled(row['weekly']);
  return {
    isEnabled: flag(row['isEnabled']),
    weekly: weekly && {
      localTime: anyText(weekly['localTime']),
      kind: 'SelectedDays',
      days: many(weekly['days'], anyText),
    },
    monthly: readMonthly(enabled(row['monthly'])),
  };
}
