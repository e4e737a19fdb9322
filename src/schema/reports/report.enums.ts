import type { CapacityGroupKey } from '../../core/reports/capacity-report.js';
import type { SessionGroupKey } from '../../core/reports/session-report.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';

export const SessionGroupKeyEnum = describedEnum<SessionGroupKey>(
  'SessionGroupKey',
  'What runs are grouped by.',
  {
    PRODUCT: 'By product.',
    SERVER: 'By server.',
    POLICY: 'By the policy that started them; those no policy started are one group without a policy.',
    KIND: 'By what they did.',
    WORKLOAD: 'By what their policy protects.',
    RESULT: 'By how they ended.',
    CAUSE:
      'By why they ended WARNING, FAILED or CANCELLED, as `Session.cause` tells it; all others are one group without a cause.',
    MESSAGE:
      'By what the product says of why they ended WARNING, FAILED or CANCELLED, its first 1,000 characters; all others are one group without a message.',
    HOUR: 'By the hour they started in. The hour that the clock repeats in autumn gives two groups.',
    DAY: 'By the day they started on, in the time zone of the report. Days of the clock change have 23 or 25 hours.',
    WEEK: 'By the ISO week (from Monday) they started in, in the time zone of the report.',
    MONTH: 'By the calendar month they started in, in the time zone of the report.',
    TAG: 'By each tag of their server; a run counts in the group of every tag, so groups may sum to more than the total.',
  },
);

export const CapacityGroupKeyEnum = describedEnum<CapacityGroupKey>(
  'CapacityGroupKey',
  'What repositories are grouped by.',
  {
    PRODUCT: 'By product.',
    SERVER: 'By server.',
    KIND: 'By what sort of storage they are.',
    TAG: 'By each tag of their server; a repository counts in the group of every tag, so groups may sum to more than the total.',
  },
);
