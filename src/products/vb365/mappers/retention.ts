import type { M365Retention } from '../native.js';
import type { RetentionRow } from '../wire/repository.js';

/** Only the number that belongs to the period type counts; the others may be left over from before. */
export function mapRetention(row: RetentionRow): M365Retention {
  const period = row.periodType?.toLowerCase();
  const isYearly = period === 'yearly';
  const retention = {
    type: row.type,
    days: period === 'daily' ? row.days : null,
    months: period === 'monthly' ? row.months : null,
    years: isYearly ? yearsOf(row.years) : null,
    isForever: isYearly && row.years?.toLowerCase() === 'keep',
    cleanUp: row.frequency,
  };
  return { ...retention, summary: summaryOf(retention) };
}

/** "Year1", "Years3". */
function yearsOf(word: string | null): number | null {
  const count = /^years?(\d{1,4})$/i.exec(word ?? '')?.[1];
  return count === undefined ? null : Number(count);
}

function summaryOf({ days, months, years, isForever }: Omit<M365Retention, 'summary'>): string {
  if (isForever) return 'Forever';
  if (days !== null) return plural(days, 'day');
  if (months !== null) return plural(months, 'month');
  return years === null ? 'Unknown' : plural(years, 'year');
}

function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
