import { ArgsType, Field } from '@nestjs/graphql';
import { BadInputError } from '../../core/errors/bad-input.js';
import { mostPoints } from '../../core/history/history-periods.js';
import type { HistoryQuestion, HistoryStep } from '../../core/history/history-periods.js';
import type { Instant } from '../../core/model/instant.js';
import { TimeZoneScalar } from '../../platform/graphql/scalars.js';
import { TimeWindow, toPastWindow } from './time-window.input.js';
import { HistoryStepEnum } from './history.enums.js';

/** A little more than a year of hours, and more than the years of days that are kept. */
const MOST_POINTS = 10_000;

/** Which stretch of the past is told of, in whole periods. */
@ArgsType()
export class HistoryArgs {
  @Field(() => TimeWindow, {
    description:
      'The stretch of the past: hours, days, weeks and months that overlap it are told as whole ones, those still to come are not. At most 10,000 of them.',
  })
  readonly window!: TimeWindow;

  @Field(() => TimeZoneScalar, {
    nullable: true,
    defaultValue: 'UTC',
    description: 'Whose hours, days, weeks and months are meant. Absent or null: UTC.',
  })
  readonly timeZone?: string | null;
}

/** The same in periods of a chosen length. */
@ArgsType()
export class SteppedHistoryArgs extends HistoryArgs {
  @Field(() => HistoryStepEnum, { defaultValue: 'DAY', description: 'What one point stands for.' })
  readonly every!: HistoryStep;
}

/** Throws BadInputError for a window that is none of the past, or too long. */
export function toHistoryQuestion(args: Partial<SteppedHistoryArgs>, now: Instant): HistoryQuestion {
  const { from, to } = toPastWindow(args.window ?? {}, now, ['window']);
  const every = args.every ?? 'DAY';
  const points = mostPoints(every, from, Math.min(to, now));
  if (points > MOST_POINTS)
    throw new BadInputError(
      `expected a window of at most ${String(MOST_POINTS)} points, got about ${String(points)}`,
      ['window'],
    );
  return { now, from, to, every, timeZone: args.timeZone ?? 'UTC' };
}

/** How many points an answer may have. */
export function pointsOf(args: Readonly<Record<string, unknown>>): number {
  try {
    const { every, from, to } = toHistoryQuestion(args as Partial<SteppedHistoryArgs>, Date.now());
    return mostPoints(every, from, to);
  } catch (error) {
    // It is refused elsewhere, with its place.
    if (error instanceof BadInputError) return 0;
    throw error;
  }
}
