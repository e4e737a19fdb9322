import { DEFAULT_TIMING } from '../../src/fleet.module.js';
import { freezeClock, NOW } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';

const DAY = 86_400_000;
/** No circuits: the dead server fails in the same way however often it is asked. */
const TIMING = { ...DEFAULT_TIMING, patience: { threshold: Infinity, firstBackoff: 1 } };

interface Row {
  id: string;
  nativeId: string;
  name: string;
  kind: string;
  enabled: boolean;
  result: string;
  state: string;
  startTime: string;
  lastResult: string;
  usedRatio: number | null;
  policy: { id: string } | null;
  server: { key: string; product: string };
}

interface Case {
  readonly filter: Record<string, unknown>;
  readonly matches: (row: Row) => boolean;
}

const FIELDS: Readonly<Record<string, string>> = {
  policies: 'id nativeId name kind enabled lastResult server { key product }',
  repositories: 'id nativeId name kind usedRatio server { key product }',
  sessions: 'id nativeId name kind result state startTime policy { id } server { key product }',
};

/** Of the time in which every server keeps its sessions. */
const SINCE = NOW - 10 * DAY;
const started = (row: Row): number => Date.parse(row.startTime);

const CASES: Readonly<Record<string, readonly Case[]>> = {
  policies: [
    {
      filter: { or: [{ products: ['VBR'] }, { lastResult: ['FAILED'] }] },
      matches: ({ server, lastResult }) => server.product === 'VBR' || lastResult === 'FAILED',
    },
    { filter: { not: { enabled: true } }, matches: ({ enabled }) => !enabled },
    {
      filter: {
        servers: ['vbr', 'm365'],
        and: [{ not: { name: { contains: 'a' } } }, { kinds: ['BACKUP'] }],
      },
      matches: ({ server, name, kind }) =>
        ['vbr', 'm365'].includes(server.key) && !name.toLowerCase().includes('a') && kind === 'BACKUP',
    },
    {
      filter: { not: { or: [{ servers: ['vbr'] }, { not: { lastResult: ['SUCCESS', 'WARNING'] } }] } },
      matches: ({ server, lastResult }) =>
        server.key !== 'vbr' && ['SUCCESS', 'WARNING'].includes(lastResult),
    },
    { filter: { or: [] }, matches: () => false },
    { filter: { and: [] }, matches: () => true },
  ],
  repositories: [
    {
      filter: { or: [{ usedRatioAtLeast: 0.8 }, { products: ['VB_AWS'] }] },
      matches: ({ usedRatio, server }) =>
        (usedRatio !== null && usedRatio >= 0.8) || server.product === 'VB_AWS',
    },
    {
      filter: { not: { usedRatioAtLeast: 0.5 } },
      matches: ({ usedRatio }) => usedRatio === null || usedRatio < 0.5,
    },
  ],
  sessions: [
    {
      filter: { or: [{ results: ['FAILED'] }, { kinds: ['RESTORE'] }] },
      matches: ({ result, kind }) => result === 'FAILED' || kind === 'RESTORE',
    },
    {
      filter: { not: { results: ['SUCCESS'] } },
      matches: ({ result }) => result !== 'SUCCESS',
    },
    {
      filter: {
        or: [
          { startedAfter: new Date(NOW - DAY).toISOString(), results: ['WARNING', 'FAILED'] },
          { startedBefore: new Date(NOW - 8 * DAY).toISOString() },
        ],
      },
      matches: (row) =>
        (started(row) > NOW - DAY && ['WARNING', 'FAILED'].includes(row.result)) ||
        started(row) < NOW - 8 * DAY,
    },
    {
      filter: { and: [{ results: ['SUCCESS', 'FAILED'] }, { not: { servers: ['vbr', 'vbr-old'] } }] },
      matches: ({ result, server }) =>
        ['SUCCESS', 'FAILED'].includes(result) && !server.key.startsWith('vbr'),
    },
    { filter: { withoutPolicy: true }, matches: ({ policy }) => policy === null },
    {
      filter: { withoutPolicy: false, not: { products: ['VB_M365'] } },
      matches: ({ policy, server }) => policy !== null && server.product !== 'VB_M365',
    },
  ],
};

interface Listed {
  totalCount: number | null;
  nodes: Row[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
  sources: { server: { key: string } }[];
}

describe.each([
  ['asked of the servers', false],
  ['kept by the gateway', true],
])('nested filters, %s', (_what, following) => {
  let clock: FrozenClock;
  let fleet: Fleet;

  beforeAll(async () => {
    clock = freezeClock();
    fleet = await startFleet({ timing: { ...TIMING, following } });
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  async function walk(list: string, filter: Record<string, unknown>, first = 100): Promise<Listed> {
    const answer: Listed = {
      totalCount: null,
      nodes: [],
      pageInfo: { hasNextPage: true, endCursor: '' },
      sources: [],
    };
    const type = `${{ policies: 'Policy', repositories: 'Repository', sessions: 'Session' }[list] ?? ''}Filter`;
    for (let after: string | null = null; answer.pageInfo.hasNextPage; after = answer.pageInfo.endCursor) {
      const { data, errors } = await fleet.gateway.ask<Record<string, Listed>>(
        `query ($filter: ${type}, $after: String) { ${list}(first: ${first}, after: $after, filter: $filter) {
          totalCount nodes { ${FIELDS[list] ?? ''} } pageInfo { hasNextPage endCursor } sources { server { key } } } }`,
        { filter, after },
      );
      expect(errors).toEqual([]);
      const page = data[list]!;
      if (after === null) Object.assign(answer, { totalCount: page.totalCount, sources: page.sources });
      answer.nodes.push(...page.nodes);
      answer.pageInfo = page.pageInfo;
    }
    return answer;
  }

  it.each(
    Object.entries(CASES).flatMap(([list, cases]) =>
      cases.map((one) => [list, JSON.stringify(one.filter), one] as const),
    ),
  )('choose exactly what matches: %s %s', async (list, _text, { filter, matches }) => {
    const window = list === 'sessions' ? { startedAfter: new Date(SINCE).toISOString() } : {};
    const alive = { not: { servers: ['down'] } };
    const all = await walk(list, { ...window, servers: fleet.alive }, 500);
    const found = await walk(list, {
      ...window,
      ...filter,
      and: [...((filter['and'] as object[] | undefined) ?? []), alive],
    });
    const ids = (rows: readonly Row[]): string[] => rows.map(({ id }) => id).toSorted();
    expect(ids(found.nodes)).toEqual(ids(all.nodes.filter(matches)));
    if (found.totalCount !== null) expect(found.totalCount).toBe(found.nodes.length);
  });

  it('ask no server on which nothing can match', async () => {
    for (const list of Object.keys(FIELDS)) {
      const { sources } = await walk(list, {
        or: [{ servers: ['aws'] }, { not: { not: { servers: ['m365'] } } }],
      });
      expect(sources.map(({ server }) => server.key)).toEqual(['aws', 'm365']);
    }
  });

  it('are refused where they are too deep or too many, before any server is asked', async () => {
    const deep = (depth: number): object => (depth === 0 ? { products: ['VBR'] } : { not: deep(depth - 1) });
    const many = { or: Array.from({ length: 101 }, () => ({ products: ['VBR'] })) };
    for (const list of Object.keys(FIELDS)) {
      const type = `${{ policies: 'Policy', repositories: 'Repository', sessions: 'Session' }[list] ?? ''}Filter`;
      for (const filter of [deep(6), many, { and: [many] }]) {
        const { errors, status } = await fleet.gateway.ask(
          `query ($filter: ${type}) { ${list}(filter: $filter) { totalCount } }`,
          { filter },
        );
        expect(status).toBe(400);
        expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      }
      const allowed = await fleet.gateway.ask(
        `query ($filter: ${type}) { ${list}(first: 1, filter: $filter) { complete } }`,
        { filter: { servers: ['vbr'], ...deep(5) } },
      );
      expect(allowed.errors).toEqual([]);
    }
  });

  it('refuse keys of servers that do not exist, however deep', async () => {
    const { errors } = await fleet.gateway.ask(
      '{ policies(filter: { or: [{ not: { servers: ["nowhere"] } }] }) { totalCount } }',
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});
