import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import { ServerReference } from '../../platform/graphql/checks/id-kind-check.js';
import { MaxAgeArgs } from './page-args.js';
import { StringFilter } from './string-filter.input.js';
import { TagInput } from './tag.input.js';

/** The part of a filter that every list of one product has. */
@InputType({ isAbstract: true })
export abstract class ProductListFilter {
  @Field(() => [ID], {
    nullable: true,
    description: 'Of one of these servers, each by the `id` or the `key` of its BackupServer.',
  })
  @ServerReference()
  readonly servers?: string[] | null;

  @Field(() => [TagInput], { nullable: true, description: 'Of servers that carry all of these tags.' })
  readonly tags?: TagInput[] | null;

  @Field(() => StringFilter, { nullable: true, description: 'Conditions on `name`.' })
  readonly name?: StringFilter | null;
}

@InputType('LookupFilter', {
  description: 'Which entries of a list that forms choose from; every given condition must hold.',
})
export class LookupFilter extends ProductListFilter {}

/** Arguments of a list that forms choose from. */
@ArgsType()
export class LookupArgs extends MaxAgeArgs {
  @Field(() => LookupFilter, { nullable: true, description: 'Which entries. Absent: all.' })
  readonly filter?: LookupFilter | null;
}
