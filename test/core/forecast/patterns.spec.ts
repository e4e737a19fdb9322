import { forecastCapacity } from '../../../src/core/forecast/capacity-forecast.js';
import { UNCHANGED } from '../../../src/core/forecast/capacity-outlook.js';
import { scoreForecasts } from '../../../src/simulators/patterns/forecast-score.js';

const DAY = 86_400_000;

/** Errors are shares of the days left in truth: at the median, and below which nine of ten lie. Nothing may be foreseen of what never fills. */
const AT_MOST: Readonly<Record<string, readonly [median: number, nineOfTen: number]>> = {
  linear: [0.01, 0.02],
  'weekly full and retention': [0.02, 0.07],
  'monthly GFS steps': [0.04, 0.08],
  'a clean-up in the window': [0.02, 0.05],
  'a new job (+6–14 %)': [0.02, 0.05],
  'repository extended': [0.01, 0.03],
  'a third of the days missing': [0.03, 0.1],
  'growth tripled a month ago': [0.02, 0.06],
  flat: [Number.NaN, Number.NaN],
  shrinking: [Number.NaN, Number.NaN],
};

const scores = scoreForecasts(
  (days, now) =>
    forecastCapacity(days, now, { now, window: 90 * DAY, threshold: 1, minimumFree: 0, whatIf: UNCHANGED })
      .left,
  1,
  150,
);

it('is tried on every pattern', () => {
  expect(scores.map(({ pattern }) => pattern)).toEqual(Object.keys(AT_MOST));
});

it.each(scores)('$pattern is foreseen as well as it can be', (score) => {
  const [median, nineOfTen] = AT_MOST[score.pattern] ?? [0, 0];
  expect(score.falseAlarms).toBe(0);
  if (Number.isNaN(median)) return;
  expect(score.medianError).toBeLessThanOrEqual(median);
  expect(score.error90).toBeLessThanOrEqual(nineOfTen);
  expect(score.held).toBeGreaterThanOrEqual(0.91);
  expect(score.refused).toBeLessThanOrEqual(15);
});
