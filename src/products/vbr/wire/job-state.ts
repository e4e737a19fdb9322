import {
  anyText,
  count,
  flag,
  id,
  number,
  object,
  part,
  remark,
} from '../../../platform/products-kit/values.js';
import { readProgress } from './progress.js';
import type { WireProgress } from './progress.js';

/** A row of GET /jobs/states. */
export interface JobStateRow {
  readonly id: string;
  readonly name: string;
  readonly type: string | null;
  readonly description: string | null;
  /** Lower case before 1.3-rev1, capitalised since. */
  readonly status: string | null;
  readonly lastRun: string | null;
  readonly lastResult: string | null;
  readonly nextRun: string | null;
  readonly workload: string | null;
  readonly repositoryId: string | null;
  readonly repositoryName: string | null;
  readonly objectsCount: number | null;
  readonly sessionId: string | null;
  /** Fields from here on: since 1.3-rev0. */
  readonly nextRunPolicy: string | null;
  readonly highPriority: boolean | null;
  readonly progressPercent: number | null;
  readonly progress: WireProgress | null;
  readonly runAfterJobId: string | null;
  readonly backupCopyMode: string | null;
  readonly isStorageSnapshot: boolean | null;
  /** Since 1.3-rev2. */
  readonly targetName: string | null;
}

export function readJobState(value: unknown): JobStateRow | undefined {
  const row = object(value);
  const key = id(row?.['id']);
  if (row === undefined || key === null) return undefined;
  return {
    id: key,
    name: anyText(row['name']) ?? key,
    type: anyText(row['type']),
    description: remark(row['description']),
    status: anyText(row['status']),
    lastRun: anyText(row['lastRun']),
    lastResult: anyText(row['lastResult']),
    nextRun: anyText(row['nextRun']),
    workload: anyText(row['workload']),
    repositoryId: id(row['repositoryId']),
    repositoryName: anyText(row['repositoryName']),
    objectsCount: count(row['objectsCount']),
    sessionId: id(row['sessionId']),
    nextRunPolicy: anyText(row['nextRunPolicy']),
    highPriority: flag(row['highPriority']),
    progressPercent: number(row['progressPercent']),
    progress: readProgress(row['sessionProgress']),
    runAfterJobId: id(part(row['runAfterJob'])['jobId']),
    backupCopyMode: anyText(row['backupCopyMode']),
    isStorageSnapshot: flag(row['isStorageSnapshot']),
    targetName: remark(row['targetName']),
  };
}
