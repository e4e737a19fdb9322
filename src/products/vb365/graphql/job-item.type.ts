import { Field, ObjectType } from '@nestjs/graphql';
import type { JobItemRow } from '../wire/infrastructure.js';

@ObjectType('VbM365JobItem', {
  description: 'One object that a VB_M365 job takes in or leaves out (SelectedItems, ExcludedItems).',
})
export class VbM365JobItem implements JobItemRow {
  @Field(() => String, {
    name: 'nativeId',
    nullable: true,
    description: "The product's own id of the object; not a UUID. null: not told.",
  })
  readonly id!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word: Group, User, Site, PartialOrganization, PersonalSites, OneDriveFolders or Team. null: not told.",
  })
  readonly type!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Display name or title of the user, group, site or team. null: the item stands for many objects.',
  })
  readonly name!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Mail address of the user, group or team, address of the site. null: it has none.',
  })
  readonly address!: string | null;

  @Field(() => [String], { description: 'OneDrive folders the item is limited to; empty: not limited.' })
  readonly folders!: readonly string[];
}
