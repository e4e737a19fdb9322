import type { RepositoryOrderField } from '../../core/federation/repository-list.js';
import type { RepositoryKind, RepositoryStatus } from '../../core/model/repository.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';

export const RepositoryKindEnum = describedEnum<RepositoryKind>(
  'RepositoryKind',
  'What sort of storage it is.',
  {
    LOCAL: 'A disk of a server: Windows, Linux, hardened Linux, or the local storage of VB_M365.',
    NETWORK_SHARE: 'An SMB or NFS share.',
    OBJECT_STORAGE: 'A bucket or container, in a cloud or on premises.',
    SCALE_OUT: 'A scale-out repository made of extents (VBR).',
    DEDUPE_APPLIANCE: 'A deduplicating storage appliance.',
    CLOUD: "A service provider's repository.",
    VAULT: 'Veeam Data Cloud Vault.',
    OTHER: "Anything else; `nativeType` has the product's word.",
  },
);

export const RepositoryStatusEnum = describedEnum<RepositoryStatus>(
  'RepositoryStatus',
  'Whether it can be used.',
  {
    ONLINE: 'Usable.',
    OFFLINE: 'Not reachable from its backup server.',
    OUT_OF_DATE: 'Its components, or what is known of its contents, need an update.',
    MAINTENANCE: 'In maintenance mode; for a scale-out repository, all its performance extents are.',
    SEALED:
      'Sealed: read and expired, but not written; for a scale-out repository, all its performance extents are.',
    UNKNOWN: 'The product does not say, or used a word the gateway does not know.',
  },
);

export const RepositoryOrderFieldEnum = describedEnum<RepositoryOrderField>(
  'RepositoryOrderField',
  'What repositories are sorted by. Those without the value come last either way.',
  {
    NAME: 'Their name, without regard to case.',
    SERVER: "Their server's name, without regard to case.",
    CAPACITY: 'Their capacity.',
    FREE: 'Their free space; ASC shows the fullest first.',
    USED: 'Space taken by backups.',
    USED_RATIO: 'Part of the capacity that is not free.',
    DAYS_LEFT:
      'Days until they are full, as `forecast { daysLeft }` without arguments tells it; ASC shows the soonest first. Those of which it cannot be told come last.',
  },
);
