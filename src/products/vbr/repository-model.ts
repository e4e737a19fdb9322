/** Settings of a repository that only some kinds of storage have; null throughout where a kind or revision has no such setting. */
export interface VbrStorageSettings {
  readonly alignDataBlocks: boolean | null;
  readonly decompressBeforeStoring: boolean | null;
  readonly rotatedDriveCleanup: string | null;
  readonly governanceDays: number | null;
  readonly credentialsId: string | null;
  readonly regionType: string | null;
  readonly connectionType: string | null;
  readonly automaticGateway: boolean | null;
  readonly gatewayServerIds: readonly string[];
  readonly infrequentAccess: boolean | null;
  readonly singleZone: boolean | null;
  readonly deepArchive: boolean | null;
  readonly nearline: boolean | null;
  readonly workloadsPerBucket: number | null;
  readonly vault: VbrVault | null;
  readonly azureAppliance: VbrAzureAppliance | null;
  readonly amazonAppliance: VbrAmazonAppliance | null;
  readonly applianceServerId: string | null;
  readonly mountServers: readonly VbrMountServer[];
  readonly deviceName: string | null;
  readonly fibreChannel: boolean | null;
  readonly inFlightEncryption: string | null;
  readonly wanLink: boolean | null;
  readonly importBackup: boolean | null;
  readonly importIndex: boolean | null;
}

export interface VbrVault {
  readonly vaultId: string | null;
  readonly vaultName: string | null;
  readonly storageContainerName: string | null;
  readonly isInitialized: boolean | null;
  readonly folders: readonly string[];
  readonly regionId: string | null;
}

export interface VbrAzureAppliance {
  readonly subscriptionId: string | null;
  readonly instanceSize: string | null;
  readonly resourceGroup: string | null;
  readonly virtualNetwork: string | null;
  readonly subnet: string | null;
  readonly redirectorPort: number | null;
}

export interface VbrAmazonAppliance {
  readonly ec2InstanceType: string | null;
  readonly vpcName: string | null;
  readonly vpcId: string | null;
  readonly subnetName: string | null;
  readonly subnetId: string | null;
  readonly securityGroup: string | null;
  readonly redirectorPort: number | null;
}

export interface VbrMountServer {
  readonly serverId: string;
  /** The product's word; null: the revision tells none. */
  readonly platform: string | null;
  readonly writeCacheFolder: string | null;
  readonly vPowerNfs: boolean | null;
  readonly mountPort: number | null;
  readonly nfsPort: number | null;
}
