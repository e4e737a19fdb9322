import { describedEnum } from '../../../platform/graphql/described-enum.js';
import type { VbrMonth, VbrWeekday } from '../calendar.js';

export const VbrWeekdayEnum = describedEnum<VbrWeekday>('VbrWeekday', "A day of the server's week.", {
  MONDAY: 'Monday.',
  TUESDAY: 'Tuesday.',
  WEDNESDAY: 'Wednesday.',
  THURSDAY: 'Thursday.',
  FRIDAY: 'Friday.',
  SATURDAY: 'Saturday.',
  SUNDAY: 'Sunday.',
});

export const VbrMonthEnum = describedEnum<VbrMonth>('VbrMonth', 'A month.', {
  JANUARY: 'January.',
  FEBRUARY: 'February.',
  MARCH: 'March.',
  APRIL: 'April.',
  MAY: 'May.',
  JUNE: 'June.',
  JULY: 'July.',
  AUGUST: 'August.',
  SEPTEMBER: 'September.',
  OCTOBER: 'October.',
  NOVEMBER: 'November.',
  DECEMBER: 'December.',
});
