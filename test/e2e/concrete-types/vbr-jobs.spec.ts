import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import type { JobRecord, VbrSimulator } from '../../../src/simulators/vbr/index.js';
import { freezeClock } from '../../support/clock.js';
import type { FrozenClock } from '../../support/clock.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';
import { rowsOf } from '../../support/inventory-lists.js';
import type { InventoryNode } from '../../support/inventory-lists.js';

type JobNode = InventoryNode & Record<string, unknown>;

const FIELDS = `... on VbrJob {
  objectsCount highPriority copyMode targetName runsAfter { nativeId }
  schedule: vbrSchedule { summary automatic continuous afterJobName retryCount retryWaitMinutes
    daily { time days } monthly { time day months } periodic { every unit } window { day } }
  storage { repository { nativeId } archiveRepository { nativeId } secondaryRepositories { nativeId }
    backupMode compressionLevel encrypted replicaHost replicaDatastore }
  retention: vbrRetention { quantity unit gfs { weeks months years } archive { quantity } }
  selectedObjects { name } excludedObjects { name }
  sourcePolicies { nativeId } sourceRepositories { name } applicationAware guestIndexing
}`;

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const SUNDAY_FIRST = ['Sunday', ...DAYS.slice(0, 6)];
const ORDINALS = ['First', 'Second', 'Third', 'Fourth'];
/** Types whose model in the full list of jobs is the base alone. */
const BARE = ['CloudBackupAWS', 'NutanixAHVBackupJob', 'ProxmoxBackupJob'];
const MACHINES = ['VSphereBackup', 'HyperVBackup'];

describe.each(['1.2-rev1', '1.3-rev0', '1.3-rev1', '1.3-rev2'])('jobs of VBR %s', (revision) => {
  let clock: FrozenClock;
  let simulator: VbrSimulator;
  let gateway: RunningGateway;
  let nodes: Map<string, JobNode>;

  beforeAll(async () => {
    clock = freezeClock();
    simulator = await startVbrSimulator({ policies: 60, sessions: 200, revisions: [revision] });
    gateway = await startGateway([{ key: 'vbr', product: 'VBR', url: simulator.url }]);
    const rows = await rowsOf<JobNode>(gateway, 'policies', {}, FIELDS);
    nodes = new Map(rows.map((row) => [row.nativeId, row]));
    expect(nodes.size).toBe(simulator.world.jobs.length);
  });

  afterAll(async () => {
    await gateway.close();
    await simulator.close();
    clock.release();
  });

  const each = (check: (node: JobNode, job: JobRecord) => void): void => {
    for (const job of simulator.world.jobs)
      check(nodes.get(job.id) ?? { nativeId: '', server: { key: '' } }, job);
  };

  it('show when they run', () => {
    each(({ schedule }, job) => {
      expect({ job: job.name, schedule }).toEqual({ job: job.name, schedule: scheduleOf(simulator, job) });
    });
  });

  it('show where they store to, and how', () => {
    each(({ storage }, job) => {
      const { type, repositoryId, archiveRepositoryId, encrypted } = job;
      const isMachine = MACHINES.includes(type);
      expect({ job: job.name, storage }).toEqual({
        job: job.name,
        storage: {
          repository: repositoryId !== null && !BARE.includes(type) ? { nativeId: repositoryId } : null,
          archiveRepository: archiveRepositoryId && { nativeId: archiveRepositoryId },
          secondaryRepositories: [],
          backupMode: isMachine ? 'Incremental' : null,
          compressionLevel: isMachine ? 'Optimal' : null,
          encrypted: isMachine ? encrypted : null,
          replicaHost: type === 'VSphereReplica' ? 'esx-dr01' : null,
          replicaDatastore: type === 'VSphereReplica' ? 'dr-datastore' : null,
        },
      });
    });
  });

  it('show how long they keep what they write', () => {
    each(({ retention }, job) => {
      expect({ job: job.name, retention }).toEqual({ job: job.name, retention: retentionOf(job) });
    });
  });

  it('show what they take in, and what a copy copies', () => {
    each(({ selectedObjects, excludedObjects, sourcePolicies, sourceRepositories }, job) => {
      const { type, objects, sourceJobIds } = job;
      const isCopy = type === 'BackupCopy' || type === 'FileBackupCopy';
      const names = (selectedObjects as { name: string }[]).map(({ name }) => name);
      if (type.startsWith('EntraIDTenant') || type.startsWith('EntraIDAudit')) expect(names).toHaveLength(1);
      else expect(names).toEqual(isCopy || BARE.includes(type) ? [] : objects.map(({ name }) => name));
      expect(excludedObjects).toEqual([]);
      const sources = (sourcePolicies as { nativeId: string }[]).map(({ nativeId }) => nativeId);
      expect(sources.toSorted()).toEqual(isCopy ? sourceJobIds.toSorted() : []);
      const copiesRepository = type === 'BackupCopy' && sourceJobIds.length === 0;
      expect(sourceRepositories).toEqual(copiesRepository ? [{ name: 'Default Backup Repository' }] : []);
    });
  });

  it('show what this revision tells of their state, and null for what it does not', () => {
    const isSince = (reference: string): boolean => revision >= reference;
    const { jobs, repositories, scaleOutRepositories } = simulator.world;
    each((node, job) => {
      const after = job.schedule.kind === 'after' ? jobs[job.schedule.jobIndex] : undefined;
      const target = [...repositories, ...scaleOutRepositories].find(({ id }) => id === job.repositoryId);
      const { objectsCount, highPriority, copyMode, targetName, runsAfter } = node;
      expect({ objectsCount, highPriority, copyMode, targetName, runsAfter }).toEqual({
        objectsCount: job.objects.length,
        highPriority: isSince('1.3-rev0') ? job.highPriority : null,
        copyMode: isSince('1.3-rev0') ? job.copyMode : null,
        targetName: isSince('1.3-rev2') ? (target?.name ?? null) : null,
        runsAfter: isSince('1.3-rev0') && after ? { nativeId: after.id } : null,
      });
    });
  });
});

function scheduleOf({ world }: VbrSimulator, { type, schedule, retries, copyMode }: JobRecord): unknown {
  if (BARE.includes(type)) return null;
  const none = {
    daily: null,
    monthly: null,
    periodic: null,
    continuous: false,
    afterJobName: null,
    window: null,
  };
  const isAlways = type === 'FileBackupCopy' || copyMode === 'Immediate';
  const retry = isAlways
    ? { retryCount: null, retryWaitMinutes: null }
    : { retryCount: retries.count, retryWaitMinutes: retries.waitMinutes };
  const shown = { ...none, ...retry, automatic: true };
  const always = { ...shown, continuous: true, summary: 'Continuously' };
  if (isAlways) return always;
  switch (schedule.kind) {
    case 'manual':
      return { ...shown, automatic: false, summary: 'Not scheduled' };
    case 'continuous':
      return always;
    case 'after': {
      const afterJobName = world.jobs[schedule.jobIndex]?.name;
      return { ...shown, afterJobName, summary: `After job ${afterJobName}` };
    }
    case 'periodic': {
      const isHours = schedule.minutes % 60 === 0;
      const every = isHours ? schedule.minutes / 60 : schedule.minutes;
      const summary = every === 1 ? 'Every hour' : expect.stringMatching(/^Every \d+ (hours|minutes)$/);
      return { ...shown, periodic: { every, unit: isHours ? 'hours' : 'minutes' }, summary };
    }
    case 'daily': {
      const names = schedule.days.map((day) => DAYS[day - 1]);
      const days = SUNDAY_FIRST.filter((day) => names.includes(day));
      const time = timeOf(schedule);
      const summary = `${days.length === 7 ? 'Daily' : days.join(', ')} at ${time}`;
      return { ...shown, daily: { time, days: days.map((day) => day.toUpperCase()) }, summary };
    }
    case 'monthly': {
      const [time, ordinal] = [timeOf(schedule), ORDINALS[schedule.ordinal - 1]];
      const day = `${ordinal} ${DAYS[schedule.weekday - 1]}`;
      const summary = `Monthly, ${day.charAt(0).toLowerCase()}${day.slice(1)} at ${time}`;
      return { ...shown, monthly: { time, day, months: [] }, summary };
    }
  }
}

function timeOf({ hour, minute }: { hour: number; minute: number }): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

function retentionOf({ type, retention: { type: unit, quantity }, gfsWeeks }: JobRecord): unknown {
  const kept = { quantity, unit, gfs: null, archive: null };
  switch (type) {
    case 'VSphereBackup':
    case 'HyperVBackup':
      return { ...kept, gfs: gfsWeeks === null ? null : { weeks: gfsWeeks, months: null, years: null } };
    case 'WindowsAgentBackup':
    case 'LinuxAgentBackup':
    case 'BackupCopy':
    case 'EntraIDTenantBackup':
      return kept;
    case 'FileBackup':
    case 'ObjectStorageBackup':
    case 'EntraIDAuditLogBackup':
      return { ...kept, unit: 'Days' };
    default:
      return null;
  }
}
