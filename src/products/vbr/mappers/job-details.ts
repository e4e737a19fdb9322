import { counted } from '../../../core/model/policy-terms.js';
import type { PolicyRetention } from '../../../core/model/policy-terms.js';
import type { VbrJobDetails, VbrJobStorage, VbrRetention } from '../model.js';
import type { JobRow } from '../wire/job.js';
import { Words } from '../../../platform/products-kit/words.js';
import { toScheduleDetails } from './schedule-details.js';
import { toStartPlan } from './start-plan.js';

const UNITS = new Words<string | null>(
  { restorepoints: 'restore point', days: 'day', months: 'month', years: 'year' },
  null,
);

export function toJobDetails(row: JobRow): VbrJobDetails {
  return {
    schedule: row.schedule && toScheduleDetails(row.schedule),
    plan: row.schedule && toStartPlan(row.schedule),
    storage: storageOf(row),
    retention: retentionOf(row),
    kept: keptOf(row),
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

/** The same in words that all products share. */
function keptOf({ retention, gfsEnabled }: JobRow): PolicyRetention | null {
  const kept = amount(retention);
  if (kept === null) return null;
  const unit = kept.unit.toLowerCase();
  const word = UNITS.of(unit);
  const text = word === null ? `${kept.quantity} ${kept.unit}` : counted(kept.quantity, word);
  return {
    days: unit === 'days' ? kept.quantity : null,
    points: unit === 'restorepoints' ? kept.quantity : null,
    gfs: gfsEnabled,
    text: gfsEnabled === true ? `${text}, GFS points for longer` : text,
  };
}
