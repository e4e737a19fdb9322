import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType('Tag', {
  description: "A label of a server, from the gateway's configuration: site, tenant and the like.",
})
export class TagType {
  @Field(() => String, { description: 'Name of the label, for instance "site".' })
  readonly key!: string;

  @Field(() => String, { description: 'Its value, for instance "berlin".' })
  readonly value!: string;
}
