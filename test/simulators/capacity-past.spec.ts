import { capacityPast } from '../../src/simulators/patterns/capacity-past.js';

const DAY = 86_400_000;
const NOW = 20_000 * DAY;
const years = Array.from({ length: 60 }, (_none, index) =>
  capacityPast(`repository ${String(index)}`, 2 ** 40, 2 ** 37 * (index % 8), NOW),
);

it('a made-up year ends where the repository is now, and has never more free than there is', () => {
  for (const [index, year] of years.entries()) {
    expect(year).toHaveLength(362);
    expect(year.at(-1)).toEqual({ time: NOW, capacity: 2 ** 40, free: 2 ** 37 * (index % 8) });
    expect(year.filter(({ capacity, free }) => free < 0 || free > capacity)).toEqual([]);
  }
});

it('is the same for the same repository, and its capacity changes at most once', () => {
  expect(capacityPast('repository 5', 2 ** 40, 2 ** 37 * 5, NOW)).toEqual(years[5]);
  for (const year of years) expect(new Set(year.map(({ capacity }) => capacity)).size).toBeLessThanOrEqual(2);
});
