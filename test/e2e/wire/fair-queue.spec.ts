import { askAs, keyAuth, testKey } from '../../support/callers.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';
import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../../src/simulators/vbr/index.js';

const [greedy, modest] = [testKey({ name: 'greedy' }), testKey({ name: 'modest' })];
const BY_ID = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
const SESSIONS = 300;
const LATENCY_MS = 20;

let vbr: VbrSimulator;
let gateway: RunningGateway;
let ids: string[];
beforeAll(async () => {
  vbr = await startVbrSimulator({ policies: 2, sessions: SESSIONS });
  const servers = [
    { key: 'vbr', product: 'VBR', url: vbr.url, limits: { concurrency: 2, timeout: 'PT60S' } },
  ];
  gateway = await startGateway(servers, {
    auth: keyAuth(greedy, modest),
    limits: { requestTimeout: 'PT60S' },
  });
  const query = `{ sessions(first: ${SESSIONS}) { nodes { id } } }`;
  const { data } = await askAs<{ sessions: { nodes: { id: string }[] } }>(
    modest.credential,
    gateway.url,
    query,
  );
  ids = data.sessions.nodes.map(({ id }) => id);
  vbr.faults.add({ match: '/sessions/', fault: { kind: 'latency', ms: LATENCY_MS } });
});
afterAll(async () => {
  await gateway.close();
  await vbr.close();
});

const byId = (key: typeof greedy, some: readonly string[]) =>
  askAs<{ nodes: ({ id: string } | null)[] }>(key.credential, gateway.url, BY_ID, { ids: some });

/** Calls that the server has answered, since there were `before`. */
const asked = (before: number): number => vbr.requests.length - before;

it('whoever asks a server for much at once keeps nobody else waiting for more than a turn', async () => {
  const before = vbr.requests.length;
  const [last = '', ...others] = ids;
  const much = byId(greedy, others);
  while (asked(before) < 4) await new Promise(setImmediate);
  const little = await byId(modest, [last]);
  expect(little.data.nodes).toEqual([{ id: last }]);
  // One that was under way in each place, one of each in turn, and what came while the answer was on its way.
  expect(asked(before)).toBeLessThan(others.length / 2);
  const { data, errors } = await much;
  expect(errors).toEqual([]);
  expect(data.nodes.map((node) => node?.id)).toEqual(others);
});
