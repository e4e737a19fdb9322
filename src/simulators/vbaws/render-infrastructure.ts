import type { Appliance } from './appliance.js';
import { compact, link, self } from './links.js';
import type {
  AccountRecord,
  BucketRecord,
  Json,
  RegionRecord,
  RepositoryRecord,
  ResourceRecord,
  StorageTemplateRecord,
  SlaTemplateRecord,
} from './records.js';
import { renderIdentity } from './render-policies.js';
import { resourcePath } from './workloads.js';

export function renderRegion(region: RegionRecord): Json {
  return {
    id: region.id,
    name: region.code,
    optInStatus: 'Unknown',
    ...self(`/cloudInfrastructure/regions/${region.id}`),
  };
}

export function renderBucket(appliance: Appliance, bucket: BucketRecord): Json {
  const region = appliance.world.regions.find(({ id }) => id === bucket.regionId);
  return {
    id: bucket.id,
    name: bucket.name,
    location: { id: bucket.regionId, name: region?.code ?? '' },
    ...self(`/cloudInfrastructure/buckets/${bucket.id}`),
  };
}

/** An IAM role. */
export function renderAccount(account: AccountRecord): Json {
  return {
    id: account.id,
    name: account.name,
    description: account.description,
    awsAccountId: account.awsAccountId,
    regionType: 'Global',
    IAMRole: {
      parentAmazonAccountId: account.id,
      roleName: account.name.replaceAll(' ', '-').toLowerCase(),
      isDefault: false,
    },
    accountPermissions: ['RepositoryPermissions', 'EC2BackupSnapshot', 'EC2Restore', 'RDSSnapshot'],
    ...self(`/accounts/amazon/${account.id}`),
  };
}

export function renderRepository(appliance: Appliance, repository: RepositoryRecord): Json {
  const { world } = appliance;
  const account = world.accounts.find(({ id }) => id === repository.accountId);
  const bucket = world.buckets.find(({ id }) => id === repository.bucketId);
  const region = world.regions.find(({ id }) => id === bucket?.regionId);
  return compact({
    id: repository.id,
    name: repository.name,
    description: repository.description,
    identity: renderIdentity(account),
    amazonStorageFolder: repository.folder,
    amazonBucketId: repository.bucketId,
    hint: repository.encrypted ? 'see the vault' : '',
    enableEncryption: repository.encrypted,
    storageClass: repository.storageClass,
    immutabilitySettings: immutabilityOf(repository),
    _embedded: {
      amazonAccount: account?.name ?? '',
      amazonAccountLink: link('AmazonAccount', `/accounts/amazon/${repository.accountId}`),
      region: region?.code ?? '',
      regionLink: link('Region', `/cloudInfrastructure/regions/${region?.id ?? ''}`),
      bucket: bucket?.name ?? '',
      bucketLink: link('Bucket', `/cloudInfrastructure/buckets/${repository.bucketId}`),
    },
    ...self(`/repositories/${repository.id}`),
    ...world.oddities.get(repository.id),
  });
}

/** The contract names the object but not its fields; these are a guess that clients must not rely on. */
function immutabilityOf({ immutableDays }: RepositoryRecord): Json {
  return immutableDays === null ? { enabled: false } : { enabled: true, periodDays: immutableDays };
}

export function renderSlaTemplate({ id, name, description }: SlaTemplateRecord): Json {
  return { id, name, description };
}

/** Where a template stores to: its fields are not published, so that `RepositoryId` of the list is the sure way to know. */
export function renderStorageTemplate(template: StorageTemplateRecord): Json {
  const { id, name, description, repositoryId, archiveRepositoryId } = template;
  return compact({
    id,
    name,
    description,
    backupRepositoryId: repositoryId,
    archiveRepositoryId: archiveRepositoryId ?? undefined,
  });
}

export function renderMachine(appliance: Appliance, machine: ResourceRecord): Json {
  const region = appliance.world.regions.find(({ id }) => id === machine.regionId);
  const account = appliance.world.accounts.find(({ id }) => id === machine.accountId);
  const policies = appliance.world.policies.filter(({ resourceIds }) => resourceIds.includes(machine.id));
  const place = { id: machine.regionId, name: region?.code ?? '' };
  return {
    id: machine.id,
    name: machine.name,
    awsResourceId: machine.awsResourceId,
    resourceAwsAccountId: account?.awsAccountId ?? '',
    instanceType: 'm6i.large',
    instanceSizeGigabytes: machine.sizeGigabytes,
    policiesCount: policies.length,
    backupState: policies.length > 0 ? 'Protected' : 'Unprotected',
    region: place,
    location: place,
    isDeleted: machine.deleted,
    ...self(`${resourcePath(machine.kind)}/${machine.id}`),
  };
}
