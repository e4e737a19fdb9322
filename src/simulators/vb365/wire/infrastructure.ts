import type { ObjectStorage, ObjectStorageType, Proxy, ProxyPool, Repository } from '../world/records.js';
import { syncPercent } from '../world/sync.js';
import type { SyncSession } from '../world/sync.js';
import { links, versioned } from './view.js';
import type { Json, View } from './view.js';

export function repository(view: View, record: Repository): Json {
  const { objectStorage: storage } = record;
  return {
    id: record.id,
    name: record.name,
    description: record.description,
    path: record.path,
    capacityBytes: record.capacityBytes,
    freeSpaceBytes: record.freeBytes,
    ...retention(record),
    proxyId: record.proxy?.id ?? null,
    isLongTerm: record.longTerm,
    isOutOfSync: record.outOfSync,
    objectStorageEncryptionEnabled: storage ? record.longTerm : null,
    ...versioned(view, 6, 7, {
      objectStorageId: storage?.id ?? null,
      ...(storage ? { objectStorageCachePath: record.path } : {}),
    }),
    ...versioned(view, 8, 8, {
      proxyPoolId: record.pool?.id ?? null,
      organizationId: null,
      isOutdated: record.outdated,
      isIndexed: !record.outdated,
      isMigrationLocked: false,
      isOutOfOrder: record.outOfOrderReason !== null,
      outOfOrderReason: record.outOfOrderReason,
      ...(storage ? { objectStorage: objectStorage(view, storage) } : {}),
    }),
    _links: links(view, {
      self: `BackupRepositories/${record.id}`,
      proxy: record.proxy ? `Proxies/${record.proxy.id}` : undefined,
      objectStorageRepository:
        storage && view.version < 8 ? `objectstoragerepositories/${storage.id}` : undefined,
    }),
  };
}

/** As nested in a repository (version 8), or as an entry of the older versions' own list. */
export function objectStorage(view: View, storage: ObjectStorage): Json {
  const limitBytes = storage.sizeLimitGB === null ? null : storage.sizeLimitGB * 1024 ** 3;
  const isList = view.version < 8;
  return {
    id: storage.id,
    ...(isList ? { name: storage.name, description: '' } : {}),
    type: storageType(view, storage.type),
    accountId: null,
    usedSpaceBytes: storage.usedBytes,
    freeSpaceBytes: limitBytes === null ? null : Math.max(0, limitBytes - storage.usedBytes),
    sizeLimitEnabled: limitBytes !== null,
    sizeLimitGB: storage.sizeLimitGB,
    ...versioned(view, 8, 8, {
      enableImmutability: storage.immutabilityDays !== null,
      ...(storage.immutabilityDays === null ? {} : { immutabilityPeriodDays: storage.immutabilityDays }),
    }),
    ...bucket(storage),
    ...(isList ? { _links: links(view, { self: `objectstoragerepositories/${storage.id}` }) } : {}),
  };
}

export function proxy(view: View, record: Proxy): Json {
  return {
    id: record.id,
    hostName: record.hostName,
    description: record.description,
    type: record.type,
    useInternetProxy: false,
    port: 9193,
    enableNetworkThrottling: record.throttlingMbps !== null,
    throttlingValue: record.throttlingMbps ?? 0,
    throttlingUnit: 'Mbps',
    status: record.status,
    ...versioned(view, 3, 7, { threadsNumber: record.threads }),
    ...versioned(view, 7, 8, { fqdn: record.fqdn }),
    ...versioned(view, 8, 8, {
      operatingSystem: record.operatingSystem,
      proxyPoolId: record.pool?.id ?? null,
      maintenanceModeState: record.maintenance,
      cpuUsagePercent: record.status === 'Online' ? 23.5 : null,
      memoryUsagePercent: record.status === 'Online' ? 61.25 : null,
      version: '8.1.0.305',
      serviceAccount: record.operatingSystem === 'Windows' ? 'LocalSystem' : 'root',
      role: record.type === 'Local' ? ['Orchestrator', 'Scheduler', 'Processor'] : ['Processor'],
    }),
    _links: links(view, {
      self: `Proxies/${record.id}`,
      repositories: `BackupRepositories?proxyId=${record.id}`,
    }),
  };
}

export function proxyPool(view: View, { id, name, description }: ProxyPool): Json {
  const path = `ProxyPools/${id}`;
  return { id, name, description, _links: links(view, { self: path, proxies: `${path}/proxies` }) };
}

export function syncSession(view: View, sync: SyncSession): Json {
  const progressPercent = syncPercent(sync, view.world.now());
  return {
    id: sync.id,
    repositoryId: sync.repository.id,
    state: progressPercent < 100 ? 'Synchronizing' : 'None',
    progressPercent,
    error: '',
    _links: links(view, {
      self: `RepositorySynchronizeSessions/${sync.id}`,
      repository: `BackupRepositories/${sync.repository.id}`,
    }),
  };
}

function retention({ retention: period, retentionType }: Repository): Json {
  const cleanUp = {
    retentionType,
    retentionFrequencyType: 'Daily',
    dailyTime: '03:00:00',
    dailyType: 'Everyday',
  };
  if ('days' in period)
    return { ...cleanUp, retentionPeriodType: 'Daily', dailyRetentionPeriod: period.days };
  if ('months' in period)
    return { ...cleanUp, retentionPeriodType: 'Monthly', monthlyRetentionPeriod: period.months };
  return { ...cleanUp, retentionPeriodType: 'Yearly', yearlyRetentionPeriod: period.years };
}

/** Version 6 does not know Wasabi and shows it as what it is compatible with. */
function storageType({ version }: View, type: ObjectStorageType): ObjectStorageType {
  return version < 7 && type === 'WasabiCloud' ? 'AmazonS3Compatible' : type;
}

function bucket({ type, bucket: name, folder }: ObjectStorage): Json {
  switch (type) {
    case 'AzureBlob':
    case 'AzureBlobArchive':
      return { azureContainer: { name, regionType: 'Global' }, azureFolder: folder };
    case 'AmazonS3':
    case 'AmazonS3Glacier':
      return {
        amazonBucketS3Aws: {
          name,
          regionType: 'Global',
          regionId: 'eu-central-1',
          regionName: 'EU (Frankfurt)',
        },
        s3Folder: folder,
      };
    case 'AmazonS3Compatible':
    case 'WasabiCloud':
      return {
        amazonBucketS3Compatible: {
          name,
          servicePoint: 'https://s3.storage.example',
          customRegionId: 'eu-1',
        },
        s3Folder: folder,
      };
  }
}
