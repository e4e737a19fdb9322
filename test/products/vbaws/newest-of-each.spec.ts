import { NewestOfEach } from '../../../src/products/vbaws/adapters/newest-of-each.js';

const row = (id: string, name: string, extendedSessionType = 'PolicyBackup') => ({
  id,
  name,
  type: 'Policy',
  extendedSessionType,
});

function picked(rows: readonly { id: string }[], linked: readonly string[] = []): string[] {
  const newest = new NewestOfEach((id) => linked.includes(id));
  return rows.filter((each) => newest.picks(each)).map(({ id }) => id);
}

describe('sessions that can be the newest of a policy', () => {
  it('are the first of each name and kind of work', () => {
    const rows = [row('1', 'a'), row('2', 'b'), row('3', 'a'), row('4', 'a', 'PolicySnapshot')];
    expect(picked(rows)).toEqual(['1', '2', '4']);
  });

  it('are those that a policy names, wherever they stand, which stand in for no other', () => {
    expect(picked([row('1', 'a'), row('2', 'b'), row('3', 'a'), row('4', 'b')], ['2', '3'])).toEqual([
      '1',
      '2',
      '3',
      '4',
    ]);
  });
});
