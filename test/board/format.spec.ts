import { formatsFor } from '../../board/format.js';

const english = formatsFor('en-GB', 'Europe/Berlin');
const german = formatsFor('de-DE', 'Europe/Berlin');

it('writes sizes by 1024, as the consoles do', () => {
  expect([0, 512, 1024, 1.5 * 1024 ** 4, 9 * 1024 ** 5].map(english.bytes)).toEqual([
    '0 B',
    '512 B',
    '1 KB',
    '1.5 TB',
    '9 PB',
  ]);
  expect(german.bytes(1.5 * 1024 ** 4)).toBe('1,5 TB');
});

it('writes lengths of time by their two largest units', () => {
  expect([0, 59, 60, 3661, 90_000, 864_000].map(english.duration)).toEqual([
    '0 secs',
    '59 secs',
    '1 min',
    '1 hr 1 min',
    '1 day 1 hr',
    '10 days',
  ]);
});

it('writes times in the chosen zone', () => {
  expect(english.moment('2026-03-29T01:30:00Z')).toBe('29 Mar 2026, 03:30');
  expect(german.distance('2026-03-29T00:00:00Z', Date.parse('2026-03-29T02:00:00Z'))).toBe('vor 2 Stunden');
  expect(english.distance(Date.parse('2026-03-29T02:00:00Z'), Date.parse('2026-03-29T02:00:00Z'))).toBe(
    'now',
  );
});
