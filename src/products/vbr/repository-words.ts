/** What the product says in words about repositories, as the schema spells it. */
export const REGION_TYPES = ['GLOBAL', 'GOVERNMENT', 'CHINA', 'GERMANY'] as const;
export type VbrRegionType = (typeof REGION_TYPES)[number];

export const IMMUTABILITY_MODES = ['REPOSITORY_SETTINGS', 'RETENTION_SETTINGS'] as const;
export type VbrImmutabilityMode = (typeof IMMUTABILITY_MODES)[number];

export const DRIVE_CLEANUPS = ['DISABLED', 'CLEAR_BACKUP_FOLDER', 'CLEAR_REPOSITORY_FOLDER'] as const;
export type VbrDriveCleanup = (typeof DRIVE_CLEANUPS)[number];

export const SIZE_UNITS = ['TB', 'PB'] as const;
export type VbrSizeUnit = (typeof SIZE_UNITS)[number];

export const IN_FLIGHT_ENCRYPTIONS = ['MEDIUM', 'HIGH'] as const;
export type VbrInFlightEncryption = (typeof IN_FLIGHT_ENCRYPTIONS)[number];

export const PLACEMENTS = ['DATA_LOCALITY', 'PERFORMANCE'] as const;
export type VbrPlacement = (typeof PLACEMENTS)[number];

export const ALLOWED_BACKUPS = ['ALL', 'FULLS_ONLY', 'INCREMENTS_ONLY', 'NONE'] as const;
export type VbrAllowedBackups = (typeof ALLOWED_BACKUPS)[number];

export const ENCRYPTION_TYPES = ['BY_USER_PASSWORD', 'BY_KMS'] as const;
export type VbrEncryptionType = (typeof ENCRYPTION_TYPES)[number];

export const DAYS_IN_MONTH = ['FIRST', 'SECOND', 'THIRD', 'FOURTH', 'LAST', 'ON_DAY'] as const;
export type VbrDayInMonth = (typeof DAYS_IN_MONTH)[number];
