import { Field, ObjectType } from '@nestjs/graphql';
import type { OrganizationRow } from '../wire/infrastructure.js';

@ObjectType('VbM365Organization', {
  description: 'A Microsoft 365 or on-premises organization that a VB_M365 server protects (Organizations).',
})
export class VbM365Organization implements OrganizationRow {
  @Field(() => String, { name: 'nativeId', description: "The product's own id of the organization." })
  readonly id!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Name in the product, usually the domain. null: not told.',
  })
  readonly name!: string | null;

  @Field(() => String, { nullable: true, description: 'Name in Microsoft 365 (officeName). null: not told.' })
  readonly officeName!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What an administrator noted about it. null: nothing, or API version v6, which has none.',
  })
  readonly description!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The product's word: Office365, OnPremises or Hybrid. null: not told.",
  })
  readonly type!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for the Microsoft cloud: Worldwide, Germany, China, USDefence or USGovernment. null: not told.",
  })
  readonly region!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether Exchange Online is protected (isExchangeOnline). null: not told.',
  })
  readonly hasExchangeOnline!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether SharePoint Online is protected (isSharePointOnline). null: not told.',
  })
  readonly hasSharePointOnline!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether Teams are protected (isTeamsOnline). null: not told.',
  })
  readonly hasTeams!: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Id that Microsoft gave the organization (msid). null: not told; API versions before v8 never do.',
  })
  readonly msid!: string | null;
}
