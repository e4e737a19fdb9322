import type { Appliance } from './appliance.js';
import { compact, link } from './links.js';
import type { Link } from './links.js';
import type { Json, SessionRecord, SessionStatus, SessionType } from './records.js';
import { endOf, statusOf } from './sessions.js';

const RESULTS: Record<SessionStatus, string> = {
  Running: 'Running',
  Succeeded: 'Success',
  Warning: 'Warning',
  Failed: 'Failed',
  Canceled: 'Cancelled',
};

/** Kinds of items a session may have; each has a route below the session. */
export type ItemsRoute = 'protectedItems' | 'restoredItems' | 'deletedItems';

export function itemsRouteOf(type: SessionType): ItemsRoute | undefined {
  switch (type) {
    case 'Policy':
    case 'Job':
    case 'Task':
    case 'ManualTask':
      return 'protectedItems';
    case 'RestoreTask':
    case 'FLRTask':
      return 'restoredItems';
    case 'RetentionActivity':
    case 'TombstoneRetention':
      return 'deletedItems';
    case 'ConfigurationBackupActivity':
      return undefined;
  }
}

/**
 * A session. 1.7 writes times without a zone (they are UTC) and with six digits. There is no policy id, and while it
 * runs no stop time.
 */
export function renderSession(appliance: Appliance, session: SessionRecord, revision: string): Json {
  const { now, world } = appliance;
  const status = statusOf(session, now);
  const end = endOf(session, now);
  const path = `/sessions/${session.id}`;
  return compact({
    id: session.id,
    type: session.type,
    extendedSessionType: session.extendedType === '' ? undefined : session.extendedType,
    name: session.name,
    status,
    result: RESULTS[status],
    executionStartTime: renderTime(session.start, revision),
    executionStopTime: end === null ? undefined : renderTime(end, revision),
    executionDuration: Math.max(0, (end ?? now) - session.start),
    reason: end === null ? '' : session.reason,
    usn: session.usn,
    _embedded: embedded(session, path),
    _links: [link('self', path), link('SessionLogs', `${path}/log`)],
    ...world.oddities.get(session.id),
  });
}

function renderTime(time: number, revision: string): string {
  const text = new Date(time).toISOString();
  return revision.startsWith('1.7') ? text.replace('Z', '000') : text;
}

function embedded(session: SessionRecord, path: string): Record<string, Link> {
  switch (itemsRouteOf(session.type)) {
    case 'protectedItems':
      return { backupJobInfo: link('ProtectedItems', `${path}/protectedItems`) };
    case 'restoredItems':
      return { restoreJobInfo: link('RestoredItems', `${path}/restoredItems`) };
    case 'deletedItems':
      return {
        retentionJobDeletedRestorePoints: link('RetentionJobDeletedRestorePoints', `${path}/deletedItems`),
      };
    case undefined:
      return {};
  }
}
