import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType('VbAwsTag', { description: 'An AWS tag that a policy puts on what it makes.' })
export class VbAwsTagType {
  @Field(() => String, { description: 'Key of the tag.' })
  readonly key!: string;

  @Field(() => String, { description: 'Value of the tag; empty where it has none.' })
  readonly value!: string;
}
