import { InputType, IntersectionType, PartialType, PickType } from '@nestjs/graphql';
import { RepositoryPlace, RepositoryUse } from './repository-settings.inputs.js';

@InputType({ isAbstract: true })
class OptionalPlace extends PartialType(RepositoryPlace) {}

/** What folders and shares have in common. */
const DISK = [
  'taskLimit',
  'readWriteRate',
  'perVmBackup',
  'alignDataBlocks',
  'decompressBeforeStoring',
  'rotatedDrives',
  'rotatedDriveCleanup',
  'mountServers',
] as const;

/** What object storage has in common. */
const BUCKET = ['gatewayServerIds', 'taskLimit', 'consumptionLimit', 'mountServers'] as const;

@InputType('VbrWinLocalInput', { description: 'A folder on a Windows server (WinLocal).' })
export class VbrWinLocalInput extends IntersectionType(
  PickType(RepositoryPlace, ['hostId']),
  IntersectionType(PickType(OptionalPlace, ['path']), PickType(RepositoryUse, [...DISK])),
) {}

@InputType('VbrLinuxLocalInput', { description: 'A folder on a Linux server (LinuxLocal).' })
export class VbrLinuxLocalInput extends IntersectionType(
  PickType(RepositoryPlace, ['hostId']),
  IntersectionType(
    PickType(OptionalPlace, ['path']),
    PickType(RepositoryUse, [...DISK, 'fastClone', 'governanceDays']),
  ),
) {}

@InputType('VbrLinuxHardenedInput', { description: 'A folder on a hardened Linux server (LinuxHardened).' })
export class VbrLinuxHardenedInput extends IntersectionType(
  PickType(RepositoryPlace, ['hostId']),
  IntersectionType(
    PickType(OptionalPlace, ['path']),
    PickType(RepositoryUse, [...DISK, 'fastClone', 'immutabilityDays']),
  ),
) {}

@InputType('VbrSmbInput', { description: 'An SMB share (Smb).' })
export class VbrSmbInput extends IntersectionType(
  PickType(RepositoryPlace, ['sharePath']),
  IntersectionType(
    PickType(OptionalPlace, ['credentialsId']),
    PickType(RepositoryUse, [...DISK, 'gatewayServerIds']),
  ),
) {}

@InputType('VbrNfsInput', { description: 'An NFS share (Nfs).' })
export class VbrNfsInput extends IntersectionType(
  PickType(RepositoryPlace, ['sharePath']),
  PickType(RepositoryUse, [...DISK, 'gatewayServerIds']),
) {}

@InputType('VbrAzureBlobInput', { description: 'Azure Blob storage (AzureBlob).' })
export class VbrAzureBlobInput extends IntersectionType(
  PickType(RepositoryPlace, ['credentialsId', 'regionType', 'container', 'folder']),
  IntersectionType(
    PickType(OptionalPlace, ['azureAppliance']),
    PickType(RepositoryUse, [
      'gatewayServerIds',
      'taskLimit',
      'mountServers',
      'consumptionLimit',
      'immutable',
      'immutabilityDays',
      'immutabilityMode',
    ]),
  ),
) {}

@InputType('VbrAzureDataBoxInput', { description: 'An Azure Data Box (AzureDataBox).' })
export class VbrAzureDataBoxInput extends IntersectionType(
  PickType(RepositoryPlace, ['servicePoint', 'credentialsId']),
  IntersectionType(
    PickType(OptionalPlace, ['container', 'folder']),
    PickType(RepositoryUse, ['gatewayServerIds', 'taskLimit']),
  ),
) {}

@InputType('VbrAzureArchiveInput', { description: 'Azure Archive storage (AzureArchive).' })
export class VbrAzureArchiveInput extends IntersectionType(
  PickType(RepositoryPlace, ['credentialsId', 'regionType', 'container', 'folder', 'azureAppliance']),
  PickType(RepositoryUse, ['gatewayServerIds', 'immutable']),
) {}

@InputType('VbrAmazonS3Input', { description: 'Amazon S3 storage (AmazonS3).' })
export class VbrAmazonS3Input extends IntersectionType(
  PickType(RepositoryPlace, ['credentialsId', 'regionType', 'region', 'container', 'folder']),
  PickType(RepositoryUse, [
    ...BUCKET,
    'immutable',
    'immutabilityDays',
    'immutabilityMode',
    'infrequentAccess',
    'singleZone',
    'amazonAppliance',
  ]),
) {}

@InputType('VbrAmazonSnowballEdgeInput', { description: 'An AWS Snowball Edge (AmazonSnowballEdge).' })
export class VbrAmazonSnowballEdgeInput extends IntersectionType(
  PickType(RepositoryPlace, ['servicePoint', 'region', 'credentialsId']),
  IntersectionType(PickType(OptionalPlace, ['container', 'folder']), PickType(RepositoryUse, [...BUCKET])),
) {}

@InputType('VbrAmazonS3GlacierInput', { description: 'Amazon S3 Glacier storage (AmazonS3Glacier).' })
export class VbrAmazonS3GlacierInput extends IntersectionType(
  PickType(RepositoryPlace, ['credentialsId', 'regionType', 'region', 'container', 'folder']),
  PickType(RepositoryUse, ['gatewayServerIds', 'immutable', 'deepArchive', 'amazonAppliance']),
) {}

@InputType('VbrS3CompatibleInput', { description: 'S3-compatible storage (S3Compatible).' })
export class VbrS3CompatibleInput extends IntersectionType(
  PickType(RepositoryPlace, ['servicePoint', 'region', 'credentialsId', 'container', 'folder']),
  PickType(RepositoryUse, [
    ...BUCKET,
    'immutable',
    'immutabilityDays',
    'immutabilityMode',
    'workloadsPerBucket',
    'applianceServerId',
  ]),
) {}

@InputType('VbrGoogleCloudInput', { description: 'Google Cloud storage (GoogleCloud).' })
export class VbrGoogleCloudInput extends IntersectionType(
  PickType(RepositoryPlace, ['credentialsId', 'region', 'container', 'folder']),
  PickType(RepositoryUse, [...BUCKET, 'immutable', 'immutabilityDays', 'immutabilityMode', 'nearline']),
) {}

@InputType('VbrIbmCloudInput', { description: 'IBM Cloud storage (IBMCloud).' })
export class VbrIbmCloudInput extends IntersectionType(
  PickType(RepositoryPlace, ['servicePoint', 'region', 'credentialsId', 'container', 'folder']),
  PickType(RepositoryUse, [
    ...BUCKET,
    'immutable',
    'immutabilityDays',
    'immutabilityMode',
    'applianceServerId',
  ]),
) {}

@InputType('VbrWasabiCloudInput', { description: 'Wasabi storage (WasabiCloud).' })
export class VbrWasabiCloudInput extends IntersectionType(
  PickType(RepositoryPlace, ['region', 'credentialsId', 'container', 'folder']),
  PickType(RepositoryUse, [
    ...BUCKET,
    'immutable',
    'immutabilityDays',
    'immutabilityMode',
    'applianceServerId',
  ]),
) {}

@InputType('VbrDataCloudVaultInput', {
  description: 'A vault of Veeam Data Cloud (VeeamDataCloudVault; since 1.3-rev0).',
})
export class VbrDataCloudVaultInput extends IntersectionType(
  PickType(RepositoryPlace, ['vault', 'folder']),
  PickType(RepositoryUse, [...BUCKET, 'immutable', 'immutabilityDays', 'immutabilityMode']),
) {}

@InputType('VbrDataCloudVaultArchiveInput', {
  description: 'An archive vault of Veeam Data Cloud (VeeamDataCloudVaultArchive; since 1.3-rev2).',
})
export class VbrDataCloudVaultArchiveInput extends IntersectionType(
  PickType(RepositoryPlace, ['vault', 'folder']),
  PickType(RepositoryUse, [
    'gatewayServerIds',
    'taskLimit',
    'immutable',
    'immutabilityDays',
    'immutabilityMode',
  ]),
) {}

@InputType('VbrDellDataDomainInput', { description: 'A Dell Data Domain (DellDataDomain; since 1.3-rev2).' })
export class VbrDellDataDomainInput extends IntersectionType(
  PickType(RepositoryPlace, ['credentialsId', 'path']),
  IntersectionType(
    PickType(OptionalPlace, ['deviceName']),
    PickType(RepositoryUse, [
      ...DISK,
      'gatewayServerIds',
      'immutable',
      'immutabilityDays',
      'fibreChannel',
      'inFlightEncryption',
    ]),
  ),
) {}

@InputType('VbrHpeStoreOnceInput', { description: 'An HPE StoreOnce (HPEStoreOnce; since 1.3-rev2).' })
export class VbrHpeStoreOnceInput extends IntersectionType(
  PickType(RepositoryPlace, ['deviceName', 'credentialsId', 'path']),
  PickType(RepositoryUse, [
    ...DISK,
    'gatewayServerIds',
    'immutable',
    'immutabilityDays',
    'fibreChannel',
    'wanLink',
  ]),
) {}

@InputType('VbrExaGridInput', { description: 'An ExaGrid appliance (ExaGrid; since 1.3-rev2).' })
export class VbrExaGridInput extends IntersectionType(
  PickType(RepositoryPlace, ['hostId', 'path']),
  PickType(RepositoryUse, [...DISK]),
) {}

@InputType('VbrQuantumDxiInput', { description: 'A Quantum DXi (QuantumDXi; since 1.3-rev2).' })
export class VbrQuantumDxiInput extends IntersectionType(
  PickType(RepositoryPlace, ['hostId', 'path']),
  PickType(RepositoryUse, [...DISK, 'fastClone']),
) {}

@InputType('VbrInfinidatInput', { description: 'An Infinidat appliance (Infinidat; since 1.3-rev2).' })
export class VbrInfinidatInput extends IntersectionType(
  PickType(RepositoryPlace, ['hostId', 'path']),
  PickType(RepositoryUse, [...DISK, 'fastClone']),
) {}

@InputType('VbrFujitsuInput', { description: 'A Fujitsu appliance (Fujitsu; since 1.3-rev2).' })
export class VbrFujitsuInput extends IntersectionType(
  PickType(RepositoryPlace, ['hostId', 'path']),
  PickType(RepositoryUse, [...DISK, 'fastClone']),
) {}
