import type { Json, ResourceRecord } from './records.js';

/** What a gigabyte costs in a month, in dollars. */
const PRICES = { snapshot: 0.05, replica: 0.05, backup: 0.023, backupCopy: 0.004, traffic: 0.01 };
const CHANGED_SHARE = 0.3;

export interface CostOptions {
  replicates: boolean;
  backsUp: boolean;
  archives: boolean;
}

/** The estimated monthly cost of protecting these resources. */
export function estimateCost(resources: readonly ResourceRecord[], options: CostOptions): Json {
  const instances = resources.map((resource) => instanceCost(resource, options));
  const total = (key: keyof InstanceCost): number =>
    cents(instances.reduce((sum, instance) => sum + instance[key], 0));
  return {
    instancesCosts: instances.map((costs, index) => ({
      instanceId: resources[index]?.id ?? '',
      instanceName: resources[index]?.name ?? '',
      ...costs,
    })),
    isEmpty: instances.length === 0,
    totalSnapshotCost: total('snapshotCost'),
    totalReplicaCost: total('replicaCost'),
    totalBackupCost: total('backupCost'),
    totalBackupCopyCost: total('backupCopyCost'),
    totalTrafficCost: total('trafficCost'),
    totalTransactionCost: total('transactionCost'),
    totalCost: total('totalCost'),
  };
}

type InstanceCost = ReturnType<typeof instanceCost>;

function instanceCost({ sizeGigabytes }: ResourceRecord, { replicates, backsUp, archives }: CostOptions) {
  const changed = sizeGigabytes * CHANGED_SHARE;
  const parts = {
    snapshotCost: cents(changed * PRICES.snapshot),
    replicaCost: replicates ? cents(changed * PRICES.replica) : 0,
    backupCost: backsUp ? cents(sizeGigabytes * PRICES.backup) : 0,
    backupCopyCost: archives ? cents(sizeGigabytes * PRICES.backupCopy) : 0,
    trafficCost: replicates ? cents(changed * PRICES.traffic) : 0,
    transactionCost: backsUp ? 0.12 : 0,
  };
  return { ...parts, totalCost: cents(Object.values(parts).reduce((sum, part) => sum + part, 0)) };
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
