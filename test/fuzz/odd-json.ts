import type { Json } from '../support/rewriting-proxy.js';
import type { Dice } from './dice.js';

export const ODD_WORDS = [
  '',
  ' ',
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'null',
  'NaN',
  'Infinity',
  'a'.repeat(5_000),
  '\ud800',
  '\udfff lone',
  'zero\u0000byte',
  'line\r\nbreak: x',
  '\u202eright to left',
  'café€😀',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '?limit=1&x=%00#',
  '00000000-0000-0000-0000-000000000000',
  '{"a":1}',
  '-1',
  '1e400',
  '9'.repeat(40),
];
export const ODD_NUMBERS = [
  0,
  -0,
  -1,
  0.5,
  1e-320,
  3e9,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  8_640_000_000_000_001,
  1e308,
  -1e308,
];
export const ODD_DATES = [
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.9999999Z',
  '+275760-09-13T00:00:01Z',
  '-271821-04-20T00:00:00Z',
  '2026-02-30T25:61:61Z',
  '2026-03-01',
  '2026-03-01T00:00:00+99:99',
  'P1D',
  'PT1e400S',
  '10675199.02:48:05.4775807',
  '-00:00:01',
  '12:00:00',
];

/** A value as no contract has it. */
export function oddValue(dice: Dice): Json {
  const deep = (): Json => {
    let value: Json = 1;
    for (let level = 0; level < 70; level += 1) value = level % 2 === 0 ? [value] : { a: value };
    return value;
  };
  return dice.pick<() => Json>([
    () => null,
    () => dice.once(2),
    () => dice.pick(ODD_NUMBERS),
    () => dice.pick(ODD_WORDS),
    () => dice.pick(ODD_DATES),
    () => [],
    () => ({}),
    () => [[null], {}, 1],
    () => JSON.parse('{"__proto__":{"id":1},"constructor":1,"length":-1}') as Json,
    deep,
  ])();
}

const isObject = (value: Json): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same JSON with its values changed once in so many times, and its shape kept. */
export function withOddValues(value: Json, dice: Dice, inTimes: number): Json {
  if (Array.isArray(value)) return value.map((item) => withOddValues(item, dice, inTimes));
  if (isObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, withOddValues(item, dice, inTimes)]),
    );
  if (!dice.once(inTimes)) return value;
  if (typeof value === 'number') return dice.pick(ODD_NUMBERS);
  return typeof value === 'string' ? dice.pick(dice.once(2) ? ODD_WORDS : ODD_DATES) : oddValue(dice);
}

/** The same JSON with its shape changed once in so many times: left out, of another type, deeper, doubled, renamed, in each other's place. */
export function withOddShape(value: Json, dice: Dice, inTimes: number): Json {
  if (dice.once(inTimes * 4)) return oddValue(dice);
  if (dice.once(inTimes * 4)) return dice.once(2) ? [value] : { data: value };
  if (Array.isArray(value)) return oddList(value, dice, inTimes);
  return isObject(value) ? oddObject(value, dice, inTimes) : value;
}

function oddList(list: Json[], dice: Dice, inTimes: number): Json[] {
  return list.flatMap((item) => {
    const changed = withOddShape(item, dice, inTimes);
    if (!dice.once(inTimes)) return [changed];
    return dice.pick<Json[]>([[], [changed, changed], [null, changed], [changed, [changed]]]);
  });
}

function oddObject(object: { [key: string]: Json }, dice: Dice, inTimes: number): Json {
  const names = Object.keys(object);
  const entries = Object.entries(object).flatMap(([name, item]): [string, Json][] => {
    const changed = withOddShape(item, dice, inTimes);
    if (!dice.once(inTimes)) return [[name, changed]];
    return dice.pick<[string, Json][]>([
      [],
      [[name.toUpperCase(), changed]],
      [[dice.pick(ODD_WORDS), changed]],
      [[name, object[dice.pick(names)] ?? null]],
    ]);
  });
  return Object.fromEntries(entries);
}
