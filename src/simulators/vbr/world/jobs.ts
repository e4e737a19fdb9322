import type { Random } from '../../kit/random.js';
import type { JobType, Revision } from '../revisions.js';
import { knowsJobType } from '../revisions.js';
import { MACHINES, SITES, WORKLOADS } from './names.js';
import type { JobRecord, Mood, ProtectedObject } from './records.js';
import type { Infrastructure } from './repositories.js';
import { WEEKDAYS } from './schedules.js';
import type { Schedule, Weekday } from './schedules.js';

const GB = 1024 ** 3;

interface Draft {
  type: JobType;
  mood: Mood;
  schedule: Schedule;
  disabled?: boolean;
}

const nightly = (hour: number, minute = 0): Schedule => ({ kind: 'daily', hour, minute, days: WEEKDAYS });
const weekly = (day: Weekday, hour: number): Schedule => ({ kind: 'daily', hour, minute: 0, days: [day] });

/** The jobs every server has, the telling ones first, so that a small world shows much. */
const FIRST_JOBS: Draft[] = [
  { type: 'VSphereBackup', mood: 'reliable', schedule: nightly(22) },
  { type: 'VSphereBackup', mood: 'lastFailed', schedule: nightly(22) },
  { type: 'VSphereBackup', mood: 'lastRetried', schedule: nightly(20, 30) },
  { type: 'VSphereReplica', mood: 'reliable', schedule: { kind: 'periodic', minutes: 240 } },
  { type: 'VSphereBackup', mood: 'running', schedule: nightly(23) },
  { type: 'BackupCopy', mood: 'reliable', schedule: { kind: 'continuous' } },
  { type: 'VSphereBackup', mood: 'failing', schedule: nightly(1) },
  { type: 'WindowsAgentBackup', mood: 'lastWarned', schedule: nightly(12, 30) },
  { type: 'VSphereBackup', mood: 'reliable', schedule: weekly(6, 3) },
  { type: 'VSphereBackup', mood: 'neverRan', schedule: nightly(21) },
  { type: 'VSphereBackup', mood: 'reliable', schedule: nightly(19), disabled: true },
  { type: 'VSphereBackup', mood: 'reliable', schedule: { kind: 'manual' } },
  { type: 'EntraIDAuditLogBackup', mood: 'reliable', schedule: nightly(5) },
  { type: 'FileBackupCopy', mood: 'reliable', schedule: { kind: 'continuous' } },
  { type: 'FileBackup', mood: 'reliable', schedule: nightly(2, 15) },
  { type: 'LinuxAgentBackup', mood: 'reliable', schedule: nightly(0, 30) },
  { type: 'HyperVBackup', mood: 'flaky', schedule: nightly(22, 30) },
  {
    type: 'VSphereBackup',
    mood: 'reliable',
    schedule: { kind: 'monthly', hour: 4, minute: 0, weekday: 7, ordinal: 1 },
  },
  { type: 'VSphereBackup', mood: 'reliable', schedule: { kind: 'after', jobIndex: 0 } },
  { type: 'EntraIDTenantBackup', mood: 'reliable', schedule: nightly(6) },
  { type: 'ObjectStorageBackup', mood: 'reliable', schedule: weekly(7, 10) },
  { type: 'BackupCopy', mood: 'running', schedule: { kind: 'continuous' } },
  { type: 'VSphereBackup', mood: 'reliable', schedule: { kind: 'periodic', minutes: 60 } },
  { type: 'NutanixAHVBackupJob', mood: 'reliable', schedule: nightly(21, 45) },
  { type: 'ProxmoxBackupJob', mood: 'flaky', schedule: nightly(23, 15) },
  { type: 'CloudBackupAWS', mood: 'reliable', schedule: nightly(3, 40) },
];

/** `count` jobs of the types the newest revision knows. */
export function buildJobs(
  random: Random,
  count: number,
  newest: Revision,
  infrastructure: Infrastructure,
): JobRecord[] {
  const jobs: JobRecord[] = [];
  for (let index = 0; index < count; index += 1) {
    const stream = random.fork(`job ${index}`);
    const draft = FIRST_JOBS[index] ?? randomDraft(stream);
    const known: Draft = knowsJobType(newest, draft.type) ? draft : { ...draft, type: 'VSphereBackup' };
    jobs.push(buildJob(stream, index, known, jobs, infrastructure));
  }
  return jobs;
}

function randomDraft(random: Random): Draft {
  const schedule = random.weighted<Schedule>([
    [nightly(random.int(18, 23), random.pick([0, 0, 15, 30])), 70],
    [nightly(random.int(0, 5)), 15],
    [weekly(random.pick(WEEKDAYS), random.int(1, 6)), 8],
    [{ kind: 'daily', hour: 21, minute: 0, days: [1, 2, 3, 4, 5] }, 5],
    [{ kind: 'manual' }, 2],
  ]);
  const type = random.weighted<JobType>([
    ['VSphereBackup', 60],
    ['HyperVBackup', 10],
    ['WindowsAgentBackup', 8],
    ['LinuxAgentBackup', 6],
    ['BackupCopy', 6],
    ['VSphereReplica', 5],
    ['FileBackup', 5],
  ]);
  const mood = random.weighted<Mood>([
    ['reliable', 88],
    ['flaky', 8],
    ['neverRan', 2],
    ['failing', 2],
  ]);
  return { type, mood, schedule, disabled: random.chance(0.04) };
}

function buildJob(
  random: Random,
  index: number,
  draft: Draft,
  earlier: JobRecord[],
  infrastructure: Infrastructure,
): JobRecord {
  const workload = WORKLOADS[index % WORKLOADS.length] ?? 'SQL';
  const objects = buildObjects(random.fork('objects'), index, draft.type);
  const name = `${prefixOf(draft)}-${workload}${index < WORKLOADS.length ? '' : `-${index}`}`;
  return {
    index,
    id: random.uuid(),
    name,
    type: draft.type,
    description: random.chance(0.3) ? '' : `${workload} systems, ${random.pick(SITES)} site`,
    disabled: draft.disabled ?? false,
    highPriority: random.chance(0.1),
    schedule: draft.schedule,
    repositoryId: repositoryFor(random, draft.type, infrastructure),
    archiveRepositoryId: draft.type === 'FileBackup' ? idOf(infrastructure, 'S3-Offsite') : null,
    sourceJobIds: sourcesOf(draft, earlier),
    copyMode:
      draft.type === 'BackupCopy' ? (draft.schedule.kind === 'continuous' ? 'Immediate' : 'Periodic') : null,
    objects,
    retention: random.chance(0.7)
      ? { type: 'RestorePoints', quantity: random.pick([7, 14, 30]) }
      : { type: 'Days', quantity: random.pick([14, 31, 60]) },
    gfsWeeks: random.chance(0.3) ? random.pick([4, 8, 52]) : null,
    retries: { count: 3, waitMinutes: 10 },
    encrypted: random.chance(0.25),
    mood: draft.mood,
  };
}

function prefixOf(draft: Draft): string {
  if (draft.type === 'VSphereReplica') return 'Replica';
  if (draft.type === 'BackupCopy' || draft.type === 'FileBackupCopy') return 'Copy';
  if (draft.type.includes('Agent')) return 'Agent';
  if (draft.schedule.kind === 'monthly') return 'Monthly';
  if (draft.schedule.kind === 'manual') return 'Adhoc';
  if (draft.schedule.kind === 'daily' && draft.schedule.days.length === 1) return 'Weekly';
  return draft.schedule.kind === 'daily' ? 'Nightly' : 'Prod';
}

function sourcesOf(draft: Draft, earlier: JobRecord[]): string[] {
  const idsOf = (types: JobType[]): string[] =>
    earlier.filter(({ type }) => types.includes(type)).map(({ id }) => id);
  if (draft.type === 'BackupCopy') return idsOf(['VSphereBackup', 'HyperVBackup']).slice(-2);
  if (draft.type === 'FileBackupCopy') return idsOf(['EntraIDAuditLogBackup', 'FileBackup']).slice(-1);
  return [];
}

function repositoryFor(random: Random, type: JobType, infrastructure: Infrastructure): string | null {
  const [main, branches] = infrastructure.scaleOutRepositories;
  switch (type) {
    case 'VSphereReplica':
    case 'EntraIDTenantBackup':
    case 'CloudBackupAWS':
      return null;
    case 'BackupCopy':
    case 'FileBackupCopy':
      return idOf(infrastructure, random.pick(['S3-Offsite', 'DataDomain']));
    default: {
      const names = [
        'Default Backup Repository',
        'Hardened-01',
        'NAS-SMB',
        'Linux-Archive',
        'MinIO-Lab',
        'NAS-NFS',
      ];
      const choices = [main?.id, main?.id, branches?.id, ...names.map((name) => idOf(infrastructure, name))];
      return random.pick(choices) ?? null;
    }
  }
}

function idOf(infrastructure: Infrastructure, name: string): string | null {
  return infrastructure.repositories.find((repository) => repository.name === name)?.id ?? null;
}

function buildObjects(random: Random, jobIndex: number, type: JobType): ProtectedObject[] {
  const machine = MACHINES[jobIndex % MACHINES.length] ?? 'srv';
  const name = (number: number): string => {
    const suffix = String(number + 1).padStart(2, '0');
    if (type === 'FileBackup') return `\\\\fs${suffix}\\share`;
    if (type === 'ObjectStorageBackup') return `bucket-${machine}-${suffix}`;
    return jobIndex < MACHINES.length ? `${machine}-${suffix}` : `${machine}${jobIndex}-${suffix}`;
  };
  return Array.from({ length: random.int(2, 12) }, (_, number) => ({
    id: random.uuid(),
    name: name(number),
    size: random.int(20, 900) * GB,
  }));
}
