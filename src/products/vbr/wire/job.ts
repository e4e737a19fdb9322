import {
  flag,
  id,
  many,
  count,
  object,
  part,
  remark,
  anyText,
} from '../../../platform/products-kit/values.js';
import type { JsonObject } from '../../../platform/products-kit/values.js';
import { readSelection } from './job-selection.js';
import type { WireSelection } from './job-selection.js';
import { readSchedule } from './schedule.js';
import type { WireSchedule } from './schedule.js';

/**
 * A row of GET /jobs. The models of the job types keep the same thing in different places; the reader looks into all of
 * them, so that a job of a type nobody has seen yet still gives what it can.
 */
export interface JobRow {
  readonly id: string;
  readonly name: string;
  readonly type: string | null;
  /** Optional since 1.3-rev2. */
  readonly isDisabled: boolean | null;
  readonly description: string | null;
  readonly isHighPriority: boolean | null;
  readonly schedule: WireSchedule | null;
  /** Immediate, Periodic; backup copies only. */
  readonly copyMode: string | null;
  readonly repositoryId: string | null;
  readonly archiveRepositoryId: string | null;
  readonly secondaryRepositoryIds: readonly string[];
  readonly proxiesAutoSelected: boolean | null;
  readonly proxyIds: readonly string[];
  readonly retention: WireRetention | null;
  readonly archiveRetention: WireRetention | null;
  readonly gfs: WireGfs | null;
  /** null: nothing is said of such points. */
  readonly gfsEnabled: boolean | null;
  readonly backupMode: string | null;
  readonly compressionLevel: string | null;
  readonly encrypted: boolean | null;
  readonly applicationAware: boolean | null;
  readonly guestIndexing: boolean | null;
  readonly replicaDestination: WireReplicaDestination | null;
  readonly selection: WireSelection;
}

interface WireRetention {
  /** RestorePoints, Days, Months, Years. */
  readonly unit: string | null;
  readonly quantity: number | null;
}

/** How long grandfather-father-son points are kept; null: not kept. */
interface WireGfs {
  readonly weeks: number | null;
  readonly months: number | null;
  readonly years: number | null;
}

interface WireReplicaDestination {
  readonly host: string | null;
  readonly datastore: string | null;
  readonly nameSuffix: string | null;
}

export function readJob(value: unknown): JobRow | undefined {
  const row = object(value);
  const key = id(row?.['id']);
  if (row === undefined || key === null) return undefined;
  const target = targetOf(row);
  const advanced = part(target['advancedSettings']);
  const proxies = part(part(row['storage'])['backupProxies']);
  const guest = part(row['guestProcessing']);
  return {
    id: key,
    name: anyText(row['name']) ?? key,
    type: anyText(row['type']),
    isDisabled: flag(row['isDisabled']),
    description: remark(row['description']),
    isHighPriority: flag(row['isHighPriority']),
    schedule: readSchedule(row['schedule']),
    copyMode: anyText(row['mode']),
    repositoryId: id(target['backupRepositoryId']) ?? id(part(target['destination'])['backupRepositoryId']),
    archiveRepositoryId: id(part(row['archiveRepository'])['archiveRepositoryId']),
    secondaryRepositoryIds: many(row['secondaryTargets'], (copy) => id(object(copy)?.['backupRepositoryId'])),
    proxiesAutoSelected: flag(proxies['autoSelectEnabled']),
    proxyIds: many(proxies['proxyIds'], id),
    retention: readRetention(target['retentionPolicy']) ?? replicaRetention(row),
    archiveRetention: readRetention(part(row['archiveRepository'])['archiveRetentionPolicy']),
    gfs: readGfs(target['gfsPolicy']),
    gfsEnabled: flag(part(target['gfsPolicy'])['isEnabled']),
    backupMode: anyText(advanced['backupModeType']),
    compressionLevel: anyText(part(advanced['storageData'])['compressionLevel']),
    encrypted: encryptionOf(target, advanced),
    applicationAware: flag(part(guest['appAwareProcessing'])['isEnabled']),
    guestIndexing: flag(part(guest['guestFSIndexing'])['isEnabled']),
    replicaDestination: replicaDestinationOf(row),
    selection: readSelection(row),
  };
}

/** Where the job's model keeps repository and retention; copies of file and tenant backups keep them in the job itself. */
function targetOf(row: JsonObject): JsonObject {
  return object(row['storage']) ?? object(row['target']) ?? object(row['backupRepository']) ?? row;
}

function readRetention(value: unknown): WireRetention | null {
  const row = object(value);
  const quantity = count(row?.['quantity']);
  return row === undefined || quantity === null ? null : { unit: anyText(row['type']), quantity };
}

/** Replicas keep a number of points and say so in another place. */
function replicaRetention(row: JsonObject): WireRetention | null {
  const quantity = count(part(row['jobSettings'])['restorePointsToKeep']);
  return quantity === null ? null : { unit: 'RestorePoints', quantity };
}

function readGfs(value: unknown): WireGfs | null {
  const row = object(value);
  if (row === undefined || flag(row['isEnabled']) !== true) return null;
  const kept = (name: string, field: string): number | null => {
    const period = part(row[name]);
    return flag(period['isEnabled']) === true ? count(period[field]) : null;
  };
  return {
    weeks: kept('weekly', 'keepForNumberOfWeeks'),
    months: kept('monthly', 'keepForNumberOfMonths'),
    years: kept('yearly', 'keepForNumberOfYears'),
  };
}

function encryptionOf(target: JsonObject, advanced: JsonObject): boolean | null {
  const places = [part(advanced['storageData'])['encryption'], advanced['encryption'], target['encryption']];
  return places.map((place) => flag(part(place)['isEnabled'])).find((value) => value !== null) ?? null;
}

function replicaDestinationOf(row: JsonObject): WireReplicaDestination | null {
  const destination = object(row['destination']);
  if (destination === undefined) return null;
  return {
    host: anyText(part(destination['host'])['name']),
    datastore: anyText(part(destination['datastore'])['name']),
    nameSuffix: anyText(part(row['jobSettings'])['replicaNameSuffix']),
  };
}
