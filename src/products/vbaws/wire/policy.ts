import { Row } from '../../../platform/products-kit/row.js';
import { embeddedOf, linkedId } from './links.js';

/**
 * What all policies share. Parts with a shape of their own stay as they came and are read by the mapper that knows them;
 * which parts there are depends on the workload and the revision.
 */
export interface WirePolicy {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly isEnabled: boolean | null;
  readonly priority: number | null;
  /** AllItems or SelectedItems. */
  readonly backupType: string | null;
  /** The words of a session's `status`; SLA-based and VPC policies have none. */
  readonly lastPolicySessionStatus: string | null;
  readonly createdBy: string | null;
  readonly modifiedBy: string | null;
  readonly warning: string | null;
  readonly lastSessionId: string | null;
  readonly lastFinishedSessionId: string | null;
  readonly backupRepositoryId: string | null;
  readonly archiveRepositoryId: string | null;
  readonly slaTemplateId: string | null;
  readonly storageTemplateId: string | null;
  readonly fields: Row;
}

/** null: no policy can be read from it. */
export function readPolicy(row: unknown): WirePolicy | null {
  const fields = Row.of(row);
  const id = fields?.id('id');
  if (!fields || !id) return null;
  const embedded = embeddedOf(fields);
  const session = (name: string): string | null => linkedId(embedded?.object(name) ?? null, 'sessions');
  return {
    id,
    name: fields.text('name') ?? id,
    description: fields.text('description'),
    isEnabled: fields.flag('isEnabled'),
    priority: fields.int('priority'),
    backupType: fields.text('backupType'),
    lastPolicySessionStatus: fields.text('lastPolicySessionStatus'),
    createdBy: fields.text('createdBy'),
    modifiedBy: fields.text('modifiedBy'),
    warning: fields.text('warning'),
    lastSessionId: session('lastBackupSession'),
    lastFinishedSessionId: session('lastFinishedBackupSession'),
    backupRepositoryId:
      target(fields, ['backupSettings', 'rdsBackupSettings']) ??
      linkedId(embedded?.object('targetRepository') ?? null, 'repositories'),
    archiveRepositoryId: target(fields, ['archiveSettings', 'rdsArchiveSettings']),
    slaTemplateId: fields.id('slaTemplateId'),
    storageTemplateId: fields.id('storageTemplateId'),
    fields,
  };
}

/** Sources disagree on where an RDS policy keeps its target; both places are looked at. */
function target(policy: Row, settings: readonly string[]): string | null {
  for (const name of settings) {
    const id = policy.object(name)?.id('targetRepositoryId');
    if (id) return id;
  }
  return null;
}
