import { WEEKDAYS, toMonth } from '../calendar.js';
import type { VbrDailySchedule, VbrMonthlySchedule, VbrPeriodicSchedule, VbrSchedule } from '../model.js';
import type { WireDaily, WireMonthly, WirePeriodically, WireSchedule } from '../wire/schedule.js';
import { isOnDay } from './monthly-gap.js';
import { daysOf } from './schedule.js';
import { capitalised, toWindow } from './window.js';

export function toScheduleDetails(wire: WireSchedule): VbrSchedule {
  const parts = {
    automatic: wire.runAutomatically ?? (wire.continuously || wire.atEvents),
    daily: wire.daily && toDaily(wire.daily),
    monthly: wire.monthly && toMonthly(wire.monthly),
    periodic: wire.periodically && toPeriodic(wire.periodically),
    continuous: wire.continuously,
    afterJobName: wire.afterJob ? wire.afterJobName : null,
    retryCount: wire.retryCount,
    retryWaitMinutes: wire.retryWaitMinutes,
    window: toWindow(wire.window ?? wire.periodically?.window ?? null),
  };
  return { summary: summaryOf(wire, parts), ...parts };
}

function summaryOf(wire: WireSchedule, parts: Omit<VbrSchedule, 'summary'>): string {
  if (!parts.automatic) return 'Not scheduled';
  const { daily, monthly, periodic, continuous } = parts;
  const sentences = [
    daily && `${daily.days.length === 7 ? 'Daily' : daily.days.map(capitalised).join(', ')}${at(daily.time)}`,
    monthly && `Monthly, ${lowerFirst(monthly.day)}${ofMonths(monthly.months)}${at(monthly.time)}`,
    periodic && every(periodic),
    continuous && 'Continuously',
    wire.afterJob && `After job ${wire.afterJobName ?? '(unknown)'}`,
    wire.atEvents && 'On events of the computer',
  ].filter((sentence) => typeof sentence === 'string');
  return sentences.length === 0 ? 'Not scheduled' : sentences.join('; ');
}

function at(time: string | null): string {
  return time === null ? '' : ` at ${time}`;
}

function every({ every: count, unit }: VbrPeriodicSchedule): string {
  return count === 1 ? `Every ${unit.replace(/s$/, '')}` : `Every ${count} ${unit}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function ofMonths(months: readonly string[]): string {
  return months.length === 0 || months.length === 12 ? '' : ` of ${months.map(capitalised).join(', ')}`;
}

function toDaily(daily: WireDaily): VbrDailySchedule {
  return { time: shortTime(daily.localTime), days: daysOf(daily).flatMap((day) => WEEKDAYS[day] ?? []) };
}

function toMonthly(monthly: WireMonthly): VbrMonthlySchedule {
  return {
    time: shortTime(monthly.localTime),
    day: dayOf(monthly),
    months: monthly.months.map(toMonth).filter((month) => month !== null),
  };
}

function dayOf(monthly: WireMonthly): string {
  if (monthly.isLastDayOfMonth) return 'Last day';
  if (isOnDay(monthly)) return `Day ${monthly.dayOfMonth ?? '(unknown)'}`;
  return `${capitalised(monthly.dayNumberInMonth ?? '')} ${capitalised(monthly.dayOfWeek ?? '')}`;
}

function toPeriodic(periodic: WirePeriodically): VbrPeriodicSchedule | null {
  if (periodic.frequency === null) return null;
  return { every: periodic.frequency, unit: periodic.unit?.toLowerCase() ?? 'unknown' };
}

/** "22:00" of "22:00:00". */
export function shortTime(time: string | null): string | null {
  return time === null ? null : (/^\d\d?:\d\d/.exec(time)?.[0] ?? time);
}
