import { anyText, flag, id, object, remark, text } from '../../../platform/products-kit/values.js';

/** A row of GET /backupInfrastructure/managedServers. */
export interface ManagedServerRow {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly type: string | null;
  /** Available, Unavailable. */
  readonly status: string | null;
  /** Since 1.3-rev0. */
  readonly isBackupServer: boolean | null;
}

/** A row of GET /credentials or /cloudCredentials: what a person tells it by, and nothing else. */
export interface CredentialsRow {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly type: string | null;
}

export function readManagedServer(value: unknown): ManagedServerRow | undefined {
  const row = object(value);
  const key = id(row?.['id']);
  if (row === undefined || key === null) return undefined;
  return {
    id: key,
    name: text(row['name']) ?? key,
    description: remark(row['description']),
    type: anyText(row['type']),
    status: anyText(row['status']),
    isBackupServer: flag(row['isBackupServer']),
  };
}

export function readCredentials(value: unknown): CredentialsRow | undefined {
  return readNamed(value, ['username']);
}

/** Access keys are left out: a form needs none, and they are half of a secret. */
export function readCloudCredentials(value: unknown): CredentialsRow | undefined {
  return readNamed(value, ['name', 'connectionName', 'account', 'description']);
}

/** The first of these fields that says something is the name. */
function readNamed(value: unknown, names: readonly string[]): CredentialsRow | undefined {
  const row = object(value);
  const key = id(row?.['id']);
  if (row === undefined || key === null) return undefined;
  const [name = key] = names.flatMap((field) => remark(row[field]) ?? []);
  return { id: key, name, description: remark(row['description']), type: anyText(row['type']) };
}
