import fc from 'fast-check';
import type { RetryPlan } from '../../../src/core/model/policy.js';
import type { SessionRecord } from '../../../src/core/model/session.js';
import { SessionReportBuilder } from '../../../src/core/reports/session-report.js';
import type { SessionReport } from '../../../src/core/reports/session-report.js';
import { at, DAY, HOUR, MINUTE, session } from './records.js';

const FROM = at('2026-03-10T00:00:00Z');
const DAYS = 6;

async function report(
  sessions: readonly SessionRecord[],
  plans: ReadonlyMap<string, RetryPlan>,
): Promise<SessionReport> {
  const builder = new SessionReportBuilder({
    window: { from: FROM, to: FROM + DAYS * DAY },
    groupBy: ['DAY', 'RESULT'],
    zone: 'Europe/Berlin',
    tagsOf: () => [],
    productOf: () => 'VBR',
  });
  sessions.forEach((one) => builder.add(one, null));
  await builder.infer('vbr-a', () => Promise.resolve(plans));
  return builder.finish();
}

const job = fc.record({
  hours: fc.constantFrom(8, 12, 24),
  count: fc.integer({ min: 0, max: 3 }),
  wait: fc.integer({ min: 2, max: 30 }),
  runs: fc.array(
    fc.record({
      minutes: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 4, maxLength: 4 }),
      outcomes: fc.array(
        fc.constantFrom('FAILED' as const, 'FAILED' as const, 'SUCCESS' as const, 'CANCELLED' as const),
        {
          minLength: 4,
          maxLength: 4,
        },
      ),
      late: fc.integer({ min: 0, max: 60 }),
    }),
    { minLength: 1, maxLength: DAYS },
  ),
});

type Job = typeof job extends fc.Arbitrary<infer J> ? J : never;

/** What the scheduler of a product makes of a job: each session linked to the first one of its run. */
function played({ hours, count, wait, runs }: Job, index: number): SessionRecord[] {
  return runs.flatMap(({ minutes, outcomes, late }, run) => {
    const sessions: SessionRecord[] = [];
    let startTime = FROM + run * hours * HOUR;
    for (let place = 0; place <= count; place += 1) {
      const endTime = startTime + (minutes[place] ?? 1) * MINUTE;
      const result = outcomes[place] ?? 'SUCCESS';
      sessions.push(
        session({
          nativeId: `${index}-${run}-${place}`,
          policyId: `job-${index}`,
          startTime,
          endTime,
          result,
          retryOf: place === 0 ? null : `${index}-${run}-0`,
        }),
      );
      if (result !== 'FAILED') break;
      startTime = endTime + wait * MINUTE + late * 1000;
    }
    return sessions;
  });
}

const estate = fc.array(job, { minLength: 1, maxLength: 5 }).chain((jobs) => {
  const linked = jobs.flatMap(played);
  return fc.record({
    jobs: fc.constant(jobs),
    linked: fc.constant(linked),
    arrivals: fc.shuffledSubarray(linked, { minLength: linked.length }),
  });
});

const unlinked = (sessions: readonly SessionRecord[]): SessionRecord[] =>
  sessions.map((one) => ({ ...one, retryOf: undefined }));

const plansOf = (jobs: readonly Job[]): Map<string, RetryPlan> =>
  new Map(
    jobs.map(({ hours, count, wait }, index) => [
      `job-${index}`,
      { count, wait: wait * MINUTE, shortestGap: hours * HOUR },
    ]),
  );

it('what is inferred equals what is linked, in whatever order sessions arrive', async () => {
  await fc.assert(
    fc.asyncProperty(estate, async ({ jobs, linked, arrivals }) => {
      const truth = await report(linked, new Map());
      const inferred = await report(unlinked(arrivals), plansOf(jobs));
      const retries = linked.filter(({ retryOf }) => retryOf !== null).length;
      expect(inferred.total).toEqual({ ...truth.total, inferredRetries: retries });
      expect(
        inferred.groups.map(({ stats: { inferredRetries: _, ...stats }, ...keys }) => ({ ...keys, stats })),
      ).toEqual(
        truth.groups.map(({ stats: { inferredRetries: _, ...stats }, ...keys }) => ({ ...keys, stats })),
      );
    }),
  );
});

const anySession = fc.record({
  id: fc.integer({ min: 0, max: 60 }),
  job: fc.constantFrom('a', 'b', null),
  start: fc.integer({ min: 0, max: 600 }),
  minutes: fc.option(fc.integer({ min: 0, max: 60 })),
  result: fc.constantFrom('SUCCESS' as const, 'FAILED' as const, 'WARNING' as const),
  number: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
});
const anyPlan = fc.record({
  count: fc.integer({ min: 0, max: 4 }),
  wait: fc.integer({ min: 0, max: 30 }).map((minutes) => minutes * MINUTE),
  shortestGap: fc.option(fc.integer({ min: 0, max: 120 }).map((minutes) => minutes * MINUTE)),
});

it('no session is lost or counted twice, and no run has sessions of two jobs', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(anySession, { selector: ({ id }) => id, maxLength: 40 }),
      fc.dictionary(fc.constantFrom('a', 'b'), anyPlan),
      async (rows, plans) => {
        const sessions = rows.map(({ id, job: policyId, start, minutes, result, number }) => {
          const startTime = FROM + start * MINUTE;
          const endTime = minutes === null ? null : startTime + minutes * MINUTE;
          return session({
            nativeId: String(id),
            policyId,
            startTime,
            endTime,
            result,
            retryOf: undefined,
            ...(number !== undefined && { retryNumber: number }),
          });
        });
        const known = new Map(Object.entries(plans));
        const { total: all } = await report(sessions, known);
        expect(all.count + all.inferredRetries).toBe(sessions.length);
        const apart = await Promise.all(
          ['a', 'b', null].map((policyId) =>
            report(
              sessions.filter((one) => one.policyId === policyId),
              known,
            ),
          ),
        );
        for (const what of ['count', 'inferredRetries', 'possibleRetries', 'failed'] as const)
          expect(apart.reduce((sum, each) => sum + each.total[what], 0)).toBe(all[what]);
      },
    ),
  );
});
