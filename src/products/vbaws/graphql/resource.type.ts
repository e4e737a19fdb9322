import { Field, ObjectType } from '@nestjs/graphql';
import type { ServerReader } from '../../../core/federation/server-reader.js';
import type { SessionResult } from '../../../core/model/session.js';
import { SessionResultEnum } from '../../../schema/sessions/session.enums.js';
import type { AwsResource, PolicyRegion, RestoredItem } from '../mappers/resources.js';
import { VbAwsRegionType } from './region.type.js';

@ObjectType('VbAwsResource', {
  description: 'Something in AWS that an appliance links to: an EC2 instance, a database, a tag …',
})
export class VbAwsResourceType implements AwsResource {
  @Field(() => String, {
    nullable: true,
    description: "The appliance's own id of it, told or read from its link. null: not told.",
  })
  readonly nativeId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "AWS's own id of it (awsResourceId); only protected resources have it. null: not told.",
  })
  readonly awsId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Its name; protected resources that still exist come without one. null: not told.',
  })
  readonly name!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "What it is in the product's words: virtualMachine, rds, efs, dynamoDb, fsx, redshift, redshiftServerless, tag; deletedItem.type where it is gone. null: not told.",
  })
  readonly kind!: string | null;

  @Field(() => Boolean, { description: 'Whether it is gone from AWS (deletedItem).' })
  readonly removed!: boolean;
}

@ObjectType('VbAwsPolicyRegion', {
  description: 'An AWS region selected for a policy, with what AWS tells of it (regions).',
})
export class VbAwsPolicyRegionType implements PolicyRegion {
  @Field(() => String, { description: "The appliance's own id of the region (id)." })
  readonly nativeId!: string;

  @Field(() => String, { description: 'Code or name as the appliance writes it (name).' })
  readonly name!: string;

  @Field(() => String, {
    nullable: true,
    description: "The product's word for whether the account may use it (optInStatus). null: not told.",
  })
  readonly optInStatus!: string | null;
}

@ObjectType('VbAwsRestoredItem', {
  description: 'Something that a restore session restored (GET /sessions/{restoreSessionId}/restoredItems).',
})
export class VbAwsRestoredItemType {
  constructor(
    private readonly item: RestoredItem,
    private readonly reader: ServerReader,
  ) {}

  @Field(() => String, { description: 'Its name (name).' })
  get name(): string {
    return this.item.name;
  }

  @Field(() => SessionResultEnum, { description: 'How its restore went, read from `nativeStatus`.' })
  get result(): SessionResult {
    return this.item.result;
  }

  @Field(() => String, { nullable: true, description: "The product's own word (status). null: not told." })
  get nativeStatus(): string | null {
    return this.item.status;
  }

  @Field(() => VbAwsRegionType, {
    nullable: true,
    description: 'The region it was restored to (regionName and its link). null: not told.',
  })
  get region(): VbAwsRegionType | null {
    return VbAwsRegionType.of(this.reader, this.item.regionId, this.item.regionName);
  }

  @Field(() => VbAwsResourceType, {
    nullable: true,
    description: 'What it is in AWS, by the link it came with. null: it came without one.',
  })
  get resource(): AwsResource | null {
    return this.item.resource;
  }
}
