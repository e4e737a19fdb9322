import { Field, ObjectType } from '@nestjs/graphql';
import { BytesScalar } from '../../../platform/graphql/scalars.js';
import type { VbrProgress } from '../model.js';

@ObjectType('VbrProgress', {
  description: 'How much a VBR session moved, how fast, and what slowed it down.',
})
export class VbrProgressType implements VbrProgress {
  @Field(() => String, {
    nullable: true,
    description:
      'From start to end or now, as the server writes it: "HH:MM:SS" or "D.HH:MM:SS". null: not told.',
  })
  readonly duration!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Average speed in the words and number format of the server ("131,9 MB", "N/A"); not meant for computing. null: not told.',
  })
  readonly processingRate!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for what slowed it down (Source, Proxy, Network, Target …; NotDefined). null: not told.",
  })
  readonly bottleneck!: string | null;

  @Field(() => BytesScalar, {
    nullable: true,
    description: 'Size of everything looked at (processedSize). null: not told.',
  })
  readonly processed!: number | null;

  @Field(() => BytesScalar, {
    nullable: true,
    description: 'Read from the source, before compression and deduplication (readSize). null: not told.',
  })
  readonly read!: number | null;

  @Field(() => BytesScalar, {
    nullable: true,
    description: 'Sent to the target, after compression and deduplication (transferredSize). null: not told.',
  })
  readonly transferred!: number | null;
}
