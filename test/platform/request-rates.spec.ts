import { RequestRates } from '../../src/platform/edge/request-rates.js';

it('never tells of more seconds than it counts over, whatever the clock says', () => {
  const told = Array.from({ length: 1_000 }, (_none, index) =>
    new RequestRates(5, () => 1_000 + index * 7.123456789).count('somebody'),
  );
  expect(new Set(told.map((standing) => standing?.resets))).toEqual(new Set([10]));
});
