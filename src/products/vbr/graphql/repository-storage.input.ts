import { InputType } from '@nestjs/graphql';
import { OptionalPart } from './repository-rules.js';
import {
  VbrWinLocalInput,
  VbrLinuxLocalInput,
  VbrLinuxHardenedInput,
  VbrSmbInput,
  VbrNfsInput,
  VbrAzureBlobInput,
  VbrAzureDataBoxInput,
  VbrAzureArchiveInput,
  VbrAmazonS3Input,
  VbrAmazonSnowballEdgeInput,
  VbrAmazonS3GlacierInput,
  VbrS3CompatibleInput,
  VbrGoogleCloudInput,
  VbrIbmCloudInput,
  VbrWasabiCloudInput,
  VbrDataCloudVaultInput,
  VbrDataCloudVaultArchiveInput,
  VbrDellDataDomainInput,
  VbrHpeStoreOnceInput,
  VbrExaGridInput,
  VbrQuantumDxiInput,
  VbrInfinidatInput,
  VbrFujitsuInput,
} from './repository-storage.inputs.js';

@InputType('VbrRepositoryStorageInput', {
  isOneOf: true,
  description: 'The storage of a new repository: exactly one kind with its settings.',
})
export class VbrRepositoryStorageInput {
  @OptionalPart(() => VbrWinLocalInput, 'A folder on a Windows server (WinLocal).')
  readonly winLocal?: VbrWinLocalInput;

  @OptionalPart(() => VbrLinuxLocalInput, 'A folder on a Linux server (LinuxLocal).')
  readonly linuxLocal?: VbrLinuxLocalInput;

  @OptionalPart(() => VbrLinuxHardenedInput, 'A folder on a hardened Linux server (LinuxHardened).')
  readonly linuxHardened?: VbrLinuxHardenedInput;

  @OptionalPart(() => VbrSmbInput, 'An SMB share (Smb).')
  readonly smb?: VbrSmbInput;

  @OptionalPart(() => VbrNfsInput, 'An NFS share (Nfs).')
  readonly nfs?: VbrNfsInput;

  @OptionalPart(() => VbrAzureBlobInput, 'Azure Blob storage (AzureBlob).')
  readonly azureBlob?: VbrAzureBlobInput;

  @OptionalPart(() => VbrAzureDataBoxInput, 'An Azure Data Box (AzureDataBox).')
  readonly azureDataBox?: VbrAzureDataBoxInput;

  @OptionalPart(() => VbrAzureArchiveInput, 'Azure Archive storage (AzureArchive).')
  readonly azureArchive?: VbrAzureArchiveInput;

  @OptionalPart(() => VbrAmazonS3Input, 'Amazon S3 storage (AmazonS3).')
  readonly amazonS3?: VbrAmazonS3Input;

  @OptionalPart(() => VbrAmazonSnowballEdgeInput, 'An AWS Snowball Edge (AmazonSnowballEdge).')
  readonly amazonSnowballEdge?: VbrAmazonSnowballEdgeInput;

  @OptionalPart(() => VbrAmazonS3GlacierInput, 'Amazon S3 Glacier storage (AmazonS3Glacier).')
  readonly amazonS3Glacier?: VbrAmazonS3GlacierInput;

  @OptionalPart(() => VbrS3CompatibleInput, 'S3-compatible storage (S3Compatible).')
  readonly s3Compatible?: VbrS3CompatibleInput;

  @OptionalPart(() => VbrGoogleCloudInput, 'Google Cloud storage (GoogleCloud).')
  readonly googleCloud?: VbrGoogleCloudInput;

  @OptionalPart(() => VbrIbmCloudInput, 'IBM Cloud storage (IBMCloud).')
  readonly ibmCloud?: VbrIbmCloudInput;

  @OptionalPart(() => VbrWasabiCloudInput, 'Wasabi storage (WasabiCloud).')
  readonly wasabiCloud?: VbrWasabiCloudInput;

  @OptionalPart(
    () => VbrDataCloudVaultInput,
    'A vault of Veeam Data Cloud (VeeamDataCloudVault; since 1.3-rev0).',
  )
  readonly veeamDataCloudVault?: VbrDataCloudVaultInput;

  @OptionalPart(
    () => VbrDataCloudVaultArchiveInput,
    'An archive vault of Veeam Data Cloud (VeeamDataCloudVaultArchive; since 1.3-rev2).',
  )
  readonly veeamDataCloudVaultArchive?: VbrDataCloudVaultArchiveInput;

  @OptionalPart(() => VbrDellDataDomainInput, 'A Dell Data Domain (DellDataDomain; since 1.3-rev2).')
  readonly dellDataDomain?: VbrDellDataDomainInput;

  @OptionalPart(() => VbrHpeStoreOnceInput, 'An HPE StoreOnce (HPEStoreOnce; since 1.3-rev2).')
  readonly hpeStoreOnce?: VbrHpeStoreOnceInput;

  @OptionalPart(() => VbrExaGridInput, 'An ExaGrid appliance (ExaGrid; since 1.3-rev2).')
  readonly exaGrid?: VbrExaGridInput;

  @OptionalPart(() => VbrQuantumDxiInput, 'A Quantum DXi (QuantumDXi; since 1.3-rev2).')
  readonly quantumDxi?: VbrQuantumDxiInput;

  @OptionalPart(() => VbrInfinidatInput, 'An Infinidat appliance (Infinidat; since 1.3-rev2).')
  readonly infinidat?: VbrInfinidatInput;

  @OptionalPart(() => VbrFujitsuInput, 'A Fujitsu appliance (Fujitsu; since 1.3-rev2).')
  readonly fujitsu?: VbrFujitsuInput;
}
