import { DateTime } from 'luxon';
import type { Appliance } from './appliance.js';
import type { PolicyRecord } from './records.js';
import { complianceOf, scheduleTypeOf } from './sla.js';
import type { BackupType, Compliance } from './sla.js';

const UNITS = { Daily: 'day', Weekly: 'week', Monthly: 'month' } as const;
const PERIODS = { Daily: 35, Weekly: 6, Monthly: 2 } as const;

export interface SlaPeriod {
  from: number;
  to: number;
  compliance: Compliance;
}

/** The days, weeks or months (UTC) for which the policy has runs, oldest first; the current one included. */
export function periodsOf(
  appliance: Appliance,
  policy: PolicyRecord,
  backupTypes: readonly BackupType[],
): SlaPeriod[] {
  const scheduleType = scheduleTypeOf(policy);
  const unit = UNITS[scheduleType];
  const current = DateTime.fromMillis(appliance.now, { zone: 'utc' }).startOf(unit);
  return Array.from({ length: PERIODS[scheduleType] }, (_, ago) => {
    const start = current.minus({ [unit]: ago });
    const from = start.toMillis();
    const to = start.plus({ [unit]: 1 }).toMillis();
    const scope = { from, to, backupTypes, scheduleTypes: [scheduleType] };
    return { from, to, compliance: complianceOf(appliance, policy, scope) };
  })
    .filter(({ compliance }) => compliance.planned > 0)
    .reverse();
}
