import { freezeClock, NOW } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { startRewritingProxy } from '../support/rewriting-proxy.js';
import type { Json, RewritingProxy } from '../support/rewriting-proxy.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';

const MINUTE = 60_000;
const START = NOW - 20 * 60 * MINUTE;
const RETRY = { isEnabled: true, retryCount: 3, awaitMinutes: 10 };
const NIGHTLY = {
  runAutomatically: true,
  daily: { isEnabled: true, localTime: '14:30', dailyKind: 'Everyday', days: [] },
  retry: RETRY,
};
const every = (minutes: number): Json => ({
  runAutomatically: true,
  periodically: { isEnabled: true, periodicallyKind: 'Minutes', frequency: minutes },
  retry: RETRY,
});
const after = (jobName: string): Json => ({
  runAutomatically: true,
  afterThisJob: { isEnabled: true, jobName },
  retry: RETRY,
});

type Result = 'Success' | 'Warning' | 'Failed' | 'Canceled';
interface Told {
  /** Minutes after the start of the first. */
  at: number;
  result: Result;
  /** Five minutes where nothing is said; null: it runs. */
  lasts?: number | null;
  job?: string;
  by?: string;
  type?: string;
}

/** A failure at 0, retried at 15 (it lasts five minutes, the wait is ten), and so on. */
const attempts = (...results: Result[]): Told[] =>
  results.map((result, index) => ({ at: index * 15, result }));

interface Scene {
  jobs: Record<string, Json>;
  sessions: Told[];
}

interface Asked {
  report: {
    sessions: {
      complete: boolean;
      total: Record<
        'count' | 'success' | 'failed' | 'running' | 'inferredRetries' | 'possibleRetries',
        number
      > & {
        successRate: number | null;
      };
    };
  };
  sessions: { nodes: { retryKnownBy: string; retryOf: { nativeId: string } | null }[] };
}

const QUERY = `{
  report { sessions(window: { last: "P2D" }) {
    complete total { count success failed running successRate inferredRetries possibleRetries }
  } }
  sessions(first: 50, orderBy: { field: START_TIME, direction: ASC }) { nodes { retryKnownBy retryOf { nativeId } } }
}`;

describe.each(['1.2-rev1', '1.3-rev0', '1.3-rev1'])(
  'retries that revision %s does not link',
  (apiVersion) => {
    let clock: FrozenClock;
    let simulator: VbrSimulator;
    let proxy: RewritingProxy;
    let gateway: RunningGateway;
    let scene: Scene;
    let asked: string[] = [];

    beforeAll(async () => {
      clock = freezeClock();
      simulator = await startVbrSimulator({ sessions: 0, policies: 1, timeZone: 'UTC' });
      proxy = await startRewritingProxy(simulator.url, (body, line) => {
        asked.push(line);
        if (/^GET \/api\/v1\/sessions(\?|$)/.test(line))
          return listOf(scene.sessions.map((told, index) => sessionRow(told, index)));
        if (/^GET \/api\/v1\/jobs(\?|$)/.test(line))
          return listOf(
            Object.entries(scene.jobs).map(([name, schedule]) => ({
              id: idOf(name),
              name,
              type: 'Backup',
              ...(schedule !== null && { schedule }),
            })),
          );
        return body;
      });
      gateway = await startGateway([{ key: 'vbr', product: 'VBR', url: proxy.url, apiVersion }]);
    });

    afterEach(() => simulator.faults.clear());

    afterAll(async () => {
      await gateway.close();
      await proxy.close();
      await simulator.close();
      clock.release();
    });

    const ask = async (
      sessions: Told[],
      jobs: Record<string, Json> = { nightly: NIGHTLY },
    ): Promise<Asked> => {
      scene = { jobs, sessions };
      const { data, errors } = await gateway.ask<Asked>(QUERY);
      expect(errors).toEqual([]);
      expect(data.report.sessions.complete).toBe(true);
      return data;
    };

    it('are one run with what they repeat, and marked as inferred', async () => {
      const { report, sessions } = await ask(attempts('Failed', 'Failed', 'Success'));
      expect(report.sessions.total).toEqual({
        count: 1,
        success: 1,
        failed: 0,
        running: 0,
        successRate: 1,
        inferredRetries: 2,
        possibleRetries: 0,
      });
      const first = { nativeId: sessionId(0) };
      expect(sessions.nodes).toEqual([
        { retryKnownBy: 'INFERRED', retryOf: null },
        { retryKnownBy: 'INFERRED', retryOf: first },
        { retryKnownBy: 'INFERRED', retryOf: first },
      ]);
    });

    const folded: [string, Told[], Record<string, Json>][] = [
      [
        'when the retry runs',
        [
          { at: 0, result: 'Failed' },
          { at: 15, result: 'Success', lasts: null },
        ],
        { nightly: NIGHTLY },
      ],
      [
        'when it begins a minute late',
        [
          { at: 0, result: 'Failed' },
          { at: 16, result: 'Warning' },
        ],
        { nightly: NIGHTLY },
      ],
      ['of an hourly job', attempts('Failed', 'Failed', 'Failed', 'Failed'), { nightly: every(60) }],
      [
        'of a job after a nightly one',
        attempts('Failed', 'Success'),
        { first: NIGHTLY, nightly: after('first') },
      ],
      [
        'by another wait',
        [
          { at: 0, result: 'Failed' },
          { at: 35, result: 'Success' },
        ],
        { nightly: { ...NIGHTLY, retry: { ...RETRY, awaitMinutes: 30 } } },
      ],
    ];
    it.each(folded)('are one run %s', async (_when, sessions, jobs) => {
      const { report } = await ask(sessions, jobs);
      const retries = sessions.length - 1;
      expect(report.sessions.total).toMatchObject({ count: 1, inferredRetries: retries, possibleRetries: 0 });
    });

    const apart: [string, Told[], Record<string, Json>][] = [
      ['after a success', attempts('Success', 'Success'), { nightly: NIGHTLY }],
      ['after a warning', attempts('Warning', 'Success'), { nightly: NIGHTLY }],
      ['after somebody stopped it', attempts('Canceled', 'Success'), { nightly: NIGHTLY }],
      [
        'of another job',
        [
          { at: 0, result: 'Failed' },
          { at: 15, result: 'Success', job: 'other' },
        ],
        { nightly: NIGHTLY, other: NIGHTLY },
      ],
      [
        'of other work',
        [
          { at: 0, result: 'Failed' },
          { at: 15, result: 'Success', type: 'ReplicaJob' },
        ],
        { nightly: NIGHTLY },
      ],
      [
        'long after it',
        [
          { at: 0, result: 'Failed' },
          { at: 60, result: 'Success' },
        ],
        { nightly: NIGHTLY },
      ],
      [
        'before the wait is over',
        [
          { at: 0, result: 'Failed' },
          { at: 7, result: 'Success' },
        ],
        { nightly: NIGHTLY },
      ],
      [
        'where retries are switched off',
        attempts('Failed', 'Success'),
        { nightly: { ...NIGHTLY, retry: { isEnabled: false, retryCount: 3, awaitMinutes: 10 } } },
      ],
      [
        'where only people start it',
        attempts('Failed', 'Success'),
        { nightly: { ...NIGHTLY, runAutomatically: false } },
      ],
    ];
    it.each(apart)('are not made of a session %s', async (_what, sessions, jobs) => {
      const { report, sessions: list } = await ask(sessions, jobs);
      expect(report.sessions.total).toMatchObject({
        count: sessions.length,
        inferredRetries: 0,
        possibleRetries: 0,
      });
      expect(list.nodes.every(({ retryOf }) => retryOf === null)).toBe(true);
    });

    const unknown: [string, Told[], Record<string, Json>, number][] = [
      [
        'a job runs every quarter of an hour',
        attempts('Failed', 'Failed', 'Failed', 'Failed', 'Failed', 'Success'),
        { nightly: every(15) },
        5,
      ],
      [
        'a job runs after such a job',
        attempts('Failed', 'Failed', 'Success'),
        { first: every(15), nightly: after('first') },
        2,
      ],
      [
        'a job runs all the time',
        attempts('Failed', 'Success'),
        { nightly: { ...NIGHTLY, continuously: { isEnabled: true } } },
        1,
      ],
      ['the job is not listed with its settings', attempts('Failed', 'Success'), {}, 1],
      ['the job has no schedule', attempts('Failed', 'Success'), { nightly: null }, 1],
    ];
    it.each(unknown)('cannot be known where %s', async (_where, sessions, jobs, possible) => {
      const { report, sessions: list } = await ask(sessions, jobs);
      expect(report.sessions.total).toMatchObject({
        count: sessions.length,
        inferredRetries: 0,
        possibleRetries: possible,
      });
      expect(list.nodes.filter(({ retryKnownBy }) => retryKnownBy === 'UNKNOWN')).toHaveLength(possible);
      expect(list.nodes.every(({ retryOf }) => retryOf === null)).toBe(true);
    });

    it('are no more than the job makes', async () => {
      const { report } = await ask(attempts('Failed', 'Failed', 'Failed', 'Failed', 'Failed', 'Success'));
      expect(report.sessions.total).toMatchObject({ count: 3, inferredRetries: 3, possibleRetries: 2 });
    });

    it('cannot be known where the list of jobs fails', async () => {
      simulator.faults.add({ match: 'GET /api/v1/jobs?', fault: { kind: 'status', status: 500 } });
      const { report } = await ask(attempts('Failed', 'Failed', 'Success'));
      expect(report.sessions.total).toMatchObject({ count: 3, inferredRetries: 0, possibleRetries: 2 });
    });

    it('are told from what somebody started, where the server says who', async () => {
      const { report } = await ask([
        { at: 0, result: 'Failed', by: 'LAB\\svc' },
        { at: 15, result: 'Success', by: 'LAB\\ann' },
      ]);
      const isTold = apiVersion !== '1.2-rev1';
      expect(report.sessions.total).toMatchObject({ count: isTold ? 2 : 1, possibleRetries: 0 });
    });

    it('cost the list of jobs once, and only when something failed and began again', async () => {
      const jobLists = async (sessions: Told[]): Promise<number> => {
        asked = [];
        await ask(sessions);
        return asked.filter((line) => /\/api\/v1\/jobs\?/.test(line)).length;
      };
      const again: Told = { at: 15 * 60, result: 'Success' };
      expect(await jobLists([{ at: 0, result: 'Failed' }, again])).toBe(0);
      expect(await jobLists([{ at: 0, result: 'Success' }, again])).toBe(0);
      expect(await jobLists(attempts('Failed', 'Success'))).toBe(1);
    });

    function sessionRow(
      { at, result, lasts = 5, job = 'nightly', by, type = 'BackupJob' }: Told,
      index: number,
    ): Json {
      const start = START + at * MINUTE;
      return {
        id: sessionId(index),
        name: job,
        jobId: idOf(job),
        sessionType: type,
        creationTime: new Date(start).toISOString(),
        endTime: lasts === null ? null : new Date(start + lasts * MINUTE).toISOString(),
        state: lasts === null ? 'Working' : 'Stopped',
        result: {
          result: lasts === null ? 'None' : result === 'Canceled' ? 'Failed' : result,
          message: '',
          isCanceled: result === 'Canceled',
        },
        usn: index,
        platformName: 'VMware',
        ...(apiVersion !== '1.2-rev1' && by !== undefined && { initiatedBy: by }),
      };
    }
  },
);

function listOf(data: Json[]): Json {
  return { data, pagination: { total: data.length, count: data.length, skip: 0, limit: 1000 } };
}

function sessionId(index: number): string {
  return `5e550000-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

function idOf(job: string): string {
  return `a1f0c2d4-0001-4000-8000-${String(job.length).padStart(12, '0')}`;
}
