import type {
  VbrAmazonAppliance,
  VbrAzureAppliance,
  VbrMountServer,
  VbrMountServers,
  VbrStorageSettings,
  VbrVault,
} from '../repository-model.js';
import { DRIVE_CLEANUPS, IN_FLIGHT_ENCRYPTIONS, REGION_TYPES } from '../repository-words.js';
import { valuesOf } from '../product-words.js';
import { anyText, count, flag, id, many, object, part } from '../../../platform/products-kit/values.js';
import type { JsonObject } from '../../../platform/products-kit/values.js';

const CLEANUPS = valuesOf(DRIVE_CLEANUPS);
const REGIONS = valuesOf(REGION_TYPES);
const STRENGTHS = valuesOf(IN_FLIGHT_ENCRYPTIONS);

/** Reads what a row of GET /backupInfrastructure/repositories says of its storage, whichever kind it is. */
export function readStorage(row: JsonObject): VbrStorageSettings {
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
    rotatedDriveCleanup: CLEANUPS.of(
      anyText(advanced['RotatedDriveCleanupMode'] ?? advanced['rotatedDriveCleanupMode']),
    ),
    governanceDays: onlyIf(settings['enableGovernanceMode'], count(settings['governanceModeRetentionDays'])),
    credentialsId: id(account['credentialsId']) ?? id(share['credentialsId']) ?? id(device['credentialsId']),
    regionType: REGIONS.of(anyText(account['regionType'])),
    connectionType: anyText(connection['connectionType']),
    automaticGateway: flag(connection['autoSelectEnabled']) ?? flag(connection['autoSelection']),
    gatewayServerIds: many(connection['gatewayServerIds'], id),
    infrequentAccess: flag(rare['isEnabled']),
    singleZone: flag(rare['singleZoneEnabled']),
    deepArchive: flag(bucket['useDeepArchive']),
    nearline: flag(bucket['nearlineStorageEnabled']),
    workloadsPerBucket: onlyIf(bucket['enableAutoProvision'], count(bucket['workloadsPerBucketLimit'])),
    vault: readVault(object(account['vault'])),
    ...readAppliance(object(row['proxyAppliance'])),
    mountServers: readMountServers(object(row['mountServer']) ?? part(row['mountServers'])),
    // The contract names the field in one way and requires it in another.
    deviceName:
      anyText(device['ddServername']) ??
      anyText(device['ddServerName']) ??
      anyText(device['storeOnceServerName']),
    fibreChannel: flag(device['useFCConnectivity']),
    inFlightEncryption: onlyIf(
      device['ddBoostEncryptionEnabled'],
      STRENGTHS.of(anyText(device['ddBoostEncryptionType'])),
    ),
    wanLink: flag(device['useStoreOnceWanLink']),
    importBackup: flag(imports['importBackup']),
    importIndex: flag(imports['importIndex']),
  };
}

/** A value counts only while its switch is on. */
function onlyIf<T>(enabled: unknown, value: T | null): T | null {
  return flag(enabled) === true ? value : null;
}

function readVault(vault: JsonObject | undefined): VbrVault | null {
  if (vault === undefined) return null;
  return {
    vaultId: anyText(vault['vaultId']),
    vaultName: anyText(vault['vaultName']),
    storageContainerName: anyText(vault['storageContainerName']),
    isInitialized: flag(vault['isInitialized']),
    folders: many(vault['folders'], anyText),
    regionId: anyText(vault['regionId']),
  };
}

type Appliances = Pick<VbrStorageSettings, 'azureAppliance' | 'amazonAppliance' | 'applianceServerId'>;

/** One field holds three kinds of helpers, told apart by what they have. */
function readAppliance(appliance: JsonObject | undefined): Appliances {
  const none = { azureAppliance: null, amazonAppliance: null, applianceServerId: null };
  if (appliance === undefined) return none;
  const applianceServerId = id(appliance['managedServerId']);
  if (applianceServerId !== null) return { ...none, applianceServerId };
  if (id(appliance['subscriptionId']) !== null) return { ...none, azureAppliance: readAzure(appliance) };
  return { ...none, amazonAppliance: readAmazon(appliance) };
}

function readAzure(appliance: JsonObject): VbrAzureAppliance {
  return {
    subscriptionId: id(appliance['subscriptionId']),
    instanceSize: anyText(appliance['instanceSize']),
    resourceGroup: anyText(appliance['resourceGroup']),
    virtualNetwork: anyText(appliance['virtualNetwork']),
    subnet: anyText(appliance['subnet']),
    redirectorPort: count(appliance['redirectorPort']),
  };
}

function readAmazon(appliance: JsonObject): VbrAmazonAppliance {
  return {
    ec2InstanceType: anyText(appliance['ec2InstanceType']),
    vpcName: anyText(appliance['vpcName']),
    vpcId: anyText(appliance['vpcId']),
    subnetName: anyText(appliance['subnetName']),
    subnetId: anyText(appliance['subnetId']),
    securityGroup: anyText(appliance['securityGroup']),
    redirectorPort: count(appliance['redirectorPort']),
  };
}

/** Flat in 1.2-rev1 (and in samples), one server per platform since. */
function readMountServers(settings: JsonObject): VbrMountServers | null {
  const windows = readMountServer(object(settings['windows']) ?? settings);
  const linux = readMountServer(object(settings['linux']));
  return windows === null && linux === null ? null : { windows, linux };
}

function readMountServer(server: JsonObject | undefined): VbrMountServer | null {
  const serverId = id(server?.['mountServerId']);
  if (server === undefined || serverId === null) return null;
  const ports = part(server['vPowerNFSPortSettings']);
  return {
    serverId,
    writeCacheFolder: anyText(server['writeCacheFolder']),
    vPowerNfs: flag(server['vPowerNFSEnabled']),
    mountPort: count(ports['mountPort']),
    nfsPort: count(ports['vPowerNFSPort']),
  };
}
