import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayNotEmpty } from 'class-validator';

const IDEMPOTENCY_KEY =
  'A text of your own that names this wish. The same key with the same input within ten minutes returns the first answer and does the work once. null: always do it.';

/** What every input of a change has. */
@InputType({ isAbstract: true })
export abstract class ChangeInput {
  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY })
  readonly idempotencyKey?: string | null;
}

@InputType('PolicyActionInput', { description: 'Which policy to act on.' })
export class PolicyActionInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the policy.' })
  readonly policy!: string;
}

@InputType('RescanRepositoriesInput', { description: 'Which repositories to read anew.' })
export class RescanRepositoriesInput extends ChangeInput {
  @Field(() => [ID], {
    description: 'Ids of repositories, of any servers; at least one. One named twice is read once.',
  })
  @ArrayNotEmpty({ message: 'must hold at least one entry' })
  readonly repositories!: string[];
}
