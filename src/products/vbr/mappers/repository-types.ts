import type { RepositoryKind } from '../../../core/model/repository.js';
import { Words } from '../../../platform/products-kit/words.js';

/** Old and new names of a type stand side by side: 1.3-rev2 renamed some. */
export const REPOSITORY_KINDS = new Words<RepositoryKind>(
  {
    WinLocal: 'LOCAL',
    LinuxLocal: 'LOCAL',
    LinuxHardened: 'LOCAL',
    Smb: 'NETWORK_SHARE',
    Nfs: 'NETWORK_SHARE',
    DDBoost: 'DEDUPE_APPLIANCE',
    DellDataDomain: 'DEDUPE_APPLIANCE',
    ExaGrid: 'DEDUPE_APPLIANCE',
    HPStoreOnceIntegration: 'DEDUPE_APPLIANCE',
    HPEStoreOnce: 'DEDUPE_APPLIANCE',
    HPStoreOnce: 'DEDUPE_APPLIANCE',
    Quantum: 'DEDUPE_APPLIANCE',
    QuantumDXi: 'DEDUPE_APPLIANCE',
    Infinidat: 'DEDUPE_APPLIANCE',
    Fujitsu: 'DEDUPE_APPLIANCE',
    AzureBlob: 'OBJECT_STORAGE',
    AzureDataBox: 'OBJECT_STORAGE',
    AzureArchive: 'OBJECT_STORAGE',
    AmazonS3: 'OBJECT_STORAGE',
    AmazonSnowballEdge: 'OBJECT_STORAGE',
    AmazonS3Glacier: 'OBJECT_STORAGE',
    S3Compatible: 'OBJECT_STORAGE',
    S3GlacierCompatible: 'OBJECT_STORAGE',
    SmartObjectS3: 'OBJECT_STORAGE',
    S3Integrated: 'OBJECT_STORAGE',
    GoogleCloud: 'OBJECT_STORAGE',
    IBMCloud: 'OBJECT_STORAGE',
    WasabiCloud: 'OBJECT_STORAGE',
    ElevenElevenS3: 'OBJECT_STORAGE',
    HPStoreOnceCloudBank: 'OBJECT_STORAGE',
    AmazonS3External: 'OBJECT_STORAGE',
    AmazonS3GlacierExternal: 'OBJECT_STORAGE',
    AzureStorageExternal: 'OBJECT_STORAGE',
    AzureArchiveStorageExternal: 'OBJECT_STORAGE',
    GoogleCloudStorageExternal: 'OBJECT_STORAGE',
    GoogleArchiveStorageExternal: 'OBJECT_STORAGE',
    VeeamDataCloudVault: 'VAULT',
    VeeamDataCloudVaultArchive: 'VAULT',
    VeeamDataCloudVaultAwsExternal: 'VAULT',
    VeeamDataCloudVaultAzureExternal: 'VAULT',
    VeeamVault: 'VAULT',
    Cloud: 'CLOUD',
    ExtendableRepository: 'SCALE_OUT',
  },
  'OTHER',
);

/** The type word under which the list of states shows a scale-out repository, if it shows it. */
export const SCALE_OUT_TYPE = 'ExtendableRepository';

export function isScaleOutType(type: string | null): boolean {
  return type?.toLowerCase() === SCALE_OUT_TYPE.toLowerCase();
}

/** Names that 1.3-rev2 gave to older types. */
const RENAMED = new Words<string | null>(
  {
    DDBoost: 'delldatadomain',
    HPStoreOnceIntegration: 'hpestoreonce',
    Quantum: 'quantumdxi',
    SmartObjectS3: 's3integrated',
  },
  null,
);

/** One form of a type word for all revisions and cases. */
export function canonicalType(type: string): string {
  return RENAMED.of(type) ?? type.trim().toLowerCase();
}
