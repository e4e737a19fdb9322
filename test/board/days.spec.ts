import { cellOf, chunksOf, dayIndexOf } from '../../board/compute/days.js';
import type { DayStats, PolicyRow } from '../../board/documents/documents.js';

const NOTHING: DayStats = { count: 0, success: 0, warning: 0, failed: 0, cancelled: 0, running: 0 };

function stats(change: Partial<DayStats>): DayStats {
  const count = Object.values(change).reduce((sum, runs) => sum + runs, 0);
  return { ...NOTHING, count, ...change };
}

function policy(id: string, server = 'vbr', change: Partial<PolicyRow> = {}): PolicyRow {
  return {
    id,
    name: id,
    enabled: true,
    server: { key: server, name: server, product: 'VBR' },
    recoveryPoint: { rule: 'SCHEDULE' },
    ...change,
  };
}

describe('the cell of a day', () => {
  it.each([
    [stats({ success: 3, warning: 2, failed: 1, cancelled: 1, running: 1 }), 'FAILED'],
    [stats({ success: 3, warning: 2, cancelled: 1, running: 1 }), 'WARNING'],
    [stats({ success: 3, cancelled: 1, running: 1 }), 'CANCELLED'],
    [stats({ success: 3, running: 1 }), 'RUNNING'],
    [stats({ success: 3 }), 'SUCCESS'],
    [stats({ count: 1 }), 'UNKNOWN'],
  ] as const)('tells the worst of %j, whether or not all was read', (of, cell) => {
    expect(cellOf(of, policy('a'), true)).toBe(cell);
    expect(cellOf(of, policy('a'), false)).toBe(cell);
  });

  it.each([[undefined], [NOTHING]])('says that nothing ran (%j) only where all was read', (of) => {
    const disabled = policy('a', 'vbr', { enabled: false });
    const free = policy('a', 'vbr', { recoveryPoint: { rule: 'NONE' } });
    expect([policy('a'), disabled, free].map((row) => cellOf(of, row, true))).toEqual([
      'NO_RUN',
      'NOT_SCHEDULED',
      'NOT_SCHEDULED',
    ]);
    for (const row of [policy('a'), disabled, free]) expect(cellOf(of, row, false)).toBe('UNKNOWN');
  });
});

describe('chunks', () => {
  it('hold the rows of one server on one page', () => {
    const pages = [
      [policy('1', 'a'), policy('2', 'b'), policy('3', 'a')],
      [policy('4', 'b'), policy('5', 'b')],
    ];
    expect(chunksOf(pages).map(({ server, policies }) => [server, ...policies])).toEqual([
      ['a', '1', '3'],
      ['b', '2'],
      ['b', '4', '5'],
    ]);
    expect(new Set(chunksOf(pages).map(({ key }) => key)).size).toBe(3);
  });

  it('have the same name exactly while they hold the same policies', () => {
    const keyOf = (...ids: string[]): string | undefined => chunksOf([ids.map((id) => policy(id))])[0]?.key;
    expect(keyOf('1', '2')).toBe(keyOf('1', '2'));
    // New in the middle, at the end, and gone from the end: the first stays what it was.
    const keys = [keyOf('1', '2'), keyOf('1', 'new', '2'), keyOf('1', '2', 'new'), keyOf('1')];
    expect(new Set(keys).size).toBe(4);
  });
});

describe('which day begins at a moment', () => {
  // In Berlin, over the night that the clocks go forward.
  const days = ['2026-03-27T23:00Z', '2026-03-28T23:00Z', '2026-03-29T22:00Z'].map(Date.parse);

  it('is found by its beginning, also where that is told an hour off', () => {
    expect(dayIndexOf(days, '2026-03-28T00:00:00+01:00')).toBe(0);
    expect(dayIndexOf(days, '2026-03-29T00:00:00+01:00')).toBe(1);
    expect(dayIndexOf(days, '2026-03-30T00:00:00+01:00')).toBe(2);
  });

  it('is none of those before and after', () => {
    expect(dayIndexOf(days, '2026-03-26T23:00Z')).toBe(-1);
    expect(dayIndexOf(days, '2026-03-30T22:00Z')).toBe(-1);
    expect(dayIndexOf([], '2026-03-30T22:00Z')).toBe(-1);
  });
});
