import type { VbrJobDetails, VbrJobStorage, VbrRetention } from '../model.js';
import type { JobRow } from '../wire/job.js';
import { toScheduleDetails } from './schedule-details.js';

export function toJobDetails(row: JobRow): VbrJobDetails {
  return {
    schedule: row.schedule && toScheduleDetails(row.schedule),
    storage: storageOf(row),
    retention: retentionOf(row),
    selectedObjects: row.selection.includes,
    excludedObjects: row.selection.excludes,
    sourceJobIds: row.selection.sourceJobIds,
    sourceRepositoryIds: row.selection.sourceRepositoryIds,
    applicationAware: row.applicationAware,
    guestIndexing: row.guestIndexing,
  };
}

function storageOf(row: JobRow): VbrJobStorage {
  return {
    repositoryId: row.repositoryId,
    archiveRepositoryId: row.archiveRepositoryId,
    secondaryRepositoryIds: row.secondaryRepositoryIds,
    proxiesAutoSelected: row.proxiesAutoSelected,
    proxyIds: row.proxyIds,
    backupMode: row.backupMode,
    compressionLevel: row.compressionLevel,
    encrypted: row.encrypted,
    replicaHost: row.replicaDestination?.host ?? null,
    replicaDatastore: row.replicaDestination?.datastore ?? null,
    replicaNameSuffix: row.replicaDestination?.nameSuffix ?? null,
  };
}

function retentionOf({ retention, archiveRetention, gfs }: JobRow): VbrRetention | null {
  const kept = amount(retention);
  return kept === null ? null : { ...kept, gfs, archive: amount(archiveRetention) };
}

function amount(retention: JobRow['retention']): { quantity: number; unit: string } | null {
  if (retention === null || retention.quantity === null) return null;
  return { quantity: retention.quantity, unit: retention.unit ?? 'Unknown' };
}
