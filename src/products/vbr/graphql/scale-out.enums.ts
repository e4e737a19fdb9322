import { describedEnum } from '../../../platform/graphql/described-enum.js';
import type {
  VbrAllowedBackups,
  VbrDayInMonth,
  VbrEncryptionType,
  VbrPlacement,
} from '../repository-words.js';

export const VbrPlacementEnum = describedEnum<VbrPlacement>(
  'VbrPlacement',
  'How backups are spread over the performance extents of a VBR scale-out repository (placementPolicy.type).',
  {
    DATA_LOCALITY: 'Full and incremental backups of a chain lie on the same extent (DataLocality).',
    PERFORMANCE: 'Full and incremental backups lie on different extents (Performance).',
  },
);

export const VbrAllowedBackupsEnum = describedEnum<VbrAllowedBackups>(
  'VbrAllowedBackups',
  'Which backups a performance extent takes (allowedBackups).',
  {
    ALL: 'Full and incremental backups (All).',
    FULLS_ONLY: 'Full backups only (FullsOnly).',
    INCREMENTS_ONLY: 'Incremental backups only (IncrementsOnly).',
    NONE: 'No backups (None).',
  },
);

export const VbrEncryptionTypeEnum = describedEnum<VbrEncryptionType>(
  'VbrEncryptionType',
  'Where the key of encrypted backups comes from (encryptionType).',
  {
    BY_USER_PASSWORD: 'From a password that the server keeps (ByUserPassword).',
    BY_KMS: 'From a key management server (ByKms).',
  },
);

export const VbrDayInMonthEnum = describedEnum<VbrDayInMonth>(
  'VbrDayInMonth',
  'Which of the days of that name in a month (dayNumberInMonth).',
  {
    FIRST: 'The first.',
    SECOND: 'The second.',
    THIRD: 'The third.',
    FOURTH: 'The fourth.',
    LAST: 'The last.',
    ON_DAY: 'None of them: the day with the number `dayOfMonth`.',
  },
);
