import { describedEnum } from '../../../platform/graphql/described-enum.js';
import type {
  VbrDriveCleanup,
  VbrImmutabilityMode,
  VbrInFlightEncryption,
  VbrRegionType,
  VbrSizeUnit,
} from '../repository-words.js';

export const VbrRegionTypeEnum = describedEnum<VbrRegionType>(
  'VbrRegionType',
  'Which part of the Amazon or Microsoft cloud an account belongs to (regionType).',
  {
    GLOBAL: 'The public cloud (Global).',
    GOVERNMENT: 'The cloud for government of the United States (Government).',
    CHINA: 'The cloud in China (China).',
    GERMANY: "Microsoft's former cloud in Germany (Germany): Azure at revision 1.2-rev1 only.",
  },
);

export const VbrImmutabilityModeEnum = describedEnum<VbrImmutabilityMode>(
  'VbrImmutabilityMode',
  'What decides on how long backups in object storage are immutable (immutabilityMode; since 1.3-rev0).',
  {
    REPOSITORY_SETTINGS: "The repository's own number of days (RepositorySettings).",
    RETENTION_SETTINGS: 'The retention of each backup (RetentionSettings).',
  },
);

export const VbrDriveCleanupEnum = describedEnum<VbrDriveCleanup>(
  'VbrDriveCleanup',
  'What is removed from a rotated drive when it comes back (RotatedDriveCleanupMode).',
  {
    DISABLED: 'Nothing (Disabled).',
    CLEAR_BACKUP_FOLDER: "The job's own folder (ClearBackupFolder).",
    CLEAR_REPOSITORY_FOLDER: 'The whole folder of the repository (ClearRepositoryFolder).',
  },
);

export const VbrSizeUnitEnum = describedEnum<VbrSizeUnit>(
  'VbrSizeUnit',
  'Unit of a consumption limit (consumptionLimitKind).',
  { TB: '1024^4 bytes.', PB: '1024^5 bytes.' },
);

export const VbrInFlightEncryptionEnum = describedEnum<VbrInFlightEncryption>(
  'VbrInFlightEncryption',
  'How strongly data on its way to a Data Domain is encrypted (ddBoostEncryptionType).',
  { MEDIUM: 'Medium.', HIGH: 'High.' },
);
