import type { Random } from '../kit/random.js';
import type { AccountRecord, RegionRecord, ResourceKind, ResourceRecord } from './records.js';

const NAMES: Record<ResourceKind, readonly string[]> = {
  virtualMachine: ['web', 'app', 'db', 'cache', 'queue', 'batch', 'dc', 'proxy', 'build'],
  rds: ['orders', 'billing', 'crm', 'identity', 'inventory'],
  efs: ['shared-home', 'cms-media', 'build-cache', 'models'],
  dynamoDb: ['sessions', 'carts', 'events', 'devices'],
  fsx: ['projects', 'render', 'finance-share'],
  redshift: ['warehouse', 'marketing-dwh'],
  redshiftServerless: ['analytics', 'adhoc'],
  vpc: ['vpc'],
};

/** Makes what policies protect: most of it new, some of it shared with an earlier policy. */
export class ResourcePool {
  readonly resources: ResourceRecord[] = [];
  private readonly byKind = new Map<ResourceKind, ResourceRecord[]>();

  constructor(private readonly random: Random) {}

  take(
    kind: ResourceKind,
    count: number,
    regions: readonly RegionRecord[],
    account: AccountRecord,
  ): ResourceRecord[] {
    const known = this.siblings(kind);
    const taken = new Set<ResourceRecord>();
    for (let index = 0; index < count; index += 1)
      taken.add(
        known.length > 20 && this.random.chance(0.2)
          ? this.random.pick(known)
          : this.create(kind, this.random.pick(regions), account),
      );
    return [...taken];
  }

  private create(kind: ResourceKind, region: RegionRecord, account: AccountRecord): ResourceRecord {
    const siblings = this.siblings(kind);
    const name = `${this.random.pick(NAMES[kind])}-${String(siblings.length + 1).padStart(3, '0')}`;
    const resource: ResourceRecord = {
      id: this.random.uuid(),
      kind,
      name,
      awsResourceId: this.awsId(kind, name, region, account),
      regionId: region.id,
      accountId: account.id,
      sizeGigabytes: this.random.pick([8, 20, 50, 100, 250, 500, 1200]),
      deleted: this.random.chance(0.02),
    };
    siblings.push(resource);
    this.resources.push(resource);
    return resource;
  }

  private siblings(kind: ResourceKind): ResourceRecord[] {
    const known = this.byKind.get(kind) ?? [];
    this.byKind.set(kind, known);
    return known;
  }

  private awsId(kind: ResourceKind, name: string, region: RegionRecord, account: AccountRecord): string {
    const hex = this.random.uuid().replaceAll('-', '').slice(0, 17);
    const arn = (service: string, path: string): string =>
      `arn:aws:${service}:${region.code}:${account.awsAccountId}:${path}`;
    switch (kind) {
      case 'virtualMachine':
        return `i-${hex}`;
      case 'efs':
      case 'fsx':
        return `fs-${hex}`;
      case 'vpc':
        return `vpc-${hex}`;
      case 'rds':
        return arn('rds', `db:${name}`);
      case 'dynamoDb':
        return arn('dynamodb', `table/${name}`);
      case 'redshift':
        return arn('redshift', `cluster:${name}`);
      case 'redshiftServerless':
        return arn('redshift-serverless', `namespace/${hex}`);
    }
  }
}
