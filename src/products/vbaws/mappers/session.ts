import type { Instant } from '../../../core/model/instant.js';
import type { SessionKind, SessionRecord } from '../../../core/model/session.js';
import { VPC_POLICY_ID, VPC_SESSIONS } from '../policy-routes.js';
import type { WireSession } from '../wire/session.js';
import { readInstant } from '../../../platform/products-kit/instants.js';
import {
  PART_SESSION_TYPES,
  POLICY_SESSION_TYPES,
  isOneOf,
  otherKindOf,
  resultOf,
  statusOf,
} from './words.js';

export const SESSION_TYPE = 'VbAwsSession';

/** Begins the extended type of whatever a policy does. */
const POLICY_WORK = /^(policy|vpc)/i;

/** What only Veeam Backup for AWS tells of a session. */
export interface VbAwsSessionNative {
  readonly type: string | null;
  readonly extendedType: string | null;
  /** The words as they came. */
  readonly status: string | null;
  readonly result: string | null;
  /** Milliseconds the work itself took. */
  readonly executionDuration: number | null;
  /** The name as it came: the policy's, for its sessions; null before revision 1.2. */
  readonly name: string | null;
  readonly embedded: readonly string[];
}

export type VbAwsSessionRecord = SessionRecord<VbAwsSessionNative>;

export interface SessionOrigin {
  readonly server: string;
  /** Stands in for the start of a session that waits and has none yet. */
  readonly now: Instant;
  /** Set where the list was asked for one policy. */
  readonly policyId?: string;
}

/** null: it has no time to be ordered by. */
export function sessionRecord(wire: WireSession, origin: SessionOrigin): VbAwsSessionRecord | null {
  const { state, result } = outcomeOf(wire);
  const stopTime = readInstant(wire.executionStopTime);
  const duration = wire.executionDuration;
  const startTime = readInstant(wire.executionStartTime) ?? before(stopTime, duration);
  const open = state === 'PENDING' || state === 'RUNNING';
  if (startTime === null && !open) return null;
  const start = startTime ?? origin.now;
  return {
    type: SESSION_TYPE,
    server: origin.server,
    nativeId: wire.id,
    nativeType: wire.extendedSessionType ?? wire.type ?? 'Unknown',
    name: wire.name ?? wire.extendedSessionType ?? wire.type ?? wire.id,
    kind: kindOf(wire),
    state,
    result,
    message: wire.reason,
    startTime: start,
    endTime: open ? null : (stopTime ?? (state === 'UNKNOWN' || duration === null ? null : start + duration)),
    progressPercent: null,
    initiatedBy: null,
    retryOf: isOneOf(POLICY_SESSION_TYPES, wire.type) ? undefined : null,
    partOfRun: isPartOfPolicyRun(wire),
    policyId: origin.policyId ?? policyIdOf(wire),
    native: {
      type: wire.type,
      extendedType: wire.extendedSessionType,
      status: wire.status,
      result: wire.result,
      executionDuration: duration,
      name: wire.name,
      embedded: wire.embedded,
    },
  };
}

/** The status decides: it is what the upstream filters by. The result speaks only where there is no status. */
function outcomeOf(wire: WireSession): Pick<SessionRecord, 'state' | 'result'> {
  const known = statusOf(wire.status);
  if (known) return known;
  const result = wire.status === null ? resultOf(wire.result) : undefined;
  if (result === undefined) return { state: 'UNKNOWN', result: 'UNKNOWN' };
  return { state: result === 'NONE' ? 'RUNNING' : 'FINISHED', result };
}

/** Jobs and tasks have the extended type of the policy's session they work for; those of other work have none, or another. */
function isPartOfPolicyRun({ type, extendedSessionType }: WireSession): boolean {
  return isOneOf(PART_SESSION_TYPES, type) && POLICY_WORK.test(extendedSessionType ?? '');
}

function kindOf(wire: WireSession): SessionKind {
  const isPart = isOneOf(PART_SESSION_TYPES, wire.type);
  if (!isPart && !isOneOf(POLICY_SESSION_TYPES, wire.type)) return otherKindOf(wire.type) ?? 'OTHER';
  const extended = wire.extendedSessionType;
  if (extended !== null) return kindOfPolicyWork(extended);
  if (!isPart) return 'BACKUP';
  if (wire.embedded.includes('restoreJobInfo')) return 'RESTORE';
  if (wire.embedded.includes('retentionJobDeletedRestorePoints')) return 'RETENTION';
  return wire.embedded.includes('backupJobInfo') ? 'BACKUP' : 'OTHER';
}

function kindOfPolicyWork(extendedType: string): SessionKind {
  if (/remotesnapshot/i.test(extendedType)) return 'REPLICATION';
  if (/snapshot/i.test(extendedType)) return 'SNAPSHOT';
  if (/backupcopy/i.test(extendedType)) return 'BACKUP_COPY';
  if (/archive/i.test(extendedType)) return 'BACKUP_COPY';
  return /backup/i.test(extendedType) ? 'BACKUP' : 'OTHER';
}

function policyIdOf(wire: WireSession): string | null | undefined {
  if (otherKindOf(wire.type) !== undefined) return null;
  const isPolicy = isOneOf(POLICY_SESSION_TYPES, wire.type);
  return isPolicy && VPC_SESSIONS.test(wire.extendedSessionType ?? '') ? VPC_POLICY_ID : undefined;
}

function before(stopTime: Instant | null, duration: number | null): Instant | null {
  return stopTime === null ? null : stopTime - (duration ?? 0);
}

/** What the product tells of one of its own sessions. */
export function nativeOf(session: SessionRecord): VbAwsSessionNative {
  return (session as VbAwsSessionRecord).native;
}
