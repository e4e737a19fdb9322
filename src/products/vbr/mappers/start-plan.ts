import type { OpenHours, ScheduleKind, StartPlan, StartRule } from '../../../core/model/policy-terms.js';
import { minutesOfDay } from '../../../platform/products-kit/instants.js';
import { weekdayOf } from '../calendar.js';
import type { WireDaily, WireMonthly, WirePeriodically, WireSchedule, WireWindow } from '../wire/schedule.js';
import { dayOfMonth, monthsOf } from './monthly-gap.js';
import { toScheduleDetails } from './schedule-details.js';
import { daysOf, intervalOf } from './schedule.js';

const HOURS_A_DAY = 24;

/** When a job starts by itself, in words that all products share. */
export function toStartPlan(wire: WireSchedule): StartPlan {
  const { summary, automatic } = toScheduleDetails(wire);
  const text = summary;
  if (!automatic) return { kind: 'NONE', text, rules: [], open: null };
  return { kind: kindOf(wire), text, rules: rulesOf(wire), open: openHours(wire.window) };
}

function kindOf(wire: WireSchedule): ScheduleKind {
  if (wire.afterJob) return 'AFTER_POLICY';
  if (wire.continuously) return 'CONTINUOUS';
  if (wire.periodically !== null) return 'PERIODIC';
  if (wire.daily !== null) return daysOf(wire.daily).length === 1 ? 'WEEKLY' : 'DAILY';
  if (wire.monthly !== null) return 'MONTHLY';
  return wire.atEvents ? 'OTHER' : 'NONE';
}

/** A job that another one starts, or that runs all the time, has no times of its own. */
function rulesOf(wire: WireSchedule): readonly StartRule[] {
  const { daily, monthly, periodically } = wire;
  if (wire.afterJob || wire.continuously) return [];
  return [
    ...(daily === null ? [] : dailyRule(daily)),
    ...(monthly === null ? [] : monthlyRule(monthly)),
    ...(periodically === null ? [] : intervalRule(periodically)),
  ];
}

function dailyRule(daily: WireDaily): readonly StartRule[] {
  const minutes = minutesOfDay(daily.localTime);
  return minutes === null ? [] : [{ weekdays: daysOf(daily), minutes: [minutes] }];
}

function monthlyRule(monthly: WireMonthly): readonly StartRule[] {
  const minutes = minutesOfDay(monthly.localTime);
  const day = dayOfMonth(monthly);
  return minutes === null || day === null ? [] : [{ months: monthsOf(monthly), day, minutes: [minutes] }];
}

function intervalRule(periodic: WirePeriodically): readonly StartRule[] {
  const every = intervalOf(periodic);
  return every === null ? [] : [{ every, open: openHours(periodic.window) }];
}

/** Hours of days that the window does not name are closed; null: it names none that is open. */
function openHours(window: WireWindow | null): OpenHours | null {
  const hours = Array.from({ length: 7 * HOURS_A_DAY }, () => false);
  for (const { day, hours: permitted } of window?.days ?? []) {
    const weekday = weekdayOf(day);
    if (weekday === null) continue;
    for (const [hour, isOpen] of permitted.entries()) hours[weekday * HOURS_A_DAY + hour] = isOpen;
  }
  return hours.includes(true) ? { hours, offsetMinutes: null } : null;
}
