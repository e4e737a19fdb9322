import { DateTime } from 'luxon';

/** When a policy runs, in its own time zone. */
export type Cadence =
  | { kind: 'daily'; runsPerDay: number; hour: number }
  | { kind: 'weekly'; weekday: number; hour: number }
  | { kind: 'monthly'; day: number; hour: number }
  | { kind: 'none' };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Start times within [from, to), ascending, in epoch milliseconds. */
export function runsBetween(cadence: Cadence, timeZone: string, from: number, to: number): number[] {
  if (cadence.kind === 'none') return [];
  const runs: number[] = [];
  let day = DateTime.fromMillis(from, { zone: timeZone }).startOf('day');
  for (; day.toMillis() < to; day = day.plus({ days: 1 }))
    if (runsOn(cadence, day)) runs.push(...timesOf(cadence, day.toMillis()));
  return runs.filter((run) => run >= from && run < to);
}

/** Time between two runs, in milliseconds. */
export function intervalOf(cadence: Cadence): number {
  switch (cadence.kind) {
    case 'daily':
      return DAY / cadence.runsPerDay;
    case 'weekly':
      return 7 * DAY;
    case 'monthly':
    case 'none':
      return 30 * DAY;
  }
}

/** The local hours (0 to 23) at which a daily policy runs at least once. */
export function hoursOf(cadence: Cadence & { kind: 'daily' }): number[] {
  const hours = timesOf(cadence, 0).map((time) => Math.floor(time / HOUR));
  return [...new Set(hours)].sort((left, right) => left - right);
}

function runsOn(cadence: Cadence, day: DateTime): boolean {
  if (cadence.kind === 'weekly') return day.weekday === cadence.weekday;
  return cadence.kind !== 'monthly' || day.day === cadence.day;
}

function timesOf(cadence: Exclude<Cadence, { kind: 'none' }>, midnight: number): number[] {
  if (cadence.kind !== 'daily') return [midnight + cadence.hour * HOUR];
  const interval = DAY / cadence.runsPerDay;
  const first = (cadence.hour * HOUR) % interval;
  return Array.from({ length: cadence.runsPerDay }, (_, run) =>
    Math.floor(midnight + first + run * interval),
  );
}
