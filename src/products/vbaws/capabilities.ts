import type { Capability } from '../../core/model/capability.js';
import { hasRescan, hasSlaPolicies } from './revision.js';

const ALWAYS: readonly Capability[] = ['INVENTORY', 'SESSIONS', 'SESSION_ITEMS', 'POLICY_ACTIONS'];

/** What an appliance can that is spoken to in this revision. */
export function capabilitiesOf(revision: string): readonly Capability[] {
  return [
    ...ALWAYS,
    ...(hasRescan(revision) ? (['REPOSITORY_RESCAN'] as const) : []),
    ...(hasSlaPolicies(revision) ? (['SLA_POLICIES'] as const) : []),
  ];
}
