import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { BytesScalar } from '../../../platform/graphql/scalars.js';
import type { VbrRepositoryDetails } from '../model.js';
import { StorageSettingsType } from './repository-storage-settings.type.js';

@ObjectType('VbrRepositorySettings', {
  description: 'How a VBR repository is set up. What its type does not have is null throughout.',
})
export class VbrRepositorySettingsType extends StorageSettingsType implements VbrRepositoryDetails {
  @Field(() => String, {
    nullable: true,
    description: 'An id that stays the same when the configuration moves to another server. null: not told.',
  })
  readonly uniqueId!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for what decides on how long backups are immutable (immutabilityMode): RepositorySettings or RetentionSettings. null: not told, or revision before 1.3-rev0.",
  })
  readonly immutabilityMode!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many tasks may work on it at once (maxTaskCount). null: without a limit, or not told.',
  })
  readonly taskLimit!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Limit of reading and writing together (readWriteRate), in the unit of the REST API. null: without a limit, or not told.',
  })
  readonly readWriteRate!: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether every machine gets backup files of its own (perVmBackup). null: not told.',
  })
  readonly perVmBackup!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether files share blocks on XFS (useFastCloningOnXFSVolumes). null: not told.',
  })
  readonly fastClone!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether its drives are exchanged in turn (rotatedDrives). null: not told.',
  })
  readonly rotatedDrives!: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'Bucket or container. null: no object storage, or not told.',
  })
  readonly container!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Folder in the bucket or container. null: no object storage, or not told.',
  })
  readonly folder!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Region of the object storage (regionId). null: not told.',
  })
  readonly region!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Address of S3-compatible object storage or of an Azure Data Box (servicePoint, serviceEndpoint). null: not told.',
  })
  readonly servicePoint!: string | null;

  @Field(() => String, { nullable: true, description: 'Path of the share (sharePath). null: no share.' })
  readonly sharePath!: string | null;

  @Field(() => BytesScalar, {
    nullable: true,
    description:
      'How much of the object storage may be used before a warning (storageConsumptionLimit; a TB is 1024^4 bytes). null: without a limit, or not told.',
  })
  readonly consumptionLimit!: number | null;

  @Field(() => [String], {
    description: "The product's own ids of the servers that mount backups for restores (mountServer).",
  })
  readonly mountServerIds!: readonly string[];
}
