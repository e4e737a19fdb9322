import { Field, Float, ObjectType } from '@nestjs/graphql';
import type { SlaVerdict } from '../mappers/sla.js';

@ObjectType('VbAwsSlaVerdict', {
  description: 'How one kind of copy of an SLA-based policy fares against its target.',
})
export class VbAwsSlaVerdictType implements SlaVerdict {
  @Field(() => String, {
    nullable: true,
    description: "The product's own word (status), such as MetSla. null: not told.",
  })
  readonly status!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the target is met, read from the word. null: not judged, or a word that does not tell.',
  })
  readonly met!: boolean | null;

  @Field(() => Float, {
    nullable: true,
    description: 'How much of what was promised was kept, in percent (achievedSlaPercent). null: not told.',
  })
  readonly achievedPercent!: number | null;
}
