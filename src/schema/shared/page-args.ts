import { Field, Int } from '@nestjs/graphql';
import { ArgsType } from '@nestjs/graphql';
import { BadInputError } from '../../core/errors/bad-input.js';
import type { CursorCodec } from '../../core/ordering/cursor.js';
import type { PageRequest } from '../../core/federation/page.js';
import { DurationScalar } from '../../platform/graphql/scalars.js';

export const DEFAULT_PAGE = 50;
export const LARGEST_PAGE = 500;

/** The arguments every paged list has. */
@ArgsType()
export abstract class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description:
      'How many rows at most: 1 to 500; 50 when absent. A larger number is refused before anything is asked upstream.',
  })
  readonly first?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Cursor of the row to continue behind, from `pageInfo.endCursor` or an edge of a former page with the same `orderBy`. Absent: from the beginning.',
  })
  readonly after?: string | null;
}

/** Checks `first` and `after` and puts them in the federation's words. */
export function toPageRequest(args: PageArgs, codec: CursorCodec): PageRequest {
  const first = args.first ?? DEFAULT_PAGE;
  if (first < 1 || first > LARGEST_PAGE)
    throw new BadInputError(`expected a number from 1 to ${LARGEST_PAGE}, got ${first}`, ['first']);
  if (args.after == null) return { first };
  codec.decode(args.after, ['after']);
  return { first, after: args.after };
}

/** What `waitAtMost` is for, wherever it is an argument. */
export const WAIT_AT_MOST =
  'How long to wait for servers, such as "PT2S": the answer has what is there by then, and `sources` names who is late (TIMEOUT). Readings of lists that are late go on, for whoever asks next. Absent: as long as `limits` of the server allow.';

/** How root lists read: how old data may be, how long they wait. */
@ArgsType()
export abstract class MaxAgeArgs extends PageArgs {
  @Field(() => DurationScalar, {
    nullable: true,
    description:
      'How old data may be for this answer; "PT0S" asks the upstreams now. Absent: as old as the gateway is configured to keep it.',
  })
  readonly maxAge?: number | null;

  @Field(() => DurationScalar, { nullable: true, description: WAIT_AT_MOST })
  readonly waitAtMost?: number | null;
}
