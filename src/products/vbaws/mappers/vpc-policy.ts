import type { Milliseconds } from '../../../core/model/instant.js';
import type { Schedule } from '../../../core/model/policy.js';
import { VPC_POLICY_ID, VPC_POLICY_TYPE } from '../policy-routes.js';
import type { Row } from '../../../platform/products-kit/row.js';
import type { VpcPolicyRecord } from './policy-native.js';
import type { Retention } from './schedule-parts.js';
import { retentionOf } from './schedule.js';
import { statusOf } from './words.js';

const HOUR = 3_600_000;
/** What a count of runs or of units means for the time between two runs; the words are not published. */
const GAPS: readonly (readonly [RegExp, (count: number) => Milliseconds])[] = [
  [/per\s*day/i, (count) => (24 * HOUR) / count],
  [/hour/i, (count) => count * HOUR],
  [/day|daily/i, (count) => count * 24 * HOUR],
  [/week/i, (count) => count * 7 * 24 * HOUR],
];

/** The one policy for VPC configurations. Its body names no id, no name and no last session. */
export function vpcPolicyRecord(body: Row, server: string): VpcPolicyRecord {
  const daily = body.object('scheduleOptions')?.object('dailySchedule') ?? null;
  const interval = retentionOf(daily?.object('schedule') ?? null);
  // No switch of the policy as a whole is published; this one is all the body is known to have.
  const enabled = body.flag('isEnabled') ?? body.flag('backupOptionsEnabled') ?? true;
  const last = statusOf(body.text('lastPolicySessionStatus'));
  const idle = last ? 'IDLE' : 'UNKNOWN';
  return {
    type: VPC_POLICY_TYPE,
    server,
    nativeId: VPC_POLICY_ID,
    nativeType: 'VPC',
    name: body.text('name') ?? 'VPC configuration backup',
    description: body.text('description'),
    kind: 'BACKUP',
    workload: 'NETWORK_CONFIGURATION',
    enabled,
    status: last?.state === 'RUNNING' ? 'RUNNING' : enabled ? idle : 'DISABLED',
    lastRun: undefined,
    nextRun: null,
    lastResult: last?.result,
    lastSessionId: null,
    lastSuccess: undefined,
    repositoryIds: repositoryIds(body),
    schedule: scheduleOf(daily, interval),
    native: {
      kind: 'VPC',
      regions: (body.object('sourceOptions')?.objects('selectedLocations') ?? []).flatMap((location) =>
        location
          .objects('regions')
          .map((region) => ({ id: region.id('id'), name: region.text('displayName') })),
      ),
      retention: retentionOf(daily?.object('retention') ?? null),
      interval,
      backupEnabled: body.flag('backupOptionsEnabled'),
    },
  };
}

function repositoryIds(body: Row): string[] {
  const target = body.object('backupOptions')?.id('targetRepositoryId');
  return target ? [target] : [];
}

function scheduleOf(daily: Row | null, interval: Retention | null): Schedule {
  if (daily === null) return { scheduled: false, longestGap: null };
  const gapOf = GAPS.find(([word]) => word.test(interval?.unit ?? ''))?.[1];
  const longestGap = !gapOf || !interval || interval.count < 1 ? null : gapOf(interval.count);
  return { scheduled: true, longestGap };
}
