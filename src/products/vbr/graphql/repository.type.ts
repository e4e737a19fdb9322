import { Field, ObjectType } from '@nestjs/graphql';
import { RepositoryType } from '../../../schema/repositories/repository.type.js';
import type { VbrRepositoryDetails, VbrRepositoryRecord, VbrTier } from '../model.js';
import { repositorySettings } from './datasets.js';
import { scaleOutRepositoryOf } from './edges.js';
import { VbrRepositorySettingsType } from './repository-settings.type.js';
import { VbrTierEnum } from './tier.enum.js';

@ObjectType('VbrRepository', {
  implements: () => [RepositoryType],
  description:
    'A repository of Veeam Backup & Replication (GET /backupInfrastructure/repositories/states): on a disk, a share, an appliance or object storage. Extents of scale-out repositories are repositories too.',
})
export class VbrRepository extends RepositoryType<VbrRepositoryRecord> {
  @Field(() => String, {
    nullable: true,
    description:
      'An id that stays the same when the configuration moves to another server (uniqueId); read as `settings` are. null: not told.',
  })
  get uniqueId(): Promise<string | null> {
    return this.settings.then((settings) => settings?.uniqueId ?? null);
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The product's own id of the server that holds the data (hostId). null: object storage, shares.",
  })
  get hostId(): string | null {
    return this.record.native.hostId;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Name of the server that holds the data (hostName). null: object storage, shares.',
  })
  get hostName(): string | null {
    return this.record.native.hostName;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Folder, share or address of the bucket (path). null: not told.',
  })
  get path(): string | null {
    return this.record.native.path;
  }

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the server reaches it (isOnline), whatever else `status` says. null: not told.',
  })
  get online(): boolean | null {
    return this.record.native.online;
  }

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether components on it are older than the server (isOutOfDate), whatever else `status` says. null: not told, or revision before 1.3-rev0.',
  })
  get outOfDate(): boolean | null {
    return this.record.native.outOfDate;
  }

  @Field(() => RepositoryType, {
    nullable: true,
    description:
      'The scale-out repository it is an extent of, linked by id. null: it is no extent; with an entry in errors: the list that tells could not be read.',
  })
  get scaleOutRepository(): Promise<RepositoryType | null> {
    return scaleOutRepositoryOf(this, this.record.native.scaleOutRepositoryId);
  }

  @Field(() => VbrTierEnum, {
    nullable: true,
    description: 'The tier it belongs to as an extent. null: it is no extent.',
  })
  get tier(): VbrTier | null {
    return this.record.native.tier;
  }

  @Field(() => [String], {
    description:
      "The product's status words of a performance extent: Normal, Sealed, Maintenance, Evacuate, Pending, ResyncRequired, TenantEvacuating. [] for other repositories.",
  })
  get extentStatuses(): readonly string[] {
    return this.record.native.extentStatuses;
  }

  @Field(() => VbrRepositorySettingsType, {
    nullable: true,
    description:
      'How it is set up. Read from GET /backupInfrastructure/repositories, once a server and operation; by its id where the operation asks for one repository only. null: the server has none there. null, with an entry in errors: it could not be read.',
  })
  get settings(): Promise<VbrRepositoryDetails | null> {
    return repositorySettings(this.reader, this.record.nativeId);
  }
}
