import type { VbrRepositoryDetails } from '../model.js';
import type { RepositoryRow } from '../wire/repository.js';
import { toBytes } from './size.js';
import { valuesOf } from '../product-words.js';
import type { VbrConsumptionLimit } from '../repository-model.js';
import { IMMUTABILITY_MODES, SIZE_UNITS } from '../repository-words.js';
import type { VbrSizeUnit } from '../repository-words.js';

const MODES = valuesOf(IMMUTABILITY_MODES);
const UNITS = valuesOf(SIZE_UNITS);
const UNIT_BYTES: Readonly<Record<VbrSizeUnit, number>> = { TB: 1024 ** 4, PB: 1024 ** 5 };

export function toRepositoryDetails(row: RepositoryRow): VbrRepositoryDetails {
  return {
    uniqueId: row.uniqueId,
    hostId: row.hostId,
    path: row.path,
    immutable: row.immutability.isEnabled,
    immutabilityDays: row.immutability.days,
    immutabilityMode: MODES.of(row.immutability.mode),
    taskLimit: row.taskLimit,
    readWriteRate: row.readWriteRate,
    perVmBackup: row.perVmBackup,
    fastClone: row.fastClone,
    rotatedDrives: row.rotatedDrives,
    container: row.container,
    folder: row.folder,
    region: row.region,
    servicePoint: row.servicePoint,
    sharePath: row.sharePath,
    consumptionLimit: limitOf(row),
    ...row.storage,
    mountServerIds: mountServerIds(row),
  };
}

function limitOf({ consumptionLimit }: RepositoryRow): VbrConsumptionLimit | null {
  if (consumptionLimit === null) return null;
  const unit = UNITS.of(consumptionLimit.unit);
  const bytes = unit === null ? null : toBytes(consumptionLimit.count * UNIT_BYTES[unit]);
  return { count: consumptionLimit.count, unit, bytes };
}

function mountServerIds({ storage: { mountServers } }: RepositoryRow): string[] {
  const servers = [mountServers?.windows, mountServers?.linux];
  return [...new Set(servers.flatMap((server) => server?.serverId ?? []))];
}
