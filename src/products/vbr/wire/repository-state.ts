import { flag, id, number, object, part, remark, anyText } from '../../../platform/products-kit/values.js';

/** A row of GET /backupInfrastructure/repositories/states. */
export interface RepositoryStateRow {
  readonly id: string;
  readonly name: string;
  readonly type: string | null;
  readonly description: string | null;
  readonly hostId: string | null;
  readonly hostName: string | null;
  readonly path: string | null;
  /** Sizes in units of 1024³ bytes. Object storage without a limit says 0. */
  readonly capacityGB: number | null;
  readonly freeGB: number | null;
  /** What backups take; with block cloning this may exceed the capacity. */
  readonly usedSpaceGB: number | null;
  readonly isOnline: boolean | null;
  /** Since 1.3-rev0; a boolean, or its word. */
  readonly isOutOfDate: boolean | null;
  /** Since 1.3-rev0; null: no extent. */
  readonly scaleOutRepositoryId: string | null;
  readonly extentType: string | null;
}

export function readRepositoryState(value: unknown): RepositoryStateRow | undefined {
  const row = object(value);
  const key = id(row?.['id']);
  if (row === undefined || key === null) return undefined;
  const membership = part(row['scaleOutRepositoryDetails']);
  return {
    id: key,
    name: anyText(row['name']) ?? key,
    type: anyText(row['type']),
    description: remark(row['description']),
    hostId: id(row['hostId']),
    hostName: anyText(row['hostName']),
    path: anyText(row['path']),
    capacityGB: number(row['capacityGB']),
    freeGB: number(row['freeGB']),
    usedSpaceGB: number(row['usedSpaceGB']),
    isOnline: flag(row['isOnline']),
    isOutOfDate: flag(row['isOutOfDate']),
    scaleOutRepositoryId: id(membership['scaleOutRepositoryId']),
    extentType: anyText(membership['extentType']),
  };
}
