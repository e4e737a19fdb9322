import { DateTime } from 'luxon';
import type { Appliance } from './appliance.js';
import { instanceSessionId } from './ids.js';
import type { Json, PolicyRecord, ResourceRecord } from './records.js';
import type { ItemStatus } from './session-items.js';
import { backupTypesOf, complianceOf } from './sla.js';
import type { BackupType, Compliance, InstanceRun } from './sla.js';
import type { SlaPeriod } from './sla-periods.js';

const ITEM_WORDS: Record<ItemStatus, string> = { Succeeded: 'Success', Warning: 'Warning', Failed: 'Failed' };

/** A policy with its compliance per kind of backup, over all sessions still known. */
export function renderSlaReport(appliance: Appliance, policy: PolicyRecord): Json {
  const offered = backupTypesOf(appliance, policy);
  const report = (type: BackupType): Json => {
    const scope = { from: 0, to: appliance.now, backupTypes: [type], scheduleTypes: [] };
    const { status, percent } = complianceOf(appliance, policy, scope);
    return offered.includes(type)
      ? { status, achievedSlaPercent: percent }
      : { status: 'None', achievedSlaPercent: 0 };
  };
  return {
    id: policy.id,
    name: policy.name,
    priority: policy.priority,
    isEnabled: policy.enabled,
    description: policy.description,
    snapshotSlaReport: report('Ec2Snapshot'),
    replicaSlaReport: report('Ec2Replica'),
    backupSlaReport: report('Ec2Backup'),
    archiveSlaReport: report('Ec2Archive'),
  };
}

export function renderSlaPeriod({ from, to, compliance }: SlaPeriod): Json {
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    achievedSlaPercent: compliance.percent,
    processedObjects: compliance.planned,
    status: compliance.status,
  };
}

export function renderSlaInstance(instance: ResourceRecord, compliance: Compliance): Json {
  return {
    instanceId: instance.id,
    instanceName: instance.name,
    status: compliance.status,
    achievedSlaPercent: compliance.percent,
    planned: compliance.planned,
    successful: compliance.successful,
    missed: compliance.missed,
  };
}

export function renderSlaSession({ session, position, status }: InstanceRun, timeZone: string): Json {
  return {
    sessionId: instanceSessionId(session.usn, position),
    status: ITEM_WORDS[status],
    startTime: renderTimestamp(session.start, timeZone),
  };
}

/** The log of what a session did to one instance. */
export function renderSlaSessionLog(run: InstanceRun, instance: ResourceRecord, timeZone: string): Json[] {
  const { session, status } = run;
  const step = Math.floor((session.end - session.start) / 3);
  const lines: [string, string][] = [
    [`Processing of ${instance.name} started`, 'None'],
    ['Creating snapshots', status === 'Failed' ? 'Failed' : 'Success'],
    [session.reason === '' ? 'Processing finished' : session.reason, ITEM_WORDS[status]],
  ];
  return lines.map(([sessionLogName, lineStatus], index) => ({
    sessionLogName,
    status: lineStatus,
    startTime: renderTimestamp(session.start + index * step, timeZone),
  }));
}

function renderTimestamp(time: number, timeZone: string): Json {
  return {
    sessionTimestampUtc: new Date(time).toISOString(),
    resourceTimezone: {
      name: timeZone,
      timezoneOffset: DateTime.fromMillis(time, { zone: timeZone }).toFormat('ZZ'),
    },
  };
}
