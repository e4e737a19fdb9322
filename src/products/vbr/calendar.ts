export const WEEKDAYS = [
  'SUNDAY',
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
] as const;

export const MONTHS = [
  'JANUARY',
  'FEBRUARY',
  'MARCH',
  'APRIL',
  'MAY',
  'JUNE',
  'JULY',
  'AUGUST',
  'SEPTEMBER',
  'OCTOBER',
  'NOVEMBER',
  'DECEMBER',
] as const;

export type VbrWeekday = (typeof WEEKDAYS)[number];
export type VbrMonth = (typeof MONTHS)[number];

/** "monday" as MONDAY: revisions differ in the case. null: a word that is no day. */
export function toWeekday(word: string): VbrWeekday | null {
  return valueIn(WEEKDAYS, word);
}

/** "january" as JANUARY. null: a word that is no month. */
export function toMonth(word: string): VbrMonth | null {
  return valueIn(MONTHS, word);
}

/** Sunday 0; null for a word that is no day. */
export function weekdayOf(word: string): number | null {
  const day = toWeekday(word);
  return day === null ? null : WEEKDAYS.indexOf(day);
}

/** January 0; null for a word that is no month. */
export function monthOf(word: string): number | null {
  const month = toMonth(word);
  return month === null ? null : MONTHS.indexOf(month);
}

function valueIn<T extends string>(values: readonly T[], word: string): T | null {
  const wanted = word.trim().toUpperCase();
  return values.find((value) => value === wanted) ?? null;
}
