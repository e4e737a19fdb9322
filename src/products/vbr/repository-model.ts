import type {
  VbrDriveCleanup,
  VbrInFlightEncryption,
  VbrRegionType,
  VbrSizeUnit,
} from './repository-words.js';

/** Settings of a repository that only some kinds of storage have; null throughout where a kind or revision has no such setting. */
export interface VbrStorageSettings {
  readonly alignDataBlocks: boolean | null;
  readonly decompressBeforeStoring: boolean | null;
  readonly rotatedDriveCleanup: VbrDriveCleanup | null;
  readonly governanceDays: number | null;
  readonly credentialsId: string | null;
  readonly regionType: VbrRegionType | null;
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
  readonly mountServers: VbrMountServers | null;
  readonly deviceName: string | null;
  readonly fibreChannel: boolean | null;
  readonly inFlightEncryption: VbrInFlightEncryption | null;
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

export interface VbrConsumptionLimit {
  readonly count: number;
  readonly unit: VbrSizeUnit | null;
  readonly bytes: number | null;
}

/** Revision 1.2-rev1 does not tell the platform: its one server is the one on Windows. */
export interface VbrMountServers {
  readonly windows: VbrMountServer | null;
  readonly linux: VbrMountServer | null;
}

export interface VbrMountServer {
  readonly serverId: string;
  readonly writeCacheFolder: string | null;
  readonly vPowerNfs: boolean | null;
  readonly mountPort: number | null;
  readonly nfsPort: number | null;
}
