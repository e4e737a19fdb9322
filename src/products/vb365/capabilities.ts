import type { Capability } from '../../core/model/capability.js';
import type { ApiVersion } from './negotiation.js';
import { isAtLeast } from './negotiation.js';

const SINCE: readonly (readonly [ApiVersion, Capability])[] = [
  ['v3', 'PROXIES'],
  ['v6', 'INVENTORY'],
  ['v6', 'SESSIONS'],
  ['v6', 'NEXT_RUN'],
  ['v6', 'RETRY_LINKS'],
  ['v6', 'POLICY_ACTIONS'],
  ['v6', 'REPOSITORY_RESCAN'],
  ['v7', 'SESSION_ITEMS'],
  ['v8', 'PROXY_MAINTENANCE'],
];

/** What a server can that speaks this version; null: it is not known yet. */
export function capabilitiesOf(version: ApiVersion | null): readonly Capability[] | null {
  if (version === null) return null;
  return SINCE.filter(([since]) => isAtLeast(version, since)).map(([, capability]) => capability);
}

/** Whether job sessions tell their objects; restores always do. */
export function tellsJobSessionItems(version: ApiVersion): boolean {
  return capabilitiesOf(version)?.includes('SESSION_ITEMS') === true;
}
