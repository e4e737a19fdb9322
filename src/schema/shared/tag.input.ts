import { Field, InputType } from '@nestjs/graphql';

@InputType('TagInput', { description: 'Selects servers that carry exactly this label.' })
export class TagInput {
  @Field(() => String, { description: 'Name of the label; compared exactly.' })
  readonly key!: string;

  @Field(() => String, { description: 'Value of the label; compared exactly.' })
  readonly value!: string;
}
