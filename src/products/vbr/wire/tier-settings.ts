import { anyText, count, flag, id, many, object } from '../../../platform/products-kit/values.js';
import type { JsonObject } from '../../../platform/products-kit/values.js';

/** How a tier of a scale-out repository encrypts backups. */
export interface WireEncryption {
  readonly isEnabled: boolean | null;
  readonly type: string | null;
  readonly passwordId: string | null;
  readonly passwordUniqueId: string | null;
  readonly kmsServerId: string | null;
}

/** When restore points of a tier are checked. */
export interface WireHealthCheck {
  readonly isEnabled: boolean | null;
  readonly weekly: WireWeeklyCheck | null;
  readonly monthly: WireMonthlyCheck | null;
}

export interface WireWeeklyCheck {
  readonly isEnabled: boolean | null;
  readonly days: readonly string[];
  readonly localTime: string | null;
}

export interface WireMonthlyCheck {
  readonly isEnabled: boolean | null;
  readonly dayNumberInMonth: string | null;
  readonly dayOfWeek: string | null;
  readonly dayOfMonth: number | null;
  readonly isLastDayOfMonth: boolean | null;
  readonly months: readonly string[];
  readonly localTime: string | null;
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
  return {
    isEnabled: flag(row['isEnabled']),
    weekly: readWeeklyCheck(object(row['weekly'])),
    monthly: readMonthlyCheck(object(row['monthly'])),
  };
}

function readWeeklyCheck(row: JsonObject | undefined): WireWeeklyCheck | null {
  if (row === undefined) return null;
  return {
    isEnabled: flag(row['isEnabled']),
    days: many(row['days'], anyText),
    localTime: anyText(row['localTime']),
  };
}

function readMonthlyCheck(row: JsonObject | undefined): WireMonthlyCheck | null {
  if (row === undefined) return null;
  return {
    isEnabled: flag(row['isEnabled']),
    dayNumberInMonth: anyText(row['dayNumberInMonth']),
    dayOfWeek: anyText(row['dayOfWeek']),
    dayOfMonth: count(row['dayOfMonth']),
    isLastDayOfMonth: flag(row['isLastDayOfMonth']),
    months: many(row['months'], anyText),
    localTime: anyText(row['localTime']),
  };
}
