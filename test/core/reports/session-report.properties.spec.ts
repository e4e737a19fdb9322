import fc from 'fast-check';
import { SESSION_RESULTS } from '../../../src/core/model/session.js';
import type { SessionRecord } from '../../../src/core/model/session.js';
import { SESSION_GROUP_KEYS, SessionReportBuilder } from '../../../src/core/reports/session-report.js';
import type { SessionGroupKey, SessionReport } from '../../../src/core/reports/session-report.js';
import { at, HOUR, MINUTE, session } from './records.js';

const FROM = at('2026-03-27T00:00:00Z');
const SERVERS = ['vbr-a', 'vbr-b', 'aws-a'];

async function report(
  sessions: readonly SessionRecord[],
  groupBy: readonly SessionGroupKey[] = [],
): Promise<SessionReport> {
  const builder = new SessionReportBuilder({
    window: { from: FROM, to: FROM + 96 * HOUR },
    groupBy,
    zone: 'Europe/Berlin',
    tagsOf: (server) => [{ key: 'site', value: server.slice(0, 3) }],
    productOf: (server) => (server === 'aws-a' ? 'VB_AWS' : 'VBR'),
  });
  sessions.forEach((one) => builder.add(one, null));
  return builder.finish();
}

const attempt = fc.record({
  wait: fc.integer({ min: 1, max: 600 }),
  minutes: fc.integer({ min: 0, max: 300 }),
  result: fc.constantFrom(...SESSION_RESULTS),
  namesFirst: fc.boolean(),
});

const plannedRun = fc.record({
  server: fc.constantFrom(...SERVERS),
  start: fc.integer({ min: 0, max: 95 * 60 }),
  attempts: fc.array(attempt, { minLength: 1, maxLength: 4 }),
});

type PlannedRun = typeof plannedRun extends fc.Arbitrary<infer R> ? R : never;

/** The sessions of a run, the first one first. */
function sessionsOf(run: PlannedRun, index: number): SessionRecord[] {
  let startTime = FROM + run.start * MINUTE;
  return run.attempts.map(({ wait, minutes, result, namesFirst }, i) => {
    if (i > 0) startTime += wait * MINUTE;
    const named = namesFirst ? 0 : i - 1;
    return session({
      nativeId: `run${index}-${i}`,
      server: run.server,
      result,
      startTime,
      endTime: startTime + minutes * MINUTE,
      retryOf: i === 0 ? null : `run${index}-${named}`,
    });
  });
}

const fleet = fc
  .array(plannedRun, { maxLength: 30 })
  .map((runs) => runs.map(sessionsOf))
  .chain((runs) =>
    fc.record({
      runs: fc.constant(runs),
      arrivals: fc.shuffledSubarray(runs.flat(), { minLength: runs.flat().length }),
    }),
  );

const inWindow = ({ startTime }: SessionRecord): boolean => startTime < FROM + 96 * HOUR;

it('equals counting the last session of each run, in whatever order sessions arrive', async () => {
  await fc.assert(
    fc.asyncProperty(fleet, async ({ runs, arrivals }) => {
      const last = runs.map((sessions) => sessions.filter(inWindow).at(-1)!);
      const ended = (result: string): number => last.filter((one) => one.result === result).length;
      expect((await report(arrivals)).total).toMatchObject({
        count: runs.length,
        success: ended('SUCCESS'),
        warning: ended('WARNING'),
        failed: ended('FAILED'),
        cancelled: ended('CANCELLED'),
        running: 0,
      });
    }),
  );
});

it('is the same for any order of arrival', async () => {
  await fc.assert(
    fc.asyncProperty(fleet, fc.subarray([...SESSION_GROUP_KEYS]), async ({ runs, arrivals }, groupBy) => {
      expect(await report(arrivals, groupBy)).toEqual(await report(runs.flat(), groupBy));
    }),
  );
});

it('has groups that sum to the total, whatever the keys', async () => {
  await fc.assert(
    fc.asyncProperty(
      fleet,
      fc.shuffledSubarray([...SESSION_GROUP_KEYS], { minLength: 1 }),
      async ({ arrivals }, groupBy) => {
        const { total, groups } = await report(arrivals, groupBy);
        for (const count of ['count', 'success', 'warning', 'failed', 'cancelled', 'running'] as const)
          expect(groups.reduce((sum, group) => sum + group.stats[count], 0)).toBe(total[count]);
        expect(groups.every(({ stats }) => stats.count > 0)).toBe(true);
      },
    ),
  );
});
