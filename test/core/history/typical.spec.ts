import { typicalVerdict } from '../../../src/core/history/typical.js';
import { HOUR, MINUTE } from '../reports/records.js';

const GIB = 2 ** 30;
/** Runs of about an hour and about 10 GiB. */
const USUAL = Array.from({ length: 20 }, (_none, index) => ({
  duration: HOUR + ((index % 5) - 2) * MINUTE,
  transferred: 10 * GIB + ((index % 3) - 1) * (GIB / 10),
}));

it.each([
  [HOUR, 10 * GIB, true, 'TYPICAL'],
  [1.45 * HOUR, 10 * GIB, true, 'TYPICAL'],
  [1.6 * HOUR, 10 * GIB, true, 'LONG'],
  [HOUR / 2, 10 * GIB, true, 'SHORT'],
  [HOUR, 16 * GIB, true, 'LARGE'],
  [HOUR, GIB, true, 'SMALL'],
  [HOUR, null, true, 'TYPICAL'],
  [HOUR / 2, GIB, false, 'TYPICAL'],
  [2 * HOUR, null, false, 'LONG'],
])('judges %d ms and %s bytes (over: %s) as %s', (duration, transferred, isOver, status) => {
  const verdict = typicalVerdict({ duration, transferred }, USUAL, isOver);
  expect(verdict).toMatchObject({ status, samples: 20 });
  expect(verdict.ratio).toBeCloseTo(duration / HOUR, 6);
  expect(verdict.typical).toBeCloseTo(HOUR, 0);
});

it('takes what varies by itself for usual', () => {
  const wild = Array.from({ length: 20 }, (_none, index) => ({
    duration: HOUR * 2 ** (index % 5),
    transferred: null,
  }));
  expect(typicalVerdict({ duration: 20 * HOUR, transferred: null }, wild, true).status).toBe('TYPICAL');
});

it('does not judge by fewer than eight', () => {
  expect(typicalVerdict({ duration: 9 * HOUR, transferred: null }, USUAL.slice(0, 7), true)).toEqual({
    status: 'UNKNOWN',
    ratio: null,
    typical: null,
    samples: 7,
    transferredRatio: null,
  });
});
