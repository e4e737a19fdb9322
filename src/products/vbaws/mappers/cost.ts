import type { Row } from '../../../platform/products-kit/row.js';

/** Estimated cost of a month; the currency is not published. null: not told. */
export interface CostParts {
  readonly snapshots: number | null;
  readonly replicas: number | null;
  readonly backups: number | null;
  readonly backupCopies: number | null;
  readonly traffic: number | null;
  readonly transactions: number | null;
  readonly total: number | null;
}

export interface InstanceCost extends CostParts {
  readonly nativeId: string | null;
  readonly name: string | null;
}

export interface PolicyCost extends CostParts {
  readonly instances: readonly InstanceCost[];
  /** null: not told. */
  readonly empty: boolean | null;
}

export function policyCost(body: Row): PolicyCost {
  const total = (part: string): number | null => body.number(`total${part}Cost`);
  return {
    ...partsOf(total),
    empty: body.flag('isEmpty'),
    instances: body.objects('instancesCosts').map(instanceCost),
  };
}

function instanceCost(row: Row): InstanceCost {
  const own = (part: string): number | null =>
    row.number(part === '' ? 'totalCost' : `${part.charAt(0).toLowerCase()}${part.slice(1)}Cost`);
  return { ...partsOf(own), nativeId: row.id('instanceId'), name: row.text('instanceName') };
}

/** `read` takes the middle of the field's name; the empty one is the sum. */
function partsOf(read: (part: string) => number | null): CostParts {
  return {
    snapshots: read('Snapshot'),
    replicas: read('Replica'),
    backups: read('Backup'),
    backupCopies: read('BackupCopy'),
    traffic: read('Traffic'),
    transactions: read('Transaction'),
    total: read(''),
  };
}
