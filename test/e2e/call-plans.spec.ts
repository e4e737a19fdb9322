import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { askCounting, totalOf, whenProbed } from '../support/upstream-calls.js';
import type { CallsByServer } from '../support/upstream-calls.js';

const NOTHING = { vbr: 0, 'vbr-old': 0, aws: 0, m365: 0, 'm365-old': 0 };
/** Job states; eight lists and the VPC policy; jobs and copy jobs. */
const POLICIES = { vbr: 1, 'vbr-old': 1, aws: 9, m365: 2, 'm365-old': 2 };
/** States and scale-out repositories; one list; before v8 object storage has a list of its own. */
const REPOSITORIES = { vbr: 2, 'vbr-old': 2, aws: 1, m365: 1, 'm365-old': 2 };
/** Where SLA-based policies of AWS store to. */
const TARGETS = { ...NOTHING, aws: 1 };

describe('what a question costs', () => {
  let clock: FrozenClock;
  let fleet: Fleet;

  beforeAll(async () => {
    clock = freezeClock();
    fleet = await startFleet();
    await whenProbed(fleet);
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  const callsFor = async (query: string): Promise<CallsByServer> => {
    const { answer, calls } = await askCounting<unknown>(fleet, query);
    expect(answer.errors).toEqual([]);
    expect(answer.cost.upstreamCalls).toBe(totalOf(calls));
    return calls;
  };

  it.each<[string, string, Record<string, number>]>([
    [
      'servers and how they fare',
      '{ servers { name apiVersion productVersion health { status } } }',
      NOTHING,
    ],
    ['a schema', '{ __schema { types { name } } }', NOTHING],
    ['a report without a figure', '{ report { __typename } }', NOTHING],
    ['counting policies', '{ policies { totalCount } }', POLICIES],
    [
      'what the list of policies holds',
      '{ policies(first: 500) { nodes { name nextRun enabled status kind server { name tags { key } } } } }',
      POLICIES,
    ],
    ['counting repositories', '{ repositories { totalCount } }', REPOSITORIES],
    [
      'what the list of repositories holds',
      '{ repositories(first: 500) { nodes { name capacity free used usedRatio status } } }',
      REPOSITORIES,
    ],
    [
      'policies with their repositories',
      '{ policies(first: 500) { nodes { name repositories { name free } } } }',
      sum(POLICIES, REPOSITORIES, TARGETS),
    ],
    [
      'repositories with their policies',
      '{ repositories(first: 500) { nodes { name policies { nodes { name } } } } }',
      sum(POLICIES, REPOSITORIES, TARGETS),
    ],
    [
      'both lists and both joins at once',
      `{ policies(first: 500) { nodes { name repositories { name policies { nodes { name } } } } }
         repositories(first: 500) { nodes { name policies { nodes { name repositories { name } } } } } }`,
      sum(POLICIES, REPOSITORIES, TARGETS),
    ],
    [
      'the same list under three names',
      '{ a: policies { totalCount } b: policies(first: 3) { nodes { name } } c: policies { sources { count } } }',
      POLICIES,
    ],
    [
      'whether repositories are immutable',
      '{ repositories(first: 500) { nodes { immutability { enabled } } } }',
      sum(REPOSITORIES, { ...NOTHING, vbr: 1, 'vbr-old': 1 }),
    ],
    [
      'a field behind @skip',
      '{ policies(first: 500) { nodes { name repositories @skip(if: true) { name } } } }',
      POLICIES,
    ],
    ['the capacity report', '{ report { capacity { total { free } } } }', REPOSITORIES],
    [
      'one product',
      '{ policies(filter: { products: [VB_M365] }) { nodes { name } } }',
      { ...NOTHING, m365: 2, 'm365-old': 2 },
    ],
  ])('for %s is a fixed number of calls a server', async (_what, query, expected) => {
    expect(numbersOf(await callsFor(query))).toEqual(expected);
  });

  it('for all policies with repository and last session is the cheapest plan of each product', async () => {
    const query = `{ policies(first: 500) { nodes { name repositories { name } lastSession { endTime message } } } }`;
    const calls = await callsFor(query);
    const plan = sum(POLICIES, REPOSITORIES, TARGETS);
    const sessions = Object.fromEntries(
      Object.entries(calls).map(([key, lines]) => [key, lines.filter((line) => /sessions/i.test(line))]),
    );
    const lists = Object.fromEntries(
      Object.entries(calls).map(([key, lines]) => [key, lines.length - (sessions[key]?.length ?? 0)]),
    );
    expect(lists).toEqual(plan);
    for (const key of ['vbr', 'vbr-old', 'm365', 'm365-old']) {
      const own = sessions[key] ?? [];
      // One window for all of them, then single calls for at most a handful it does not hold.
      expect(own.filter((line) => !isSingle(line))).toHaveLength(1);
      expect(own.filter(isSingle).length).toBeLessThanOrEqual(4);
    }
    const aws = sessions['aws'] ?? [];
    expect(aws.filter((line) => !isSingle(line))).toHaveLength(1);
    const rare = fleet.vbaws.world.policies.filter(
      ({ cadence, enabled }) => cadence.kind !== 'daily' || !enabled,
    );
    expect(aws.filter(isSingle).length).toBeLessThanOrEqual(rare.length + 2);
  });

  it('does not grow with the number of policies', async () => {
    const large = await startFleet({
      vbr: { policies: 150, sessions: 900 },
      vbaws: { policies: 150, sessions: 900 },
      vb365: { policies: 150, sessions: 900 },
    });
    try {
      await whenProbed(large);
      const query =
        '{ policies(first: 500) { nodes { name repositories { name policies { totalCount } } } } }';
      const { answer, calls } = await askCounting<unknown>(large, query);
      expect(answer.errors).toEqual([]);
      expect(numbersOf(calls)).toEqual(sum(POLICIES, REPOSITORIES, TARGETS));
    } finally {
      await large.close();
    }
  });
});

function isSingle(line: string): boolean {
  return /PolicyId=|jobIdFilter=|jobId=|\/sessions\/|\/JobSessions\?limit=1\b/i.test(line);
}

function numbersOf(calls: CallsByServer): Record<string, number> {
  return Object.fromEntries(Object.entries(calls).map(([key, lines]) => [key, lines.length]));
}

function sum(...all: Record<string, number>[]): Record<string, number> {
  return Object.fromEntries(
    Object.keys(NOTHING).map((key) => [key, all.reduce((total, each) => total + (each[key] ?? 0), 0)]),
  );
}
