import type { SessionOrderField } from '../../core/ports/activity.js';
import type { SessionKind, SessionResult, SessionState } from '../../core/model/session.js';
import type { RetryKnowledge } from '../../core/federation/session-retries.js';
import type { FailureClass } from '../../core/model/failure-cause.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';

export const SessionKindEnum = describedEnum<SessionKind>('SessionKind', 'What a session did.', {
  BACKUP: 'Wrote backups to a repository.',
  BACKUP_COPY: 'Copied existing backups to another repository.',
  REPLICATION: 'Replicated machines.',
  SNAPSHOT: 'Took snapshots where the data lives, without a repository.',
  RESTORE: 'Restored data.',
  RETENTION: 'Removed restore points that had come of age.',
  RESCAN: 'Read repositories, buckets or infrastructure anew.',
  CONFIGURATION: "Saved or synchronized the product's own configuration.",
  MAINTENANCE: 'Upkeep: evacuation, health check, infrastructure work.',
  OTHER: "Anything else; `nativeType` has the product's word.",
});

export const SessionStateEnum = describedEnum<SessionState>('SessionState', 'How far a session is.', {
  PENDING: 'Accepted, not working yet.',
  RUNNING: 'Working, or waiting for a resource while working.',
  STOPPING: 'Asked to stop and winding down.',
  FINISHED: 'Over; `result` tells how it ended.',
  UNKNOWN: 'The product used a word the gateway does not know.',
});

export const SessionResultEnum = describedEnum<SessionResult>('SessionResult', 'How work ended.', {
  NONE: 'No result: still running, or never ran.',
  SUCCESS: 'Ended well.',
  WARNING: 'Ended with warnings; a usable restore point exists.',
  FAILED: 'Ended without the result it was for.',
  CANCELLED: 'Somebody or something stopped it.',
  UNKNOWN: 'The product used a word the gateway does not know, or could not tell.',
});

export const RetryKnowledgeEnum = describedEnum<RetryKnowledge>(
  'RetryKnowledge',
  'How it is known whether a session is a retry.',
  {
    TOLD: 'The product says so, or it is work that no product repeats.',
    INFERRED:
      "The product does not link retries: the gateway tells them by the policy, its retry settings and the time (VBR before 1.3-rev2), or by the product's count of them (VB_M365 v6).",
    UNKNOWN:
      'It cannot be known: it begins soon after a failure, and the retry settings cannot be read, or the next planned run may begin at that time too. VB_AWS tells no retries at all. Reports count it as a run of its own and in `possibleRetries`.',
  },
);

export const SessionOrderFieldEnum = describedEnum<SessionOrderField>(
  'SessionOrderField',
  'What sessions are sorted by.',
  {
    START_TIME: 'When they started. Pages deep in a long history stay cheap.',
    END_TIME:
      'When they ended; those without an end sort as ending last. Reads the whole filtered list, so narrow it by time.',
    NAME: 'Their name, without regard to case. Reads the whole filtered list, so narrow it by time.',
  },
);

export const FailureClassEnum = describedEnum<FailureClass>(
  'FailureClass',
  'Classes of causes, by what the product says.',
  {
    CREDENTIALS: 'An account is not accepted, or lacks rights.',
    NETWORK: 'Something cannot be reached, or a connection broke.',
    SPACE: 'There is no room left, or a quota is used up.',
    OBJECT_LOCKED: 'The object is locked or in use.',
    OBJECT_MISSING: 'The object is not there any more.',
    LICENCE: 'A licence is missing, expired or used up.',
    SNAPSHOT: 'A snapshot could not be made, read or removed.',
    TIMEOUT: 'Something took too long.',
    CANCELLED: 'It was stopped.',
    OTHER: 'The text is not recognised; it stands in `line`.',
    NOT_TOLD: 'The product says nothing about it.',
  },
);
