import type { Random } from '../../kit/random.js';
import { createJobItems } from './organizations.js';
import type { BackupJob, CopyJob, Job, Organization, Repository, Schedule } from './records.js';

/** What is special about a job's history. */
type Trait =
  'ordinary' | 'running' | 'queued' | 'failing' | 'disabled' | 'neverRan' | 'disconnected' | 'notConfigured';

export interface JobPlan<J extends Job = Job> {
  job: J;
  trait: Trait;
}

const CYCLE = 24;
const JOB_TRAITS = new Map<number, Trait>([
  [1, 'running'],
  [3, 'disabled'],
  [7, 'queued'],
  [9, 'failing'],
  [11, 'neverRan'],
  [12, 'disconnected'],
  [13, 'notConfigured'],
]);
const COPY_TRAITS = new Map<number, Trait>([
  [2, 'disabled'],
  [3, 'running'],
  [5, 'neverRan'],
]);
const JOB_SCHEDULES: readonly Schedule[] = [
  { type: 'Daily', days: 'Everyday', time: '22:00:00' },
  { type: 'Daily', days: 'Everyday', time: '22:00:00' },
  { type: 'Periodically', every: 'Hours4' },
  { type: 'Daily', days: 'Workdays', time: '20:30:00' },
  { type: 'Daily', days: 'Sunday', time: '06:00:00' },
  { type: 'ManualOnly' },
  { type: 'Daily', days: 'Everyday', time: '21:00:00' },
  { type: 'Daily', days: 'Everyday', time: '23:15:00' },
  { type: 'Periodically', every: 'Hours8' },
  { type: 'Daily', days: 'Everyday', time: '02:30:00' },
  { type: 'Daily', days: 'Weekends', time: '12:00:00' },
  { type: 'Daily', days: 'Workdays', time: '19:00:00' },
];
const COPY_SCHEDULES: readonly Schedule[] = [
  { type: 'Immediate' },
  { type: 'Daily', days: 'Everyday', time: '04:00:00' },
  { type: 'Periodically', every: 'Hours8' },
  { type: 'Daily', days: 'Saturday', time: '08:00:00' },
];
const SUBJECTS = [
  'Mailboxes',
  'SharePoint',
  'OneDrive',
  'Teams',
  'Executives',
  'Shared mailboxes',
  'Entire tenant',
  'Archive mailboxes',
];

/** Backup jobs; those with an even number write to object storage, where copy jobs can take from. */
export function createJobs(
  random: Random,
  count: number,
  organizations: readonly Organization[],
  repositories: readonly Repository[],
): JobPlan<BackupJob>[] {
  const branch = repositories.filter(({ proxy }) => proxy?.reachable === false);
  const objectStores = repositories.filter(({ objectStorage, longTerm }) => objectStorage && !longTerm);
  const local = repositories.filter(
    (repository) => !repository.objectStorage && !branch.includes(repository),
  );
  const names = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => {
    const trait = JOB_TRAITS.get(index % CYCLE) ?? 'ordinary';
    const organization =
      trait === 'notConfigured' ? organizations.at(-1) : random.pick(organizations.slice(0, -1));
    const stores = trait === 'disconnected' ? branch : index % 2 === 0 ? objectStores : local;
    const job = createJob(random, index, organization ?? random.pick(organizations), random.pick(stores));
    job.name = unique(names, job.name);
    job.isEnabled = trait !== 'disabled';
    if (trait === 'notConfigured') job.lastStatus = 'NotConfigured';
    return { job, trait };
  });
}

/** Copy jobs of the first backup jobs on object storage. A backup job has one copy job at most. */
export function createCopyJobs(
  random: Random,
  count: number,
  jobs: readonly JobPlan<BackupJob>[],
  repositories: readonly Repository[],
): JobPlan<CopyJob>[] {
  const objectStores = repositories.filter(({ objectStorage }) => objectStorage !== null);
  const sources = jobs.map(({ job }) => job).filter(({ repository }) => repository.objectStorage !== null);
  return sources.slice(0, count).map((source, index) => {
    const trait = COPY_TRAITS.get(index % CYCLE) ?? 'ordinary';
    const targets = objectStores.filter((repository) => repository !== source.repository);
    const job: CopyJob = {
      kind: 'Copy',
      id: random.uuid(),
      name: `${source.name} - copy`,
      source,
      organization: source.organization,
      repository: random.pick(targets),
      schedule: COPY_SCHEDULES[index % COPY_SCHEDULES.length] ?? { type: 'Immediate' },
      isEnabled: trait !== 'disabled',
      lastRun: null,
      nextRun: null,
      lastBackup: null,
      lastStatus: 'Stopped',
      eTag: 5_000 + index,
    };
    return { job, trait };
  });
}

function createJob(
  random: Random,
  index: number,
  organization: Organization,
  repository: Repository,
): BackupJob {
  const subject = SUBJECTS[index % SUBJECTS.length] ?? 'Mailboxes';
  const whole = subject === 'Entire tenant' || index % 5 === 0;
  return {
    kind: 'Backup',
    id: random.uuid(),
    name: `${organization.officeName.split(' ')[0] ?? organization.name} ${subject}`,
    description: random.chance(0.4) ? `${subject} of ${organization.officeName}` : '',
    organization,
    repository,
    schedule: scheduleFor(random, index),
    isEnabled: true,
    lastRun: null,
    nextRun: null,
    lastBackup: null,
    lastStatus: 'Stopped',
    eTag: 1_000 + index,
    backupType: whole ? 'EntireOrganization' : 'SelectedItems',
    retries: random.chance(0.8) ? 3 : null,
    selectedItems: whole ? [] : createJobItems(random, organization, random.int(2, 6)),
    excludedItems: random.chance(0.3) ? createJobItems(random, organization, random.int(1, 3)) : [],
    objects: whole ? random.int(400, 2500) : random.int(5, 200),
  };
}

function scheduleFor(random: Random, index: number): Schedule {
  const fixed = JOB_SCHEDULES[index];
  if (fixed) return fixed;
  return random.chance(0.03) ? { type: 'Periodically', every: 'Hours1' } : random.pick(JOB_SCHEDULES);
}

function unique(names: Map<string, number>, name: string): string {
  const used = (names.get(name) ?? 0) + 1;
  names.set(name, used);
  return used === 1 ? name : `${name} ${used}`;
}
