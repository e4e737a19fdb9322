import type { SessionCriteria } from '../../../src/core/ports/activity.js';
import type { SessionRecord as Row } from '../../../src/core/model/session.js';
import type { VbrWorld } from '../../../src/simulators/vbr/index.js';
import { knowsJobType, sessionTypeWord } from '../../../src/simulators/vbr/revisions.js';
import type { Revision } from '../../../src/simulators/vbr/revisions.js';
import type { SessionRecord } from '../../../src/simulators/vbr/world/session-table.js';
import { NOW, sorted } from './support.js';

const KINDS: Record<string, string> = {
  BackupJob: 'BACKUP',
  AgentBackup: 'BACKUP',
  PlatformBackupJob: 'BACKUP',
  BackupCopyJob: 'BACKUP_COPY',
  UnstructuredDataBackupCopy: 'BACKUP_COPY',
  ReplicaJob: 'REPLICATION',
  RestoreVm: 'RESTORE',
  FileLevelRestore: 'RESTORE',
  DeleteBackup: 'RETENTION',
  Retention: 'RETENTION',
  ConfigurationResynchronize: 'RESCAN',
  Infrastructure: 'CONFIGURATION',
  ConfigurationBackup: 'CONFIGURATION',
  BackgroundOperation: 'MAINTENANCE',
};

/** What the server's own records say of a session. */
export interface Truth {
  session: SessionRecord;
  kind: string;
  state: string;
  result: string;
  endTime: number | null;
  jobId: string | null;
}

/** What the server's own records say of a session at the moment of the tests. */
function truthOf(world: VbrWorld, session: SessionRecord, revision: Revision): Truth {
  const isRunning = session.endTime === null || session.endTime > NOW;
  const share = isRunning
    ? session.endTime === null
      ? 50
      : Math.floor((100 * (NOW - session.creationTime)) / (session.endTime - session.creationTime))
    : 100;
  return {
    session,
    kind: KINDS[sessionTypeWord(revision, session.type)] ?? 'OTHER',
    state: !isRunning ? 'FINISHED' : share < 2 ? 'PENDING' : 'RUNNING',
    result: isRunning ? 'NONE' : session.canceled ? 'CANCELLED' : session.result.toUpperCase(),
    endTime: isRunning ? null : session.endTime,
    jobId: session.jobIndex === null ? null : (world.jobs[session.jobIndex]?.id ?? null),
  };
}

/** All sessions that a revision shows, as they stand at the moment of the tests. */
export function visible(world: VbrWorld, revision: Revision): Truth[] {
  return [...world.sessions]
    .filter(({ jobIndex }) => {
      const job = jobIndex === null ? undefined : world.jobs[jobIndex];
      return job === undefined || knowsJobType(revision, job.type);
    })
    .map((session) => truthOf(world, session, revision));
}

export function ids(truths: readonly Truth[]): string[] {
  return sorted(truths.map(({ session }) => session.id));
}

/** What the federation does with the rows of all streams: filter again. */
export function matching(rows: readonly Row[], criteria: SessionCriteria): Row[] {
  return rows.filter(
    (row) =>
      (criteria.states?.includes(row.state) ?? true) &&
      (criteria.results?.includes(row.result) ?? true) &&
      (criteria.kinds?.includes(row.kind) ?? true) &&
      (criteria.policies?.some(({ nativeId }) => nativeId === row.policyId) ?? true) &&
      row.startTime > (criteria.startedAfter ?? 0) &&
      row.startTime < (criteria.startedBefore ?? Infinity),
  );
}
