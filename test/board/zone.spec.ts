import { DateTime } from 'luxon';
import { dayOf, lastDays, startOfDay, startOfDayBefore } from '../../board/zone.js';

/** Days of 23, 24 and 25 hours, a day that does not exist, midnights that are skipped, offsets of odd minutes. */
const CASES = [
  ['Europe/Berlin', '2026-03-29T12:00Z'],
  ['Europe/Berlin', '2025-10-26T12:00Z'],
  ['America/New_York', '2026-03-09T02:00Z'],
  ['Asia/Kathmandu', '2026-06-01T00:00Z'],
  ['Australia/Lord_Howe', '2026-04-05T12:00Z'],
  ['Africa/Cairo', '2026-04-24T12:00Z'],
  ['Asia/Beirut', '2026-03-29T12:00Z'],
  ['Pacific/Apia', '2012-01-05T12:00Z'],
  ['UTC', '2026-01-01T00:00Z'],
] as const;

it.each(CASES)('begins the days of %s before %s where the calendar does', (zone, time) => {
  const moment = Date.parse(time);
  const local = DateTime.fromMillis(moment, { zone });
  expect(dayOf(zone, moment)).toBe(local.toISODate());
  expect(startOfDay(zone, moment)).toBe(local.startOf('day').toMillis());
  expect(new Set(lastDays(zone, moment, 30)).size).toBe(30);
  for (const start of lastDays(zone, moment, 30))
    expect(start).toBe(DateTime.fromMillis(start, { zone }).startOf('day').toMillis());
  expect(startOfDayBefore(zone, moment)).toBe(lastDays(zone, moment, 2)[0]);
});
