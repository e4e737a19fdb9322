import { needsOf, withoutParticulars } from '../../board/compute/needs.js';
import { figure, figureOf, oldest, stale, unread } from '../../board/compute/figures.js';
import type { FailedSession, OverviewResult, ServerState, Source } from '../../board/documents/documents.js';

const SERVER = { key: 'vbr', name: 'VBR', product: 'VBR' } as const;

function source(key: string, change: Partial<Source> = {}): Source {
  return { server: { ...SERVER, key }, status: 'OK', count: 0, fetchedAt: null, error: null, ...change };
}

function server(key: string, status: ServerState['health']['status'], message: string): ServerState {
  const error = { code: 'UNREACHABLE', message, retryAfterSeconds: null } as const;
  const health = { status, lastAnsweredAt: null, latencyMs: null, error };
  return { ...SERVER, key, apiVersion: null, productVersion: null, tags: [], health };
}

type Breached = OverviewResult['breached']['nodes'][number];

function breach(id: string, ageSeconds: number | null, objectiveSeconds: number | null): Breached {
  const recoveryPoint = { rule: 'SCHEDULE', ageSeconds, objectiveSeconds, reason: null } as const;
  const rest = { lastResult: 'SUCCESS', lastSuccess: null, nextRun: null, repositories: [] } as const;
  return { id, name: id, server: SERVER, recoveryPoint, ...rest };
}

function failure(
  id: string,
  message: string | null,
  lastResult: 'SUCCESS' | 'FAILED' = 'FAILED',
  policyId = `policy of ${id}`,
): FailedSession {
  const policy = { id: policyId, name: id, lastResult, nextRun: null, repositories: null };
  return {
    id,
    name: id,
    message,
    startTime: '2026-01-01T00:00:00Z',
    partOfRun: false,
    server: SERVER,
    policy,
  };
}

function repository(name: string, usedRatio: number): OverviewResult['full']['nodes'][number] {
  return { id: name, name, free: 1, usedRatio, server: SERVER, policies: { totalCount: 1 } };
}

function overview(change: {
  servers?: ServerState[];
  breached?: Breached[];
  failures?: FailedSession[];
  full?: ReturnType<typeof repository>[];
}): OverviewResult {
  const list = <T>(nodes: T[]) => ({ totalCount: nodes.length, complete: true, sources: [], nodes });
  const count = { totalCount: 0, complete: true, sources: [] };
  return {
    servers: change.servers ?? [],
    all: [],
    breached: list(change.breached ?? []),
    unknown: count,
    met: count,
    report: { sessions: { complete: true, total: { failed: 0 }, sources: [] } },
    failures: { ...list(change.failures ?? []), pageInfo: { hasNextPage: false } },
    full: list(change.full ?? []),
  };
}

describe('what needs somebody', () => {
  it('puts servers that hide the rest first, then what was never protected, then the latest', () => {
    const needs = needsOf(
      overview({
        servers: [server('down', 'OFFLINE', 'refused'), server('well', 'ONLINE', '')],
        breached: [
          breach('a day late', 172_800, 86_400),
          breach('never ran', null, 3600),
          breach('far late', 864_000, 86_400),
        ],
        failures: [failure('one', 'disk full')],
        full: [repository('nearly', 0.9), repository('to the brim', 0.99)],
      }),
    );
    expect(
      needs.map((need) =>
        need.kind === 'breach' ? need.policy.name : need.kind === 'full' ? need.repository.name : need.kind,
      ),
    ).toEqual(['servers', 'never ran', 'to the brim', 'far late', 'a day late', 'failure', 'nearly']);
  });

  it('takes servers that fail in the same way together', () => {
    const servers = [
      server('a', 'OFFLINE', 'refused'),
      server('b', 'UNAUTHORIZED', 'wrong password'),
      server('c', 'OFFLINE', 'refused'),
    ];
    const groups = needsOf(overview({ servers })).map(
      (need) => need.kind === 'servers' && need.servers.map(({ key }) => key),
    );
    expect(groups).toEqual([['a', 'c'], ['b']]);
  });

  it('takes failures together whose messages tell of other objects, and leaves parts of runs out', () => {
    const needs = needsOf(
      overview({
        failures: [
          failure('1', "Object 'web-01' is locked since 10:15"),
          failure('2', "Object 'db-7' is locked since 9:05"),
          failure('3', '2 of 7 objects: No space left'),
          { ...failure('4', 'No space left'), partOfRun: true },
          failure('5', 'web-02: No space left'),
        ],
      }),
    );
    expect(needs.map((need) => need.kind === 'failure' && need.newest.map(({ id }) => id))).toEqual([
      ['1', '2'],
      ['3', '5'],
    ]);
  });

  it('counts every session of a cause, and shows the newest of each policy', () => {
    const needs = needsOf(
      overview({
        failures: [
          failure('new', 'No space left', 'FAILED', 'one'),
          failure('other', 'No space left', 'FAILED', 'two'),
          failure('older', 'No space left', 'FAILED', 'one'),
          failure('oldest', 'No space left', 'FAILED', 'one'),
        ],
      }),
    );
    expect(
      needs.map((need) => need.kind === 'failure' && [need.count, need.newest.map(({ id }) => id)]),
    ).toEqual([[4, ['new', 'other']]]);
  });

  it.each([
    [
      'the message, where all say the same',
      ["'a': No space left", "'a': No space left"],
      "'a': No space left",
    ],
    [
      'what they have in common, where they name objects',
      ['a: No space left', 'b: No space left'],
      'No space left',
    ],
    ['nothing, where the product said nothing', [null, null], null],
  ])('tells as the cause %s', (_, messages, cause) => {
    const failures = messages.map((message, index) => failure(String(index), message));
    expect(needsOf(overview({ failures })).map((need) => need.kind === 'failure' && need.cause)).toEqual([
      cause,
    ]);
  });

  it('lets failures sink that have ended well since', () => {
    const needs = needsOf(
      overview({ failures: [failure('a', 'x', 'SUCCESS'), failure('b', 'x', 'SUCCESS'), failure('c', 'y')] }),
    );
    expect(needs.map((need) => need.kind === 'failure' && need.isOver)).toEqual([false, true]);
  });

  it.each([
    ['Failed 3 of 10 machines', 'Failed 12 of 40 machines'],
    ['Task 6f9619ff-8b86-d011-b42d-00c04fc964ff ended', 'Task 1a2b3c4d-0000-1111-2222-333344445555 ended'],
    ['Code 0x80070005 from [srv-1]', 'Code 0x8007000e from [srv-2]'],
  ])('takes "%s" and "%s" for the same', (one, other) => {
    expect(withoutParticulars(one)).toBe(withoutParticulars(other));
  });
});

describe('figures', () => {
  it('are what the gateway counted, or the least of it, and never none of what was not read', () => {
    const part = { complete: false, totalCount: null };
    expect(figureOf({ complete: true, totalCount: 0, sources: [] })).toEqual({ value: 0, isExact: true });
    expect(figureOf({ ...part, sources: [source('a', { count: 3 }), source('b', { count: null })] })).toEqual(
      {
        value: 3,
        isExact: false,
      },
    );
    expect(figureOf({ ...part, sources: [source('a'), source('b', { count: null })] }).value).toBeNull();
    expect(figure(0, false).value).toBeNull();
  });

  it('name the servers of which something is missing or old, once each, and the oldest reading', () => {
    const lists = [
      [source('a', { status: 'FAILED' }), source('b', { fetchedAt: '2026-01-01T00:00:10Z' })],
      [
        source('a', { status: 'TRUNCATED' }),
        source('c', { status: 'STALE', fetchedAt: '2026-01-01T00:00:00Z' }),
      ],
    ];
    expect(unread(...lists).map(({ server }) => server.key)).toEqual(['a']);
    expect(stale(...lists).map(({ server }) => server.key)).toEqual(['c']);
    expect(oldest(...lists)).toBe(Date.parse('2026-01-01T00:00:00Z'));
    expect(oldest([source('a')])).toBeNull();
  });
});
