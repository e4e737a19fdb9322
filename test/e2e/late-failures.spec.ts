import { setTimeout as delay } from 'node:timers/promises';
import { PRODUCTS, startTrio, startTroubledGateway } from '../support/troubled-fleet.js';
import type { Product, Trio, Trouble } from '../support/troubled-fleet.js';

const SESSIONS = { VBR: '/sessions?', VB_AWS: '/sessions?', VB_M365: '/jobsessions?' } as const;
const POLICIES = { VBR: '/jobs/states', VB_AWS: 'policies?', VB_M365: '/jobs?' } as const;
const REPOSITORIES = {
  VBR: '/repositories/states',
  VB_AWS: '/repositories?',
  VB_M365: '/backuprepositories?',
} as const;
const TIMEOUT = 300;

let good: Trio;
let troubled: Trio;
beforeAll(async () => {
  [good, troubled] = await Promise.all([startTrio({ seed: 1 }), startTrio({ seed: 2 })]);
});
afterAll(() => Promise.all([good.close(), troubled.close()]));

/** One list fails at once; the other when its deadline passes, after the answer was given. */
function failing(atOnce: Record<Product, string>, late: Record<Product, string>) {
  return (product: Product): Trouble => ({
    entry: { limits: { timeout: `PT${TIMEOUT / 1000}S` } },
    faults: [
      { match: late[product], fault: { kind: 'hang' } },
      { match: atOnce[product], fault: { kind: 'status', status: 503 } },
    ],
  });
}

const SOURCES = 'complete sources { status }';

/** A promise nobody waits for any more would end the process when it fails; here it fails the test. */
describe('a list that fails when nobody waits for it any more', () => {
  it.each([
    [
      'policies of a report',
      failing(SESSIONS, POLICIES),
      `{ report { sessions(window: { last: "P7D" }, groupBy: [POLICY]) { ${SOURCES} } } }`,
    ],
    [
      'policies of sessions',
      failing(SESSIONS, POLICIES),
      `{ sessions { ${SOURCES} nodes { policy { name } } } }`,
    ],
    [
      'repositories of policies',
      failing(POLICIES, REPOSITORIES),
      `{ policies { ${SOURCES} nodes { repositories { name } } } }`,
    ],
    [
      'policies of repositories',
      failing(REPOSITORIES, POLICIES),
      `{ repositories { ${SOURCES} nodes { policies { ${SOURCES} } } } }`,
    ],
    [
      'sessions of policies',
      failing(POLICIES, SESSIONS),
      `{ policies { ${SOURCES} nodes { lastSession { name } sessions(filter: { startedAfter: "2020-01-01T00:00:00Z" }) { ${SOURCES} } } } }`,
    ],
    ['repositories of a search', failing(POLICIES, REPOSITORIES), `{ search(text: "e") { ${SOURCES} } }`],
    ['policies of a search', failing(REPOSITORIES, POLICIES), `{ search(text: "e") { ${SOURCES} } }`],
    ['policies of protection', failing(SESSIONS, POLICIES), `{ report { protection { ${SOURCES} } } }`],
  ])('harms nothing: %s', async (_title, troubleOf, query) => {
    const gateway = await startTroubledGateway(good, troubled, troubleOf);
    const { status, data } = await gateway.ask(query);
    expect(status).toBe(200);
    expect(JSON.stringify(data).match(/"status":"(FAILED|TRUNCATED)"/g)?.length).toBeGreaterThanOrEqual(
      PRODUCTS.length,
    );
    await delay(TIMEOUT + 100);
    expect((await gateway.ask('{ servers { key } }')).status).toBe(200);
    await gateway.close();
  });
});
