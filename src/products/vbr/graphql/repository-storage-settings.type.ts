import { Field, Int, ObjectType } from '@nestjs/graphql';
import type {
  VbrAmazonAppliance,
  VbrAzureAppliance,
  VbrMountServer,
  VbrStorageSettings,
  VbrVault,
} from '../repository-model.js';
import {
  VbrAmazonApplianceType,
  VbrAzureApplianceType,
  VbrMountServerType,
  VbrVaultType,
} from './repository-storage.type.js';

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

  @Word(
    "The product's word for what is removed from a rotated drive that comes back (RotatedDriveCleanupMode): Disabled, ClearBackupFolder or ClearRepositoryFolder.",
  )
  readonly rotatedDriveCleanup!: string | null;

  @Count(
    'Days in which backups cannot be changed, in governance mode (governanceModeRetentionDays). null: without governance mode, or revision before 1.3-rev2.',
  )
  readonly governanceDays!: number | null;

  @Word("The product's own id of the credentials for the storage (credentialsId).")
  readonly credentialsId!: string | null;

  @Word("The product's word for the part of the cloud: Global, Government, China, Germany (regionType).")
  readonly regionType!: string | null;

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

  @Field(() => [VbrMountServerType], {
    description: 'Servers that mount backups for restores (mountServer, mountServers). []: none told.',
  })
  readonly mountServers!: readonly VbrMountServer[];

  @Word('Name of the appliance (ddServername, storeOnceServerName; since 1.3-rev2).')
  readonly deviceName!: string | null;

  @Switch('Whether the appliance is reached over Fibre Channel (useFCConnectivity; since 1.3-rev2).')
  readonly fibreChannel!: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for how strongly data on its way to a Data Domain is encrypted: Medium or High (ddBoostEncryptionType; since 1.3-rev2). null: not at all, or not told.",
  })
  readonly inFlightEncryption!: string | null;

  @Switch('Whether a StoreOnce is reached over a slow line (useStoreOnceWanLink; since 1.3-rev2).')
  readonly wanLink!: boolean | null;

  @Switch('Whether backups found in it are imported (importOptions.importBackup; since 1.3-rev2).')
  readonly importBackup!: boolean | null;

  @Switch(
    'Whether the index of guest files found in it is imported (importOptions.importIndex; since 1.3-rev2).',
  )
  readonly importIndex!: boolean | null;
}
