import { Field, ObjectType } from '@nestjs/graphql';
import { RepositoryType } from '../../../schema/repositories/repository.type.js';
import type { M365Retention, M365RepositoryRecord } from '../native.js';
import type { ProxyPoolRow, SynchronizationRow } from '../wire/infrastructure.js';
import type { ObjectStorageRow } from '../wire/repository.js';
import { poolOf, synchronizationOf } from './datasets.js';
import { proxyById } from './edges.js';
import { VbM365Proxy, VbM365ProxyPool } from './proxy.type.js';
import { VbM365Cache, VbM365ObjectStorage, VbM365Retention, VbM365Synchronization } from './storage.type.js';

@ObjectType('VbM365Repository', {
  implements: () => [RepositoryType],
  description:
    'A backup repository of VB_M365 (BackupRepositories): a folder on a disk (JET database), or object storage with a local cache.',
})
export class VbM365Repository extends RepositoryType<M365RepositoryRecord> {
  @Field(() => String, {
    nullable: true,
    description:
      'Folder on the proxy that holds the backups, or the cache of a repository on object storage. null: not told.',
  })
  get path(): string | null {
    return this.record.native.path;
  }

  @Field(() => VbM365ObjectStorage, {
    nullable: true,
    description: 'The object storage behind it. null: it is on a disk, or its storage is no longer there.',
  })
  get objectStorage(): ObjectStorageRow | null {
    return this.record.native.objectStorage;
  }

  @Field(() => VbM365Cache, {
    nullable: true,
    description:
      'The disk of the local cache of a repository on object storage. null: it is on a disk itself.',
  })
  get cache(): VbM365Cache | null {
    return this.record.native.cache;
  }

  @Field(() => VbM365Retention, { description: 'How long it keeps backups.' })
  get vbM365Retention(): M365Retention {
    return this.record.native.retention;
  }

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether backups in object storage are encrypted (objectStorageEncryptionEnabled). null: not told.',
  })
  get encrypted(): boolean | null {
    return this.record.native.isEncrypted;
  }

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is archive storage, a target for copy jobs (isLongTerm). null: not told.',
  })
  get longTerm(): boolean | null {
    return this.record.native.isLongTerm;
  }

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether its cache must be synchronized with the object storage (isOutOfSync). null: not told.',
  })
  get outOfSync(): boolean | null {
    return this.record.native.isOutOfSync;
  }

  @Field(() => VbM365Synchronization, {
    nullable: true,
    description:
      'How far its cache is synchronized with the object storage, which `rescanRepositories` starts; one upstream call a server. null: nothing is known of a synchronization.',
  })
  get synchronization(): Promise<SynchronizationRow | null> {
    return synchronizationOf(this.reader, this.nativeId);
  }

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it has been indexed (isIndexed). null: API version before v8.',
  })
  get indexed(): boolean | null {
    return this.record.native.isIndexed;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "Why it cannot be used, in the product's words (outOfOrderReason). null: it can, or API version before v8.",
  })
  get outOfOrderReason(): string | null {
    return this.record.native.outOfOrderReason;
  }

  @Field(() => VbM365Proxy, {
    nullable: true,
    description:
      'The backup proxy that writes to it; one upstream call a server. null: a pool does, or the proxy is no longer there.',
  })
  get proxy(): Promise<VbM365Proxy | null> {
    return proxyById(this, this.record.native.proxyId);
  }

  @Field(() => VbM365ProxyPool, {
    nullable: true,
    description:
      'The pool of proxies that writes to it; one upstream call a server. null: a single proxy does, or API version before v8.',
  })
  get proxyPool(): Promise<ProxyPoolRow | null> {
    return poolOf(this.reader, this.record.native.proxyPoolId);
  }
}
