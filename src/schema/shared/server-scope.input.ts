import { Field, ID, InputType } from '@nestjs/graphql';
import type { Product } from '../../core/model/server.js';
import { ServerReference } from '../../platform/graphql/checks/id-kind-check.js';
import { ProductEnum } from './product.enum.js';
import { TagInput } from './tag.input.js';

/** The part of every filter that chooses servers. */
@InputType({ isAbstract: true })
export abstract class ServerScopeFilter {
  @Field(() => [ID], {
    nullable: true,
    description: 'On one of these servers, each by the `id` or the `key` of its BackupServer.',
  })
  @ServerReference()
  readonly servers?: string[] | null;

  @Field(() => [ProductEnum], { nullable: true, description: 'On servers of one of these products.' })
  readonly products?: Product[] | null;

  @Field(() => [TagInput], { nullable: true, description: 'On servers that carry all of these tags.' })
  readonly tags?: TagInput[] | null;
}
