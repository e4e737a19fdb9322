import { matchesSession } from '../../../src/core/ordering/session-criteria.js';
import type { PolicyRecord } from '../../../src/core/model/policy.js';
import type { SessionCriteria } from '../../../src/core/ports/activity.js';
import { truth } from './session-truth.js';
import { DAY, HOUR, ids, NOW, readAll, scope, startPair, VERSIONS } from './support.js';
import type { Pair } from './support.js';

let pair: Pair;
afterEach(async () => pair.close());

const WINDOWS: [title: string, criteria: SessionCriteria][] = [
  ['the last day', { startedAfter: NOW - DAY }],
  ['a day a week ago', { startedAfter: NOW - 8 * DAY, startedBefore: NOW - 7 * DAY }],
  ['everything older than a week', { startedBefore: NOW - 7 * DAY }],
  ['what ended in the last six hours', { endedAfter: NOW - 6 * HOUR }],
  ['what ended on one day', { endedAfter: NOW - 5 * DAY, endedBefore: NOW - 4 * DAY }],
  ['what started and ended long ago', { startedAfter: NOW - 20 * DAY, endedBefore: NOW - 10 * DAY }],
  ['what runs now', { states: ['RUNNING'] }],
  ['what runs or waits', { states: ['RUNNING', 'PENDING'] }],
  ['what runs since less than a day', { states: ['RUNNING'], startedAfter: NOW - DAY }],
  ['what runs since more than two hours', { states: ['RUNNING'], startedBefore: NOW - 2 * HOUR }],
  ['failures', { results: ['FAILED'] }],
  ['failures and warnings of a week', { results: ['FAILED', 'WARNING'], startedAfter: NOW - 7 * DAY }],
  ['cancelled work', { results: ['CANCELLED'] }],
  ['copies', { kinds: ['BACKUP_COPY'] }],
  ['backups and restores', { kinds: ['BACKUP', 'RESTORE'] }],
  ['a part of a name', { name: { contains: 'a' }, startedAfter: NOW - 3 * DAY }],
];

describe.each(
  VERSIONS.flatMap((version) => (['creation', 'end'] as const).map((by) => [version, by] as const)),
)('windows of %s over a server whose bounds compare the %s time', (version, endTimeBoundsCompare) => {
  it.each(WINDOWS)('%s', async (_title, criteria) => {
    pair = await startPair(version, { sessions: 1500, switches: { endTimeBoundsCompare } });
    const { world } = pair.simulator;
    // A run that has been going on for two days, so that it is older than most windows.
    const running = world.sessions.find(({ createdAt }) => createdAt > NOW - 2 * DAY);
    if (running) Object.assign(running, { endedAt: null, status: 'Running' });
    const streams = await readAll(pair.adapter, criteria);
    const rows = streams.flatMap((stream) => stream.rows.filter((row) => matchesSession(row, criteria)));
    expect(ids(rows)).toEqual(truth(world, criteria, version));
  });

  it('finds the sessions of policies', async () => {
    pair = await startPair(version, { switches: { endTimeBoundsCompare } });
    const { items } = await pair.adapter.inventory.policies(scope());
    const copies = items.filter(({ kind }) => kind === 'BACKUP_COPY');
    const jobs = items.filter(({ kind }) => kind === 'BACKUP');
    const choices: PolicyRecord[][] = [
      jobs.slice(0, 1),
      [...jobs.slice(1, 3), ...copies.slice(0, 2)],
      copies,
      items.slice(10, 30),
    ];
    for (const policies of choices) {
      const criteria = { policies, startedAfter: NOW - 30 * DAY };
      const streams = await readAll(pair.adapter, criteria);
      const rows = streams.flatMap((stream) => stream.rows.filter((row) => matchesSession(row, criteria)));
      expect(ids(rows)).toEqual(truth(pair.simulator.world, criteria, version));
    }
  });
});
