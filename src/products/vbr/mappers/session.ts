import type { Zone } from 'luxon';
import type { SessionKind } from '../../../core/model/session.js';
import type { VbrSessionFacts, VbrSessionRecord } from '../model.js';
import { VBR_SESSION } from '../model.js';
import type { SessionRow } from '../wire/session.js';
import { toProgress } from './progress.js';
import { SESSION_STATES_BY_WORD, toResult } from './session-states.js';
import { SESSION_KINDS_BY_TYPE } from './session-types.js';
import { toPercent } from './size.js';
import { readInstant } from '../../../platform/products-kit/instants.js';

/** Work that is never repeated by itself. */
const UNREPEATED: readonly SessionKind[] = ['RESTORE', 'RETENTION', 'RESCAN', 'CONFIGURATION', 'MAINTENANCE'];

/** undefined when the row's start is no time: such a session has no place in any list. */
export function toSession(row: SessionRow, server: string, zone: Zone | null): VbrSessionRecord | undefined {
  const startTime = readInstant(row.creationTime, zone);
  if (startTime === null) return undefined;
  const state = SESSION_STATES_BY_WORD.of(row.state);
  const kind = SESSION_KINDS_BY_TYPE.of(row.sessionType);
  // Sessions of the server's own work carry their own id or an id that no job has.
  const policyId = row.jobId === row.id ? null : row.jobId;
  return {
    type: VBR_SESSION,
    server,
    nativeId: row.id,
    nativeType: row.sessionType ?? 'Unknown',
    name: row.name,
    kind,
    state,
    result: toResult(row.outcome),
    message: row.outcome.message,
    startTime,
    endTime: readInstant(row.endTime, zone),
    progressPercent: toPercent(row.progressPercent) ?? toPercent(row.progress?.progressPercent ?? null),
    initiatedBy: row.initiatedBy,
    retryOf:
      row.tellsRetries || policyId === null || UNREPEATED.includes(kind) ? toldRetryOf(row) : undefined,
    partOfRun: false,
    policyId,
    native: factsOf(row),
  };
}

function toldRetryOf({ id, originalSessionId }: SessionRow): string | null {
  return originalSessionId === id ? null : originalSessionId;
}

function factsOf(row: SessionRow): VbrSessionFacts {
  return {
    state: row.state,
    platform: row.platformName,
    parentSessionId: row.parentSessionId,
    relatedSessionId: row.relatedSessionId,
    algorithm: row.algorithm,
    progress: toProgress(row.progress),
    retryNumber: row.retryNumber,
    healthCheckRetry: row.isHealthCheckRetry,
    backupId: backupOf(row),
  };
}

/** "/api/v1/backups/{id}" is read for its id; the link itself is never followed. */
function backupOf({ resourceReference, resourceId }: SessionRow): string | null {
  if (resourceReference === null || !/\/backups\//i.test(resourceReference)) return null;
  return resourceId ?? /\/backups\/([^/?#]+)/i.exec(resourceReference)?.[1] ?? null;
}
