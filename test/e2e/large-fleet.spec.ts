import { ACCEPTANCE, FAILED_SESSIONS, idsIn, SOME_IDS } from '../support/acceptance.js';
import type { SomeIds } from '../support/acceptance.js';
import { DAY, freezeClock, NOW } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startGateway } from '../support/gateway.js';
import type { Answer, RunningGateway } from '../support/gateway.js';
import { FAILURE_CODES, startLargeFleet } from '../support/large-fleet.js';
import type { LargeFleet } from '../support/large-fleet.js';
import { runsWithin, statsOf } from '../support/run-stats.js';
import { expected } from '../support/session-lists.js';
import { isGood } from '../support/truth.js';
import type { FleetTruth } from '../support/truth.js';

interface Source {
  server: { key: string };
  status: string;
  error: { code: string } | null;
}

const SLA = `{ report { slaCompliance { met missed complete
  sources { server { key } status error { code } }
  policies { nativeId server { key } compliance { met } } } } }`;

describe('a fleet of fifty servers, one in ten of which fails', () => {
  let clock: FrozenClock;
  let fleet: LargeFleet;
  /** The same servers without those that fail. */
  let healthy: RunningGateway;
  let gateway: RunningGateway;
  let truth: FleetTruth;
  let ids: string[];

  beforeAll(async () => {
    clock = freezeClock();
    fleet = await startLargeFleet();
    truth = fleet.truth();
    healthy = await startGateway(fleet.healthy);
    gateway = await startGateway(mixed(fleet));
    ids = idsIn((await healthy.ask<SomeIds>(SOME_IDS)).data).slice(0, 60);
  });

  afterAll(async () => {
    await Promise.all([gateway.close(), healthy.close()]);
    await fleet.close();
    clock.release();
  });

  const questions: [title: string, query: string, variables: () => Record<string, unknown>][] = [
    ...Object.entries(ACCEPTANCE).map(
      ([title, { query, variables }]): [string, string, () => Record<string, unknown>] => [
        title,
        query,
        () => variables(NOW, ids),
      ],
    ),
    ['compliance with service levels', SLA, () => ({})],
  ];

  it.each(questions)(
    'answers as without those servers, cold and again, and names each of them: %s',
    async (_title, query, variables) => {
      const wanted = await healthy.ask(query, variables());
      expect(wanted.status).toBe(200);
      for (let round = 0; round < 2; round += 1) {
        const answer = await gateway.ask(query, variables());
        expect(answer.status).toBe(200);
        expect(withoutSources(answer.data)).toEqual(withoutSources(wanted.data));
        expect(codesOf(answer)).toEqual(codesOf(wanted));
        for (const sources of sourceListsIn(answer.data)) expectNamed(sources);
      }
    },
  );

  it('lists every failed session of a day, newest first', async () => {
    const since = NOW - DAY;
    const due = truth.sessions.filter(
      ({ start, result }) => start > since && (result === 'FAILED' || result === 'WARNING'),
    );
    expect(due.length).toBeGreaterThan(20);
    type Failed = { sessions: { nodes: { nativeId: string; server: { key: string } }[]; complete: boolean } };
    const { data } = await gateway.ask<Failed>(FAILED_SESSIONS, {
      since: new Date(since).toISOString(),
      first: 500,
    });
    expect(data.sessions.complete).toBe(false);
    expect(data.sessions.nodes.map(({ server, nativeId }) => `${server.key}/${nativeId}`)).toEqual(
      expected(due),
    );
  });

  it('counts the runs, policies and repositories of all that answer', async () => {
    const query = `{
      report { sessions(window: { last: "P30D" }) { total { count success warning failed cancelled running
        successRate averageDuration p95Duration } } capacity { total { repositories } } }
      policies(first: 1) { sources { server { key } count } }
      ran: policies(first: 500) { nodes { lastSuccess } }
    }`;
    type Counts = {
      report: { sessions: { total: unknown }; capacity: { total: { repositories: number } } };
      policies: { sources: { server: { key: string }; count: number | null }[] };
      ran: { nodes: { lastSuccess: string | null }[] };
    };
    const { data } = await gateway.ask<Counts>(query);
    expect(data.report.sessions.total).toEqual(statsOf(runsWithin(truth.sessions, NOW - 30 * DAY, NOW)));
    const counted = data.policies.sources.reduce((sum, { count }) => sum + (count ?? 0), 0);
    expect(counted).toBe(truth.policies.length);
    expect(data.report.capacity.total.repositories).toBe(
      truth.repositories.filter(({ partOf }) => partOf === null).length,
    );
    const good = truth.policies.filter(({ lastSuccess }) => lastSuccess !== null);
    expect(truth.sessions.some(isGood)).toBe(true);
    expect(data.ran.nodes.filter(({ lastSuccess }) => lastSuccess !== null)).toHaveLength(good.length);
  });

  it('tells the health of all from memory', async () => {
    type Board = { servers: { key: string; health: { status: string } }[] };
    const { data, cost } = await gateway.ask<Board>('{ servers { key health { status } } }');
    expect(cost.upstreamCalls).toBe(0);
    expect(data.servers).toHaveLength(50);
    const poor = data.servers.filter(({ health }) => health.status !== 'ONLINE').map(({ key }) => key);
    expect(poor.sort()).toEqual(Object.keys(FAILURE_CODES).sort());
  });

  it('refuses a hostile query without asking any of them', async () => {
    const before = fleet.simulators.map(({ requests }) => requests.length);
    const deep = 'server { policies(first: 500) { nodes {'.repeat(10) + 'id' + '} } }'.repeat(10);
    const aliases = Array.from(
      { length: 200 },
      (_none, index) => `a${index}: policies(first: 500) { nodes { id } }`,
    );
    const { status, errors } = await gateway.ask(
      `{ policies(first: 100000) { nodes { ${deep} } } ${aliases.join(' ')} }`,
    );
    expect(status).toBe(400);
    expect(errors).not.toEqual([]);
    expect(fleet.simulators.map(({ requests }) => requests.length)).toEqual(before);
  });

  it('starts a policy that the list then shows, whoever else fails', async () => {
    const list = `query ($id: ID!) { node(id: $id) { id } policies(first: 1, filter: { products: [VBR], kinds: [BACKUP], status: [IDLE] }) { nodes { id } } }`;
    const start = `mutation ($id: ID!) { startPolicy(input: { policy: $id }) { session { id } userErrors { code message } } }`;
    type Found = { policies: { nodes: { id: string }[] } };
    const { data } = await gateway.ask<Found>(list, { id: ids[0] });
    type Started = { startPolicy: { session: { id: string } | null; userErrors: unknown[] } };
    const started = await gateway.ask<Started>(start, { id: data.policies.nodes[0]?.id });
    expect(started.data.startPolicy.userErrors).toEqual([]);
    type Shown = { sessions: { nodes: { id: string }[] } };
    const shown = await gateway.ask<Shown>('{ sessions(first: 5) { nodes { id } } }');
    expect(shown.data.sessions.nodes.map(({ id }) => id)).toContain(started.data.startPolicy.session?.id);
  });
});

/** The failing ones among the others. */
function mixed({ healthy, failing }: LargeFleet): LargeFleet['healthy'] {
  return failing.reduce((all, entry, index) => all.toSpliced(9 * index + 4, 0, entry), healthy);
}

function expectNamed(sources: readonly Source[]): void {
  for (const { server, status, error } of sources) {
    const codes = FAILURE_CODES[server.key];
    if (codes === undefined) expect([server.key, status, error]).toEqual([server.key, 'OK', null]);
    else {
      expect([server.key, status]).toEqual([server.key, 'FAILED']);
      if (error) expect([...codes, 'TIMEOUT', 'CIRCUIT_OPEN']).toContain(error.code);
    }
  }
}

function sourceListsIn(value: unknown): Source[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) =>
    name === 'sources' ? [part as Source[]] : sourceListsIn(part),
  );
}

/** An answer without what a failing server must change in it. */
function withoutSources(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSources);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !['sources', 'complete', 'totalCount'].includes(name))
      .map(([name, part]: [string, unknown]) => [name, withoutSources(part)]),
  );
}

function codesOf({ errors }: Answer<unknown>): string[] {
  return errors.map(({ extensions }) => extensions.code).sort();
}
