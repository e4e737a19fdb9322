import { Field, Int, InterfaceType } from '@nestjs/graphql';
import type { PolicyRecord } from '../../../core/model/policy.js';
import type { ProtectedSelection } from '../../../core/model/policy-terms.js';
import { PolicyType } from '../../../schema/policies/policy.type.js';
import type {
  ItemSelection,
  OrganizationScope,
  PolicyIdentity,
  PolicySelection,
  ScheduledPolicyNative,
  SlaPolicyNative,
  VbAwsPolicyNative,
} from '../mappers/policy-native.js';
import {
  VbAwsIdentityType,
  VbAwsItemSelectionType,
  VbAwsOrganizationScopeType,
} from './policy-parts.type.js';
import { VbAwsRetrySettingsType } from './policy-settings.type.js';
import { VbAwsRegionType } from './region.type.js';
import { selectionsOf } from './selections.js';
import { VbAwsPolicySelectionEnum } from './sla.enums.js';

/** Fields of every policy of the product; those the VPC policy lacks are null there. */
@InterfaceType('VbAwsPolicy', {
  implements: () => [PolicyType],
  description: 'A policy of Veeam Backup for AWS, whatever it protects.',
  resolveType: (value: PolicyType) => value.typeName,
})
export abstract class VbAwsPolicyType<N extends VbAwsPolicyNative = VbAwsPolicyNative> extends PolicyType<
  PolicyRecord<N>
> {
  @Field(() => Int, {
    nullable: true,
    description:
      'Which policy comes first where several protect the same resource; lower is first (priority). null: the VPC policy, or not told.',
  })
  get priority(): number | null {
    return this.ofWorkload?.priority ?? null;
  }

  @Field(() => String, {
    nullable: true,
    description: 'What the appliance warns of in its settings (warning). null: nothing.',
  })
  get warning(): string | null {
    return this.ofWorkload?.warning ?? null;
  }

  @Field(() => VbAwsIdentityType, {
    nullable: true,
    description:
      'The AWS account or organization it works under (identity). null: the VPC policy, or not told.',
  })
  get identity(): PolicyIdentity | null {
    return this.ofWorkload?.identity ?? null;
  }

  @Field(() => VbAwsPolicySelectionEnum, {
    nullable: true,
    description:
      'Whether it protects everything in its regions or only what is selected (backupType). null: the VPC policy, or another word.',
  })
  get backupType(): PolicySelection | null {
    return this.ofWorkload?.backupType ?? null;
  }

  @Field(() => VbAwsItemSelectionType, {
    nullable: true,
    description:
      'What it protects where not everything (selectedItems). null: nothing is selected, or not told.',
  })
  get selectedItems(): ItemSelection | null {
    return this.ofWorkload?.selected ?? null;
  }

  @Field(() => VbAwsItemSelectionType, {
    nullable: true,
    description: 'What it leaves out (excludedItems). null: nothing, or not told.',
  })
  get excludedItems(): ItemSelection | null {
    return this.ofWorkload?.excluded ?? null;
  }

  @Field(() => [VbAwsRegionType], {
    description:
      'The AWS regions it covers (regionIds; EFS: regions; VPC: sourceOptions). [] where none is told.',
  })
  get regions(): VbAwsRegionType[] {
    const native: VbAwsPolicyNative = this.record.native;
    const regions =
      native.kind === 'VPC' ? native.regions : native.regionIds.map((id) => ({ id, name: null }));
    return regions.flatMap(({ id, name }) => VbAwsRegionType.of(this.reader, id, name) ?? []);
  }

  @Field(() => VbAwsRetrySettingsType, {
    nullable: true,
    description: 'How failures are tried again (retrySettings). null: the VPC policy, or not told.',
  })
  get retrySettings(): VbAwsRetrySettingsType | null {
    const retryTimes = this.ofWorkload?.retryTimes ?? null;
    return retryTimes === null ? null : { retryTimes };
  }

  @Field(() => VbAwsOrganizationScopeType, {
    nullable: true,
    description:
      'The part of an AWS organization it covers (organizationSettings). null: it covers accounts, or not told.',
  })
  get organizationSettings(): OrganizationScope | null {
    return this.ofWorkload?.organization ?? null;
  }

  protected override selections(): Promise<readonly ProtectedSelection[]> {
    return selectionsOf(this.record.native, this.reader);
  }

  private get ofWorkload(): ScheduledPolicyNative | SlaPolicyNative | null {
    const native: VbAwsPolicyNative = this.record.native;
    return native.kind === 'VPC' ? null : native;
  }
}
