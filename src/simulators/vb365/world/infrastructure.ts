import type { Random } from '../../kit/random.js';
import type { ObjectStorage, Proxy, ProxyPool, Repository } from './records.js';

const GIB = 1024 ** 3;
const TIB = 1024 ** 4;

export interface Infrastructure {
  proxies: Proxy[];
  pools: ProxyPool[];
  repositories: Repository[];
}

/** Proxies and repositories of one server. Pools and Linux proxies came with version 8. */
export function createInfrastructure(random: Random, count: number, hasPools: boolean): Infrastructure {
  const pools = hasPools ? createPools(random) : [];
  const proxies = createProxies(random, pools[0] ?? null);
  const repositories = createRepositories(random, proxies, pools[0] ?? null);
  const [management, rack] = proxies;
  for (let number = repositories.length; number < count; number += 1)
    repositories.push(extraRepository(random, number, (number % 2 === 0 ? rack : management) ?? null));
  return { proxies, pools, repositories };
}

function createPools(random: Random): ProxyPool[] {
  return [
    { id: random.uuid(), name: 'Linux pool', description: 'Scale-out processing on Linux' },
    { id: random.uuid(), name: 'Spare pool', description: '' },
  ];
}

function createProxies(random: Random, pool: ProxyPool | null): Proxy[] {
  const proxy = (fields: Partial<Proxy> & { hostName: string }): Proxy => ({
    id: random.uuid(),
    fqdn: `${fields.hostName}.backup.example`,
    description: '',
    type: 'Domain',
    operatingSystem: 'Windows',
    pool: null,
    throttlingMbps: null,
    threads: 64,
    status: 'Online',
    reachable: true,
    maintenance: 'Disabled',
    lastRescan: null,
    ...fields,
  });
  const windows = [
    proxy({ hostName: 'm365-backup', type: 'Local', description: 'Backup server' }),
    proxy({ hostName: 'm365-px01', description: 'Rack 4', throttlingMbps: 500 }),
    proxy({
      hostName: 'm365-px02',
      type: 'Workgroup',
      description: 'Branch office',
      status: 'Offline',
      reachable: false,
    }),
  ];
  if (!pool) return windows;
  const linux = ['m365-lx01', 'm365-lx02'].map((hostName) =>
    proxy({ hostName, type: 'Workgroup', operatingSystem: 'Linux', pool }),
  );
  return [...windows, ...linux];
}

function createRepositories(random: Random, proxies: Proxy[], pool: ProxyPool | null): Repository[] {
  const [management = null, rack = null, branch = null] = proxies;
  const cache = { capacityBytes: 200 * GIB, freeBytes: random.int(60, 150) * GIB, path: 'D:\\VeeamCache' };
  const storage = (fields: Pick<ObjectStorage, 'name' | 'type' | 'bucket'> & Partial<ObjectStorage>) => ({
    id: random.uuid(),
    folder: 'vbm365',
    usedBytes: random.int(500, 9000) * GIB,
    sizeLimitGB: null,
    immutabilityDays: null,
    ...fields,
  });
  const repository = (fields: Partial<Repository> & { name: string }): Repository => ({
    id: random.uuid(),
    description: '',
    path: `E:\\${fields.name.replaceAll(' ', '')}`,
    capacityBytes: 8 * TIB,
    freeBytes: random.int(400, 5000) * GIB,
    retentionType: 'SnapshotBased',
    retention: { years: 'Years3' },
    proxy: rack,
    pool: null,
    objectStorage: null,
    longTerm: false,
    outdated: false,
    outOfSync: false,
    outOfOrderReason: null,
    ...fields,
  });
  return [
    repository({
      name: 'Default Backup Repository',
      description: 'Default Backup Repository',
      path: 'C:\\VeeamRepository',
      capacityBytes: 500 * GIB,
      freeBytes: 37 * GIB,
      proxy: management,
    }),
    repository({
      ...cache,
      name: 'Object First Cluster',
      objectStorage: storage({
        name: 'ootbi-m365',
        type: 'AmazonS3Compatible',
        bucket: 'm365-primary',
        immutabilityDays: 30,
      }),
    }),
    repository({ name: 'Mailboxes JET', description: 'Kept for the old mail archive', outdated: true }),
    repository({
      ...cache,
      name: 'Azure West Europe',
      retention: { years: 'Keep' },
      proxy: pool ? null : rack,
      pool,
      objectStorage: storage({
        name: 'azure-hot',
        type: 'AzureBlob',
        bucket: 'm365-hot',
        sizeLimitGB: 20_480,
      }),
    }),
    repository({
      name: 'Branch Office',
      description: 'Behind a thin line',
      capacityBytes: null,
      freeBytes: null,
      retentionType: 'ItemLevel',
      retention: { months: 18 },
      proxy: branch,
    }),
    repository({
      ...cache,
      name: 'Wasabi Frankfurt',
      outOfSync: true,
      retention: { days: 400 },
      objectStorage: storage({
        name: 'wasabi-fra',
        type: 'WasabiCloud',
        bucket: 'm365-copies',
        immutabilityDays: 14,
      }),
    }),
    repository({
      ...cache,
      name: 'Glacier Archive',
      retention: { years: 'Years7' },
      longTerm: true,
      objectStorage: storage({ name: 'glacier', type: 'AmazonS3Glacier', bucket: 'm365-archive' }),
    }),
    repository({
      ...cache,
      name: 'Azure Archive',
      longTerm: true,
      proxy: management,
      outOfOrderReason: 'The container cannot be reached with the stored account.',
      objectStorage: storage({ name: 'azure-archive', type: 'AzureBlobArchive', bucket: 'm365-cold' }),
    }),
  ];
}

function extraRepository(random: Random, number: number, proxy: Proxy | null): Repository {
  const capacityBytes = random.int(2, 40) * TIB;
  return {
    id: random.uuid(),
    name: `Volume ${String(number).padStart(3, '0')}`,
    description: '',
    path: `F:\\Volume${number}`,
    capacityBytes,
    freeBytes: Math.floor(capacityBytes * random.next()),
    retentionType: random.chance(0.3) ? 'ItemLevel' : 'SnapshotBased',
    retention: { days: random.pick([30, 90, 365]) },
    proxy,
    pool: null,
    objectStorage: null,
    longTerm: false,
    outdated: false,
    outOfSync: false,
    outOfOrderReason: null,
  };
}
