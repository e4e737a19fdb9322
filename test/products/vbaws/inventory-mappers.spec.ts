import { promiseOf } from '../../../src/products/vbaws/mappers/longest-gap.js';
import { scheduledPolicyRecord } from '../../../src/products/vbaws/mappers/policy.js';
import { repositoryRecord } from '../../../src/products/vbaws/mappers/repository.js';
import { scheduleSummary } from '../../../src/products/vbaws/mappers/schedule-summary.js';
import { scheduleOf } from '../../../src/products/vbaws/mappers/schedule.js';
import { policyTemplate } from '../../../src/products/vbaws/mappers/lookups.js';
import { overallCompliance, slaCompliance } from '../../../src/products/vbaws/mappers/sla.js';
import { vpcPolicyRecord } from '../../../src/products/vbaws/mappers/vpc-policy.js';
import { policyRoutes } from '../../../src/products/vbaws/policy-routes.js';
import { Row } from '../../../src/platform/products-kit/row.js';
import { readPolicy } from '../../../src/products/vbaws/wire/policy.js';
import { readRepository } from '../../../src/products/vbaws/wire/repository.js';
import { DAY, HOUR } from './support.js';

describe('a schedule', () => {
  const daily = (plan: object): object => ({ dailyScheduleEnabled: true, dailySchedule: plan });
  const at = (...hours: unknown[]): object => ({ snapshotOptions: { schedule: { hours } } });
  const switches = (...on: number[]): boolean[] => Array.from({ length: 24 }, (_, hour) => on.includes(hour));
  const weekly = (days: string[], timeLocal = '22:00'): object => ({
    weeklyScheduleEnabled: true,
    weeklySchedule: { timeLocal, backupOptions: { schedule: { days } } },
  });
  const monthly = (plan: object, months: string[] = []): object => ({
    monthlyScheduleEnabled: true,
    monthlySchedule: { timeLocal: '22:00', ...plan, snapshotOptions: { schedule: { months } } },
  });

  it.each<[string, object | null, number | null, string]>([
    ['none', null, null, 'Not scheduled'],
    ['switched off', { dailyScheduleEnabled: false, dailySchedule: at(1) }, null, 'Not scheduled'],
    ['switched on as text', { dailyScheduleEnabled: 'true', dailySchedule: at(1) }, DAY, 'Daily at 01:00'],
    ['daily by switches', daily(at(...switches(2, 14))), 12 * HOUR, 'Daily at 02:00, 14:00'],
    ['daily by hours', daily(at(20, 8)), 12 * HOUR, 'Daily at 08:00, 20:00'],
    ['daily by ones and zeros', daily(at(...switches(6).map(Number))), DAY, 'Daily at 06:00'],
    ['hourly', daily(at(...switches(...Array(24).keys()))), HOUR, 'Daily every hour'],
    [
      'four times within an hour',
      daily({ runsPerHour: 4, ...at(3) }),
      DAY - 0.75 * HOUR,
      'Daily at 03:00, 4 times within the hour',
    ],
    ['on weekdays', daily({ kind: 'WeekDays', ...at(22) }), 3 * DAY, 'On weekdays at 22:00'],
    [
      'on two days',
      daily({ kind: 'SelectedDays', days: ['Monday', 'thursday'], ...at(22) }),
      4 * DAY,
      'On Monday, Thursday at 22:00',
    ],
    ['daily without hours', daily({ kind: 'Everyday' }), DAY, 'Daily'],
    ['weekly', weekly(['Saturday']), 7 * DAY, 'Weekly on Saturday at 22:00'],
    [
      'weekly with a date-time',
      weekly(['Saturday'], '2020-01-01T21:30:00Z'),
      7 * DAY,
      'Weekly on Saturday at 21:30',
    ],
    [
      'weekdays and Saturdays',
      { ...daily({ kind: 'WeekDays', ...at(22) }), ...weekly(['Saturday']) },
      2 * DAY,
      'On weekdays at 22:00; Weekly on Saturday at 22:00',
    ],
    [
      'monthly on a date',
      monthly({ dayNumberInMonth: 'OnDay', dayOfMonth: 31 }),
      31 * DAY,
      'Day 31 of every month at 22:00',
    ],
    [
      'monthly on a Sunday',
      monthly({ dayNumberInMonth: 'Last', dayOfWeek: 'Sunday' }),
      35 * DAY,
      'Last Sunday of every month at 22:00',
    ],
    [
      'in two months',
      monthly({ dayNumberInMonth: 'First', dayOfWeek: null }, ['January', 'July']),
      184 * DAY,
      'First day of January, July at 22:00',
    ],
    [
      'yearly',
      {
        yearlyScheduleEnabled: true,
        yearlySchedule: { dayNumberInMonth: 'OnDay', dayOfMonth: 15, month: 'May' },
      },
      366 * DAY,
      'Day 15 of May',
    ],
  ])('%s', (_title, settings, longestGap, summary) => {
    const schedule = scheduleOf(Row.of(settings));
    expect(promiseOf(schedule)).toEqual({ scheduled: longestGap !== null, longestGap });
    expect(scheduleSummary(schedule)).toBe(summary);
  });

  it('keeps what each kind of run makes and how long it stays', () => {
    const { daily: plan } = scheduleOf(
      Row.of(
        daily({
          snapshotOptions: { schedule: { hours: [1, 2] }, retention: { count: 7 } },
          backupOptions: { schedule: { hours: [2] }, retention: { type: 'Months', count: '3' } },
        }),
      ),
    );
    expect(plan?.runs).toEqual([
      { target: 'SNAPSHOT', hours: [1, 2], days: [], months: [], retention: { count: 7, unit: null } },
      { target: 'BACKUP', hours: [2], days: [], months: [], retention: { count: 3, unit: 'Months' } },
    ]);
  });
});

describe('a policy', () => {
  const [ec2] = policyRoutes('1.8-rev0');
  const record = (row: object): object | null => {
    const wire = readPolicy({ id: 'p', name: 'P', isEnabled: true, ...row });
    return wire && ec2 ? scheduledPolicyRecord(wire, ec2, 'aws') : null;
  };
  const link = (path: string): object => ({
    rel: 'self',
    method: 'GET',
    href: `https://10.0.0.7:11005/api/v1/${path}`,
  });

  it.each<[string, object, object]>([
    [
      'runs',
      { lastPolicySessionStatus: 'Running', isEnabled: false },
      { status: 'RUNNING', lastResult: 'NONE' },
    ],
    [
      'never ran',
      { lastPolicySessionStatus: 'NeverExecuted' },
      { status: 'IDLE', lastRun: null, lastSuccess: null },
    ],
    [
      'is switched off',
      { isEnabled: 'false', lastPolicySessionStatus: 'Failed' },
      { status: 'DISABLED', lastResult: 'FAILED' },
    ],
    ['names no last run', {}, { status: 'UNKNOWN', lastRun: undefined, lastResult: undefined }],
    ['only makes snapshots', {}, { kind: 'SNAPSHOT', repositoryIds: [] }],
    [
      'stores twice in one place',
      { backupSettings: { targetRepositoryId: 'r' }, archiveSettings: { targetRepositoryId: 'r' } },
      { kind: 'BACKUP', repositoryIds: ['r'] },
    ],
    [
      'stores as RDS policies say',
      { rdsBackupSettings: { targetRepositoryId: 'r' } },
      { repositoryIds: ['r'] },
    ],
    [
      'links its target',
      { _embedded: { targetRepository: link('repositories/r') } },
      { repositoryIds: ['r'] },
    ],
    [
      'links its sessions, before 1.2 under another name',
      {
        _embeddedResources: {
          lastBackupSession: link('sessions/s2?x=1'),
          lastFinishedBackupSession: link('sessions/s1'),
        },
      },
      { lastSessionId: 's2', native: { lastFinishedSessionId: 's1' } },
    ],
    [
      'has a broken link',
      { _embedded: { lastBackupSession: { href: 'https://host/' } } },
      { lastSessionId: null },
    ],
    [
      'names an account only',
      { amazonAccountId: 'a' },
      { native: { identity: { nativeId: 'a', name: null } } },
    ],
    [
      'selects by tag',
      { backupType: 'SelectedItems', selectedItems: { virtualMachineIds: ['v'], tagIds: ['t'] } },
      { native: { backupType: 'SELECTED_ITEMS', selected: { resourceIds: ['v'], tagIds: ['t'] } } },
    ],
    [
      'says nothing at all',
      { description: null, scheduleSettings: null },
      { description: null, schedule: { scheduled: false, longestGap: null } },
    ],
  ])('that %s', (_title, row, expected) => {
    expect(record(row)).toMatchObject(expected);
  });
});

it('has the VPC policy under an id of its own', () => {
  const body = { scheduleOptions: { dailySchedule: { schedule: { type: 'Days', count: 2 } } } };
  const fields = Row.of(body);
  expect(fields && vpcPolicyRecord(fields, 'aws')).toMatchObject({
    nativeId: 'vpc',
    enabled: true,
    status: 'UNKNOWN',
    schedule: { scheduled: true, longestGap: 2 * DAY },
  });
  const empty = Row.of({ backupOptionsEnabled: false });
  expect(empty && vpcPolicyRecord(empty, 'aws')).toMatchObject({
    enabled: false,
    status: 'DISABLED',
    schedule: { scheduled: false, longestGap: null },
  });
});

it.each<[string, unknown, object]>([
  ['that does not say', undefined, { enabled: null, periodDays: null }],
  ['that says null', null, { enabled: null, periodDays: null }],
  ['that says nothing inside', {}, { enabled: null, periodDays: null }],
  ['that is off', { enabled: false, periodDays: 30 }, { enabled: false, periodDays: null }],
  ['that is on', { isEnabled: true, retentionPeriodDays: 14 }, { enabled: true, periodDays: 14 }],
  ['that is on without a period', { immutabilityEnabled: 'true' }, { enabled: true, periodDays: null }],
])('reads the immutability of a repository %s', (_title, immutabilitySettings, expected) => {
  const wire = readRepository({ id: 'r', name: 'R', immutabilitySettings });
  expect(wire && repositoryRecord(wire, 'aws').immutability).toEqual(expected);
});

it.each<[object, boolean | null]>([
  [{ snapshotSlaReport: { status: 'MetSla' }, backupSlaReport: { status: 'MetSla' } }, true],
  [{ snapshotSlaReport: { status: 'MetSla' }, backupSlaReport: { status: 'MissedSla' } }, false],
  [{ snapshotSlaReport: { status: 'None' } }, null],
  [{ snapshotSlaReport: null }, null],
])('%j complies: %s', (reports, met) => {
  const compliance = slaCompliance({ id: 'p', ...reports });
  expect(compliance && overallCompliance(compliance)).toBe(met);
});

it('finds the repositories of a template wherever it keeps them', () => {
  const template = {
    id: 't',
    repositoryId: 'a',
    archive: { settings: [{ targetRepositoryId: 'b' }] },
    repositoryIds: ['a', 'c'],
  };
  expect(policyTemplate(template)).toEqual({
    nativeId: 't',
    name: 't',
    description: null,
    repositoryIds: ['a', 'b', 'c'],
  });
  expect(policyTemplate({ name: 'no id' })).toBeNull();
});
