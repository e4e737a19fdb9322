import { readInstant } from '../../../src/platform/products-kit/instants.js';
import { logEntry, sessionItem } from '../../../src/products/vbaws/mappers/session-details.js';
import { sessionRecord } from '../../../src/products/vbaws/mappers/session.js';
import { readLogLine, readSessionItem } from '../../../src/products/vbaws/wire/session-details.js';
import { readSession } from '../../../src/products/vbaws/wire/session.js';
import { HOUR, NOW } from './support.js';

const NOON = Date.UTC(2026, 2, 1, 12);

describe('a time', () => {
  it.each<[string | null, number | null]>([
    ['2026-03-01T12:00:00Z', NOON],
    ['2026-03-01T12:00:00', NOON],
    ['2026-03-01 12:00', NOON],
    ['2026-03-01T12:00:00.1234567', NOON + 123],
    ['2026-03-01T12:00:00.5Z', NOON + 500],
    ['2026-03-01T13:00:00+01:00', NOON],
    ['2026-03-01T05:30:00.0000000-0630', NOON],
    ['2026-03-01', Date.UTC(2026, 2, 1)],
    ['0001-01-01T00:00:00', null],
    ['1970-01-01T00:00:00Z', null],
    ['soon', null],
    ['', null],
    [null, null],
  ])('%s is read as %s', (text, instant) => {
    expect(readInstant(text)).toBe(instant);
  });
});

describe('a session', () => {
  const session = (row: object): ReturnType<typeof sessionRecord> => {
    const wire = readSession({ id: 's', type: 'Policy', executionStartTime: '2026-03-01T12:00:00', ...row });
    return wire && sessionRecord(wire, { server: 'aws', now: NOW });
  };

  it.each<[string, object, object]>([
    ['by its status', { status: 'Succeeded' }, { state: 'FINISHED', result: 'SUCCESS' }],
    ['whatever the case', { status: 'FAILED' }, { state: 'FINISHED', result: 'FAILED' }],
    ['with one l', { status: 'Canceled', result: 'Cancelled' }, { state: 'FINISHED', result: 'CANCELLED' }],
    ['with two', { status: 'Cancelled' }, { state: 'FINISHED', result: 'CANCELLED' }],
    [
      'running',
      { status: 'Running', result: 'Running' },
      { state: 'RUNNING', result: 'NONE', endTime: null },
    ],
    ['waiting', { status: 'NeverExecuted' }, { state: 'PENDING', result: 'NONE' }],
    ['by its result alone', { result: 'Warning' }, { state: 'FINISHED', result: 'WARNING' }],
    ['running by its result', { result: 'Running' }, { state: 'RUNNING', result: 'NONE' }],
    ['in words nobody knows', { status: 'Odd', result: 'Success' }, { state: 'UNKNOWN', result: 'UNKNOWN' }],
    ['without any word', {}, { state: 'UNKNOWN', result: 'UNKNOWN' }],
  ])('is judged %s', (_title, row, expected) => {
    expect(session(row)).toMatchObject(expected);
  });

  it.each<[string, object, object]>([
    ['its times', { executionStopTime: '2026-03-01T13:00:00' }, { startTime: NOON, endTime: NOON + HOUR }],
    ['start and duration', { executionDuration: 60_000 }, { endTime: NOON + 60_000 }],
    ['a duration as text', { executionDuration: '60000' }, { endTime: NOON + 60_000 }],
    [
      'stop and duration',
      { executionStartTime: null, executionStopTime: '2026-03-01T12:00:00', executionDuration: 1000 },
      { startTime: NOON - 1000, endTime: NOON },
    ],
    ['nothing about the end', {}, { endTime: null }],
  ])('ends by %s', (_title, row, expected) => {
    expect(session({ status: 'Succeeded', ...row })).toMatchObject(expected);
  });

  it('that waits and has no start begins now; one that is over and has no time cannot be read', () => {
    expect(session({ status: 'NeverExecuted', executionStartTime: null })).toMatchObject({ startTime: NOW });
    expect(session({ status: 'Failed', executionStartTime: null })).toBeNull();
    expect(readSession({ type: 'Policy' })).toBeNull();
    expect(readSession('a session')).toBeNull();
  });

  it.each<[object, object]>([
    [{ extendedSessionType: 'PolicySnapshot' }, { kind: 'SNAPSHOT', nativeType: 'PolicySnapshot' }],
    [{ extendedSessionType: 'PolicyRemoteSnapshot' }, { kind: 'REPLICATION' }],
    [{ extendedSessionType: 'PolicyRdsSnapshot' }, { kind: 'SNAPSHOT' }],
    [{ extendedSessionType: 'PolicyEfsBackup' }, { kind: 'BACKUP' }],
    [{ extendedSessionType: 'PolicyEfsBackupCopy' }, { kind: 'BACKUP_COPY' }],
    [{ extendedSessionType: 'VpcBackup' }, { kind: 'BACKUP', policyId: 'vpc' }],
    [{ extendedSessionType: 'PolicyTeleport' }, { kind: 'OTHER', policyId: undefined }],
    [{}, { kind: 'BACKUP', nativeType: 'Policy' }],
    [{ type: 'RestoreTask' }, { kind: 'RESTORE', policyId: null }],
    [{ type: 'FlrEfsTask' }, { kind: 'RESTORE' }],
    [{ type: 'TombstoneRetention' }, { kind: 'RETENTION' }],
    [{ type: 'ConfigurationBackupActivity' }, { kind: 'CONFIGURATION' }],
    [{ type: 'ImportPolicy' }, { kind: 'MAINTENANCE' }],
    [
      { type: 'Job', extendedSessionType: 'PolicyBackup' },
      { kind: 'BACKUP', partOfRun: true, policyId: undefined },
    ],
    [{ type: 'TASK', extendedSessionType: 'vpcBackup' }, { partOfRun: true }],
    [{ type: 'Policy', extendedSessionType: 'PolicyBackup' }, { partOfRun: false }],
    [{ type: 'Task', extendedSessionType: 'ManualBackup' }, { partOfRun: false }],
    [{ type: 'Job', extendedSessionType: null }, { partOfRun: false }],
    [{ type: 'Task', _embedded: { restoreJobInfo: { href: 'x' } } }, { kind: 'RESTORE' }],
    [{ type: 'Job', _embedded: { backupJobInfo: { href: 'x' } } }, { kind: 'BACKUP' }],
    [{ type: 'Job' }, { kind: 'OTHER' }],
    [{ type: 'Dance' }, { kind: 'OTHER', nativeType: 'Dance', name: 'Dance' }],
  ])('%j is %j', (row, expected) => {
    expect(session({ status: 'Succeeded', ...row })).toMatchObject(expected);
  });
});

it.each<[string, string]>([
  ['Success', 'SUCCESS'],
  ['Error', 'FAILED'],
  ['RunningWithError', 'FAILED'],
  ['RunningWithWarning', 'WARNING'],
  ['Canceling', 'CANCELLED'],
  ['Pending', 'NONE'],
  ['Strange', 'UNKNOWN'],
])('a log line that says %s is %s', (status, expected) => {
  const line = readLogLine({ logTime: '2026-03-01T12:00:00', status, message: 'text' });
  expect(line && logEntry(line)).toEqual({ time: NOON, status: expected, title: 'text', description: null });
});

it('reads restored items by the link that tells what they are', () => {
  const row = {
    name: 'web-01',
    status: 'Succeeded',
    _embedded: { region: { href: 'r' }, virtualMachine: { href: 'v' } },
  };
  const item = readSessionItem(row);
  expect(item && sessionItem(item)).toMatchObject({
    name: 'web-01',
    type: 'virtualMachine',
    result: 'SUCCESS',
  });
});
