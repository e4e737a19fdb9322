import type { Immutability, RepositoryRecord } from '../../../core/model/repository.js';
import type { Row } from '../../../platform/products-kit/row.js';
import type { PolicyIdentity } from './policy-native.js';
import type { WireRepository } from '../wire/repository.js';

const REPOSITORY_TYPE = 'VbAwsRepository';

/** What only Veeam Backup for AWS tells of a repository. */
interface VbAwsRepositoryNative {
  readonly identity: PolicyIdentity;
  readonly bucket: { readonly id: string | null; readonly name: string | null };
  readonly folder: string | null;
  readonly region: { readonly id: string | null; readonly name: string | null };
  readonly storageClass: string | null;
  readonly encrypted: boolean | null;
}

export type VbAwsRepositoryRecord = RepositoryRecord<VbAwsRepositoryNative>;

/** The product gives no sizes and no state of a repository: they are null and UNKNOWN, not 0 and ONLINE. */
export function repositoryRecord(wire: WireRepository, server: string): VbAwsRepositoryRecord {
  return {
    type: REPOSITORY_TYPE,
    server,
    nativeId: wire.id,
    nativeType: wire.storageClass ?? 'AmazonS3',
    name: wire.name,
    description: wire.description,
    kind: 'OBJECT_STORAGE',
    status: 'UNKNOWN',
    capacity: null,
    free: null,
    used: null,
    immutability: immutabilityOf(wire.immutabilitySettings),
    partOf: null,
    storageKey: wire.bucketId ?? wire.bucketName,
    native: {
      identity: {
        nativeId: wire.identityId,
        name: wire.identityName,
        kind: wire.identityKind,
        awsId: wire.awsAccountId,
        regionType: wire.regionType,
      },
      bucket: { id: wire.bucketId, name: wire.bucketName },
      folder: wire.folder,
      region: { id: wire.regionId, name: wire.regionName },
      storageClass: wire.storageClass,
      encrypted: wire.enableEncryption,
    },
  };
}

/** The names inside the settings are not published: a switch and a number of days are looked for. */
function immutabilityOf(settings: Row | null): Immutability {
  if (settings === null) return { enabled: null, periodDays: null };
  const named = (pattern: RegExp): string[] => settings.names.filter((name) => pattern.test(name));
  const flags = named(/enable|immutab|lock/i).flatMap((name) => settings.flag(name) ?? []);
  const days = named(/day|period|retention/i).flatMap((name) => settings.count(name) ?? []);
  const enabled = flags[0] ?? null;
  return { enabled, periodDays: enabled === false ? null : (days.find((count) => count > 0) ?? null) };
}
