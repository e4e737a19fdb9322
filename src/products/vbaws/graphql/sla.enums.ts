import { describedEnum } from '../../../platform/graphql/described-enum.js';
import type { PolicySelection } from '../mappers/policy-native.js';

export type SlaOutcome = 'MET' | 'MISSED' | 'UNJUDGED';

export const VbAwsPolicySelectionEnum = describedEnum<PolicySelection>(
  'VbAwsPolicySelection',
  'What a policy protects in its regions (backupType).',
  { ALL_ITEMS: 'Everything (AllItems).', SELECTED_ITEMS: 'What `selectedItems` names (SelectedItems).' },
);

export const VbAwsSlaOutcomeEnum = describedEnum<SlaOutcome>(
  'VbAwsSlaOutcome',
  "How something fared against its SLA target, read from the product's word (status).",
  {
    MET: 'It met its target (MetSla).',
    MISSED: 'It missed its target.',
    UNJUDGED: 'There was nothing to judge, or a word the gateway does not know.',
  },
);

/** null in a verdict is UNJUDGED. */
export function outcomeOf(met: boolean | null): SlaOutcome {
  if (met === null) return 'UNJUDGED';
  return met ? 'MET' : 'MISSED';
}

export type SlaBackupType = 'SNAPSHOT' | 'REPLICA' | 'BACKUP' | 'ARCHIVE';

export const VbAwsSlaBackupTypeEnum = describedEnum<SlaBackupType>(
  'VbAwsSlaBackupType',
  'A kind of copy that an SLA-based policy makes (backupType).',
  {
    SNAPSHOT: 'Cloud-native snapshots (Ec2Snapshot).',
    REPLICA: 'Copies of snapshots (Ec2Replica; this word is not published but follows the others).',
    BACKUP: 'Image-level backups (Ec2Backup).',
    ARCHIVE: 'Archived backups (Ec2Archive; this word is not published but follows the others).',
  },
);

export type SlaScheduleType = 'DAILY' | 'WEEKLY' | 'MONTHLY';

export const VbAwsSlaScheduleTypeEnum = describedEnum<SlaScheduleType>(
  'VbAwsSlaScheduleType',
  'A kind of schedule that an SLA template promises by (scheduleType).',
  { DAILY: 'By the day (Daily).', WEEKLY: 'By the week (Weekly).', MONTHLY: 'By the month (Monthly).' },
);

/** "SNAPSHOT" as "Snapshot". */
export function productWord(value: string): string {
  return value.charAt(0) + value.slice(1).toLowerCase();
}
