import fc from 'fast-check';
import { indentJson } from '../../page/format.js';

it('lays every JSON out as JSON.stringify does', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
    }),
  );
});

it('leaves numbers as they were written', () => {
  expect(indentJson('[1.0,12345678901234567890,1e400,-0]')).toBe(
    '[\n  1.0,\n  12345678901234567890,\n  1e400,\n  -0\n]',
  );
});
