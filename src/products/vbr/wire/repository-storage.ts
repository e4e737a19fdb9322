import type {
  VbrAmazonAppliance,
  VbrAzureAppliance,
  VbrMountServer,
  VbrStorageSettings,
  VbrVault,
} from '../repository-model.js';
import { flag, id, many, number, object, part, text } from './read.js';
import type { WireObject } from './read.js';

/** Reads what a row of GET /backupInfrastructure/repositories says of its storage, whichever kind it is. */
export function readStorage(row: WireObject): VbrStorageSettings {
  const settings = part(row['repository']);
  const advanced = part(settings['advancedSettings']);
  const bucket = object(row['bucket']) ?? part(row['container']);
  const account = part(row['account']);
  const share = part(row['share']);
  const device = object(row['dellDataDomain']) ?? part(row['hpeStoreOnce']);
  const rare = part(bucket['infrequentAccessStorage']);
  const gateways = object(share['gatewayServer']) ?? object(device['gatewayServer']);
  const connection = gateways ?? part(account['connectionSettings']);
  const imports = part(row['importOptions']);
  return {
    alignDataBlocks: flag(advanced['alignDataBlocks']),
    decompressBeforeStoring: flag(advanced['decompressBeforeStoring']),
    rotatedDriveCleanup: text(advanced['RotatedDriveCleanupMode'] ?? advanced['rotatedDriveCleanupMode']),
    governanceDays: onlyIf(settings['enableGovernanceMode'], number(settings['governanceModeRetentionDays'])),
    credentialsId: id(account['credentialsId']) ?? id(share['credentialsId']) ?? id(device['credentialsId']),
    regionType: text(account['regionType']),
    connectionType: text(connection['connectionType']),
    automaticGateway: flag(connection['autoSelectEnabled']) ?? flag(connection['autoSelection']),
    gatewayServerIds: many(connection['gatewayServerIds'], id),
    infrequentAccess: flag(rare['isEnabled']),
    singleZone: flag(rare['singleZoneEnabled']),
    deepArchive: flag(bucket['useDeepArchive']),
    nearline: flag(bucket['nearlineStorageEnabled']),
    workloadsPerBucket: onlyIf(bucket['enableAutoProvision'], number(bucket['workloadsPerBucketLimit'])),
    vault: readVault(object(account['vault'])),
    ...readAppliance(object(row['proxyAppliance'])),
    mountServers: readMountServers(object(row['mountServer']) ?? part(row['mountServers'])),
    // The contract names the field in one way and requires it in another.
    deviceName:
      text(device['ddServername']) ?? text(device['ddServerName']) ?? text(device['storeOnceServerName']),
    fibreChannel: flag(device['useFCConnectivity']),
    inFlightEncryption: onlyIf(device['ddBoostEncryptionEnabled'], text(device['ddBoostEncryptionType'])),
    wanLink: flag(device['useStoreOnceWanLink']),
    importBackup: flag(imports['importBackup']),
    importIndex: flag(imports['importIndex']),
  };
}

/** A value counts only while its switch is on. */
function onlyIf<T>(enabled: unknown, value: T | null): T | null {
  return flag(enabled) === true ? value : null;
}

function readVault(vault: WireObject | undefined): VbrVault | null {
  if (vault === undefined) return null;
  return {
    vaultId: text(vault['vaultId']),
    vaultName: text(vault['vaultName']),
    storageContainerName: text(vault['storageContainerName']),
    isInitialized: flag(vault['isInitialized']),
    folders: many(vault['folders'], text),
    regionId: text(vault['regionId']),
  };
}

type Appliances = Pick<VbrStorageSettings, 'azureAppliance' | 'amazonAppliance' | 'applianceServerId'>;

/** One field holds three kinds of helpers, told apart by what they have. */
function readAppliance(appliance: WireObject | undefined): Appliances {
  const none = { azureAppliance: null, amazonAppliance: null, applianceServerId: null };
  if (appliance === undefined) return none;
  const applianceServerId = id(appliance['managedServerId']);
  if (applianceServerId !== null) return { ...none, applianceServerId };
  if (id(appliance['subscriptionId']) !== null) return { ...none, azureAppliance: readAzure(appliance) };
  return { ...none, amazonAppliance: readAmazon(appliance) };
}

function readAzure(appliance: WireObject): VbrAzureAppliance {
  return {
    subscriptionId: id(appliance['subscriptionId']),
    instanceSize: text(appliance['instanceSize']),
    resourceGroup: text(appliance['resourceGroup']),
    virtualNetwork: text(appliance['virtualNetwork']),
    subnet: text(appliance['subnet']),
    redirectorPort: number(appliance['redirectorPort']),
  };
}

function readAmazon(appliance: WireObject): VbrAmazonAppliance {
  return {
    ec2InstanceType: text(appliance['ec2InstanceType']),
    vpcName: text(appliance['vpcName']),
    vpcId: text(appliance['vpcId']),
    subnetName: text(appliance['subnetName']),
    subnetId: text(appliance['subnetId']),
    securityGroup: text(appliance['securityGroup']),
    redirectorPort: number(appliance['redirectorPort']),
  };
}

/** Flat in 1.2-rev1 (and in samples), one server per platform since. */
function readMountServers(settings: WireObject): VbrMountServer[] {
  const places: [string | null, WireObject | undefined][] = [
    [null, settings],
    ['Windows', object(settings['windows'])],
    ['Linux', object(settings['linux'])],
  ];
  return places.flatMap(([platform, server]) => readMountServer(server, platform) ?? []);
}

function readMountServer(server: WireObject | undefined, platform: string | null): VbrMountServer | null {
  const serverId = id(server?.['mountServerId']);
  if (server === undefined || serverId === null) return null;
  const ports = part(server['vPowerNFSPortSettings']);
  return {
    serverId,
    platform,
    writeCacheFolder: text(server['writeCacheFolder']),
    vPowerNfs: flag(server['vPowerNFSEnabled']),
    mountPort: number(ports['mountPort']),
    nfsPort: number(ports['vPowerNFSPort']),
  };
}
