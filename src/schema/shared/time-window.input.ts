import { Field, InputType } from '@nestjs/graphql';
import { BadInputError } from '../../core/errors/bad-input.js';
import type { Instant } from '../../core/model/instant.js';
import { DateTimeScalar, DurationScalar } from '../../platform/graphql/scalars.js';

@InputType('TimeWindow', {
  description: 'A stretch of time: either `last`, or `from` and optionally `to`.',
})
export class TimeWindow {
  @Field(() => DurationScalar, {
    nullable: true,
    description: 'From so long ago until now, for instance "PT24H".',
  })
  readonly last?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'From this moment on, included.' })
  readonly from?: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Up to this moment, not included. Absent: until now.',
  })
  readonly to?: number | null;
}

/** Puts a window in instants. Throws BadInputError when it is not exactly one of the two forms. */
export function toWindow(
  { last, from, to }: TimeWindow,
  now: Instant,
  path: readonly string[],
): { from: Instant; to: Instant } {
  if ((last == null) === (from == null))
    throw new BadInputError('expected either "last", or "from" (with or without "to")', path);
  if (last != null) {
    if (to != null) throw new BadInputError('"to" goes with "from", not with "last"', path);
    if (last <= 0) throw new BadInputError('expected a duration longer than nothing', [...path, 'last']);
    return { from: now - last, to: now };
  }
  const end = to ?? now;
  const start = from ?? end;
  if (start >= end) throw new BadInputError('expected "from" to be earlier than "to" (or now)', path);
  return { from: start, to: end };
}

/** The same for what lies in the past. Throws BadInputError where it begins later than now. */
export function toPastWindow(
  window: TimeWindow,
  now: Instant,
  path: readonly string[],
): { from: Instant; to: Instant } {
  if (window.from != null && window.from >= now)
    throw new BadInputError('expected "from" to lie in the past', path);
  return toWindow(window, now, path);
}
