import type { VbrRepositoryDetails } from '../model.js';
import type { RepositoryRow } from '../wire/repository.js';
import { toBytes } from './size.js';
import { Words } from '../../../platform/products-kit/words.js';

const LIMIT_UNITS = new Words<number | null>({ TB: 1024 ** 4, PB: 1024 ** 5 }, null);

export function toRepositoryDetails(row: RepositoryRow): VbrRepositoryDetails {
  return {
    uniqueId: row.uniqueId,
    immutabilityMode: row.immutability.mode,
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
    mountServerIds: row.mountServerIds,
    ...row.storage,
  };
}

function limitOf({ consumptionLimit }: RepositoryRow): number | null {
  const unit = LIMIT_UNITS.of(consumptionLimit?.unit ?? null);
  return consumptionLimit === null || unit === null ? null : toBytes(consumptionLimit.count * unit);
}
