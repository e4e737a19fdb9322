import { Field, InputType } from '@nestjs/graphql';
import { ArrayUnique, IsOptional, IsUUID, Matches, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import {
  VbrAmazonApplianceInput,
  VbrAzureApplianceInput,
  VbrConsumptionLimitInput,
  VbrMountServersInput,
  VbrVaultInput,
} from './repository-parts.inputs.js';
import {
  OptionalCount,
  OptionalPart,
  OptionalSwitch,
  RequiredKey,
  RequiredText,
} from './repository-rules.js';
import {
  VbrDriveCleanupEnum,
  VbrImmutabilityModeEnum,
  VbrInFlightEncryptionEnum,
  VbrRegionTypeEnum,
} from './repository.enums.js';
import type {
  VbrDriveCleanup,
  VbrImmutabilityMode,
  VbrInFlightEncryption,
  VbrRegionType,
} from '../repository-words.js';

/** Where a repository lies: what some storage cannot do without. */
@InputType({ isAbstract: true })
export class RepositoryPlace {
  @RequiredKey("The product's own id of the managed server that holds the data (hostId).")
  readonly hostId!: string;

  @RequiredText(
    'Folder for backups on the server or appliance (repository.path). Needed by appliances, and by WinLocal and LinuxLocal since 1.3-rev2.',
  )
  readonly path!: string;

  @RequiredText(
    'Path of the share (share.sharePath): "\\\\server\\folder" for SMB, "server:/folder" for NFS.',
  )
  readonly sharePath!: string;

  @RequiredKey(
    "The product's own id of the credentials it keeps for the storage (credentialsId). Needed by all but SMB since 1.3-rev1.",
  )
  readonly credentialsId!: string;

  @Field(() => VbrRegionTypeEnum, {
    description: 'Which part of the cloud the account belongs to (account.regionType).',
  })
  readonly regionType!: VbrRegionType;

  @RequiredText('Id of the region of the storage (regionId); "snow" for AWS Snowball Edge.')
  readonly region!: string;

  @RequiredText('Address and port of the storage (account.servicePoint, account.serviceEndpoint).')
  @Matches(/^\S+$/, { message: 'must not hold spaces' })
  readonly servicePoint!: string;

  @RequiredText('Bucket or container (bucketName, containerName).')
  readonly container!: string;

  @RequiredText(
    'Folder in the bucket, container or vault that the repository is mapped to (folderName, folder).',
  )
  readonly folder!: string;

  @Field(() => VbrVaultInput, { description: 'The vault (account.vault).' })
  @ValidateNested()
  @Type(() => VbrVaultInput)
  readonly vault!: VbrVaultInput;

  @Field(() => VbrAzureApplianceInput, {
    description: 'The helper machine in Azure that archives backups (proxyAppliance).',
  })
  @ValidateNested()
  @Type(() => VbrAzureApplianceInput)
  readonly azureAppliance!: VbrAzureApplianceInput;

  @RequiredText('Name of the appliance (ddServername, storeOnceServerName). Needed by HPEStoreOnce.')
  readonly deviceName!: string;
}

const KEPT = "absent: as it is, or the product's own for a new repository";

/** How a repository is used: what may be left to the product. */
@InputType({ isAbstract: true })
export class RepositoryUse {
  @OptionalCount(`How many tasks may work on it at once (maxTaskCount). null: without a limit; ${KEPT}.`, 1)
  readonly taskLimit?: number | null;

  @OptionalCount(
    `Limit of reading and writing together, in the unit of the REST API (readWriteRate). null: without a limit; ${KEPT}.`,
    1,
  )
  readonly readWriteRate?: number | null;

  @OptionalSwitch(`Whether every machine gets backup files of its own (perVmBackup); ${KEPT}.`)
  readonly perVmBackup?: boolean | null;

  @OptionalSwitch(`Whether data is aligned to blocks of 4 KB (alignDataBlocks); ${KEPT}.`)
  readonly alignDataBlocks?: boolean | null;

  @OptionalSwitch(`Whether data is stored uncompressed (decompressBeforeStoring); ${KEPT}.`)
  readonly decompressBeforeStoring?: boolean | null;

  @OptionalSwitch(`Whether its drives are exchanged in turn (rotatedDrives); ${KEPT}.`)
  readonly rotatedDrives?: boolean | null;

  @Field(() => VbrDriveCleanupEnum, {
    nullable: true,
    description: `What is removed from a drive that comes back (RotatedDriveCleanupMode); ${KEPT}.`,
  })
  readonly rotatedDriveCleanup?: VbrDriveCleanup | null;

  @OptionalSwitch(`Whether files share blocks on XFS (useFastCloningOnXFSVolumes); ${KEPT}.`)
  readonly fastClone?: boolean | null;

  @OptionalCount(
    `Days in which backups cannot be changed, in governance mode (governanceModeRetentionDays; since 1.3-rev2). null: without governance mode; ${KEPT}.`,
    1,
  )
  readonly governanceDays?: number | null;

  @OptionalSwitch(`Whether backups are immutable (isEnabled, immutabilityEnabled); ${KEPT}.`)
  readonly immutable?: boolean | null;

  @OptionalCount(
    `Days in which backups are immutable (daysCount, makeRecentBackupsImmutableDays); ${KEPT}.`,
    1,
  )
  readonly immutabilityDays?: number | null;

  @Field(() => VbrImmutabilityModeEnum, {
    nullable: true,
    description: `What decides on how long (immutabilityMode; since 1.3-rev0); ${KEPT}.`,
  })
  readonly immutabilityMode?: VbrImmutabilityMode | null;

  @Field(() => [String], {
    nullable: true,
    description: `The product's own ids of the servers data passes through (gatewayServerIds). null or []: object storage is reached directly, for shares and appliances the product chooses; ${KEPT}.`,
  })
  @IsOptional()
  @ArrayUnique({ message: 'must not hold an entry twice' })
  @IsUUID('loose', { each: true, message: "must hold the product's own ids (UUIDs)" })
  readonly gatewayServerIds?: string[] | null;

  @OptionalPart(
    () => VbrConsumptionLimitInput,
    `How much of it may be used before a warning (storageConsumptionLimit). null: without a limit; ${KEPT}.`,
  )
  readonly consumptionLimit?: VbrConsumptionLimitInput | null;

  @OptionalSwitch(
    `Whether a cheaper class for rare access is used (infrequentAccessStorage.isEnabled); ${KEPT}.`,
  )
  readonly infrequentAccess?: boolean | null;

  @OptionalSwitch(`Whether that class lies in one zone only (singleZoneEnabled); ${KEPT}.`)
  readonly singleZone?: boolean | null;

  @OptionalSwitch(`Whether backups kept for over 180 days go to Deep Archive (useDeepArchive); ${KEPT}.`)
  readonly deepArchive?: boolean | null;

  @OptionalSwitch(`Whether the nearline class is used (nearlineStorageEnabled); ${KEPT}.`)
  readonly nearline?: boolean | null;

  @OptionalCount(
    `Machines per bucket, where the product makes further buckets by itself (workloadsPerBucketLimit; since 1.3-rev1). null: it makes none (enableAutoProvision); ${KEPT}.`,
    1,
  )
  readonly workloadsPerBucket?: number | null;

  @OptionalPart(
    () => VbrAmazonApplianceInput,
    `The helper machine in Amazon EC2 (proxyAppliance). null: none; ${KEPT}.`,
  )
  readonly amazonAppliance?: VbrAmazonApplianceInput | null;

  @Field(() => String, {
    nullable: true,
    description: `The product's own id of the managed server that helps with backups in the storage (proxyAppliance.managedServerId). null: none; ${KEPT}.`,
  })
  @IsOptional()
  @IsUUID('loose', { message: "must be one of the product's own ids (a UUID)" })
  readonly applianceServerId?: string | null;

  @OptionalPart(
    () => VbrMountServersInput,
    `Servers that mount backups for restores (mountServer, mountServers), replaced as a whole. New repositories need one before revision 1.3-rev2; ${KEPT}.`,
  )
  readonly mountServers?: VbrMountServersInput | null;

  @OptionalSwitch(`Whether the appliance is reached over Fibre Channel (useFCConnectivity); ${KEPT}.`)
  readonly fibreChannel?: boolean | null;

  @Field(() => VbrInFlightEncryptionEnum, {
    nullable: true,
    description: `How data on its way to a Data Domain is encrypted (ddBoostEncryptionType). null: not at all; ${KEPT}.`,
  })
  readonly inFlightEncryption?: VbrInFlightEncryption | null;

  @OptionalSwitch(`Whether a StoreOnce is reached over a slow line (useStoreOnceWanLink); ${KEPT}.`)
  readonly wanLink?: boolean | null;
}

/** Every setting a repository of any storage may have; undefined: it is not spoken of. */
export type RepositorySettings = Partial<RepositoryPlace & RepositoryUse>;
