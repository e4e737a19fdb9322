const DAY = 86_400_000;
const MINUTE = 60_000;
/** No zone is further from UTC. */
const FURTHEST = 15 * 3_600_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of a moment in a zone, "2026-03-29". */
export function dayOf(zone: string, moment: number): string {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  formats.set(zone, format);
  return format.format(moment);
}

/** When the day of a moment begins in a zone: at midnight, or later where the clock skips that. */
export function startOfDay(zone: string, moment: number): number {
  return startOfCalendarDay(zone, dayOf(zone, moment));
}

/** When a calendar day, "2026-03-29", begins in a zone. */
export function startOfCalendarDay(zone: string, day: string): number {
  let before = Date.parse(`${day}T00:00Z`) - FURTHEST;
  let within = Date.parse(`${day}T00:00Z`) + FURTHEST;
  while (within - before > MINUTE) {
    const middle = Math.round((before + within) / 2 / MINUTE) * MINUTE;
    if (dayOf(zone, middle) < day) before = middle;
    else within = middle;
  }
  return within;
}

/** When the day after that of a moment begins in a zone. */
export function endOfDay(zone: string, moment: number): number {
  return startOfDay(zone, startOfDay(zone, moment) + 1.5 * DAY);
}

/** When the day before that of a moment begins in a zone. */
export function startOfDayBefore(zone: string, moment: number): number {
  return startOfDay(zone, startOfDay(zone, moment) - 1);
}

/** When each of the last `count` days begins in a zone, the day of `moment` last. */
export function lastDays(zone: string, moment: number, count: number): readonly number[] {
  const starts = [startOfDay(zone, moment)];
  while (starts.length < count) starts.unshift(startOfDay(zone, (starts[0] ?? moment) - DAY / 24));
  return starts;
}
