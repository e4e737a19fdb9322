import type { CapacityDay } from '../../../src/core/forecast/capacity-days.js';
import { forecastCapacity } from '../../../src/core/forecast/capacity-forecast.js';
import type { ForecastQuestion } from '../../../src/core/forecast/capacity-forecast.js';
import { UNCHANGED, additionalNeeded, curveOf } from '../../../src/core/forecast/capacity-outlook.js';

const DAY = 86_400_000;
const TODAY = 20_000;
const NOW = (TODAY + 0.5) * DAY;
const QUESTION: ForecastQuestion = {
  now: NOW,
  window: 90 * DAY,
  threshold: 1,
  minimumFree: 0,
  whatIf: UNCHANGED,
};

/** The last `count` days until today; `used` of how many days ago. */
function days(count: number, used: (ago: number) => number, capacity = 1000): CapacityDay[] {
  return Array.from({ length: count }, (_none, index) => {
    const ago = count - 1 - index;
    return { day: TODAY - ago, capacity, used: used(ago) };
  });
}
const growing = (count = 91): CapacityDay[] => days(count, (ago) => 800 - 2 * ago);
const forecast = (known: readonly CapacityDay[], question: Partial<ForecastQuestion> = {}, seen = NOW) =>
  forecastCapacity(known, seen, { ...QUESTION, ...question });

it('tells the days left of steady growth, never narrower than a tenth or three days', () => {
  const told = forecast(growing());
  expect(told.left?.daysLeft).toBeCloseTo(100);
  expect(told.left?.daysLeftLow).toBeCloseTo(90);
  expect(told.left?.daysLeftHigh).toBeCloseTo(110);
  expect(told).toMatchObject({
    reason: null,
    confidence: 'HIGH',
    availableFrom: null,
    days: 90,
    coverage: 1,
  });
  expect(told.backtestError).toBeCloseTo(0);
});

it.each([
  ['a threshold', { threshold: 0.9 }, 50],
  ['bytes that must stay free', { minimumFree: 150 }, 25],
  ['capacity that is added', { whatIf: { ...UNCHANGED, addCapacity: 100 } }, 150],
  ['another pace', { whatIf: { ...UNCHANGED, growthFactor: 2 } }, 50],
  ['bytes more a day', { whatIf: { ...UNCHANGED, addPerDay: 3 } }, 40],
  ['bytes more at once', { whatIf: { ...UNCHANGED, oneOff: 100 } }, 50],
  ['what is full already', { threshold: 0.5 }, 0],
])('counts %s', (_case, question, expected) => {
  expect(forecast(growing(), question).left?.daysLeft).toBeCloseTo(expected);
});

it.each([
  ['INSUFFICIENT_HISTORY', growing(20), {}, NOW],
  ['INSUFFICIENT_HISTORY', growing(60).filter(({ day }) => day % 2 === 0), {}, NOW],
  ['INSUFFICIENT_HISTORY', [], {}, NOW],
  ['NOT_GROWING', days(91, (ago) => 500 + ago), {}, NOW],
  ['NOT_GROWING', days(91, () => 500), {}, NOW],
  ['BEYOND_HORIZON', days(91, (ago) => 500 - ago / 2), {}, NOW],
  ['TOO_IRREGULAR', days(91, (ago) => 700 - ago + 60 * Math.sin(ago / 14)), {}, NOW],
  ['NO_CAPACITY', days(91, (ago) => 800 - ago, 0), {}, NOW],
  ['STALE', growing().slice(0, -3), {}, NOW - 2.5 * DAY],
  ['STALE', [], {}, NOW - 200 * DAY],
])('gives the reason %s instead of a number', (reason, known, question, seen) => {
  expect(forecast(known, question, seen)).toMatchObject({ left: null, reason, confidence: 'NONE' });
});

it('tells the pace even where it refuses the days', () => {
  expect(forecast(days(91, (ago) => 500 + ago)).outlook?.growth.perDay).toBeCloseTo(-1);
  expect(forecast(growing(15)).outlook?.growth.perDay).toBeCloseTo(2);
});

it('tells when there is enough to go by', () => {
  expect(forecast(growing(15)).availableFrom).toBe((TODAY + 6) * DAY);
  expect(forecastCapacity([], null, QUESTION)).toMatchObject({
    reason: 'INSUFFICIENT_HISTORY',
    availableFrom: (TODAY + 20) * DAY,
  });
});

it('takes a clean-up for an event and not for growth, and an extension for neither', () => {
  const cleaned = forecast(days(91, (ago) => 800 - 2 * ago + (ago > 40 ? 150 : 0)));
  expect(cleaned.left?.daysLeft).toBeCloseTo(100, 0);
  expect(cleaned.shifts).toHaveLength(1);
  expect(cleaned.shifts[0]).toMatchObject({ day: TODAY - 40 });
  expect(cleaned.shifts[0]?.bytes).toBeCloseTo(-150);
  const extended = growing().map((one) => (one.day < TODAY - 40 ? { ...one, capacity: 820 } : one));
  expect(forecast(extended).left?.daysLeft).toBeCloseTo(100);
});

it('goes by the new pace alone, and says since when', () => {
  const told = forecast(days(91, (ago) => (ago <= 30 ? 800 - 6 * ago : 620 - 2 * (ago - 30))));
  expect(told.left?.daysLeft).toBeCloseTo(200 / 6, 0);
  expect(Math.abs((told.outlook?.growth.changedAt ?? 0) - (TODAY - 30))).toBeLessThanOrEqual(2);
});

it('trusts itself less the shorter the past and the less it held', () => {
  expect(forecast(days(91, (ago) => 996 - 2 * ago))).toMatchObject({
    confidence: 'HIGH',
    left: { daysLeftLow: 0, daysLeftHigh: expect.closeTo(5) },
  });
  expect(forecast(growing(45)).confidence).toBe('MEDIUM');
  expect(forecast(growing(24)).confidence).toBe('LOW');
  const jumped = forecast(days(91, (ago) => 700 - 2 * ago + (ago < 3 ? 100 : 0)));
  expect(jumped.backtestError).toBeGreaterThan(0.2);
  expect(jumped.confidence).toBe('MEDIUM');
});

it('draws the days to come and tells what to add', () => {
  const { outlook } = forecast(growing());
  if (outlook === null) throw new Error('no outlook');
  const curve = curveOf(outlook, (TODAY + 10) * DAY, 730);
  expect(curve).toHaveLength(11);
  expect(curve.at(-1)).toMatchObject({ time: (TODAY + 10) * DAY });
  expect(curve.at(-1)?.used).toBeCloseTo(820);
  expect(curveOf(outlook, (TODAY + 9999) * DAY, 730)).toHaveLength(731);
  expect(curveOf(outlook, 0, 730)).toHaveLength(1);
  expect(additionalNeeded(outlook, 1000, 150 * DAY)).toBeCloseTo(100);
  expect(additionalNeeded(outlook, 1000, 50 * DAY)).toBe(0);
});
