import { callCounter } from '../support/cached-gateway.js';
import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { PRODUCTS, startTrio } from '../support/troubled-fleet.js';
import type { Trio } from '../support/troubled-fleet.js';
import { until } from '../support/until.js';

interface Sessions {
  totalCount: number | null;
  complete: boolean;
  sources: {
    server: { key: string };
    status: string;
    coveredFrom: string | null;
    fetchedAt: string | null;
  }[];
  edges: { node: { id: string; startTime: string } }[];
}

const FIELDS = `
  totalCount complete
  sources { server { key } status coveredFrom fetchedAt }
  edges { node { id name kind state result startTime endTime message progressPercent policy { id name } } }`;

let clock: FrozenClock;
let trio: Trio;
let following: RunningGateway;
let direct: RunningGateway;

beforeAll(async () => {
  // Sessions under way stand still.
  clock = freezeClock();
  trio = await startTrio({ seed: 3, sessions: 400 });
  const servers = PRODUCTS.map((product) => ({ key: product, product, url: trio[product].url }));
  const patience = { firstBackoff: 1, threshold: 1_000_000 };
  [direct, following] = await Promise.all([
    startGateway(servers, {}, { patience }),
    startGateway(
      servers,
      { cache: { inventory: 'PT0S', staleIfError: 'PT1H' } },
      { patience, following: true },
    ),
  ]);
  // All of it is kept once nothing stands before the cover.
  await until(async () => {
    const { complete, sources } = await sessions(following, 'first: 500, maxAge: "PT0S"');
    return complete && sources.every(({ coveredFrom }) => coveredFrom !== null);
  });
});
afterAll(async () => {
  await Promise.all([following.close(), direct.close()]);
  await trio.close();
  clock.release();
});

async function sessions(gateway: RunningGateway, args: string): Promise<Sessions> {
  const { data, errors } = await gateway.ask<{ sessions: Sessions }>(`{ sessions(${args}) { ${FIELDS} } }`);
  expect(errors).toEqual([]);
  return data.sessions;
}

const QUESTIONS = [
  'first: 50',
  'first: 500',
  'first: 50, orderBy: { field: START_TIME, direction: ASC }',
  'first: 50, orderBy: { field: NAME, direction: ASC }',
  'first: 50, orderBy: { field: END_TIME, direction: DESC }',
  'first: 100, filter: { results: [FAILED, WARNING] }',
  'first: 100, filter: { kinds: [BACKUP] }',
];

it.each(QUESTIONS)('answers %s as without following', async (args) => {
  const [kept, asked] = await Promise.all([
    sessions(following, `${args}, maxAge: "PT0S"`),
    sessions(direct, `${args}, maxAge: "PT0S"`),
  ]);
  expect(kept.edges).toEqual(asked.edges);
  expect(kept.edges.length).toBeGreaterThan(0);
  expect(kept.complete).toBe(true);
  if (asked.totalCount !== null) expect(kept.totalCount).toBe(asked.totalCount);
});

it('pages as without following', async () => {
  const walk = async (gateway: RunningGateway): Promise<string[]> => {
    const ids: string[] = [];
    for (let after = ''; ;) {
      const { data } = await gateway.ask<{
        sessions: { pageInfo: { endCursor: string; hasNextPage: boolean }; nodes: { id: string }[] };
      }>(
        `{ sessions(first: 170 ${after}) { pageInfo { endCursor hasNextPage } nodes: edges { node { id } } } }`,
      );
      ids.push(JSON.stringify(data.sessions.nodes));
      if (!data.sessions.pageInfo.hasNextPage) return ids;
      after = `after: "${data.sessions.pageInfo.endCursor}"`;
    }
  };
  expect(await walk(following)).toEqual(await walk(direct));
});

it('tells the last runs of policies as without following', async () => {
  const query = `{ policies(first: 100, maxAge: "PT0S") { complete nodes {
    name lastRun lastResult lastSuccess lastSession { id startTime } recoveryPoint { status age } } } }`;
  const [kept, asked] = await Promise.all([following.ask(query), direct.ask(query)]);
  expect(kept.errors).toEqual([]);
  expect(kept.data).toEqual(asked.data);
});

it('asks nobody for what was looked at just now, however many ask', async () => {
  await sessions(following, 'first: 50, maxAge: "PT0S"');
  const newCalls = callCounter(trio);
  await Promise.all(Array.from({ length: 20 }, () => sessions(following, 'first: 50, maxAge: "PT1M"')));
  expect(newCalls()).toBe(0);
});

it('keeps the sessions of a server that is down, and says that they are old', async () => {
  await sessions(following, 'first: 50, maxAge: "PT0S"');
  const before = await sessions(direct, 'first: 500, maxAge: "PT0S"');
  await trio.VBR.close();
  const kept = await sessions(following, 'first: 500, maxAge: "PT0S"');
  expect(kept.edges).toEqual(before.edges);
  expect(kept.complete).toBe(false);
  expect(kept.sources.map(({ status }) => status)).toEqual(['STALE', 'OK', 'OK']);
  expect(kept.sources.every(({ fetchedAt }) => fetchedAt !== null)).toBe(true);
});
