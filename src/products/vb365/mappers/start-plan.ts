import type { ScheduleKind, StartPlan, StartRule } from '../../../core/model/policy-terms.js';
import { minutesOfDay } from '../../../platform/products-kit/instants.js';
import { Words } from '../../../platform/products-kit/words.js';
import type { ScheduleRow } from '../wire/job.js';
import { intervalOf, summaryOf } from './schedule.js';

const KINDS = new Words<ScheduleKind>(
  {
    manualonly: 'NONE',
    immediate: 'AFTER_POLICY',
    periodically: 'PERIODIC',
    daily: 'DAILY',
    dailyattime: 'DAILY',
  },
  'OTHER',
);

/** Days of the week, Sunday 0. */
const DAYS = new Words<readonly number[]>(
  {
    everyday: [0, 1, 2, 3, 4, 5, 6],
    workdays: [1, 2, 3, 4, 5],
    weekends: [0, 6],
    sunday: [0],
    monday: [1],
    tuesday: [2],
    wednesday: [3],
    thursday: [4],
    friday: [5],
    saturday: [6],
  },
  [],
);

/** When a job starts by itself, in words that all products share. */
export function startPlanOf(row: ScheduleRow): StartPlan {
  const text = summaryOf(row);
  const kind = row.scheduleEnabled === false ? 'NONE' : KINDS.of(row.type);
  switch (kind) {
    case 'PERIODIC':
      return { kind, text, rules: intervalRule(row), open: row.window };
    case 'DAILY': {
      const weekdays = DAYS.of(row.dailyType ?? 'everyday');
      const rules = dailyRule(weekdays, row.dailyTime);
      return { kind: weekdays.length === 1 ? 'WEEKLY' : kind, text, rules, open: row.window };
    }
    case 'NONE':
      return { kind, text, rules: [], open: null };
    default:
      return { kind, text, rules: [], open: row.window };
  }
}

function intervalRule(row: ScheduleRow): readonly StartRule[] {
  const every = intervalOf(row);
  return every === null ? [] : [{ every, open: row.window }];
}

function dailyRule(weekdays: readonly number[], time: string | null): readonly StartRule[] {
  const minutes = minutesOfDay(time);
  return minutes === null || weekdays.length === 0 ? [] : [{ weekdays, minutes: [minutes] }];
}
