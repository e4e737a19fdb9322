import { describedEnum } from '../../../platform/graphql/described-enum.js';

export type VbrPlacement = 'DATA_LOCALITY' | 'PERFORMANCE';
export const VbrPlacementEnum = describedEnum<VbrPlacement>(
  'VbrPlacement',
  'How backups are spread over the performance extents of a VBR scale-out repository (placementPolicy.type).',
  {
    DATA_LOCALITY: 'Full and incremental backups of a chain lie on the same extent (DataLocality).',
    PERFORMANCE: 'Full and incremental backups lie on different extents (Performance).',
  },
);

export type VbrAllowedBackups = 'ALL' | 'FULLS_ONLY' | 'INCREMENTS_ONLY' | 'NONE';
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

export type VbrEncryptionType = 'BY_USER_PASSWORD' | 'BY_KMS';
export const VbrEncryptionTypeEnum = describedEnum<VbrEncryptionType>(
  'VbrEncryptionType',
  'Where the key of encrypted backups comes from (encryptionType).',
  {
    BY_USER_PASSWORD: 'From a password that the server keeps (ByUserPassword).',
    BY_KMS: 'From a key management server (ByKms).',
  },
);

export type VbrWeekday = 'MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY';
export const VbrWeekdayEnum = describedEnum<VbrWeekday>('VbrWeekday', "A day of the server's week.", {
  MONDAY: 'Monday.',
  TUESDAY: 'Tuesday.',
  WEDNESDAY: 'Wednesday.',
  THURSDAY: 'Thursday.',
  FRIDAY: 'Friday.',
  SATURDAY: 'Saturday.',
  SUNDAY: 'Sunday.',
});

export type VbrDayInMonth = 'FIRST' | 'SECOND' | 'THIRD' | 'FOURTH' | 'LAST' | 'ON_DAY';
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

export type VbrMonth =
  | 'JANUARY'
  | 'FEBRUARY'
  | 'MARCH'
  | 'APRIL'
  | 'MAY'
  | 'JUNE'
  | 'JULY'
  | 'AUGUST'
  | 'SEPTEMBER'
  | 'OCTOBER'
  | 'NOVEMBER'
  | 'DECEMBER';
export const VbrMonthEnum = describedEnum<VbrMonth>('VbrMonth', 'A month.', {
  JANUARY: 'January.',
  FEBRUARY: 'February.',
  MARCH: 'March.',
  APRIL: 'April.',
  MAY: 'May.',
  JUNE: 'June.',
  JULY: 'July.',
  AUGUST: 'August.',
  SEPTEMBER: 'September.',
  OCTOBER: 'October.',
  NOVEMBER: 'November.',
  DECEMBER: 'December.',
});
