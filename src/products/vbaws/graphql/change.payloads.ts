import { Field, ObjectType } from '@nestjs/graphql';
import { ChangePayload } from '../../../schema/changes/change.payloads.js';
import { SessionType } from '../../../schema/sessions/session.type.js';
import type { PolicyCost } from '../mappers/cost.js';
import { VbAwsPolicyCostType } from './cost.type.js';
import { VbAwsSlaPolicy } from './sla-policy.type.js';

@ObjectType('VbAwsSlaPolicyPayload', { description: 'What came of changing an SLA-based policy.' })
export class VbAwsSlaPolicyPayload extends ChangePayload {
  @Field(() => VbAwsSlaPolicy, {
    nullable: true,
    description: 'The policy as it is now. null: there is none (any more).',
  })
  readonly policy!: VbAwsSlaPolicy | null | Promise<VbAwsSlaPolicy | null>;
}

@ObjectType('VbAwsSlaPolicyPrioritiesPayload', { description: 'What came of ordering SLA-based policies.' })
export class VbAwsSlaPolicyPrioritiesPayload extends ChangePayload {
  @Field(() => [VbAwsSlaPolicy], {
    description:
      'All SLA-based policies of the server as they are now, by priority. []: nothing was changed.',
  })
  readonly policies!: readonly VbAwsSlaPolicy[] | Promise<readonly VbAwsSlaPolicy[]>;
}

@ObjectType('VbAwsSessionPayload', { description: 'What came of asking an appliance for some work.' })
export class VbAwsSessionPayload extends ChangePayload {
  @Field(() => SessionType, {
    nullable: true,
    description:
      'The session that carries the work out; follow it by `node` or `sessionUpdated`. null: it was refused, or could not be read though the work was accepted.',
  })
  readonly session!: SessionType | null;
}

@ObjectType('VbAwsSlaPolicyCostPayload', {
  description: 'What a policy would cost, or why that is not known.',
})
export class VbAwsSlaPolicyCostPayload extends ChangePayload {
  @Field(() => VbAwsPolicyCostType, {
    nullable: true,
    description: 'The estimate of a month. null: see `userErrors`.',
  })
  readonly cost!: PolicyCost | null;
}
