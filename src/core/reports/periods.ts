import { DateTime, IANAZone } from 'luxon';
import type { Instant } from '../model/instant.js';

/** A calendar period of a zone. Weeks are ISO weeks: they start on Monday. */
export type PeriodUnit = 'hour' | 'day' | 'week' | 'month';

export interface Period {
  readonly start: Instant;
  /** The first instant after it. */
  readonly end: Instant;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * The calendar periods of one length in one IANA zone: each instant is in exactly one. Days have 23 or 25 hours where the
 * clock changes. A repeated hour is two periods; an hour that the clock enters or leaves in the middle is cut there.
 * A period is worked out once, so that asking for many instants of few periods is cheap.
 */
export class Periods {
  private readonly zone: IANAZone;
  /** Known periods, by start. */
  private readonly known: Period[] = [];
  private last: Period = { start: Infinity, end: -Infinity };

  /** Throws RangeError when `zone` names no IANA time zone. */
  constructor(
    private readonly unit: PeriodUnit,
    zone: string,
  ) {
    this.zone = IANAZone.create(zone);
    if (!this.zone.isValid)
      throw new RangeError(`"${zone}" is not an IANA time zone such as "Europe/Berlin"`);
  }

  /** The period that holds `instant`. */
  at(instant: Instant): Period {
    this.startOf(instant);
    return this.last;
  }

  /** Where the period that holds `instant` starts. */
  startOf(instant: Instant): Instant {
    if (instant < this.last.start || instant >= this.last.end) this.last = this.find(instant);
    return this.last.start;
  }

  private find(instant: Instant): Period {
    const next = this.countStartedBy(instant);
    const candidate = this.known[next - 1];
    if (candidate !== undefined && instant < candidate.end) return candidate;
    const period = this.unit === 'hour' ? this.hourOf(instant) : this.daysOf(instant, this.unit);
    this.known.splice(next, 0, period);
    return period;
  }

  /** How many known periods start at or before `instant`. */
  private countStartedBy(instant: Instant): number {
    let low = 0;
    let high = this.known.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.known[middle]!.start <= instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private daysOf(instant: Instant, unit: 'day' | 'week' | 'month'): Period {
    const named = DateTime.fromMillis(instant, { zone: this.zone }).startOf(unit);
    const [start, end, endOfNext] = [0, 1, 2].map((n) =>
      firstOccurrence(named.plus({ [unit]: n }).startOf(unit)),
    );
    // A clock set back across midnight shows the old date once more after the new one has begun: that is the new one's.
    return instant < end! ? { start: start!, end: end! } : { start: end!, end: endOfNext! };
  }

  private hourOf(instant: Instant): Period {
    const offset = this.offset(instant);
    const start = Math.floor((instant + offset) / HOUR) * HOUR - offset;
    const end = start + HOUR;
    return {
      start: this.offset(start) === offset ? start : this.clockChange(start, instant),
      end: this.offset(end - 1) === offset ? end : this.clockChange(instant, end - 1),
    };
  }

  /** The first instant with the clock that is shown at `after`, which differs from the one at `before`. */
  private clockChange(before: Instant, after: Instant): Instant {
    let [old, changed] = [before, after];
    while (changed - old > 1) {
      const middle = Math.floor((old + changed) / 2);
      if (this.offset(middle) === this.offset(after)) changed = middle;
      else old = middle;
    }
    return changed;
  }

  private offset(instant: Instant): number {
    return this.zone.offset(instant) * MINUTE;
  }
}

/** Overlaps of periods of several lengths, from the one that holds `from` to the last that begins before `to`. */
export function* overlaps(periods: readonly Periods[], from: Instant, to: Instant): Generator<Instant> {
  for (let instant = from; instant < to; instant = endOfOverlap(periods, instant))
    yield startOfOverlap(periods, instant);
}

/** Where the overlap of the periods that hold `instant` starts. */
export function startOfOverlap(periods: readonly Periods[], instant: Instant): Instant {
  return Math.max(...periods.map((period) => period.startOf(instant)));
}

/** The first instant after the overlap of the periods that hold `instant`. */
export function endOfOverlap(periods: readonly Periods[], instant: Instant): Instant {
  return Math.min(...periods.map((period) => period.at(instant).end));
}

/** The earlier instant where the clock shows a time twice. */
function firstOccurrence(time: DateTime): Instant {
  return Math.min(...time.getPossibleOffsets().map((occurrence) => occurrence.toMillis()));
}
