import type { VbrStorageSettings } from '../repository-model.js';
import { anyText, count, flag, id, object, part } from '../../../platform/products-kit/values.js';
import type { JsonObject } from '../../../platform/products-kit/values.js';
import { readStorage } from './repository-storage.js';

/** A row of GET /backupInfrastructure/repositories, whichever storage it describes. */
export interface RepositoryRow {
  readonly id: string;
  readonly type: string | null;
  readonly uniqueId: string | null;
  /** Folders of servers only. */
  readonly hostId: string | null;
  readonly path: string | null;
  readonly immutability: WireImmutability;
  /** null: without a limit, or not said. */
  readonly taskLimit: number | null;
  readonly readWriteRate: number | null;
  readonly perVmBackup: boolean | null;
  readonly fastClone: boolean | null;
  readonly rotatedDrives: boolean | null;
  /** Bucket or container with its folder; object storage only. */
  readonly container: string | null;
  readonly folder: string | null;
  readonly region: string | null;
  readonly servicePoint: string | null;
  /** Shares only. */
  readonly sharePath: string | null;
  readonly consumptionLimit: { readonly count: number; readonly unit: string | null } | null;
  readonly storage: VbrStorageSettings;
}

interface WireImmutability {
  /** null: the row does not say. */
  readonly isEnabled: boolean | null;
  readonly days: number | null;
  /** RepositorySettings, RetentionSettings; since 1.3-rev0. */
  readonly mode: string | null;
}

export function readRepository(value: unknown): RepositoryRow | undefined {
  const row = object(value);
  const key = id(row?.['id']);
  if (row === undefined || key === null) return undefined;
  const settings = part(row['repository']);
  const advanced = part(settings['advancedSettings']);
  const bucket = object(row['bucket']) ?? part(row['container']);
  const account = part(row['account']);
  return {
    id: key,
    type: anyText(row['type']),
    uniqueId: anyText(row['uniqueId']),
    hostId: id(row['hostId']),
    path: anyText(settings['path']),
    immutability: readImmutability(settings, bucket),
    taskLimit: limited(settings, row, ['taskLimitEnabled', 'enableTaskLimit'], 'maxTaskCount'),
    readWriteRate: limited(settings, row, ['readWriteLimitEnabled', 'enableReadWriteLimit'], 'readWriteRate'),
    perVmBackup: flag(advanced['perVmBackup']),
    fastClone: flag(settings['useFastCloningOnXFSVolumes']),
    rotatedDrives: flag(advanced['rotatedDrives']),
    container:
      anyText(bucket['bucketName']) ??
      anyText(bucket['containerName']) ??
      anyText(part(account['vault'])['storageContainerName']),
    folder: anyText(bucket['folderName']) ?? anyText(bucket['folder']),
    region:
      anyText(bucket['regionId']) ??
      anyText(account['regionId']) ??
      anyText(part(account['vault'])['regionId']),
    servicePoint: anyText(account['servicePoint']) ?? anyText(account['serviceEndpoint']),
    sharePath: anyText(part(row['share'])['sharePath']),
    consumptionLimit: readConsumptionLimit(bucket['storageConsumptionLimit']),
    storage: readStorage(row),
  };
}

function readImmutability(settings: JsonObject, bucket: JsonObject): WireImmutability {
  const nested = object(bucket['immutability']) ?? object(settings['immutability']);
  if (nested !== undefined)
    return {
      isEnabled: flag(nested['isEnabled']),
      days: count(nested['daysCount']),
      mode: anyText(nested['immutabilityMode']),
    };
  const days = count(settings['makeRecentBackupsImmutableDays']);
  if (days !== null) return { isEnabled: days > 0, days, mode: null };
  return { isEnabled: flag(bucket['immutabilityEnabled']), days: null, mode: null };
}

/** A limit counts only while its switch is on; the switch is spelt in two ways. */
function limited(settings: JsonObject, row: JsonObject, switches: string[], name: string): number | null {
  const holder = [settings, row].find((place) => switches.some((word) => flag(place[word]) === true));
  return holder === undefined ? null : count(holder[name]);
}

function readConsumptionLimit(value: unknown): RepositoryRow['consumptionLimit'] {
  const row = part(value);
  const units = count(row['consumptionLimitCount']);
  if (flag(row['isEnabled']) !== true || units === null) return null;
  return { count: units, unit: anyText(row['consumptionLimitKind']) };
}
