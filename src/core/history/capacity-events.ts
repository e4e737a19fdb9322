import { DAY_LENGTH } from '../forecast/capacity-days.js';
import type { CapacityDay } from '../forecast/capacity-days.js';
import type { LevelShift } from '../forecast/level-shifts.js';
import type { Instant } from '../model/instant.js';

export type HistoryEventKind = 'CAPACITY_ADDED' | 'CAPACITY_REMOVED' | 'LEVEL_SHIFT';

export interface HistoryEvent {
  /** The begin of its day, UTC. */
  readonly time: Instant;
  readonly kind: HistoryEventKind;
  /** In English words. */
  readonly text: string;
}

/** A capacity that differs by less is the same: servers round. */
const ROUNDING = 0.005;
const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** What happened to a repository, oldest first. */
export function capacityEvents(days: readonly CapacityDay[], shifts: readonly LevelShift[]): HistoryEvent[] {
  return [...capacityChanges(days), ...shifts.map(shiftEvent)].sort((a, b) => a.time - b.time);
}

function capacityChanges(days: readonly CapacityDay[]): HistoryEvent[] {
  return days.flatMap(({ day, capacity }, index) => {
    const before = days[index - 1]?.capacity ?? capacity;
    const change = capacity - before;
    if (Math.abs(change) <= ROUNDING * before) return [];
    const [kind, word] =
      change > 0 ? (['CAPACITY_ADDED', 'grew'] as const) : (['CAPACITY_REMOVED', 'shrank'] as const);
    return [
      {
        time: day * DAY_LENGTH,
        kind,
        text: `Its capacity ${word} from ${sizeText(before)} to ${sizeText(capacity)}.`,
      },
    ];
  });
}

function shiftEvent({ day, bytes }: LevelShift): HistoryEvent {
  const word = bytes > 0 ? 'rose' : 'fell';
  return {
    time: day * DAY_LENGTH,
    kind: 'LEVEL_SHIFT',
    text: `Its use ${word} by ${sizeText(Math.abs(bytes))} from one day to the next.`,
  };
}

function sizeText(bytes: number): string {
  const unit = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** unit;
  return `${amount.toFixed(unit === 0 || amount >= 100 ? 0 : 1)} ${UNITS[unit] ?? ''}`;
}
