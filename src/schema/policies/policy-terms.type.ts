import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { PolicyRetention, ProtectedSelection } from '../../core/model/policy-terms.js';

@ObjectType('PolicyRetention', {
  description:
    'How long a policy keeps what it makes, in words that all products share. What only one product has stands in `vbrRetention`, `vbAwsSchedule`, `vbAwsRetention`, and the `vbM365Retention` of repositories.',
})
export class PolicyRetentionType implements PolicyRetention {
  @Field(() => Int, {
    nullable: true,
    description: 'For how many days. null: counted in restore points, months or years, or kept for good.',
  })
  readonly days!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many restore points. null: counted in time.',
  })
  readonly points!: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether single points of weeks, months or years are kept for longer (VBR gfsPolicy; VB_AWS: plans of more than one period are on). null: the product does not say, or has no such thing.',
  })
  readonly gfs!: boolean | null;

  @Field(() => String, { description: 'In English words: "14 restore points", "3 years".' })
  readonly text!: string;
}

@ObjectType('ProtectedSelection', {
  description:
    'Something that a policy takes in or leaves out, in words that all products share. What only one product has stands in `selectedObjects`, `selectedItems` (VB_AWS) and `vbM365SelectedItems`.',
})
export class ProtectedSelectionType implements ProtectedSelection {
  @Field(() => String, {
    description:
      'Its name; where the product names none, what it has instead: a path, an address, its own id.',
  })
  readonly name!: string;

  @Field(() => String, {
    description:
      "The product's word for what it is: VirtualMachine, ProtectionGroup, User, Site, Tag, Region …; Policy and Repository for what copies copy; Unknown where it says none.",
  })
  readonly type!: string;

  @Field(() => Boolean, { description: 'true: it is left out. false: it is taken in.' })
  readonly excluded!: boolean;
}
