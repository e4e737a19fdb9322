import { Field, InputType } from '@nestjs/graphql';

@InputType('StringFilter', {
  description: 'Conditions on a text; every given one must hold. Upper and lower case are the same.',
})
export class StringFilter {
  @Field(() => String, { nullable: true, description: 'The whole text equals this.' })
  readonly eq?: string | null;

  @Field(() => String, { nullable: true, description: 'The text has this somewhere in it.' })
  readonly contains?: string | null;

  @Field(() => String, { nullable: true, description: 'The text begins with this.' })
  readonly startsWith?: string | null;

  @Field(() => [String], { nullable: true, description: 'The whole text equals one of these.' })
  readonly in?: string[] | null;
}
