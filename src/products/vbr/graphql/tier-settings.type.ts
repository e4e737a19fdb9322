import { Field, ObjectType } from '@nestjs/graphql';
import { RepositoryType } from '../../../schema/repositories/repository.type.js';
import type {
  VbrDailySchedule,
  VbrHealthCheck,
  VbrMonthlySchedule,
  VbrPlacementSetting,
  VbrTierEncryption,
} from '../model.js';
import { repositoryById } from './edges.js';
import type { Origin } from './edges.js';
import { VbrDailyScheduleType, VbrMonthlyScheduleType } from './schedule.type.js';

@ObjectType('VbrPlacementSetting', {
  description: 'Which backups one performance extent takes (placementPolicy.settings).',
})
export class VbrPlacementSettingType {
  constructor(
    private readonly setting: VbrPlacementSetting,
    private readonly origin: Origin,
  ) {}

  @Field(() => String, { description: "The product's own id of the repository (extentId)." })
  get extentId(): string {
    return this.setting.extentId;
  }

  @Field(() => RepositoryType, {
    nullable: true,
    description: 'The repository, linked by id. null: the server lists no such repository.',
  })
  get extent(): Promise<RepositoryType | null> {
    return repositoryById(this.origin, this.setting.extentId);
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for what it takes (allowedBackups): All, FullsOnly, IncrementsOnly or None. null: not told.",
  })
  get allowedBackups(): string | null {
    return this.setting.allowedBackups;
  }
}

@ObjectType('VbrTierEncryption', { description: 'Whether and how backups in a tier are encrypted.' })
export class VbrTierEncryptionType implements VbrTierEncryption {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether they are encrypted (isEnabled). null: not told.',
  })
  readonly enabled!: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for where the key comes from (encryptionType): ByUserPassword or ByKms. null: not told.",
  })
  readonly type!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The product's own id of the password (encryptionPasswordId). null: none, or not told.",
  })
  readonly passwordId!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Id of the password that stays the same on other servers (encryptionPasswordUniqueId). null: none, or not told.',
  })
  readonly passwordUniqueId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The product's own id of the key management server (kmsServerId). null: none, or not told.",
  })
  readonly kmsServerId!: string | null;
}

@ObjectType('VbrHealthCheck', { description: 'When the latest restore points in a tier are checked.' })
export class VbrHealthCheckType implements VbrHealthCheck {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether they are checked (isEnabled). null: not told.',
  })
  readonly enabled!: boolean | null;

  @Field(() => VbrDailyScheduleType, {
    nullable: true,
    description: 'Checks on days of the week (weekly). null: switched off.',
  })
  readonly weekly!: VbrDailySchedule | null;

  @Field(() => VbrMonthlyScheduleType, {
    nullable: true,
    description: 'Checks on a day of chosen months (monthly). null: switched off.',
  })
  readonly monthly!: VbrMonthlySchedule | null;
}
