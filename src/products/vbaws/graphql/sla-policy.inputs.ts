import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayNotEmpty, ArrayUnique, IsOptional, Matches, ValidateIf, ValidateNested } from 'class-validator';
import { ChangeInput } from '../../../schema/changes/change.inputs.js';
import type { PolicySelection } from '../mappers/policy-native.js';
import { SelectsSomething } from './selects-something.js';
import {
  Count,
  Key,
  Keys,
  OptionalFilledKeys,
  OptionalKey,
  OptionalPart,
  OptionalText,
} from './input-rules.js';
import { VbAwsPolicySelectionEnum } from './sla.enums.js';
import {
  VbAwsExcludedItemsInput,
  VbAwsIncludedItemsInput,
  VbAwsOrganizationInput,
  VbAwsProductionWorkersInput,
  VbAwsReplicaSettingsInput,
  VbAwsRetryInput,
  VbAwsSlaNotificationsInput,
  VbAwsSnapshotSettingsInput,
} from './sla-policy-parts.inputs.js';

const NAME = /^(?=.*\S).{1,255}$/s;
const AS_NAME = { message: 'must have 1 to 255 characters, not all of them blank' };

/** The settings that may be left out, alike when creating and editing. */
@InputType({ isAbstract: true })
abstract class SlaPolicyPartsInput extends ChangeInput {
  @OptionalText('What an administrator notes about it (description). null: nothing.')
  readonly description?: string | null;

  @OptionalPart(() => VbAwsExcludedItemsInput, 'What it leaves out (excludedItems). null: nothing.')
  readonly excludedItems?: VbAwsExcludedItemsInput | null;

  @OptionalKey(
    'Id of the template that says where it stores to, `nativeId` of VbAwsPolicyTemplate (storageTemplateId). null: it makes snapshots only.',
  )
  readonly storageTemplateId?: string | null;

  @OptionalPart(
    () => VbAwsSnapshotSettingsInput,
    "How snapshots are made (snapshotSettings). null: the product's defaults.",
  )
  readonly snapshotSettings?: VbAwsSnapshotSettingsInput | null;

  @OptionalPart(
    () => VbAwsReplicaSettingsInput,
    'How and where snapshots are copied (replicaSettings). null: they are not.',
  )
  readonly replicaSettings?: VbAwsReplicaSettingsInput | null;

  @OptionalPart(
    () => VbAwsRetryInput,
    "How failures are tried again (retrySettings). null: the product's default.",
  )
  readonly retrySettings?: VbAwsRetryInput | null;

  @OptionalPart(() => VbAwsSlaNotificationsInput, 'Who hears of it (notificationSettings). null: nobody.')
  readonly notificationSettings?: VbAwsSlaNotificationsInput | null;

  @OptionalPart(
    () => VbAwsProductionWorkersInput,
    "Where worker instances run (productionWorkersSettings). null: the product's default.",
  )
  readonly productionWorkersSettings?: VbAwsProductionWorkersInput | null;

  @OptionalPart(
    () => VbAwsOrganizationInput,
    'Which part of an AWS organization it covers (organizationSettings). null: all of it, or it covers an account.',
  )
  readonly organizationSettings?: VbAwsOrganizationInput | null;
}

@InputType('VbAwsCreateSlaPolicyInput', {
  description: 'An SLA-based policy to create, or to estimate the cost of.',
})
export class VbAwsCreateSlaPolicyInput extends SlaPolicyPartsInput {
  @Field(() => ID, { description: 'The VB_AWS server: its id or key.' })
  readonly server!: string;

  @Field(() => String, { description: 'Name, 1 to 255 characters (name).' })
  @Matches(NAME, AS_NAME)
  readonly name!: string;

  @Key("The appliance's own id of the IAM role or AWS organization it works under (identityId).")
  readonly identityId!: string;

  @Field(() => VbAwsPolicySelectionEnum, { description: 'Everything, or what is selected (backupType).' })
  readonly backupType!: PolicySelection;

  @Field(() => VbAwsIncludedItemsInput, {
    nullable: true,
    description: 'What it protects (selectedItems); needed for SELECTED_ITEMS, where it must name something.',
  })
  @ValidateIf(
    ({ backupType, selectedItems }: VbAwsCreateSlaPolicyInput) =>
      backupType === 'SELECTED_ITEMS' || selectedItems != null,
  )
  @SelectsSomething()
  @ValidateNested()
  @Type(() => VbAwsIncludedItemsInput)
  readonly selectedItems?: VbAwsIncludedItemsInput | null;

  @Keys("The appliance's own ids of the AWS regions it covers, none twice (regionIds).")
  readonly regionIds!: string[];

  @Key('Id of the template that says what it promises, `nativeId` of VbAwsPolicyTemplate (slaTemplateId).')
  readonly slaTemplateId!: string;
}

@InputType('VbAwsEditSlaPolicyInput', {
  description:
    'What to change of an SLA-based policy. What is absent stays; null removes what may be missing. Objects are changed field by field, lists are replaced.',
})
export class VbAwsEditSlaPolicyInput extends SlaPolicyPartsInput {
  @Field(() => ID, { description: 'Id of the policy.' })
  readonly policy!: string;

  @Field(() => String, {
    nullable: true,
    description: 'New name, 1 to 255 characters (name). null: as it is.',
  })
  @IsOptional()
  @Matches(NAME, AS_NAME)
  readonly name?: string | null;

  @OptionalKey(
    "The appliance's own id of the IAM role or AWS organization it works under (identityId). null: as it is.",
  )
  readonly identityId?: string | null;

  @Field(() => VbAwsPolicySelectionEnum, {
    nullable: true,
    description: 'Everything, or what is selected (backupType). null: as it is.',
  })
  readonly backupType?: PolicySelection | null;

  @OptionalPart(
    () => VbAwsIncludedItemsInput,
    'What it protects where not everything (selectedItems). null: nothing by name.',
  )
  readonly selectedItems?: VbAwsIncludedItemsInput | null;

  @OptionalFilledKeys(
    "The appliance's own ids of the AWS regions it covers, none twice (regionIds). null: as they are.",
  )
  readonly regionIds?: string[] | null;

  @OptionalKey('Id of the template that says what it promises (slaTemplateId). null: as it is.')
  readonly slaTemplateId?: string | null;
}

@InputType('VbAwsRemoveSlaPolicyInput', { description: 'Which SLA-based policy to remove.' })
export class VbAwsRemoveSlaPolicyInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the policy.' })
  readonly policy!: string;

  @Field(() => String, { description: 'Its current name, said again so that nothing is removed by mistake.' })
  @Matches(/\S/, { message: 'must not be blank' })
  readonly confirmName!: string;
}

@InputType('VbAwsPolicyPriorityInput', { description: 'The place of one policy.' })
export class VbAwsPolicyPriorityInput {
  @Field(() => ID, { description: 'Id of an SLA-based policy.' })
  readonly policy!: string;

  @Count('Its place, 1 or more; lower is first (priority).', 1)
  readonly priority!: number;
}

@InputType('VbAwsSetSlaPolicyPrioritiesInput', {
  description: 'The places of SLA-based policies of one server.',
})
export class VbAwsSetSlaPolicyPrioritiesInput extends ChangeInput {
  @Field(() => [VbAwsPolicyPriorityInput], {
    description:
      'At least one; no policy and no place twice; all of one server. Others keep their order around them.',
  })
  @ArrayNotEmpty({ message: 'must hold at least one entry' })
  @ArrayUnique(({ policy }: VbAwsPolicyPriorityInput) => policy, { message: 'must not name a policy twice' })
  @ArrayUnique(({ priority }: VbAwsPolicyPriorityInput) => priority, {
    message: 'must not give a place twice',
  })
  @ValidateNested({ each: true })
  @Type(() => VbAwsPolicyPriorityInput)
  readonly priorities!: VbAwsPolicyPriorityInput[];
}

@InputType('VbAwsRescanBucketsInput', { description: 'Whose S3 buckets to read anew.' })
export class VbAwsRescanBucketsInput extends ChangeInput {
  @Field(() => ID, { description: 'The VB_AWS server: its id or key.' })
  readonly server!: string;

  @Key(
    "The appliance's own id of the IAM role, `identity.nativeId` of its policies and repositories (amazonAccountId).",
  )
  readonly amazonAccountId!: string;
}
