import { Field, Float, ObjectType } from '@nestjs/graphql';
import type { CostParts, InstanceCost, PolicyCost } from '../mappers/cost.js';

const nullable = true;

@ObjectType({ isAbstract: true })
abstract class VbAwsCostParts implements CostParts {
  @Field(() => Float, { nullable, description: 'Cloud-native snapshots. null: not told.' })
  readonly snapshots!: number | null;

  @Field(() => Float, { nullable, description: 'Copies of snapshots in other regions. null: not told.' })
  readonly replicas!: number | null;

  @Field(() => Float, { nullable, description: 'Image-level backups. null: not told.' })
  readonly backups!: number | null;

  @Field(() => Float, { nullable, description: 'Archived backups (backupCopyCost). null: not told.' })
  readonly backupCopies!: number | null;

  @Field(() => Float, { nullable, description: 'Traffic between regions. null: not told.' })
  readonly traffic!: number | null;

  @Field(() => Float, { nullable, description: 'Requests to AWS. null: not told.' })
  readonly transactions!: number | null;

  @Field(() => Float, { nullable, description: 'All of these together. null: not told.' })
  readonly total!: number | null;
}

@ObjectType('VbAwsInstanceCost', {
  description:
    'What protecting one EC2 instance is estimated to cost in a month (instancesCosts), in a currency the product does not name.',
})
class VbAwsInstanceCostType extends VbAwsCostParts implements InstanceCost {
  @Field(() => String, {
    nullable,
    description: "The appliance's own id of the instance (instanceId). null: not told.",
  })
  readonly nativeId!: string | null;

  @Field(() => String, { nullable, description: 'Its name (instanceName). null: not told.' })
  readonly name!: string | null;
}

@ObjectType('VbAwsPolicyCost', {
  description:
    'What a policy is estimated to cost in a month, in a currency the product does not name (PolicyCost).',
})
export class VbAwsPolicyCostType extends VbAwsCostParts implements PolicyCost {
  @Field(() => Boolean, {
    nullable,
    description: 'Whether there was nothing to estimate (isEmpty). null: not told.',
  })
  readonly empty!: boolean | null;

  @Field(() => [VbAwsInstanceCostType], { description: 'The same for each EC2 instance (instancesCosts).' })
  readonly instances!: readonly InstanceCost[];
}
