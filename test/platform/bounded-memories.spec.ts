import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { UnforeseenLog } from '../../src/platform/observability/unforeseen-log.js';

it('tells of one server once a minute, and remembers no more servers than a configuration has', () => {
  const told: string[] = [];
  const write = jest.spyOn(Logger.prototype, 'error').mockImplementation((message: string) => {
    told.push(message);
  });
  let now = 0;
  const log = new UnforeseenLog(() => now);
  log.tell(new Error('odd'), 'first');
  log.tell(new Error('odd'), 'first');
  expect(told).toHaveLength(1);
  for (let index = 0; index < 1_000; index++) log.tell(new Error('odd'), `server ${index}`);
  log.tell(new Error('odd'), 'first');
  expect(told.filter((line) => line.includes(' first '))).toHaveLength(2);
  now += 60_000;
  log.tell(new Error('odd'), 'first');
  expect(told.filter((line) => line.includes(' first '))).toHaveLength(3);
  write.mockRestore();
});
