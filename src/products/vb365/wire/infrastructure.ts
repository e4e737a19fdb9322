import { Row } from '../../../platform/products-kit/row.js';
import { reference } from './links.js';

/** `RestOrganizationComposed`, read without the extended view, which asks the proxies. */
export interface OrganizationRow {
  readonly id: string;
  readonly name: string | null;
  readonly officeName: string | null;
  readonly description: string | null;
  readonly type: string | null;
  readonly region: string | null;
  readonly hasExchangeOnline: boolean | null;
  readonly hasSharePointOnline: boolean | null;
  readonly hasTeams: boolean | null;
  /** v8. */
  readonly msid: string | null;
}

/** `RESTProxy` of v6 to v8. */
export interface ProxyRow {
  readonly id: string;
  readonly hostName: string | null;
  /** v7 and v8. */
  readonly fqdn: string | null;
  readonly description: string | null;
  readonly port: number | null;
  readonly type: string | null;
  readonly status: string | null;
  /** v6 and v7. */
  readonly threads: number | null;
  readonly throttlingEnabled: boolean | null;
  readonly throttlingValue: number | null;
  readonly throttlingUnit: string | null;
  /** v8, as all below. */
  readonly operatingSystem: string | null;
  readonly proxyPoolId: string | null;
  readonly maintenanceMode: string | null;
  readonly cpuUsagePercent: number | null;
  readonly memoryUsagePercent: number | null;
  readonly version: string | null;
  readonly roles: readonly string[];
}

/** `RESTProxyPool` (v8). */
export interface ProxyPoolRow {
  readonly id: string;
  readonly name: string | null;
  readonly description: string | null;
}

/** `RESTRepositorySynchronizeSession`; it carries no times. */
export interface SynchronizationRow {
  readonly id: string;
  readonly repositoryId: string;
  /** None (at rest), Synchronizing or Failed. */
  readonly state: string | null;
  readonly progressPercent: number | null;
  readonly error: string | null;
}

/** `RESTJobItemComposed`: its type decides which of its parts is there. */
export interface JobItemRow {
  readonly id: string | null;
  readonly type: string | null;
  readonly name: string | null;
  /** Mail address of a user, group or team, address of a site. */
  readonly address: string | null;
  readonly folders: readonly string[];
}

export function readOrganization(value: unknown): OrganizationRow | undefined {
  const row = Row.of(value);
  const id = row?.id('id');
  if (!row || !id) return undefined;
  return {
    id,
    name: row.remark('name'),
    officeName: row.remark('officeName'),
    description: row.remark('description'),
    type: row.remark('type'),
    region: row.remark('region'),
    hasExchangeOnline: row.flag('isExchangeOnline'),
    hasSharePointOnline: row.flag('isSharePointOnline'),
    hasTeams: row.flag('isTeamsOnline'),
    msid: row.id('msid'),
  };
}

export function readProxy(value: unknown): ProxyRow | undefined {
  const row = Row.of(value);
  const id = row?.id('id');
  if (!row || !id) return undefined;
  return {
    id,
    hostName: row.remark('hostName'),
    fqdn: row.remark('fqdn'),
    description: row.remark('description'),
    port: row.count('port'),
    type: row.remark('type'),
    status: row.remark('status'),
    threads: row.count('threadsNumber'),
    throttlingEnabled: row.flag('enableNetworkThrottling'),
    throttlingValue: row.count('throttlingValue'),
    throttlingUnit: row.remark('throttlingUnit'),
    operatingSystem: row.remark('operatingSystem'),
    proxyPoolId: row.id('proxyPoolId'),
    maintenanceMode: row.remark('maintenanceModeState'),
    cpuUsagePercent: row.number('cpuUsagePercent'),
    memoryUsagePercent: row.number('memoryUsagePercent'),
    version: row.remark('version'),
    roles: texts(row, 'role'),
  };
}

export function readProxyPool(value: unknown): ProxyPoolRow | undefined {
  const row = Row.of(value);
  const id = row?.id('id');
  return row && id ? { id, name: row.remark('name'), description: row.remark('description') } : undefined;
}

export function readSynchronization(value: unknown): SynchronizationRow | undefined {
  const row = Row.of(value);
  const id = row?.id('id');
  const repositoryId = row && reference(row, 'repositoryId', 'repository');
  if (!row || !id || !repositoryId) return undefined;
  return {
    id,
    repositoryId,
    state: row.remark('state'),
    progressPercent: row.count('progressPercent'),
    error: row.remark('error'),
  };
}

export function readJobItem(value: unknown): JobItemRow | undefined {
  const row = Row.of(value);
  if (!row) return undefined;
  const part = row.object('user') ?? row.object('group') ?? row.object('site') ?? row.object('team');
  return {
    id: row.remark('id') ?? part?.remark('id') ?? null,
    type: row.remark('type'),
    name: part?.remark('displayName') ?? part?.remark('title') ?? part?.remark('name') ?? null,
    address: part?.remark('url') ?? part?.remark('mail') ?? part?.remark('name') ?? null,
    folders: texts(row, 'folders'),
  };
}

function texts(row: Row, name: string): readonly string[] {
  return row.texts(name);
}
