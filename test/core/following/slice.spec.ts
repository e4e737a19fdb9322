import { readSlice } from '../../../src/core/following/slice.js';
import type { SliceRequest } from '../../../src/core/following/slice.js';
import type { SessionRecord } from '../../../src/core/model/session.js';
import type { ActivityPort, SessionPage } from '../../../src/core/ports/activity.js';
import { CallTally } from '../../../src/core/ports/call-scope.js';
import { sessionRecord } from '../../support/fake-server.js';

const SCOPE = { signal: new AbortController().signal, tally: new CallTally() };
const LOOK: SliceRequest = { since: 0, expectedRows: 100, pages: 10 };
const MEBIBYTE = 2 ** 20;

/** One list in the order that it is asked in, page by page as long as it is read; it ends where nobody would want to go. */
function listOf(rowsOf: (page: number) => SessionRecord[]): { activity: ActivityPort; pages(): number } {
  let read = 0;
  async function* pages(): AsyncGenerator<SessionPage> {
    for (let page = 0; page < 5_000; page += 1) {
      read += 1;
      yield { items: rowsOf(page), total: null, unreadable: 0, truncated: false };
    }
    throw new Error('read without end');
  }
  const notAsked = (): never => {
    throw new Error('nobody asks for this');
  };
  return {
    activity: {
      open: () => [{ ordered: true, pages }],
      latest: notAsked,
      get: notAsked,
      log: notAsked,
      items: notAsked,
    },
    pages: () => read,
  };
}

/** A page of a hundred sessions that began at these times. */
const page = (number: number, startOf: (row: number) => number, message: string | null = null) =>
  Array.from({ length: 100 }, (_none, index) => {
    const row = number * 100 + index;
    return sessionRecord('evil', `s${row}`, startOf(row), { message });
  });

describe('a list without end is left, and what would be missing is not counted as read', () => {
  it.each<[string, (row: number) => number]>([
    ['in no order', (row) => (row * 7919) % 100_003],
    ['of sessions that all began at the same time', () => 5],
  ])('%s', async (_what, startOf) => {
    const { activity, pages } = listOf((number) => page(number, startOf));
    expect(await readSlice(activity, { ...LOOK, before: 5 }, SCOPE)).toBeNull();
    expect(pages()).toBeLessThan(1_000);
  });
});

it('a list of long texts is read as far as a slice holds it, and goes on behind that', async () => {
  const { activity, pages } = listOf((number) => page(number, (row) => 1e6 - row, 'x'.repeat(32_768)));
  const slice = await readSlice(activity, LOOK, SCOPE);
  const bytes = JSON.stringify(slice?.sessions).length;
  expect(bytes).toBeLessThan(17 * MEBIBYTE);
  expect(pages()).toBeLessThan(10);
  // Others that began with the last one may follow.
  expect(slice?.from).toBe((slice?.sessions.at(-1)?.startTime ?? 0) + 1);
});

it('a session that is far larger than any is not kept, and nothing counts as read', async () => {
  const { activity, pages } = listOf((number) => page(number, (row) => 1e6 - row, 'x'.repeat(100_000)));
  expect(await readSlice(activity, LOOK, SCOPE)).toBeNull();
  expect(pages()).toBe(1);
});
