import { IANAZone } from 'luxon';

const MINUTE = 60_000;
const QUARTER_HOUR = 15 * MINUTE;
const DAY = 24 * 60 * MINUTE;

/** Windows' display names of the time zones the simulated servers stand in. */
export const TIME_ZONES: Record<string, string> = {
  'Europe/Berlin': '(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna',
  'America/New_York': '(UTC-05:00) Eastern Time (US & Canada)',
  'Asia/Tokyo': '(UTC+09:00) Osaka, Sapporo, Tokyo',
  'Asia/Kolkata': '(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi',
  UTC: '(UTC) Coordinated Universal Time',
};

/** The backup server's clock: the injected time, told in the server's own zone. */
export class ServerClock {
  private readonly offsets = new Map<number, number>();
  private readonly zone: IANAZone;

  constructor(
    readonly zoneName: string,
    readonly now: () => number,
  ) {
    this.zone = IANAZone.create(zoneName);
  }

  /** ISO 8601 with the server's offset: `2026-03-01T22:00:05.12+01:00`. */
  iso(time: number): string {
    return this.local(time) + formatOffset(this.offsetMinutes(time));
  }

  /** ISO 8601 in the server's zone without an offset, as task sessions carry it. */
  local(time: number): string {
    return new Date(time + this.offsetMinutes(time) * MINUTE).toISOString().slice(0, -1);
  }

  /** The number of the server's calendar day at `time`, counted from 1970-01-01. */
  dayOf(time: number): number {
    return Math.floor((time + this.offsetMinutes(time) * MINUTE) / DAY);
  }

  /** The moment the server's clock shows `hour:minute` on a day. */
  timeOn(day: number, hour: number, minute: number): number {
    const shown = day * DAY + (hour * 60 + minute) * MINUTE;
    const guess = shown - this.offsetMinutes(shown) * MINUTE;
    return shown - this.offsetMinutes(guess) * MINUTE;
  }

  private offsetMinutes(time: number): number {
    const slot = Math.floor(time / QUARTER_HOUR);
    const known = this.offsets.get(slot);
    if (known !== undefined) return known;
    const offset = this.zone.offset(slot * QUARTER_HOUR);
    this.offsets.set(slot, offset);
    return offset;
  }
}

function formatOffset(minutes: number): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  const absolute = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(absolute / 60))}:${pad(absolute % 60)}`;
}
