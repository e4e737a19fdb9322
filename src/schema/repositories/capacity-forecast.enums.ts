import type { ForecastConfidence, ForecastReason } from '../../core/forecast/capacity-forecast.js';
import type { HistoryEventKind } from '../../core/history/capacity-events.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';

export const ForecastConfidenceEnum = describedEnum<ForecastConfidence>(
  'ForecastConfidence',
  'How far a forecast can be trusted.',
  {
    HIGH: 'Known for 60 days or more, the fast pace of its past is at most twice the slow one, and the forecast of two weeks ago was off by at most a fifth of the room that was left.',
    MEDIUM: 'Known for 28 days or more, and the fast pace is at most three times the slow one.',
    LOW: 'Less than that.',
    NONE: 'There is no forecast: see `reason`.',
  },
);

export const ForecastReasonEnum = describedEnum<ForecastReason>(
  'ForecastReason',
  'Why there are no days left to tell.',
  {
    INSUFFICIENT_HISTORY:
      'Known for less than 21 days, or on fewer than 15 of them, or on less than 60 %: `availableFrom` tells when there is enough.',
    NOT_GROWING: 'The use stays as it is or shrinks.',
    BEYOND_HORIZON: 'It lasts longer than 730 days.',
    TOO_IRREGULAR:
      'The fast pace of its past is more than four times the slow one, or the slow one is no growth.',
    NO_CAPACITY: 'Its capacity or free space is not told: all of VB_AWS, and object storage without a limit.',
    STALE: 'It was last seen more than 48 hours ago.',
    OFF: 'The history cannot be read just now.',
  },
);

export const HistoryEventKindEnum = describedEnum<HistoryEventKind>('HistoryEventKind', 'What has changed.', {
  CAPACITY_ADDED: 'A repository was extended.',
  CAPACITY_REMOVED: 'A repository was made smaller.',
  LEVEL_SHIFT:
    'The use jumped from one day to the next: a clean-up, a new job, backups that were moved. It does not count as growth.',
});
