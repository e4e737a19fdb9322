// What is read of the answers of Veeam Backup for AWS.

export interface Page<T> {
  readonly results: T[];
  readonly totalCount: number;
}
export interface Link {
  readonly href: string;
}
export interface PolicyRow {
  readonly id: string;
  readonly name: string;
  readonly isEnabled?: boolean;
  readonly lastPolicySessionStatus?: string;
  readonly storageTemplateId?: string | null;
  readonly backupSettings?: { readonly targetRepositoryId?: string };
  readonly rdsBackupSettings?: { readonly targetRepositoryId?: string };
  readonly archiveSettings?: { readonly targetRepositoryId?: string };
  readonly rdsArchiveSettings?: { readonly targetRepositoryId?: string };
  readonly _embedded?: {
    readonly lastBackupSession?: Link;
    readonly lastFinishedBackupSession?: Link;
    readonly targetRepository?: Link;
  };
}
export interface VpcRow {
  readonly name?: string;
  readonly backupOptionsEnabled?: boolean;
  readonly backupOptions?: { readonly targetRepositoryId?: string };
}
export interface TemplateRow {
  readonly id: string;
  readonly backupRepositoryId?: string;
  readonly archiveRepositoryId?: string;
}
export interface SessionRow {
  readonly id: string;
  readonly type: string;
  readonly extendedSessionType?: string;
  readonly name?: string;
  readonly status: string;
  readonly executionStartTime: string | null;
  readonly executionStopTime: string | null;
  readonly executionDuration: number | null;
  readonly reason: string;
}
