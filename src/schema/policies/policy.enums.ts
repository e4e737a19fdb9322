import type { PolicyOrderField } from '../../core/federation/policy-list.js';
import type { PolicyKind, PolicyStatus, Workload } from '../../core/model/policy.js';
import type { ObjectiveRule, RecoveryPointStatus } from '../../core/reports/recovery-point.js';
import type { DayCell } from '../../core/history/policy-periods.js';
import type { ScheduleKind } from '../../core/model/policy-terms.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';

export const PolicyKindEnum = describedEnum<PolicyKind>('PolicyKind', 'How a policy protects.', {
  BACKUP: 'Writes backups to a repository.',
  BACKUP_COPY: 'Copies backups that another policy made.',
  REPLICATION: 'Keeps replicas of machines.',
  SNAPSHOT: 'Takes snapshots where the data lives.',
  ARCHIVE: 'Moves backups to archive storage.',
  OTHER: "Anything else; `nativeType` has the product's word.",
});

export const WorkloadEnum = describedEnum<Workload>('Workload', 'What a policy protects.', {
  VIRTUAL_MACHINE: 'Virtual machines.',
  PHYSICAL_MACHINE: 'Physical machines and machines treated as such, through an agent.',
  CLOUD_INSTANCE: 'Instances of a public cloud.',
  DATABASE: 'Relational databases as a service.',
  NOSQL_DATABASE: 'Non-relational databases as a service.',
  DATA_WAREHOUSE: 'Data warehouses.',
  FILE_SYSTEM: 'File shares and file systems.',
  OBJECT_STORAGE: 'Buckets and containers.',
  NETWORK_CONFIGURATION: 'Configuration of virtual networks.',
  IDENTITY: 'Directories of users and groups.',
  M365: 'Microsoft 365: mail, sites, drives and teams.',
  APPLICATION: 'Applications and their databases.',
  OTHER: "Anything else; `nativeType` has the product's word.",
});

export const ScheduleKindEnum = describedEnum<ScheduleKind>(
  'ScheduleKind',
  'How a policy starts by itself.',
  {
    NONE: 'Not at all: somebody has to start it.',
    DAILY: 'At times of day, on every day or on several days of the week.',
    WEEKLY: 'On one day of the week; with VB_AWS on the days of its weekly plan.',
    MONTHLY: 'On one day of months.',
    PERIODIC: 'Again and again, at an interval.',
    CONTINUOUS: 'It runs all the time, or as soon as there is something to do.',
    AFTER_POLICY: 'When another policy has ended.',
    SLA: 'The product starts what its service level asks for.',
    OTHER: 'In another way; `text` has what is known.',
  },
);

export const PolicyStatusEnum = describedEnum<PolicyStatus>('PolicyStatus', 'What a policy does right now.', {
  RUNNING: 'A session of it is under way.',
  IDLE: 'Enabled and waiting for its next run.',
  DISABLED: 'Switched off; it may still be started by hand in some products.',
  UNKNOWN: 'The product does not say.',
});

export const PolicyOrderFieldEnum = describedEnum<PolicyOrderField>(
  'PolicyOrderField',
  'What policies are sorted by. Those without the value come last either way.',
  {
    NAME: 'Their name, without regard to case.',
    SERVER: "Their server's name, without regard to case.",
    LAST_RUN: 'When they last ran.',
    NEXT_RUN: 'When they run next.',
    LAST_RESULT:
      'How they last ended, from SUCCESS over NONE, CANCELLED, UNKNOWN and WARNING to FAILED; DESC shows failures first.',
  },
);

export const RecoveryPointStatusEnum = describedEnum<RecoveryPointStatus>(
  'RecoveryPointStatus',
  'Whether the newest usable restore point is young enough.',
  {
    MET: 'It is.',
    BREACHED: 'It is too old, or there is none though there should be.',
    NOT_APPLICABLE: 'Nothing is promised: the policy is disabled or nothing is scheduled.',
    UNKNOWN: 'It could not be found out; `reason` says why.',
  },
);

export const ObjectiveRuleEnum = describedEnum<ObjectiveRule>(
  'ObjectiveRule',
  'Where an objective comes from.',
  {
    CONFIGURED: "The gateway's configuration, for the server or one of its tags.",
    NATIVE_SLA: "The product's own service level agreement.",
    SCHEDULE: "The longest gap between two runs of the policy's schedule, plus a grace.",
    CADENCE:
      'One and a half times the median gap between its last runs (three at least, of the last four weeks), plus a grace.',
    NONE: 'There is no rule to judge by.',
  },
);

export const DayCellEnum = describedEnum<DayCell>('DayCell', 'What a day came to for a policy.', {
  SUCCESS: 'All its runs ended SUCCESS.',
  WARNING: 'A run ended WARNING, and none FAILED.',
  FAILED: 'A run ended FAILED after its retries.',
  CANCELLED: 'A run was cancelled, and none ended FAILED or WARNING.',
  RUNNING: 'A run goes on, and nothing went wrong before it.',
  NO_RUN: 'Nothing ran though it should have: its schedule allows no longer gap.',
  NOT_SCHEDULED: 'Nothing ran, and nothing had to: it has no schedule, or one that allows a longer gap.',
  DISABLED: 'Nothing ran: it is switched off and has not run since.',
  UNKNOWN:
    'It is not known what ran, or whether something should have: the sessions of the day are not all kept or read, or its schedule is not told.',
});
