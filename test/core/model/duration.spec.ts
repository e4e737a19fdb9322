import fc from 'fast-check';
import { formatDuration, parseDuration } from '../../../src/core/model/duration.js';

describe('formatDuration', () => {
  it.each([
    [0, 'PT0S'],
    [250, 'PT0.25S'],
    [59_999, 'PT59.999S'],
    [90 * 60_000, 'PT1H30M'],
    [3_600_000 + 1, 'PT1H0.001S'],
    [26 * 3_600_000, 'PT26H'],
    [24 * 3_600_000, 'P1D'],
    [7 * 86_400_000, 'P7D'],
    [400 * 86_400_000, 'P400D'],
    [1.4, 'PT0.001S'],
  ])('writes %d ms as %s', (length, text) => {
    expect(formatDuration(length)).toBe(text);
  });

  it.each([-1, NaN, Infinity])('refuses %d', (length) => {
    expect(() => formatDuration(length)).toThrow(RangeError);
  });
});

describe('parseDuration', () => {
  it.each([
    ['PT24H', 86_400_000],
    ['P7D', 604_800_000],
    ['P2W', 1_209_600_000],
    ['P1DT2H30M', 95_400_000],
    ['PT0.5S', 500],
    ['PT1,5S', 1_500],
    ['PT0S', 0],
  ])('reads %s', (text, length) => {
    expect(parseDuration(text)).toBe(length);
  });

  it.each([
    ['', 'empty'],
    ['P', 'without a component'],
    ['PT', 'without a component'],
    ['P1DT', 'an empty time part'],
    ['P1Y', 'years'],
    ['P1M', 'months'],
    ['P0M', 'months, even none'],
    ['-PT1H', 'negative'],
    ['PT-1H', 'negative'],
    ['24h', 'another notation'],
    ['pt24h', 'lower case'],
    [' PT24H', 'white space'],
    ['PT99999999999999H', 'too long to count'],
  ])('refuses %j: %s', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});

it('reads back what it writes, in one canonical form', () => {
  fc.assert(
    fc.property(fc.nat(Number.MAX_SAFE_INTEGER), (length) => {
      const text = formatDuration(length);
      expect(parseDuration(text)).toBe(length);
      expect(text).toMatch(/^P(\d+D|T(?=\d)(\d+H)?([1-5]?\dM)?([1-5]?\d(\.\d{1,3})?S)?)$/);
    }),
  );
});
