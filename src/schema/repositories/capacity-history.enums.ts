import type { HistoryReason, HistoryStep } from '../../core/history/capacity-history.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';

export const HistoryStepEnum = describedEnum<HistoryStep>(
  'HistoryStep',
  'What one point of a history stands for.',
  {
    HOUR: 'An hour. Hours are kept for 90 days. The hour that the clock repeats in autumn gives two points.',
    DAY: 'A day; those of the clock change have 23 or 25 hours. Older than 90 days, and in another zone than UTC, days are told by what was seen last on the days of UTC.',
    WEEK: 'An ISO week, from Monday.',
    MONTH: 'A calendar month.',
  },
);

export const HistoryReasonEnum = describedEnum<HistoryReason>(
  'HistoryReason',
  'Why something of a history is missing.',
  {
    OFF: 'What is kept cannot be read just now.',
    NO_CAPACITY: 'Its capacity or free space is not told: all of VB_AWS, and object storage without a limit.',
    NOT_SEEN:
      'It was not seen in some hours, and no import tells of them: the server or the gateway was away, it was not configured yet, or only its days are kept.',
  },
);
