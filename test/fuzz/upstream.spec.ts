import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getNamedType } from 'graphql';
import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startGateway } from '../support/gateway.js';
import type { Answer, RunningGateway } from '../support/gateway.js';
import { LogLines } from '../support/log-lines.js';
import { goodKey, PRODUCTS, startTrio, troubledKey } from '../support/troubled-fleet.js';
import type { Part, Trio } from '../support/troubled-fleet.js';
import { fuzz, FUZZ_TIMEOUT, isLong } from './fuzz.js';
import { oddnesses } from './odd-answers.js';
import type { Oddness } from './odd-answers.js';
import { startOddProxy } from './odd-proxy.js';
import type { OddProxy } from './odd-proxy.js';
import { wideSelection } from './wide-selection.js';

const LISTS = ['policies', 'repositories', 'sessions'] as const;
const SOURCES = 'complete sources { server { key } status count error { code message retryAfterSeconds } }';
const REPORTS = `{
  report {
    runs: sessions(window: { last: "P30D" }, groupBy: [SERVER]) { ${SOURCES} groups { server { key } } }
    capacity { ${SOURCES} total { capacity free used } }
    protection { ${SOURCES} }
  }
  search(text: "e") { ${SOURCES} }
  servers { key health { status } }
}`;
const CHANGE = `mutation ($input: PolicyActionInput!) {
  disablePolicy(input: $input) { userErrors { code } policy { id enabled } }
}`;

type Row = Record<string, unknown> & { id: string; nativeId: string; server: { key: string } };
type Lists = Record<(typeof LISTS)[number], Omit<Part, 'nodes'> & { nodes: Row[] }>;
interface Reports {
  report: Record<string, Part>;
  search: Part;
}

let clock: FrozenClock;
let good: Trio;
let troubled: Trio;
let proxies: OddProxy[];
let listsQuery: string;
let plain: Answer<Lists>;
let changeable: string[];

beforeAll(async () => {
  clock = freezeClock();
  const size = { policies: 4, sessions: 12 };
  [good, troubled] = await Promise.all([
    startTrio({ seed: 1, ...size }),
    startTrio({ seed: 2, ...size, oddities: true }),
  ]);
  proxies = await Promise.all(PRODUCTS.map((product) => startOddProxy(troubled[product].url)));
  await through(null, async (gateway) => {
    listsQuery = wideLists(gateway);
    plain = await gateway.ask<Lists>(listsQuery);
    expect(plain.errors).toEqual([]);
    const { nodes } = plain.data.policies;
    changeable = PRODUCTS.flatMap(
      (product) => nodes.find(({ server }) => server.key === troubledKey(product))?.id ?? [],
    );
  });
}, FUZZ_TIMEOUT);
afterAll(async () => {
  await Promise.all(proxies.map((proxy) => proxy.close()));
  await Promise.all([good.close(), troubled.close()]);
  clock.release();
});

/** A gateway that has never met the troubled servers before. */
async function through(
  oddness: Oddness | null,
  use: (gateway: RunningGateway, lines: LogLines) => Promise<void>,
): Promise<void> {
  for (const proxy of proxies) proxy.oddness = oddness;
  const lines = new LogLines();
  const entries = PRODUCTS.flatMap((product, index) => [
    { key: goodKey(product), product, url: good[product].url },
    { key: troubledKey(product), product, url: proxies[index]?.url ?? '' },
  ]);
  const sizes = { aliases: 10_000, fields: 50_000, tokens: 100_000, complexity: 100_000_000 };
  // Whatever is slow, it is not the machine that is looked at.
  const limits = { ...sizes, requestTimeout: 'PT5M', loopTime: 'PT5M' };
  const gateway = await startGateway(entries, { limits }, { patience: { firstBackoff: 1 } }, lines);
  try {
    await use(gateway, lines);
  } finally {
    await gateway.close();
  }
}

function wideLists({ app }: RunningGateway): string {
  const { schema } = app.get(GraphQLSchemaHost, { strict: false });
  const lists = LISTS.map((name) => {
    const connection = getNamedType(schema.getQueryType()?.getFields()[name]?.type);
    const nodes =
      connection && 'getFields' in connection ? getNamedType(connection.getFields()['nodes']?.type) : null;
    if (!nodes) throw new Error(`${name} has no nodes`);
    return `${name}(first: 500) { ${SOURCES} nodes { id nativeId server { key } ${wideSelection(schema, nodes, isLong ? 1 : 0)} } }`;
  });
  return `{ ${lists.join(' ')} }`;
}

const ofServers = (rows: readonly Row[], kind: 'good' | 'troubled'): Row[] =>
  rows.filter(({ server }) => server.key.startsWith(kind)).toSorted((a, b) => (a.id < b.id ? -1 : 1));

const codesOf = ({ errors }: Answer<unknown>): string[] => errors.map(({ extensions }) => extensions.code);

/** Nothing is lost of servers that are well, and nobody is told that everything is well where it is not. */
function expectHonest(answer: Answer<Lists>, { kind }: Oddness): void {
  expect(codesOf(answer)).not.toContain('INTERNAL_SERVER_ERROR');
  for (const name of LISTS) {
    const { nodes, sources } = answer.data[name];
    expect(ofServers(nodes, 'good')).toEqual(ofServers(plain.data[name].nodes, 'good'));
    for (const product of PRODUCTS) {
      const source = sources.find(({ server }) => server.key === goodKey(product));
      expect(source).toMatchObject({ status: 'OK' });
    }
    if (kind === 'values' || kind === 'shape') continue;
    // What is on the way cannot change what a server that counts as well has.
    const idsOf = (rows: Row[], key: string): string[] =>
      rows.filter(({ server }) => server.key === key).map(({ nativeId }) => nativeId);
    for (const { server, status } of sources)
      if (status === 'OK')
        expect(new Set(idsOf(nodes, server.key))).toEqual(new Set(idsOf(plain.data[name].nodes, server.key)));
  }
}

it(
  'keeps the rows of other servers and says what is wrong, whatever a server answers',
  async () => {
    await fuzz(oddnesses, 8, (oddness) =>
      through(oddness, async (gateway, lines) => {
        const [lists, reports] = await Promise.all([
          gateway.ask<Lists>(listsQuery),
          gateway.ask<Reports>(REPORTS),
        ]);
        expectHonest(lists, oddness);
        expect(codesOf(reports)).not.toContain('INTERNAL_SERVER_ERROR');
        for (const part of [...Object.values(reports.data.report), reports.data.search])
          for (const { server, status } of part.sources)
            if (server.key.startsWith('good')) expect([server.key, status]).toEqual([server.key, 'OK']);
        for (const policy of changeable) {
          const changed = await gateway.ask(CHANGE, { input: { policy } });
          expect(codesOf(changed)).not.toContain('INTERNAL_SERVER_ERROR');
        }
        for (const proxy of proxies) proxy.oddness = null;
        expect(lines.raw()).not.toMatch(/nobody handled|TypeError|RangeError/);
      }),
    );
  },
  FUZZ_TIMEOUT,
);
