import fc from 'fast-check';
import { instantText, readFullInstant } from '../../../src/core/model/instant-text.js';

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

describe('A time written in full', () => {
  it('is read with any fraction and any offset', () => {
    const times = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(3e12) }).map(Number);
    const digits = fc.stringMatching(/^\d{0,7}$/);
    fc.assert(
      fc.property(times, digits, fc.integer({ min: -720, max: 840 }), (time, fraction, minutes) => {
        const second = Math.floor(time / 1000) * 1000;
        const local = new Date(second + minutes * 60_000).toISOString().slice(0, 19);
        const two = (number: number): string => String(Math.trunc(number)).padStart(2, '0');
        const offset = `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
        const text = `${local}${fraction && '.'}${fraction}${minutes === 0 ? 'Z' : offset}`;
        expect(readFullInstant(text)).toBe(second + Number(fraction.slice(0, 3).padEnd(3, '0')));
      }),
    );
  });

  it.each([
    '',
    '2026-03-01',
    '2026-03-01T22:15Z',
    '2026-03-01T22:15:00',
    '2026-03-01 22:15:00Z',
    'x2026-03-01T22:15:00Z',
  ])('is not what "%s" is', (text) => expect(readFullInstant(text)).toBeUndefined());

  it('is NaN where there is no such day', () => {
    expect(readFullInstant('2026-13-01T22:15:00Z')).toBeNaN();
  });
});
