import { Field, Int, ObjectType } from '@nestjs/graphql';
import type {
  VbrAmazonAppliance,
  VbrAzureAppliance,
  VbrMountServers,
  VbrStorageSettings,
  VbrVault,
} from '../repository-model.js';
import type { VbrDriveCleanup, VbrInFlightEncryption, VbrRegionType } from '../repository-words.js';
import {
  VbrAmazonApplianceType,
  VbrAzureApplianceType,
  VbrMountServersType,
  VbrVaultType,
} from './repository-storage.type.js';
import { VbrDriveCleanupEnum, VbrInFlightEncryptionEnum, VbrRegionTypeEnum } from './repository.enums.js';

const NONE = 'null: its storage has none, or not told.';

function Switch(description: string): PropertyDecorator {
  return Field(() => Boolean, { nullable: true, description: `${description} ${NONE}` });
}

function Word(description: string): PropertyDecorator {
  return Field(() => String, { nullable: true, description: `${description} ${NONE}` });
}

function Count(description: string): PropertyDecorator {
  return Field(() => Int, { nullable: true, description });
}

/** Settings of a repository that only some kinds of storage have. */
@ObjectType({ isAbstract: true })
export abstract class StorageSettingsType implements VbrStorageSettings {
  @Switch('Whether data is aligned to blocks of 4 KB (alignDataBlocks).')
  readonly alignDataBlocks!: boolean | null;

  @Switch('Whether data is stored uncompressed (decompressBeforeStoring).')
  readonly decompressBeforeStoring!: boolean | null;

  @Field(() => VbrDriveCleanupEnum, {
    nullable: true,
    description: `What is removed from a rotated drive that comes back (RotatedDriveCleanupMode). ${NONE}`,
  })
  readonly rotatedDriveCleanup!: VbrDriveCleanup | null;

  @Count(
    'Days in which backups cannot be changed, in governance mode (governanceModeRetentionDays). null: without governance mode, or revision before 1.3-rev2.',
  )
  readonly governanceDays!: number | null;

  @Word("The product's own id of the credentials for the storage (credentialsId).")
  readonly credentialsId!: string | null;

  @Field(() => VbrRegionTypeEnum, {
    nullable: true,
    description: `Which part of the cloud the account belongs to (account.regionType). ${NONE}`,
  })
  readonly regionType!: VbrRegionType | null;

  @Word(
    "The product's word for how object storage is reached: Direct or SelectedGateway (connectionSettings.connectionType).",
  )
  readonly connectionType!: string | null;

  @Switch(
    'Whether the product chooses the servers data passes through, for shares and appliances (autoSelectEnabled, autoSelection).',
  )
  readonly automaticGateway!: boolean | null;

  @Field(() => [String], {
    description:
      "The product's own ids of the servers data passes through (gatewayServerIds). []: none named.",
  })
  readonly gatewayServerIds!: readonly string[];

  @Switch('Whether a cheaper class for rare access is used (infrequentAccessStorage.isEnabled).')
  readonly infrequentAccess!: boolean | null;

  @Switch('Whether that class lies in one zone only (singleZoneEnabled).')
  readonly singleZone!: boolean | null;

  @Switch('Whether backups kept for over 180 days go to Deep Archive (useDeepArchive).')
  readonly deepArchive!: boolean | null;

  @Switch('Whether the nearline class is used (nearlineStorageEnabled).')
  readonly nearline!: boolean | null;

  @Count(
    'Machines per bucket, where the product makes further buckets by itself (workloadsPerBucketLimit). null: it makes none, or revision before 1.3-rev1.',
  )
  readonly workloadsPerBucket!: number | null;

  @Field(() => VbrVaultType, {
    nullable: true,
    description: 'The vault (account.vault). null: it is no vault.',
  })
  readonly vault!: VbrVault | null;

  @Field(() => VbrAzureApplianceType, {
    nullable: true,
    description: 'The helper machine in Azure (proxyAppliance). null: none.',
  })
  readonly azureAppliance!: VbrAzureAppliance | null;

  @Field(() => VbrAmazonApplianceType, {
    nullable: true,
    description: 'The helper machine in Amazon EC2 (proxyAppliance). null: none.',
  })
  readonly amazonAppliance!: VbrAmazonAppliance | null;

  @Word(
    "The product's own id of the managed server that helps with backups in the storage (proxyAppliance.managedServerId).",
  )
  readonly applianceServerId!: string | null;

  @Field(() => VbrMountServersType, {
    nullable: true,
    description: 'Servers that mount backups for restores (mountServer, mountServers). null: none told.',
  })
  readonly mountServers!: VbrMountServers | null;

  @Word('Name of the appliance (ddServername, storeOnceServerName; since 1.3-rev2).')
  readonly deviceName!: string | null;

  @Switch('Whether the appliance is reached over Fibre Channel (useFCConnectivity; since 1.3-rev2).')
  readonly fibreChannel!: boolean | null;

  @Field(() => VbrInFlightEncryptionEnum, {
    nullable: true,
    description:
      'How strongly data on its way to a Data Domain is encrypted (ddBoostEncryptionType; since 1.3-rev2). null: not at all, or not told.',
  })
  readonly inFlightEncryption!: VbrInFlightEncryption | null;

  @Switch('Whether a StoreOnce is reached over a slow line (useStoreOnceWanLink; since 1.3-rev2).')
  readonly wanLink!: boolean | null;

  @Switch('Whether backups found in it are imported (importOptions.importBackup; since 1.3-rev2).')
  readonly importBackup!: boolean | null;

  @Switch(
    'Whether the index of guest files found in it is imported (importOptions.importIndex; since 1.3-rev2).',
  )
  readonly importIndex!: boolean | null;
}
