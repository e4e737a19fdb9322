import { startGateway } from '../harness/contenders.js';
import type { Contender } from '../harness/contenders.js';
import { startSimulators } from '../harness/fleet.js';
import { Client } from '../harness/load.js';
import { mebibytes, table } from '../harness/table.js';

/** What pages deep inside a long list cost. Memory is resident bytes, times are ms. */
export interface DeepPageResult {
  readonly sessions: number;
  readonly pages: number;
  readonly rows: number;
  readonly pageTime: number;
  readonly upstreamCalls: number;
  readonly idleMemory: number;
  readonly peakMemory: number;
}

interface PageAnswer {
  readonly data: {
    readonly sessions: {
      readonly complete: boolean;
      readonly nodes: readonly unknown[];
      readonly pageInfo: { readonly endCursor: string };
    };
  };
  readonly extensions: { readonly cost: { readonly upstreamCalls: number } };
}

const SERVERS = 7;
const PAGES = 5;
/** About the middle of what simulated servers remember. */
const DEPTH_MS = 22 * 86_400_000;
const FIELDS = `complete pageInfo { endCursor }
  nodes { nativeId name state result message startTime endTime duration server { key } policy { name } }`;

/** B7: pages from the middle of a million sessions, and how far the gateway's memory grows for them. */
export async function pageDeep(quick: boolean, directory: string): Promise<DeepPageResult> {
  const sessions = quick ? 100_000 : 1_000_000;
  const size = { servers: SERVERS, policies: 40, sessions: Math.ceil(sessions / SERVERS) };
  const fleet = await startSimulators(size, directory);
  const client = new Client(1);
  let gateway: Contender | undefined;
  try {
    gateway = await startGateway(fleet.config);
    const { memory: idleMemory } = await gateway.process.usage();
    const result = { sessions, idleMemory, ...(await walk(gateway, client)) };
    process.stdout.write(
      `\nB7: ${PAGES} pages of 500 in the middle of ${sessions} sessions\n${show(result)}\n`,
    );
    return result;
  } finally {
    client.close();
    await Promise.all([gateway?.process.stop(), fleet.process.stop()]);
  }
}

async function walk(
  gateway: Contender,
  client: Client,
): Promise<Omit<DeepPageResult, 'sessions' | 'idleMemory'>> {
  const middle = new Date(Date.now() - DEPTH_MS).toISOString();
  const first = `{ sessions(first: 500, filter: { startedBefore: "${middle}" }) { ${FIELDS} } }`;
  const next = `query ($after: String) { sessions(first: 500, after: $after) { ${FIELDS} } }`;
  let page = await ask(gateway, client, first, {});
  let rows = 0;
  let upstreamCalls = 0;
  const startedAt = performance.now();
  for (let count = 0; count < PAGES; count += 1) {
    page = await ask(gateway, client, next, { after: page.data.sessions.pageInfo.endCursor });
    rows += page.data.sessions.nodes.length;
    upstreamCalls += page.extensions.cost.upstreamCalls;
    if (!page.data.sessions.complete) throw new Error('B7: a server failed');
  }
  const pageTime = (performance.now() - startedAt) / PAGES;
  const { peakMemory } = await gateway.process.usage();
  return { pages: PAGES, rows, pageTime, upstreamCalls: upstreamCalls / PAGES, peakMemory };
}

async function ask(
  gateway: Contender,
  client: Client,
  query: string,
  variables: object,
): Promise<PageAnswer> {
  const body = JSON.stringify({ query, variables });
  return JSON.parse(await client.ask({ url: gateway.url, body })) as PageAnswer;
}

function show(result: DeepPageResult): string {
  return table(
    ['sessions', 'ms/page', 'calls/page', 'idle MiB', 'peak MiB', 'growth MiB'],
    [
      [
        String(result.sessions),
        result.pageTime.toFixed(0),
        result.upstreamCalls.toFixed(1),
        mebibytes(result.idleMemory),
        mebibytes(result.peakMemory),
        mebibytes(result.peakMemory - result.idleMemory),
      ],
    ],
  );
}
