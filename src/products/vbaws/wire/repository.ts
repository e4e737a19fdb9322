import { Row } from '../../../platform/products-kit/row.js';
import { embeddedOf, linkedId } from './links.js';

/** A repository as `/repositories` gives it. No revision tells its size. */
export interface WireRepository {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly identityId: string | null;
  readonly identityName: string | null;
  readonly identityKind: string | null;
  readonly awsAccountId: string | null;
  readonly regionType: string | null;
  readonly bucketId: string | null;
  readonly bucketName: string | null;
  readonly folder: string | null;
  readonly regionId: string | null;
  readonly regionName: string | null;
  readonly storageClass: string | null;
  readonly enableEncryption: boolean | null;
  /** null: the body does not carry it (before 1.4), or without a value. */
  readonly immutabilitySettings: Row | null;
}

/** null: no repository can be read from it. */
export function readRepository(row: unknown): WireRepository | null {
  const fields = Row.of(row);
  const id = fields?.id('id');
  if (!fields || !id) return null;
  const embedded = embeddedOf(fields);
  const identity = fields.object('identity');
  return {
    id,
    name: fields.text('name') ?? id,
    description: fields.text('description'),
    identityId: identity?.id('id') ?? fields.id('IAMRoleId') ?? fields.id('amazonAccountId'),
    identityName: identity?.text('name') ?? embedded?.text('amazonAccount') ?? null,
    identityKind: identity?.text('type') ?? null,
    regionType: identity?.text('regionType') ?? null,
    awsAccountId: identity?.text('awsId') ?? null,
    bucketId: fields.id('amazonBucketId') ?? linkedId(embedded?.object('bucketLink') ?? null, 'buckets'),
    bucketName: embedded?.text('bucket') ?? null,
    folder: fields.text('amazonStorageFolder'),
    regionId: linkedId(embedded?.object('regionLink') ?? null, 'regions'),
    regionName: embedded?.text('region') ?? null,
    storageClass: fields.text('storageClass'),
    enableEncryption: fields.flag('enableEncryption'),
    immutabilitySettings: fields.object('immutabilitySettings'),
  };
}
