import type { SessionCriteria } from '../../../src/core/ports/activity.js';
import type { Vb365World } from '../../../src/simulators/vb365/index.js';
import type { RestoreSession } from '../../../src/simulators/vb365/world/records.js';
import type { JobSession } from '../../../src/simulators/vb365/world/session.js';
import { ids } from './support.js';
import type { TestedVersion } from './support.js';

const VERDICTS: Record<string, [state: string, result: string]> = {
  Success: ['FINISHED', 'SUCCESS'],
  Warning: ['FINISHED', 'WARNING'],
  Failed: ['FINISHED', 'FAILED'],
  Stopped: ['FINISHED', 'CANCELLED'],
  Running: ['RUNNING', 'NONE'],
  Queued: ['PENDING', 'NONE'],
};

/** A job session of the world as its record must be; v6 counts retries without naming what they repeat. */
export function expectedJobSession(session: JobSession, version: TestedVersion) {
  const ended = session.endedAt === null ? 'UNKNOWN' : 'FINISHED';
  const [state, result] = VERDICTS[session.status] ?? [ended, 'UNKNOWN'];
  return {
    type: 'VbM365JobSession',
    server: 'm365',
    nativeId: session.id,
    nativeType: session.job.kind,
    kind: session.job.kind === 'Copy' ? 'BACKUP_COPY' : 'BACKUP',
    state,
    result,
    startTime: session.createdAt,
    endTime: session.endedAt,
    progressPercent: null,
    initiatedBy: null,
    ...(version === 'v6'
      ? { retryOf: undefined, retryNumber: session.retryCount }
      : { retryOf: session.main?.id ?? null }),
    policyId: session.job.id,
  };
}

export function expectedRestore(session: RestoreSession) {
  const isOver = session.state === 'Stopped';
  return {
    type: 'VbM365RestoreSession',
    server: 'm365',
    nativeId: session.id,
    nativeType: session.type,
    name: `Restore of ${session.organization.name}`,
    kind: 'RESTORE',
    state: isOver ? 'FINISHED' : 'RUNNING',
    result: isOver ? session.result.toUpperCase() : 'NONE',
    startTime: session.createdAt,
    endTime: session.endedAt,
    initiatedBy: session.initiatedBy,
    policyId: null,
  };
}

/** What the world holds for criteria, reckoned from its own records. */
export function truth(world: Vb365World, criteria: SessionCriteria, version: TestedVersion): string[] {
  const jobSessions = world.sessions.map((session) => ({
    ...expectedJobSession(session, version),
    name: session.job.name,
  }));
  const all = [...jobSessions, ...world.restores.map(expectedRestore)];
  return ids(
    all.filter((row) => {
      const { startedAfter = -Infinity, startedBefore = Infinity, endedAfter, endedBefore } = criteria;
      const { endTime } = row;
      return (
        row.startTime > startedAfter &&
        row.startTime < startedBefore &&
        (endedAfter === undefined || (endTime !== null && endTime > endedAfter)) &&
        (endedBefore === undefined || (endTime !== null && endTime < endedBefore)) &&
        (criteria.kinds?.some((kind) => kind === row.kind) ?? true) &&
        (criteria.states?.some((state) => state === row.state) ?? true) &&
        (criteria.results?.some((result) => result === row.result) ?? true) &&
        (criteria.policies?.some(({ nativeId }) => nativeId === row.policyId) ?? true) &&
        (criteria.name?.contains === undefined ||
          row.name.toLowerCase().includes(criteria.name.contains.toLowerCase()))
      );
    }),
  );
}
