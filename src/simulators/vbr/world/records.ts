import type { JobType, RepositoryType } from '../revisions.js';
import type { Schedule } from './schedules.js';

/** One protected object: a machine, a share, a bucket. */
export interface ProtectedObject {
  id: string;
  name: string;
  /** Bytes. */
  size: number;
}

/** Behaviour given to a job so that reports have something to show. */
export type Mood =
  'reliable' | 'flaky' | 'failing' | 'lastFailed' | 'lastWarned' | 'lastRetried' | 'running' | 'neverRan';

/** A job as the server keeps it; its last run and result are read from the sessions. */
export interface JobRecord {
  index: number;
  id: string;
  name: string;
  type: JobType;
  /** Set instead of `type` on a job whose type no contract knows. */
  strangeType?: string;
  description: string;
  disabled: boolean;
  highPriority: boolean;
  schedule: Schedule;
  /** Id of a repository or of a scale-out repository; null for jobs without one. */
  repositoryId: string | null;
  archiveRepositoryId: string | null;
  /** Jobs whose backups a copy job copies. */
  sourceJobIds: string[];
  copyMode: 'Immediate' | 'Periodic' | null;
  objects: ProtectedObject[];
  retention: { type: 'RestorePoints' | 'Days'; quantity: number };
  gfsWeeks: number | null;
  retries: { count: number; waitMinutes: number };
  /** The whole backup chain is encrypted. */
  encrypted: boolean;
  mood: Mood;
}

export interface RepositoryRecord {
  id: string;
  name: string;
  description: string;
  type: RepositoryType;
  strangeType?: string;
  /** As creation gave it; absent: made from `id`. */
  uniqueId?: string;
  /** Managed server the data lies on; null for object storage and shares. */
  hostId: string | null;
  path: string | null;
  /** Share path, service point or region, as the type needs it. */
  location: string;
  /** Bucket or container; null where the type has none. */
  bucket: string | null;
  /** GB of 1024³ bytes; 0 for object storage without a limit. */
  capacityGB: number;
  freeGB: number;
  usedSpaceGB: number;
  online: boolean;
  outOfDate: boolean;
  taskLimit: number;
  /** Days recent backups cannot be changed; 0 is switched off. */
  immutableDays: number;
  /** The body of the last create or edit; it takes the place of the generated settings. */
  settings?: Record<string, unknown>;
}

export type ExtentStatus = 'Normal' | 'Sealed' | 'Maintenance' | 'Evacuate' | 'Pending';

export interface ScaleOutRecord {
  id: string;
  name: string;
  description: string;
  placement: 'DataLocality' | 'Performance';
  perVmBackup: boolean;
  /** Absent: false. */
  fullWhenExtentOffline?: boolean;
  /** Absent: made from the id. */
  uniqueId?: string;
  /** Extents by repository id; an empty `statuses` never occurs, Normal is explicit. */
  performance: { repositoryId: string; statuses: ExtentStatus[] }[];
  capacity: {
    repositoryIds: string[];
    copy: boolean;
    move: boolean;
    operationalRestoreDays: number;
  } | null;
  archive: { repositoryId: string; archiveAfterDays: number } | null;
  /** Parts of the last create or edit; what they say goes before what is generated. */
  settings?: Partial<Record<'placementPolicy' | 'capacityTier' | 'archiveTier', Record<string, unknown>>>;
}

export interface ManagedServerRecord {
  id: string;
  name: string;
  description: string;
  type: 'WindowsHost' | 'LinuxHost' | 'ViHost' | 'HvServer';
  available: boolean;
}

/** What `GET /serverInfo` and `/serverTime` tell. */
export interface ServerRecord {
  /** Id of the installation. */
  vbrId: string;
  name: string;
  domain: string;
  platform: 'Windows' | 'Linux';
}
