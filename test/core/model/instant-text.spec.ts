import fc from 'fast-check';
import { instantText } from '../../../src/core/model/instant-text.js';

describe('The text of an instant', () => {
  it('is that of Date for every instant there is', () => {
    const instants = fc.oneof(
      fc.date({ noInvalidDate: true }).map(Number),
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(3e12) }).map(Number),
      fc.double({ min: -1e12, max: 1e12, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(instants), (times) => {
        for (const time of times) expect(instantText(time)).toBe(new Date(time).toISOString());
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 9e15])('does not exist for %p', (time) => {
    expect(() => instantText(time)).toThrow(RangeError);
  });
});
