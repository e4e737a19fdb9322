import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../../src/simulators/vbr/index.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';

const SESSIONS = 5000;
const REPORT = '{ report { sessions(window: { last: "P3650D" }) { total { count } } } }';

let vbr: VbrSimulator;
let gateway: RunningGateway | undefined;
// One a test: what a test has given up may still be on its way to the server when the next one counts.
beforeEach(async () => {
  vbr = await startVbrSimulator({ policies: 20, sessions: SESSIONS });
});
afterEach(async () => {
  await gateway?.close();
  await vbr.close();
});

async function start(limits: Record<string, unknown>): Promise<RunningGateway> {
  gateway = await startGateway([{ key: 'vbr', product: 'VBR', url: vbr.url }], { limits });
  return gateway;
}

it.each([
  ['rowsRead', 1000],
  ['bytesHeld', 2 ** 20],
])(
  'what takes more than %s is answered with one error, and the next question is answered',
  async (limit, allowed) => {
    const { ask } = await start({ [limit]: allowed });
    const { data, errors } = await ask(REPORT);
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'QUERY_LIMIT_EXCEEDED', limit, allowed } }]);
    expect(await ask('{ servers { key } }')).toMatchObject({
      data: { servers: [{ key: 'vbr' }] },
      errors: [],
    });
  },
);

it('what keeps the gateway busy for longer than loopTime is answered with one error, long before its time is up', async () => {
  const { ask } = await start({ loopTime: 'PT0.1S' });
  const list = (alias: number): string =>
    `a${alias}: sessions(first: 50, filter: { name: { contains: "zz${alias}" } }) { totalCount nodes { name } }`;
  const { data, errors } = await ask(
    `{ ${Array.from({ length: 45 }, (_none, alias) => list(alias)).join(' ')} }`,
  );
  expect(data).toBeNull();
  expect(errors).toMatchObject([
    { extensions: { code: 'QUERY_LIMIT_EXCEEDED', limit: 'loopTime', allowed: 100 } },
  ]);
});

it('reports of several ages and windows share one walk over the sessions of a server', async () => {
  const { ask } = await start({});
  const walks = async (query: string): Promise<number> => {
    const before = vbr.requests.length;
    expect((await ask(query)).errors).toEqual([]);
    return vbr.requests.slice(before).filter(({ url }) => /\/sessions\b/.test(url)).length;
  };
  const report = (alias: number): string =>
    `a${alias}: report(maxAge: "PT${alias}S") { sessions(window: { last: "P${alias}00D" }) { total { count } } }`;
  const one = await walks(`{ ${report(9)} }`);
  expect(one).toBeGreaterThan(0);
  expect(await walks(`{ ${[9, 3, 5, 7].map(report).join(' ')} }`)).toBe(one);
});
