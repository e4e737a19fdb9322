import type { PolicyRecord } from '../../../src/core/model/policy.js';
import type { Product, Tag } from '../../../src/core/model/server.js';
import type { SessionRecord } from '../../../src/core/model/session.js';
import { SessionReportBuilder } from '../../../src/core/reports/session-report.js';
import type {
  SessionGroup,
  SessionReport,
  SessionReportOptions,
  SessionStats,
} from '../../../src/core/reports/session-report.js';
import { at, HOUR, MINUTE, policy, session } from './records.js';

const PRODUCTS: Record<string, Product> = { 'vbr-a': 'VBR', 'vbr-b': 'VBR', 'aws-a': 'VB_AWS' };
const BERLIN: Tag = { key: 'site', value: 'berlin' };
const ACME: Tag = { key: 'tenant', value: 'acme' };
const TAGS: Record<string, Tag[]> = { 'vbr-a': [BERLIN, ACME], 'vbr-b': [BERLIN] };

function builderOf(options: Partial<SessionReportOptions>): SessionReportBuilder {
  return new SessionReportBuilder({
    window: { from: at('2026-01-01T00:00:00Z'), to: at('2027-01-01T00:00:00Z') },
    groupBy: [],
    zone: 'UTC',
    tagsOf: (server) => TAGS[server] ?? [],
    productOf: (server) => PRODUCTS[server]!,
    ...options,
  });
}

interface ReportOptions extends Partial<SessionReportOptions> {
  policyOf?: (session: SessionRecord) => PolicyRecord | null;
}

async function report(
  sessions: readonly SessionRecord[],
  options: ReportOptions = {},
): Promise<SessionReport> {
  const builder = builderOf(options);
  sessions.forEach((one) => builder.add(one, options.policyOf?.(one) ?? null));
  return builder.finish();
}

/** What a test says of a group: the values of some keys and its count. */
function table(groups: readonly SessionGroup[], ...keys: (keyof SessionGroup)[]): unknown[][] {
  return groups.map((group) => [...keys.map((key) => group[key]), group.stats.count]);
}

const NOTHING: SessionStats = {
  count: 0,
  success: 0,
  warning: 0,
  failed: 0,
  cancelled: 0,
  running: 0,
  inferredRetries: 0,
  possibleRetries: 0,
  successRate: null,
  averageDuration: null,
  p95Duration: null,
};

describe('stats', () => {
  it('of nothing are zeros, with no rate and no durations', async () => {
    expect(await report([])).toEqual({ total: NOTHING, groups: [] });
  });

  it('tell results apart and rate what ended with a known one', async () => {
    const { total } = await report([
      session({ nativeId: '1', result: 'SUCCESS' }),
      session({ nativeId: '2', result: 'WARNING' }),
      session({ nativeId: '3', result: 'FAILED' }),
      session({ nativeId: '4', result: 'CANCELLED' }),
      session({ nativeId: '5', result: 'NONE' }),
      session({ nativeId: '6', result: 'UNKNOWN' }),
      session({ nativeId: '7', result: 'NONE', state: 'RUNNING', endTime: null }),
      session({ nativeId: '8', result: 'WARNING', state: 'STOPPING', endTime: null }),
      session({ nativeId: '9', result: 'NONE', state: 'PENDING', endTime: null }),
    ]);
    expect(total).toMatchObject({ count: 9, success: 1, warning: 1, failed: 1, cancelled: 1, running: 3 });
    expect(total.successRate).toBe(0.5);
  });

  it('have no rate while nothing ended', async () => {
    const { total } = await report([
      session({ nativeId: '1', state: 'RUNNING', result: 'NONE', endTime: null }),
    ]);
    expect(total).toEqual({ ...NOTHING, count: 1, running: 1 });
  });

  it('take durations of ended runs only, the 95th percentile by nearest rank', async () => {
    const start = at('2026-03-10T22:00:00Z');
    const ended = Array.from({ length: 20 }, (_, i) =>
      session({ nativeId: `${i}`, startTime: start, endTime: start + (i + 1) * MINUTE }),
    );
    const { total } = await report([
      ...ended,
      session({ nativeId: 'running', state: 'RUNNING', endTime: start + 900 * MINUTE }),
      session({ nativeId: 'unclear', result: 'UNKNOWN', endTime: start + 900 * MINUTE }),
      session({ nativeId: 'endless', endTime: null }),
      session({ nativeId: 'clock', startTime: start, endTime: start - MINUTE }),
    ]);
    expect(total.p95Duration).toBe(19 * MINUTE);
    expect(total.averageDuration).toBe((210 * MINUTE) / 21);
  });
});

describe('runs', () => {
  const start = at('2026-03-10T22:00:00Z');
  const first = session({
    nativeId: 'first',
    startTime: start,
    endTime: start + 5 * MINUTE,
    result: 'FAILED',
  });
  const again = session({
    nativeId: 'again',
    retryOf: 'first',
    startTime: start + 15 * MINUTE,
    endTime: start + 20 * MINUTE,
    result: 'FAILED',
  });
  const third = session({
    nativeId: 'third',
    startTime: start + 30 * MINUTE,
    endTime: start + 40 * MINUTE,
    result: 'WARNING',
  });
  const chains: [string, SessionRecord][] = [
    ['the first session', { ...third, retryOf: 'first' }],
    ['the previous session', { ...third, retryOf: 'again' }],
  ];

  describe.each(chains)('whose retries name %s', (_, last) => {
    it.each([
      ['in order', [first, again, last]],
      ['newest first', [last, again, first]],
      ['mixed', [again, last, first]],
      ['the last in the middle', [first, last, again]],
      ['with pages that overlap', [last, again, again, first, first, last]],
    ])('are one with the result of the last: %s', async (_order, sessions) => {
      expect((await report(sessions)).total).toEqual({
        ...NOTHING,
        count: 1,
        warning: 1,
        successRate: 1,
        averageDuration: 40 * MINUTE,
        p95Duration: 40 * MINUTE,
      });
    });
  });

  it('are one also when the session that a retry names is outside the window, counted at the first inside', async () => {
    const { total, groups } = await report([first, { ...third, retryOf: 'first' }, again], {
      window: { from: start + MINUTE, to: start + HOUR },
      groupBy: ['HOUR'],
    });
    expect(total).toMatchObject({ count: 1, warning: 1, averageDuration: 25 * MINUTE });
    expect(table(groups, 'periodStart')).toEqual([[start, 1]]);
  });

  it('that are retried right now are running', async () => {
    const retry = session({
      nativeId: 'r',
      retryOf: 'first',
      startTime: start + HOUR,
      state: 'RUNNING',
      endTime: null,
    });
    expect((await report([retry, first])).total).toEqual({ ...NOTHING, count: 1, running: 1 });
  });

  it('of two servers stay apart when their ids are equal', async () => {
    const { total } = await report([
      first,
      { ...again, server: 'vbr-b' },
      { ...first, server: 'vbr-b', nativeId: 'x' },
    ]);
    expect(total.count).toBe(3);
  });

  it('take the newer of two sessions with the same start by id', async () => {
    const failed = session({ nativeId: 'b', retryOf: 'a', result: 'FAILED' });
    expect((await report([failed, session({ nativeId: 'a' })])).total).toMatchObject({ count: 1, failed: 1 });
  });

  it('end when the same session is reported running and ended, in either order', async () => {
    const ended = session({ nativeId: 'a', result: 'WARNING' });
    const running = { ...ended, state: 'RUNNING' as const, result: 'NONE' as const, endTime: null };
    expect((await report([ended, running])).total).toMatchObject({ count: 1, running: 0, warning: 1 });
    expect((await report([running, ended])).total).toMatchObject({ count: 1, running: 0, warning: 1 });
  });

  it('count when their start is in the window: its start included, its end not', async () => {
    const window = { from: start, to: start + HOUR };
    const at_ = (startTime: number): SessionRecord => session({ nativeId: `${startTime}`, startTime });
    expect(
      (await report([at_(start - 1), at_(start), at_(start + HOUR - 1), at_(start + HOUR)], { window })).total
        .count,
    ).toBe(2);
  });
});

describe('groups', () => {
  const nightly = policy({ nativeId: 'job-1', name: 'Nightly' });
  const archive = policy({ nativeId: 'job-2', name: 'Archive', workload: 'DATABASE' });
  const twin = policy({ server: 'vbr-b', nativeId: 'job-1', name: 'Nightly', workload: 'DATABASE' });
  const policies = [nightly, archive, twin];
  const policyOf = ({ server, policyId }: SessionRecord): PolicyRecord | null =>
    policies.find((one) => one.server === server && one.nativeId === policyId) ?? null;
  const sessions = [
    session({ nativeId: '1', policyId: 'job-1', result: 'FAILED' }),
    session({ nativeId: '2', policyId: 'job-1' }),
    session({ nativeId: '3', policyId: 'job-2' }),
    session({ nativeId: '1', server: 'vbr-b', policyId: 'job-1' }),
    session({ nativeId: '2', server: 'vbr-b', kind: 'RESTORE' }),
    session({ nativeId: '1', server: 'aws-a', kind: 'SNAPSHOT' }),
  ];

  it('are sorted by value, and say nothing of keys that were not asked', async () => {
    const { groups } = await report(sessions, { groupBy: ['PRODUCT'] });
    expect(groups.map(({ stats, ...keys }) => [keys.product, stats.count])).toEqual([
      ['VBR', 5],
      ['VB_AWS', 1],
    ]);
    const { product, stats, ...others } = groups[0]!;
    expect([product, stats.failed]).toEqual(['VBR', 1]);
    expect(new Set(Object.values(others))).toEqual(new Set([null]));
  });

  it('by policy keep equal ids of two servers apart and put sessions of no policy into one', async () => {
    const { groups } = await report(sessions, { groupBy: ['POLICY'], policyOf });
    expect(table(groups, 'policy')).toEqual([
      [archive, 1],
      [nightly, 2],
      [twin, 1],
      [null, 2],
    ]);
  });

  it('by policy do not depend on the record being the same object', async () => {
    const { groups } = await report(sessions, {
      groupBy: ['POLICY'],
      policyOf: (one) => (policyOf(one) === null ? null : { ...policyOf(one)! }),
    });
    expect(groups).toHaveLength(4);
  });

  it('by workload take that of the policy', async () => {
    const { groups } = await report(sessions, { groupBy: ['WORKLOAD'], policyOf });
    expect(table(groups, 'workload')).toEqual([
      ['VIRTUAL_MACHINE', 2],
      ['DATABASE', 2],
      [null, 2],
    ]);
  });

  it('by tag are one per tag of the server, and one for servers without', async () => {
    const { groups, total } = await report(sessions, { groupBy: ['TAG'] });
    expect(table(groups, 'tag')).toEqual([
      [BERLIN, 5],
      [ACME, 3],
      [null, 1],
    ]);
    expect(total.count).toBe(6);
  });

  it('have one value per key, in the order of the keys', async () => {
    const { groups } = await report(sessions, { groupBy: ['KIND', 'SERVER', 'RESULT', 'KIND'] });
    expect(table(groups, 'kind', 'server', 'result')).toEqual([
      ['BACKUP', 'vbr-a', 'SUCCESS', 2],
      ['BACKUP', 'vbr-a', 'FAILED', 1],
      ['BACKUP', 'vbr-b', 'SUCCESS', 1],
      ['SNAPSHOT', 'aws-a', 'SUCCESS', 1],
      ['RESTORE', 'vbr-b', 'SUCCESS', 1],
    ]);
  });

  it('by day follow the zone', async () => {
    const late = session({ nativeId: 'late', startTime: at('2026-03-28T23:30:00Z') });
    const early = session({ nativeId: 'early', startTime: at('2026-03-28T22:30:00Z') });
    const { groups } = await report([late, early], { groupBy: ['DAY'], zone: 'Europe/Berlin' });
    expect(table(groups, 'periodStart')).toEqual([
      [at('2026-03-27T23:00:00Z'), 1],
      [at('2026-03-28T23:00:00Z'), 1],
    ]);
  });

  it('by week and month are cut by both', async () => {
    const days = ['2026-03-31T12:00:00Z', '2026-04-01T12:00:00Z', '2026-04-06T12:00:00Z'];
    const runs = days.map((day) => session({ nativeId: day, startTime: at(day) }));
    const { groups } = await report(runs, { groupBy: ['WEEK', 'MONTH'] });
    expect(table(groups, 'periodStart')).toEqual([
      [at('2026-03-30T00:00:00Z'), 1],
      [at('2026-04-01T00:00:00Z'), 1],
      [at('2026-04-06T00:00:00Z'), 1],
    ]);
  });
});

it('takes back one server whole, and no other whose key begins alike', async () => {
  const builder = builderOf({ groupBy: ['SERVER'] });
  for (const server of ['vbr-a', 'vbr-ab'])
    for (const type of ['VbrSession', 'OtherSession'])
      builder.add(session({ nativeId: '1', server, type }), null);
  builder.forget('vbr-a');
  const { total, groups } = await builder.finish();
  expect(total.count).toBe(2);
  expect(table(groups, 'server')).toEqual([['vbr-ab', 2]]);
});
