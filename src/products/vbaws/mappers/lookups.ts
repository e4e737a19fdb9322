import { Row } from '../../../platform/products-kit/row.js';
import { id } from '../../../platform/products-kit/values.js';

/** What every entry of a list that forms choose from has. */
interface Entry {
  readonly nativeId: string;
  readonly name: string;
}

/** An SLA or storage template; what it names besides its repositories is not published. */
export interface PolicyTemplate extends Entry {
  readonly description: string | null;
  readonly repositoryIds: readonly string[];
}

export interface AwsRegion extends Entry {
  readonly optInStatus: string | null;
}

export interface IamRole extends Entry {
  readonly description: string | null;
  readonly awsAccountId: string | null;
  readonly regionType: string | null;
  readonly roleName: string | null;
}

export interface AwsInstance extends Entry {
  readonly awsId: string | null;
  readonly awsAccountId: string | null;
  readonly instanceType: string | null;
  readonly regionId: string | null;
  readonly regionName: string | null;
  readonly backupState: string | null;
  readonly removed: boolean | null;
}

/** null: not a template. */
export function policyTemplate(row: unknown): PolicyTemplate | null {
  const fields = Row.of(row);
  const entry = fields && entryOf(fields);
  if (!entry) return null;
  return {
    ...entry,
    description: fields.remark('description'),
    repositoryIds: [...new Set(repositoryIdsIn(row))],
  };
}

/** null: not a region. */
export function awsRegion(row: unknown): AwsRegion | null {
  const fields = Row.of(row);
  const entry = fields && entryOf(fields);
  return entry && { ...entry, optInStatus: fields.text('optInStatus') };
}

/** null: not an IAM role. */
export function iamRole(row: unknown): IamRole | null {
  const fields = Row.of(row);
  const entry = fields && entryOf(fields);
  if (!entry) return null;
  const role = fields.object('IAMRole') ?? fields.object('IAMRoleFromAnotherAccount');
  return {
    ...entry,
    description: fields.remark('description'),
    // Revision 1.0-rev0 writes it in one word.
    awsAccountId: fields.text('awsAccountId') ?? fields.text('awsid'),
    regionType: fields.text('regionType'),
    roleName: role?.text('roleName') ?? null,
  };
}

/** null: not an EC2 instance. */
export function awsInstance(row: unknown): AwsInstance | null {
  const fields = Row.of(row);
  const entry = fields && entryOf(fields);
  if (!entry) return null;
  const region = fields.object('region') ?? fields.object('location');
  return {
    ...entry,
    awsId: fields.text('awsResourceId'),
    awsAccountId: fields.text('resourceAwsAccountId'),
    instanceType: fields.text('instanceType'),
    regionId: region?.id('id') ?? null,
    regionName: region?.text('name') ?? null,
    backupState: fields.text('backupState'),
    removed: fields.flag('isDeleted'),
  };
}

function entryOf(fields: Row): Entry | null {
  const nativeId = fields.id('id');
  return nativeId === null ? null : { nativeId, name: fields.text('name') ?? nativeId };
}

/** Where a storage template keeps its repositories is not published; they are found by the names of the fields. */
function repositoryIdsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(repositoryIdsIn);
  const fields = Row.of(value);
  return (fields?.names ?? []).flatMap((name) => {
    const content = fields?.raw(name);
    return /repositoryids?$/i.test(name)
      ? [content].flat().flatMap((value) => id(value) ?? [])
      : repositoryIdsIn(content);
  });
}
