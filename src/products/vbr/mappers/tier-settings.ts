import { toMonth, toWeekday } from '../calendar.js';
import type { VbrHealthCheck, VbrMonthlyCheck, VbrTierEncryption, VbrWeeklyCheck } from '../model.js';
import { valuesOf } from '../product-words.js';
import { DAYS_IN_MONTH, ENCRYPTION_TYPES } from '../repository-words.js';
import type {
  WireEncryption,
  WireHealthCheck,
  WireMonthlyCheck,
  WireWeeklyCheck,
} from '../wire/tier-settings.js';
import { shortTime } from './schedule-details.js';

const KEY_SOURCES = valuesOf(ENCRYPTION_TYPES);
const DAY_NUMBERS = valuesOf(DAYS_IN_MONTH);

export function toEncryption({ isEnabled, type, ...details }: WireEncryption): VbrTierEncryption {
  return { enabled: isEnabled, type: KEY_SOURCES.of(type), ...details };
}

export function toHealthCheck({ isEnabled, weekly, monthly }: WireHealthCheck): VbrHealthCheck {
  return {
    enabled: isEnabled,
    weekly: weekly && toWeeklyCheck(weekly),
    monthly: monthly && toMonthlyCheck(monthly),
  };
}

function toWeeklyCheck({ isEnabled, days, localTime }: WireWeeklyCheck): VbrWeeklyCheck {
  return {
    enabled: isEnabled,
    days: days.map(toWeekday).filter((day) => day !== null),
    time: shortTime(localTime),
  };
}

function toMonthlyCheck(wire: WireMonthlyCheck): VbrMonthlyCheck {
  return {
    enabled: wire.isEnabled,
    dayNumberInMonth: DAY_NUMBERS.of(wire.dayNumberInMonth),
    dayOfWeek: wire.dayOfWeek === null ? null : toWeekday(wire.dayOfWeek),
    dayOfMonth: wire.dayOfMonth,
    lastDayOfMonth: wire.isLastDayOfMonth,
    months: wire.months.map(toMonth).filter((month) => month !== null),
    time: shortTime(wire.localTime),
  };
}
