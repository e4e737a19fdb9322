/** A policy's schedule as its body has it, in the appliance's time zone. */
export interface PolicySchedule {
  readonly daily: DailyPlan | null;
  readonly weekly: WeeklyPlan | null;
  readonly monthly: MonthlyPlan | null;
  readonly yearly: YearlyPlan | null;
}

/** What a planned run makes. */
export type RunTarget = 'SNAPSHOT' | 'REPLICA' | 'BACKUP';

/** Sunday first, as the week of a date begins. */
export const WEEKDAYS = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

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
export type Month = (typeof MONTHS)[number];

/** How long restore points stay: a number of points, or of a unit of time. */
export interface Retention {
  readonly count: number;
  /** The product's word ("Days", "Months", "Years"); null: restore points are counted. */
  readonly unit: string | null;
}

/** What one kind of run does within a plan. Lists that do not belong to the plan are empty. */
export interface PlannedRuns {
  readonly target: RunTarget;
  /** Hours of the day, 0 to 23. */
  readonly hours: readonly number[];
  readonly days: readonly Weekday[];
  readonly months: readonly Month[];
  readonly retention: Retention | null;
}

export interface DailyPlan {
  /** The days it runs on; all seven for an everyday schedule. */
  readonly days: readonly Weekday[];
  /** How often it runs within each of its hours. */
  readonly runsPerHour: number;
  readonly runs: readonly PlannedRuns[];
}

export interface WeeklyPlan {
  /** "HH:MM"; null: not told. */
  readonly time: string | null;
  readonly runs: readonly PlannedRuns[];
}

/** A day within a month: "Last" "Sunday", or "OnDay" 15. */
export interface DayOfMonth {
  /** The product's word: First, Second, Third, Fourth, Last, OnDay. */
  readonly ordinal: string;
  readonly weekday: Weekday | null;
  readonly number: number | null;
}

export interface MonthlyPlan {
  readonly time: string | null;
  readonly day: DayOfMonth;
  readonly toArchive: boolean | null;
  readonly runs: readonly PlannedRuns[];
}

export interface YearlyPlan {
  readonly time: string | null;
  readonly day: DayOfMonth;
  readonly month: Month;
  readonly toArchive: boolean | null;
  readonly retention: Retention | null;
}
