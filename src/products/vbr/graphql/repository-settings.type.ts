import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { VbrRepositoryDetails } from '../model.js';
import type { VbrConsumptionLimit } from '../repository-model.js';
import type { VbrImmutabilityMode } from '../repository-words.js';
import { VbrConsumptionLimitType } from './repository-storage.type.js';
import { VbrImmutabilityModeEnum } from './repository.enums.js';
import { StorageSettingsType } from './repository-storage-settings.type.js';

@ObjectType('VbrRepositorySettings', {
  description: 'How a VBR repository is set up. What its type does not have is null throughout.',
})
export class VbrRepositorySettingsType
  extends StorageSettingsType
  implements Omit<VbrRepositoryDetails, 'uniqueId'>
{
  @Field(() => String, {
    nullable: true,
    description:
      "The product's own id of the managed server that holds the data (hostId). null: it lies on none.",
  })
  readonly hostId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Folder for backups on the server or appliance (repository.path). null: it lies on none.',
  })
  readonly path!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether backups are immutable (isEnabled, immutabilityEnabled). null: its storage cannot tell. `immutability` of every repository says the same.',
  })
  readonly immutable!: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Days in which backups are immutable (daysCount, makeRecentBackupsImmutableDays), as they are set, also while `immutable` is false. null: not told.',
  })
  readonly immutabilityDays!: number | null;

  @Field(() => VbrImmutabilityModeEnum, {
    nullable: true,
    description:
      'What decides on how long backups are immutable (immutabilityMode). null: not told, or revision before 1.3-rev0.',
  })
  readonly immutabilityMode!: VbrImmutabilityMode | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many tasks may work on it at once (maxTaskCount). null: without a limit, or not told.',
  })
  readonly taskLimit!: number | null;

  @Field(() => Int, {
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

  @Field(() => VbrConsumptionLimitType, {
    nullable: true,
    description:
      'How much of the object storage may be used before a warning (storageConsumptionLimit). null: without a limit, or not told.',
  })
  readonly consumptionLimit!: VbrConsumptionLimit | null;

  @Field(() => [String], {
    description: "The product's own ids of the servers in `mountServers`. []: none told.",
  })
  readonly mountServerIds!: readonly string[];
}
