/** What not every product and revision can: by it a client knows beforehand which fields stay null and which changes are refused. */
export const CAPABILITIES = [
  'INVENTORY',
  'SESSIONS',
  'SESSION_ITEMS',
  'NEXT_RUN',
  'SESSION_PROGRESS',
  'RETRY_LINKS',
  'POLICY_ACTIONS',
  'REPOSITORY_RESCAN',
  'REPOSITORY_CHANGES',
  'PROXIES',
  'PROXY_MAINTENANCE',
  'SLA_POLICIES',
] as const;
export type Capability = (typeof CAPABILITIES)[number];
