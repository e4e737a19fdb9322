import { DAY, freezeClock, NOW } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startGateway } from '../support/gateway.js';
import type { Answer, RunningGateway } from '../support/gateway.js';
import { startVb365Simulator } from '../../src/simulators/vb365/index.js';
import { startVbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';

const STATS =
  'count success warning failed cancelled running successRate averageDuration p95Duration inferredRetries possibleRetries';

interface Stats {
  count: number;
  failed: number;
  inferredRetries: number;
  possibleRetries: number;
}
interface Group {
  server: { key: string };
  policy: { nativeId: string } | null;
  periodStart: string;
  stats: Stats;
}
interface Report {
  report: { sessions: { complete: boolean; groups: Group[] } };
}
interface Node {
  nativeId: string;
  retryKnownBy: string;
  retryOf: { nativeId: string } | null;
}
interface Page {
  sessions: { nodes: Node[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } };
}

const REPORT = `query ($server: ID!, $from: DateTime!, $to: DateTime!) {
  report(scope: { servers: [$server] }) {
    sessions(window: { from: $from, to: $to }, groupBy: [POLICY, DAY]) {
      complete groups { policy { nativeId } periodStart stats { ${STATS} } }
    }
  }
}`;
const LIST = `query ($server: ID!, $after: String) {
  sessions(first: 150, after: $after, filter: { servers: [$server] }) {
    nodes { nativeId retryKnownBy retryOf { nativeId } } pageInfo { endCursor hasNextPage }
  }
}`;

/** The same history, served with its links and by the versions that have none. */
const HISTORIES = [
  { linked: 'rev2', older: ['rev1', 'rev0', '12r1'] },
  { linked: 'v8', older: ['v6'] },
];
const PAIRS = HISTORIES.flatMap(({ linked, older }) => older.map((key) => [key, linked] as const));

describe('retries of a server that does not link them', () => {
  let clock: FrozenClock;
  let gateway: RunningGateway;
  let ids: Map<string, string>;
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    clock = freezeClock();
    const size = { sessions: 2500, policies: 40, seed: 31 };
    const [vbr, m365, aws] = await Promise.all([
      startVbrSimulator(size),
      startVb365Simulator(size),
      startVbAwsSimulator(size),
    ]);
    closing.push(...[vbr, m365, aws].map((simulator) => () => simulator.close()));
    gateway = await startGateway([
      { key: 'rev2', product: 'VBR', url: vbr.url },
      { key: 'rev1', product: 'VBR', url: vbr.url, apiVersion: '1.3-rev1' },
      { key: 'rev0', product: 'VBR', url: vbr.url, apiVersion: '1.3-rev0' },
      { key: '12r1', product: 'VBR', url: vbr.url, apiVersion: '1.2-rev1' },
      { key: 'v8', product: 'VB_M365', url: m365.url },
      { key: 'v6', product: 'VB_M365', url: m365.url, apiVersion: 'v6' },
      { key: 'aws', product: 'VB_AWS', url: aws.url },
    ]);
    const { data } = await gateway.ask<{ servers: { id: string; key: string }[] }>('{ servers { id key } }');
    ids = new Map(data.servers.map(({ id, key }) => [key, id]));
  });

  afterAll(async () => {
    await gateway.close();
    await Promise.all(closing.map((close) => close()));
    clock.release();
  });

  const reported = async (server: string, from: number, to: number): Promise<Group[]> => {
    const { data, errors } = await gateway.ask<Report>(REPORT, {
      server: ids.get(server),
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
    });
    expect(errors).toEqual([]);
    expect(data.report.sessions.complete).toBe(true);
    return data.report.sessions.groups;
  };

  const listed = async (server: string): Promise<Node[]> => {
    const nodes: Node[] = [];
    for (let after: string | null | undefined = null; after !== undefined;) {
      const { data, errors }: Answer<Page> = await gateway.ask(LIST, { server: ids.get(server), after });
      expect(errors).toEqual([]);
      nodes.push(...data.sessions.nodes);
      after = data.sessions.pageInfo.hasNextPage ? data.sessions.pageInfo.endCursor : undefined;
    }
    return nodes;
  };

  it.each(PAIRS)('are one run in the reports of %s, as they are on %s', async (older, linked) => {
    const [inferred, told] = await Promise.all(
      [older, linked].map((server) => reported(server, NOW - 30 * DAY, NOW)),
    );
    const known = (told ?? []).filter(({ policy }) => isIn(policy, inferred ?? []));
    expect((inferred ?? []).map(withoutInference)).toEqual(known.map(withoutInference));
    expect(sum(inferred, 'inferredRetries')).toBeGreaterThan(20);
    expect(sum(told, 'inferredRetries')).toBe(0);
    expect(sum(told, 'possibleRetries')).toBe(0);
  });

  it.each(PAIRS)('are named by the lists of %s as by those of %s', async (older, linked) => {
    const [inferred, told] = await Promise.all([listed(older), listed(linked)]);
    const truth = new Map(told.map(({ nativeId, retryOf }) => [nativeId, retryOf?.nativeId]));
    for (const { nativeId, retryOf } of inferred) expect(retryOf?.nativeId).toBe(truth.get(nativeId));
    const retries = inferred.filter(({ retryOf }) => retryOf !== null);
    expect(retries.length).toBeGreaterThan(20);
    expect(new Set(retries.map(({ retryKnownBy }) => retryKnownBy))).toEqual(new Set(['INFERRED']));
    expect(new Set(told.map(({ retryKnownBy }) => retryKnownBy))).toEqual(new Set(['TOLD']));
  });

  it.each(PAIRS)('are counted alike by whoever adds up the list of %s', async (older) => {
    const nodes = await listed(older);
    const groups = await reported(older, NOW - 90 * DAY, NOW + DAY);
    expect(sum(groups, 'count')).toBe(
      new Set(nodes.map(({ nativeId, retryOf }) => retryOf?.nativeId ?? nativeId)).size,
    );
    expect(sum(groups, 'inferredRetries')).toBe(nodes.filter(({ retryOf }) => retryOf !== null).length);
  });

  it('are counted apart and as possible ones on VB_AWS, which tells neither links nor a wait', async () => {
    const groups = await reported('aws', NOW - 30 * DAY, NOW);
    expect(sum(groups, 'inferredRetries')).toBe(0);
    expect(sum(groups, 'possibleRetries')).toBeGreaterThan(3);
    const nodes = await listed('aws');
    expect(nodes.every(({ retryOf }) => retryOf === null)).toBe(true);
    expect(new Set(nodes.map(({ retryKnownBy }) => retryKnownBy))).toEqual(new Set(['TOLD', 'UNKNOWN']));
  });
});

function isIn(policy: Group['policy'], groups: readonly Group[]): boolean {
  return groups.some((group) => group.policy?.nativeId === policy?.nativeId);
}

function withoutInference({
  stats: { inferredRetries: _, possibleRetries: __, ...stats },
  ...keys
}: Group): unknown {
  return { ...keys, stats };
}

function sum(groups: readonly Group[] | undefined, what: keyof Stats): number {
  return (groups ?? []).reduce((total, { stats }) => total + stats[what], 0);
}
