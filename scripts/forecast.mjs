// npm run forecast [-- --seed N --repositories N]: how far forecasts are off, for patterns of growth whose future is known.
import { parseArgs } from 'node:util';
import { scoreForecasts } from '../dist/simulators/patterns/forecast-score.js';
import { forecastCapacity } from '../dist/core/forecast/capacity-forecast.js';
import { UNCHANGED } from '../dist/core/forecast/capacity-outlook.js';
import { helpIfAsked } from './help.mjs';
import { endWithReader } from '../dist/cli/command-line.js';

endWithReader();

helpIfAsked(`usage: npm run forecast -- [--seed N] [--repositories N]

Forecasts when made-up repositories will be full, whose future is known, and prints by pattern of growth how far off that was.

  --seed N          the same seed makes the same repositories, 1 unless given
  --repositories N  so many of each pattern, 300 unless given
  --help            prints this`);

const { seed, repositories } = readArguments();
console.log(`seed ${seed}, ${repositories} repositories of each pattern, known for 90 days`);
console.table(
  Object.fromEntries(
    scoreForecasts(forecast, seed, repositories).map((score) => [
      score.pattern,
      {
        'median error': percent(score.medianError),
        '90 % are within': percent(score.error90),
        'range held the truth': percent(score.held),
        'gave nothing': score.refused,
        'false "full within a year"': score.falseAlarms,
      },
    ]),
  ),
);

function forecast(days, now) {
  const question = { now, window: 90 * 86_400_000, threshold: 1, minimumFree: 0, whatIf: UNCHANGED };
  return forecastCapacity(days, now, question).left;
}

function percent(share) {
  return Number.isNaN(share) ? '' : `${(share * 100).toFixed(1)} %`;
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: { seed: { type: 'string' }, repositories: { type: 'string' } },
    });
    return {
      seed: wholeNumber('seed', values.seed ?? '1'),
      repositories: wholeNumber('repositories', values.repositories ?? '300'),
    };
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}

function wholeNumber(name, text) {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name}: "${text}" is no whole number`);
  return Number(text);
}
