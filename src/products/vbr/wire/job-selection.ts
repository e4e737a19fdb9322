import { id, many, object, part, anyText } from '../../../platform/products-kit/values.js';
import type { JsonObject } from '../../../platform/products-kit/values.js';

/** Something a job protects or leaves out. */
interface WireSelectedObject {
  readonly name: string;
  readonly type: string | null;
  readonly platform: string | null;
  /** The server it lives on (vCenter, Hyper-V host …). */
  readonly hostName: string | null;
  readonly objectId: string | null;
  /** A localised text such as "43.5 GB". */
  readonly size: string | null;
}

export interface WireSelection {
  readonly includes: readonly WireSelectedObject[];
  readonly excludes: readonly WireSelectedObject[];
  /** Jobs whose backups a copy copies or a content scan scans. */
  readonly sourceJobIds: readonly string[];
  /** Repositories whose backups a copy copies. */
  readonly sourceRepositoryIds: readonly string[];
}

/** What a row of GET /jobs selects, in whichever place its model keeps that. */
export function readSelection(row: JsonObject): WireSelection {
  const machines = part(row['virtualMachines']);
  const source = part(row['sourceObjects']);
  const copied = part(source['includes']);
  return {
    includes: [
      ...many(machines['includes'], readMachine),
      ...many(row['computers'], readMachine),
      ...many(row['objects'], readUnstructured),
      ...many(copied['backups'], readMachine),
      ...tenants(row),
    ],
    excludes: [
      ...many(part(machines['excludes'])['vms'], readMachine),
      ...many(part(source['excludes'])['objects'], readMachine),
    ],
    sourceJobIds: [...new Set(sourceJobs(row, copied))],
    sourceRepositoryIds: [
      ...many(copied['repositories'], idOf),
      ...many(part(machines['sourceRepositories'])['repositoryIds'], id),
    ],
  };
}

/** Samples nest the object one level deeper than the schemas say. */
function readMachine(value: unknown): WireSelectedObject | undefined {
  const row = object(value);
  const machine = object(row?.['inventoryObject']) ?? row;
  const name = anyText(machine?.['name']);
  if (row === undefined || machine === undefined || name === null) return undefined;
  return {
    name,
    type: anyText(machine['type']),
    platform: anyText(machine['platform']) ?? anyText(machine['platformName']),
    hostName: anyText(machine['hostName']),
    objectId: id(machine['objectId']) ?? id(machine['id']),
    size: anyText(row['size']),
  };
}

/** Files and object storage are named by path or container. */
function readUnstructured(value: unknown): WireSelectedObject | undefined {
  const row = object(value);
  const name = [anyText(row?.['container']), anyText(row?.['path'])]
    .filter((word) => word !== null)
    .join('/');
  if (row === undefined || name === '') return undefined;
  return {
    name,
    type: anyText(row['type']),
    platform: null,
    hostName: null,
    objectId: id(row['fileServerId']) ?? id(row['objectStorageServerId']),
    size: null,
  };
}

/** Entra ID jobs protect a tenant and give its id only; IRIS jobs their entities' ids. */
function tenants(row: JsonObject): WireSelectedObject[] {
  const bare = (type: string, objectId: string): WireSelectedObject => ({
    name: objectId,
    type,
    platform: null,
    hostName: null,
    objectId,
    size: null,
  });
  const tenant = id(part(row['tenant'])['tenantId']) ?? id(part(row['storage'])['tenantId']);
  const entities = many(row['sources'], (source) => id(object(source)?.['entityId']));
  return [
    ...(tenant === null ? [] : [bare('EntraIDTenant', tenant)]),
    ...entities.map((entity) => bare('IrisEntity', entity)),
  ];
}

function sourceJobs(row: JsonObject, copied: JsonObject): string[] {
  const primary = id(row['primaryJobId']);
  return [
    ...many(copied['jobs'], idOf),
    ...(primary === null ? [] : [primary]),
    ...many(part(row['linkedJobs'])['includes'], idOf),
    ...many(part(row['unstructuredLinkedJobs'])['includes'], idOf),
  ];
}

function idOf(value: unknown): string | null {
  return id(object(value)?.['id']);
}
