import type { Capability } from '../../core/model/capability.js';
import { isAtLeast } from './revision.js';

const ALWAYS: readonly Capability[] = [
  'INVENTORY',
  'SESSIONS',
  'SESSION_ITEMS',
  'NEXT_RUN',
  'SESSION_PROGRESS',
  'POLICY_ACTIONS',
  'REPOSITORY_RESCAN',
  'REPOSITORY_CHANGES',
];

/** What a server can that speaks this revision; null: it is not known yet. */
export function capabilitiesOf(revision: string | null): readonly Capability[] | null {
  if (revision === null) return null;
  return isAtLeast(revision, '1.3-rev2') ? [...ALWAYS, 'RETRY_LINKS'] : ALWAYS;
}
