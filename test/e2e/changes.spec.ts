import { randomUUID } from 'node:crypto';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import WebSocket from 'ws';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { askAs, bearer, keyAuth, testKey } from '../support/callers.js';
import type { TestKey } from '../support/callers.js';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { until } from '../support/until.js';

interface Change {
  cursor: string;
  kind: string;
  server: { key: string } | null;
  session: { id: string; state: string } | null;
  policy: { id: string; enabled: boolean } | null;
}

const everybody = testKey({ name: 'Anna', role: 'OPERATOR' });
const tenant = testKey({ name: 'Ben', role: 'VIEWER', servers: ['vbr-a'] });
const CHANGES = `subscription ($filter: ChangeFilter, $after: String) { changes(filter: $filter, after: $after) {
  cursor at kind server { key } session { id state } policy { id ... on VbrJob { enabled } } } }`;
/** Of another process: answered with a gap at once, which tells that somebody listens. */
const FOREIGN = Buffer.from(`${randomUUID()} 7`).toString('base64url');

const HOUR = 3_600_000;

/** What time it is at the servers. */
let now: number;
let simulators: VbrSimulator[];
let gateway: RunningGateway;
const following: AsyncIterableIterator<Change>[] = [];

beforeEach(async () => {
  now = Date.now();
  simulators = await Promise.all(
    [5, 6].map((seed) =>
      startVbrSimulator({ seed, policies: 8, sessions: 60, workSeconds: 60, now: () => now }),
    ),
  );
  gateway = await startGateway(
    simulators.map(({ url }, index) => ({ key: ['vbr-a', 'vbr-b'][index]!, product: 'VBR', url })),
    { auth: keyAuth(everybody, tenant) },
    { following: true },
  );
  await until(async () => (await look()).every(({ coveredFrom }) => coveredFrom !== null));
});
afterEach(async () => {
  for (const changes of following.splice(0)) await changes.return?.();
  await gateway.close();
  await Promise.all(simulators.map((simulator) => simulator.close()));
});

/** Lets every server be looked at now. */
async function look(): Promise<{ coveredFrom: string | null }[]> {
  const query = '{ sessions(first: 1, maxAge: "PT0S") { sources { coveredFrom } } }';
  const { data } = await askAs<{ sessions: { sources: { coveredFrom: string | null }[] } }>(
    everybody.credential,
    gateway.url,
    query,
  );
  return data.sessions.sources;
}

type Transport = 'WebSocket' | 'events';

/** The changes that somebody is told, one by one; it listens when the first one, the gap, is there. */
function follow(
  how: Transport,
  { credential }: TestKey,
  variables: Record<string, unknown>,
  query = CHANGES,
): AsyncIterableIterator<Change> {
  const wish = { query, variables };
  const client =
    how === 'WebSocket'
      ? createWsClient({
          url: gateway.url.replace('http', 'ws'),
          webSocketImpl: WebSocket,
          connectionParams: bearer(credential),
        })
      : createSseClient({ url: `${gateway.url}/stream`, headers: bearer(credential) });
  const results = client.iterate<{ changes: Change }>(wish);
  const changes = (async function* () {
    try {
      for await (const { data, errors } of results) {
        if (errors !== undefined) throw new Error(JSON.stringify(errors));
        if (data) yield data.changes;
      }
    } finally {
      await client.dispose();
    }
  })();
  following.push(changes);
  return changes;
}

async function next(changes: AsyncIterableIterator<Change>): Promise<Change> {
  const { value } = (await changes.next()) as IteratorResult<Change, undefined>;
  if (value === undefined) throw new Error('nothing more was told');
  return value;
}

/** Starts a policy of a server; the id of its session. */
async function start(server: string): Promise<string> {
  const { data } = await askAs<{ policies: { nodes: { id: string }[] } }>(
    everybody.credential,
    gateway.url,
    `{ policies(filter: { servers: ["${server}"], kinds: [BACKUP], status: [IDLE] }, first: 1) { nodes { id } } }`,
  );
  const started = await askAs<{ startPolicy: { session: { id: string } } }>(
    everybody.credential,
    gateway.url,
    `mutation { startPolicy(input: { policy: "${data.policies.nodes[0]?.id}" }) { session { id } } }`,
  );
  return started.data.startPolicy.session.id;
}

/** All that is told until a session ends, which it does after the first look. */
async function story(changes: AsyncIterableIterator<Change>, session: string): Promise<Change[]> {
  await look();
  now += 24 * HOUR;
  await look();
  const seen: Change[] = [];
  const isEnd = (change: Change | undefined): boolean =>
    change?.kind === 'SESSION_FINISHED' && change.session?.id === session;
  while (!isEnd(seen.at(-1))) seen.push(await next(changes));
  return seen;
}

function sessionsIn(changes: readonly Change[]): (string | undefined)[] {
  return changes.map(({ session }) => session?.id);
}

it.each<Transport>(['WebSocket', 'events'])(
  'tells the story of a session over %s, and again from its middle',
  async (how) => {
    const changes = follow(how, everybody, { after: FOREIGN });
    expect(await next(changes)).toMatchObject({ kind: 'GAP', server: null, session: null });
    const session = await start('vbr-b');
    const seen = await story(changes, session);
    expect(seen[0]).toMatchObject({
      kind: 'SESSION_STARTED',
      server: { key: 'vbr-b' },
      session: { id: session },
    });
    expect(seen.at(-1)).toMatchObject({ kind: 'SESSION_FINISHED', session: { state: 'FINISHED' } });
    await changes.return?.();

    const again = follow(how, everybody, { after: seen[0]?.cursor });
    const rest = await story(again, session);
    expect(rest.map(({ cursor }) => cursor)).toEqual(seen.slice(1).map(({ cursor }) => cursor));
    await again.return?.();
  },
);

it.each<[string, string]>([
  ['no argument', 'subscription { changes { cursor kind session { id } } }'],
  ['a variable that is left out', CHANGES],
  ['null', 'subscription { changes(after: null, filter: null) { cursor kind session { id } } }'],
])('begins with what comes where it is given %s', async (_what, query) => {
  const changes = follow('events', everybody, {}, query);
  const first = next(changes);
  let isTold = false;
  first.then(
    () => (isTold = true),
    () => (isTold = true),
  );
  await until(async () => {
    now += HOUR;
    await start('vbr-a');
    await look();
    return isTold;
  });
  expect(sessionsIn([await first])).not.toEqual([undefined]);
});

it('tells a tenant of its own servers only, also behind a cursor of somebody else', async () => {
  const all = follow('WebSocket', everybody, { after: FOREIGN });
  const { cursor } = await next(all);
  const foreign = await start('vbr-b');
  expect(sessionsIn(await story(all, foreign))).toContain(foreign);
  const own = await start('vbr-a');
  const told = await story(follow('events', tenant, { after: cursor }), own);
  expect(sessionsIn(told)).toContain(own);
  expect(new Set(told.map(({ server }) => server?.key))).toEqual(new Set(['vbr-a']));
});

it('tells what is asked for, and gaps', async () => {
  const changes = follow('WebSocket', everybody, {
    after: FOREIGN,
    filter: { kinds: ['SESSION_FINISHED'], servers: ['vbr-a'] },
  });
  expect((await next(changes)).kind).toBe('GAP');
  const all = follow('events', everybody, { after: FOREIGN });
  await next(all);
  const other = await start('vbr-b');
  expect(sessionsIn(await story(all, other))).toContain(other);
  const session = await start('vbr-a');
  const seen = await story(changes, session);
  expect(new Set(seen.map(({ kind }) => kind))).toEqual(new Set(['SESSION_FINISHED']));
  expect(new Set(seen.map(({ server }) => server?.key))).toEqual(new Set(['vbr-a']));
  await changes.return?.();
});

it('tells of policies that a reading found to be otherwise', async () => {
  const read = '{ policies(maxAge: "PT0S", filter: { servers: ["vbr-a"] }) { nodes { id } } }';
  const list = await askAs<{ policies: { nodes: { id: string }[] } }>(
    everybody.credential,
    gateway.url,
    read,
  );
  const changes = follow('events', tenant, { after: FOREIGN, filter: { kinds: ['POLICY'] } });
  expect((await next(changes)).kind).toBe('GAP');
  const [policy] = list.data.policies.nodes;
  await askAs(
    everybody.credential,
    gateway.url,
    `mutation { disablePolicy(input: { policy: "${policy?.id}" }) { userErrors { code } } }`,
  );
  await askAs(everybody.credential, gateway.url, read);
  expect(await next(changes)).toMatchObject({ kind: 'POLICY', policy: { id: policy?.id } });
});

it('refuses a cursor that is none', async () => {
  const changes = follow('events', everybody, { after: 'nonsense' });
  await expect(next(changes)).rejects.toThrow(/BAD_USER_INPUT.*after|after.*BAD_USER_INPUT/);
});
