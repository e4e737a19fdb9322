import { toWeekday } from '../calendar.js';
import type { VbrWindowDay } from '../model.js';
import type { WireWindow } from '../wire/schedule.js';

/** The permitted hours of each day; null: any time. */
export function toWindow(window: WireWindow | null): readonly VbrWindowDay[] | null {
  if (window === null) return null;
  return window.days.flatMap(({ day: word, hours }) => {
    const day = toWeekday(word);
    return day === null ? [] : { day, hours: hours.flatMap((permitted, hour) => (permitted ? [hour] : [])) };
  });
}

/** Days and months are written in lower case by some revisions. */
export function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}
