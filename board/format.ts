/** How values are written in one language and one time zone. */
export interface Formats {
  readonly zone: string;
  count(value: number): string;
  /** Of a part, 0 to 1. */
  percent(part: number): string;
  /** By 1024, with the units of Veeam's consoles. */
  bytes(value: number): string;
  /** The two largest units. */
  duration(seconds: number): string;
  /** Date and time. */
  moment(time: string | number): string;
  /** With seconds. */
  clock(time: string | number): string;
  day(time: string | number): string;
  dayNumber(time: string | number): string;
  weekday(time: string | number): string;
  /** "5 minutes ago", "in 2 hours". */
  distance(time: string | number, now: number): string;
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;
const SPANS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

export function formatsFor(locale: string, zone: string): Formats {
  const number = new Intl.NumberFormat(locale);
  const three = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const spans = new Map(
    SPANS.map(([unit]) => [
      unit,
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 }),
    ]),
  );
  const dates = (options: Intl.DateTimeFormatOptions): ((time: string | number) => string) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
    return (time) => format.format(new Date(time));
  };
  return {
    zone,
    count: (value) => number.format(value),
    percent: (part) => percent.format(part),
    bytes: (value) => {
      const power = value < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(value) / 10));
      return `${three.format(value / 1024 ** power)} ${UNITS[power]}`;
    },
    duration: (seconds) => {
      const whole = Math.round(seconds);
      const first = SPANS.findIndex(([, length]) => whole >= length);
      if (first === -1) return spans.get('second')?.format(whole) ?? '';
      const parts: string[] = [];
      let rest = whole;
      for (const [unit, length] of SPANS.slice(first, first + 2)) {
        const amount = Math.floor(rest / length);
        if (amount > 0) parts.push(spans.get(unit)?.format(amount) ?? '');
        rest %= length;
      }
      return parts.join(' ');
    },
    moment: dates({ dateStyle: 'medium', timeStyle: 'short' }),
    clock: dates({ timeStyle: 'medium' }),
    day: dates({ dateStyle: 'medium' }),
    dayNumber: dates({ day: 'numeric' }),
    weekday: dates({ weekday: 'short', day: 'numeric', month: 'numeric' }),
    distance: (time, now) => {
      const seconds = (new Date(time).getTime() - now) / 1000;
      const [unit, length] = SPANS.find(([, span]) => Math.abs(seconds) >= span) ?? (['second', 1] as const);
      return relative.format(Math.round(seconds / length), unit);
    },
  };
}
