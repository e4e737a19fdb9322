import type { Instant } from '../model/instant.js';
import type { CapacityBucket } from '../ports/capacity-store.js';
import { ALL_HOURS, STEP_LENGTHS, stepStart } from './capacity-buckets.js';

const { HOUR, DAY } = STEP_LENGTHS;

/** In which hours (UTC) something was seen. An hour belongs to the span that it begins in. */
export class SeenHours {
  /** By the begin of the day. */
  private readonly days = new Map<Instant, number>();
  private last: Instant = -Infinity;

  constructor(buckets: readonly Pick<CapacityBucket, 'start' | 'hours'>[]) {
    for (const { start, hours } of buckets) {
      const day = stepStart('DAY', start);
      this.days.set(day, (this.days.get(day) ?? 0) | hours);
      this.last = Math.max(this.last, day + (32 - Math.clz32(hours)) * HOUR);
    }
  }

  /** Until when it must have been seen to be without a gap: the hour that goes on counts once it was seen in it. */
  end(now: Instant): Instant {
    const hour = stepStart('HOUR', now);
    return Math.max(hour, Math.min(this.last, hour + HOUR));
  }

  /** How many of the hours that begin from `from` on and before `until` it was seen in. */
  count(from: Instant, until: Instant): number {
    let count = 0;
    for (let day = stepStart('DAY', from); day < until; day += DAY)
      count += ones(this.between(day, from, until));
    return count;
  }

  /** The end of the last hour of the span that it was not seen in; null: there is none. */
  lastGap(from: Instant, until: Instant): Instant | null {
    for (let day = stepStart('DAY', until - 1); day + DAY > from; day -= DAY) {
      const gaps = hoursBetween(day, from, until) & ~this.between(day, from, until);
      if (gaps !== 0) return day + (32 - Math.clz32(gaps)) * HOUR;
    }
    return null;
  }

  private between(day: Instant, from: Instant, until: Instant): number {
    return (this.days.get(day) ?? 0) & hoursBetween(day, from, until);
  }
}

/** How many hours begin in the span. */
export function hoursIn(from: Instant, until: Instant): number {
  return Math.max(0, Math.ceil(until / HOUR) - Math.ceil(from / HOUR));
}

function hoursBetween(day: Instant, from: Instant, until: Instant): number {
  const first = Math.min(24, Math.max(0, Math.ceil((from - day) / HOUR)));
  const end = Math.min(24, Math.max(0, Math.ceil((until - day) / HOUR)));
  return end <= first ? 0 : ALL_HOURS & (-1 << first) & ~(-1 << end);
}

function ones(bits: number): number {
  let [left, count] = [bits, 0];
  for (; left !== 0; left &= left - 1) count += 1;
  return count;
}
