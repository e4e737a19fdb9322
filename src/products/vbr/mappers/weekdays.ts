export const WEEKDAYS = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** Sunday 0; null for a word that is no day. */
export function weekdayOf(word: string): number | null {
  return indexIn(WEEKDAYS, word);
}

/** January 0; null for a word that is no month. */
export function monthOf(word: string): number | null {
  return indexIn(MONTHS, word);
}

function indexIn(names: readonly string[], word: string): number | null {
  const index = names.findIndex((name) => name.toLowerCase() === word.trim().toLowerCase());
  return index < 0 ? null : index;
}
