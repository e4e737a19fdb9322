import type { Random } from '../kit/random.js';
import type {
  AccountRecord,
  BucketRecord,
  RegionRecord,
  RepositoryRecord,
  SlaTemplateRecord,
  StorageTemplateRecord,
} from './records.js';

/** Everything policies refer to, except what they protect. */
export interface Infrastructure {
  regions: RegionRecord[];
  accounts: AccountRecord[];
  buckets: BucketRecord[];
  repositories: RepositoryRecord[];
  slaTemplates: SlaTemplateRecord[];
  storageTemplates: StorageTemplateRecord[];
}

const REGIONS = [
  ['us-east-1', 'US East (N. Virginia)', 'America/New_York'],
  ['us-west-2', 'US West (Oregon)', 'America/Los_Angeles'],
  ['eu-central-1', 'Europe (Frankfurt)', 'Europe/Berlin'],
  ['eu-west-1', 'Europe (Ireland)', 'Europe/Dublin'],
  ['ap-southeast-2', 'Asia Pacific (Sydney)', 'Australia/Sydney'],
  ['ap-south-1', 'Asia Pacific (Mumbai)', 'Asia/Kolkata'],
] as const;

const ACCOUNTS = [
  ['Backup role production', 'Used by the production policies'],
  ['Backup role staging', ''],
  ['Backup role shared services', 'Directory, monitoring, build machines'],
] as const;

const TIERS = [
  ['standard', 'S3Standard', 'Daily backups'],
  ['archive', 'S3GlacierFlexibleRetrieval', 'Monthly and yearly archive'],
  ['locked', 'S3Standard', 'Object lock, compliance mode'],
  ['deep', 'S3GlacierDeepArchive', ''],
] as const;

export function buildInfrastructure(random: Random, policies: number): Infrastructure {
  const regions = REGIONS.map(([code, title, timeZone]) => ({ id: random.uuid(), code, title, timeZone }));
  const accounts = buildAccounts(random);
  const buckets: BucketRecord[] = [];
  const count = Math.max(TIERS.length, Math.ceil(policies / 6));
  const repositories = Array.from({ length: count }, (_, index) => {
    const region = random.pick(regions);
    const bucket = { id: random.uuid(), name: bucketName(index, region), regionId: region.id };
    buckets.push(bucket);
    return buildRepository(random, index, region, bucket, random.pick(accounts.slice(0, ACCOUNTS.length)));
  });
  return {
    regions,
    accounts,
    buckets,
    repositories,
    slaTemplates: buildSlaTemplates(random),
    storageTemplates: buildStorageTemplates(random, repositories),
  };
}

function bucketName(index: number, region: RegionRecord): string {
  return `acme-backup-${region.code}-${String(index + 1).padStart(2, '0')}`;
}

function buildAccounts(random: Random): AccountRecord[] {
  const account = (name: string, description: string, isOrganization: boolean): AccountRecord => ({
    id: random.uuid(),
    name,
    description,
    awsAccountId: String(random.int(100_000_000_000, 999_999_999_999)),
    isOrganization,
  });
  return [
    ...ACCOUNTS.map(([name, description]) => account(name, description, false)),
    account('Acme organization', '', true),
  ];
}

function buildRepository(
  random: Random,
  index: number,
  region: RegionRecord,
  bucket: BucketRecord,
  account: AccountRecord,
): RepositoryRecord {
  const [tier, storageClass, description] = TIERS[index % TIERS.length] ?? TIERS[0];
  const round = Math.floor(index / TIERS.length);
  return {
    id: random.uuid(),
    name: `s3-${region.code}-${tier}${round > 0 ? `-${round + 1}` : ''}`,
    description,
    accountId: account.id,
    bucketId: bucket.id,
    folder: `veeam-${tier}`,
    storageClass,
    encrypted: random.chance(0.7),
    immutableDays: tier === 'locked' ? 30 : null,
  };
}

function buildSlaTemplates(random: Random): SlaTemplateRecord[] {
  const template = (name: string, description: string, targetPercent: number): SlaTemplateRecord => ({
    id: random.uuid(),
    name,
    description,
    targetPercent,
  });
  return [
    template('Gold', 'Several recovery points a day', 99),
    template('Silver', 'One recovery point a day', 95),
    template('Bronze', 'Best effort', 90),
  ];
}

function buildStorageTemplates(random: Random, repositories: RepositoryRecord[]): StorageTemplateRecord[] {
  const archives = repositories.filter(({ storageClass }) => storageClass !== 'S3Standard');
  const standard = repositories.filter(({ storageClass }) => storageClass === 'S3Standard');
  return standard.slice(0, 4).map((repository, index) => ({
    id: random.uuid(),
    name: `Store in ${repository.name}`,
    description: '',
    repositoryId: repository.id,
    archiveRepositoryId: index % 2 === 0 ? (archives[0]?.id ?? null) : null,
  }));
}
