import type { HistoryStep } from '../../core/history/history-periods.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';

export const HistoryStepEnum = describedEnum<HistoryStep>(
  'HistoryStep',
  'What one point of a history stands for.',
  {
    HOUR: 'An hour. How full repositories were is kept by hour for 90 days. The hour that the clock repeats in autumn gives two points.',
    DAY: 'A day; those of the clock change have 23 or 25 hours. How full repositories were longer than 90 days ago is, in another zone than UTC, told by what was seen last on the days of UTC.',
    WEEK: 'An ISO week, from Monday.',
    MONTH: 'A calendar month.',
  },
);
