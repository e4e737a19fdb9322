import type { Capability } from '../../core/model/capability.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';

export const ServerCapabilityEnum = describedEnum<Capability>(
  'ServerCapability',
  'What not every product can, or not in every revision of its REST API. A field that a server lacks the capability for is null without an error; a change is refused with UNSUPPORTED.',
  {
    INVENTORY: 'Tells policies and repositories (all but VB_M365 v3).',
    SESSIONS: 'Tells sessions and their logs (all but VB_M365 v3).',
    SESSION_ITEMS:
      '`Session.items`: the objects a session worked on (VBR, VB_AWS, VB_M365 from v7; restores of VB_M365 tell theirs in every version).',
    NEXT_RUN: '`Policy.nextRun` (VBR, VB_M365).',
    SESSION_PROGRESS: '`Session.progressPercent` (VBR).',
    RETRY_LINKS:
      '`Session.retryOf` as the product says it (VBR from 1.3-rev2, VB_M365): which session another is the retry of.',
    POLICY_ACTIONS:
      'Policies can be started, stopped, enabled and disabled; SLA policies of VB_AWS only enabled and disabled.',
    REPOSITORY_RESCAN: '`rescanRepositories` (VBR, VB_M365, VB_AWS before 1.4-rev0).',
    REPOSITORY_CHANGES: 'Repositories and scale-out repositories can be created and edited (VBR).',
    PROXIES: 'Backup proxies can be read and changed (VB_M365).',
    PROXY_MAINTENANCE: 'Backup proxies can be put into maintenance (VB_M365 v8).',
    SLA_POLICIES: 'SLA-based policies: their templates, reports and changes (VB_AWS from 1.8-rev0).',
  },
);
