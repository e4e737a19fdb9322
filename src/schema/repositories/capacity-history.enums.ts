import type { HistoryReason } from '../../core/history/capacity-history.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';

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
