import type { Appliance } from './appliance.js';
import type { PolicyRecord, ResourceRecord, SessionRecord } from './records.js';
import { itemsOf } from './session-items.js';
import type { ItemStatus } from './session-items.js';

export const SLA_STATUSES = ['All', 'MetSla', 'MissedSla', 'None'] as const;
export const BACKUP_TYPES = ['Ec2Snapshot', 'Ec2Replica', 'Ec2Backup', 'Ec2Archive'] as const;
export const SCHEDULE_TYPES = ['Daily', 'Weekly', 'Monthly'] as const;
type SlaStatus = Exclude<(typeof SLA_STATUSES)[number], 'All'>;
export type BackupType = (typeof BACKUP_TYPES)[number];
export type ScheduleType = (typeof SCHEDULE_TYPES)[number];

/** Which runs count. Empty lists mean "any". */
export interface SlaScope {
  from: number;
  to: number;
  backupTypes: readonly BackupType[];
  scheduleTypes: readonly ScheduleType[];
}

export interface Compliance {
  planned: number;
  successful: number;
  missed: number;
  percent: number;
  status: SlaStatus;
}

export interface InstanceRun {
  session: SessionRecord;
  /** Of the instance in the policy's list. */
  position: number;
  status: ItemStatus;
}

/** What a policy makes of each instance, by its template and settings. */
export function backupTypesOf(appliance: Appliance, policy: PolicyRecord): BackupType[] {
  const template = appliance.world.storageTemplates.find(({ id }) => id === policy.storageTemplateId);
  return [
    'Ec2Snapshot',
    ...(policy.settings.replicaSettings ? (['Ec2Replica'] as const) : []),
    ...(template ? (['Ec2Backup'] as const) : []),
    ...(template?.archiveRepositoryId ? (['Ec2Archive'] as const) : []),
  ];
}

export function scheduleTypeOf({ cadence }: PolicyRecord): ScheduleType {
  return cadence.kind === 'weekly' ? 'Weekly' : cadence.kind === 'monthly' ? 'Monthly' : 'Daily';
}

/** Finished runs of the policy that began in the scope, oldest first. */
function runsIn(appliance: Appliance, policy: PolicyRecord, scope: SlaScope): SessionRecord[] {
  const { backupTypes, scheduleTypes, from, to } = scope;
  const offered = backupTypesOf(appliance, policy);
  if (backupTypes.length > 0 && !backupTypes.some((type) => offered.includes(type))) return [];
  if (scheduleTypes.length > 0 && !scheduleTypes.includes(scheduleTypeOf(policy))) return [];
  return appliance
    .sessionsOfPolicy(policy.id)
    .filter(({ start, end }) => start >= from && start < to && end <= appliance.now);
}

export function instanceRuns(
  appliance: Appliance,
  policy: PolicyRecord,
  scope: SlaScope,
  instanceId: string,
): InstanceRun[] {
  const position = policy.resourceIds.indexOf(instanceId);
  return runsIn(appliance, policy, scope).flatMap((session) => {
    const item = itemsOf(appliance, session).find(({ resource }) => resource.id === instanceId);
    return item ? [{ session, position, status: item.status }] : [];
  });
}

/** Compliance of one instance over the runs in the scope. */
export function complianceOfInstance(
  appliance: Appliance,
  policy: PolicyRecord,
  scope: SlaScope,
  instanceId: string,
): Compliance {
  const runs = instanceRuns(appliance, policy, scope, instanceId);
  const successful = runs.filter(({ status }) => status !== 'Failed').length;
  return comply(appliance, policy, runs.length, successful);
}

/** Compliance of everything the policy protects over the runs in the scope. */
export function complianceOf(appliance: Appliance, policy: PolicyRecord, scope: SlaScope): Compliance {
  const items = runsIn(appliance, policy, scope).flatMap((session) => itemsOf(appliance, session));
  const successful = items.filter(({ status }) => status !== 'Failed').length;
  return comply(appliance, policy, items.length, successful);
}

/** The instances a policy protects, without those that are gone from AWS. */
export function instancesOf(
  appliance: Appliance,
  policy: PolicyRecord,
): { present: ResourceRecord[]; removed: ResourceRecord[] } {
  const all = policy.resourceIds.flatMap((id) => appliance.resource(id) ?? []);
  return { present: all.filter(({ deleted }) => !deleted), removed: all.filter(({ deleted }) => deleted) };
}

function comply(appliance: Appliance, policy: PolicyRecord, planned: number, successful: number): Compliance {
  const template = appliance.world.slaTemplates.find(({ id }) => id === policy.slaTemplateId);
  const percent = planned === 0 ? 0 : Math.round((successful / planned) * 10_000) / 100;
  const met = percent >= (template?.targetPercent ?? 100);
  return {
    planned,
    successful,
    missed: planned - successful,
    percent,
    status: planned === 0 ? 'None' : met ? 'MetSla' : 'MissedSla',
  };
}
