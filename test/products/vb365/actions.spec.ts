import type { PolicyRecord } from '../../../src/core/model/policy.js';
import type { UpstreamRequest, UpstreamResponse } from '../../../src/platform/http/upstream-request.js';
import { UpstreamHttp } from '../../../src/platform/http/upstream-http.js';
import { Vb365Adapter } from '../../../src/products/vb365/adapters/vb365-adapter.js';
import { startVb365Simulator } from '../../../src/simulators/vb365/index.js';
import type { Vb365Simulator } from '../../../src/simulators/vb365/index.js';
import { connectionTo, present, scope } from './support.js';

type Send = (request: UpstreamRequest) => Promise<UpstreamResponse>;

let simulator: Vb365Simulator;
let adapter: Vb365Adapter;

afterEach(async () => {
  await adapter.close();
  await simulator.close();
});

/** An adapter whose requests pass through `between`. */
async function start(
  version: 'v6' | 'v7',
  between: (request: UpstreamRequest, send: Send) => ReturnType<Send>,
) {
  simulator = await startVb365Simulator({ servedVersions: [version], sessions: 300 });
  const connection = connectionTo(simulator.url, { apiVersion: version });
  const http = new UpstreamHttp(connection);
  adapter = new Vb365Adapter(connection, {
    send: (request, callScope) => between(request, (passed) => http.send(passed, callScope)),
    close: () => http.close(),
  });
}

async function startable(): Promise<PolicyRecord> {
  const { items } = await adapter.inventory.policies(scope());
  return present(items.find(({ enabled, lastResult }) => enabled && lastResult === 'SUCCESS'));
}

const isSessionList = ({ path }: UpstreamRequest): boolean => path.endsWith('/JobSessions');

describe.each(['v6', 'v7'] as const)(
  'a job started in %s, which does not answer with the session',
  (version) => {
    it('has the session that appears a moment later', async () => {
      let former: UpstreamResponse | undefined;
      let looks = 0;
      await start(version, async (request, send) => {
        const answer = await send(request);
        if (!isSessionList(request)) return answer;
        looks += 1;
        former ??= answer;
        return looks <= 2 ? former : answer;
      });
      const policy = await startable();
      const session = await adapter.actions.policy('START', policy, scope());
      expect(session?.nativeId).toBe(simulator.world.ledger.of(policy.nativeId).at(-1)?.id);
      expect(looks).toBe(3);
    });

    it('is started all the same when its session cannot be found', async () => {
      await start(version, async (request, send) => {
        if (request.path.endsWith('/start'))
          simulator.faults.add({ match: '/JobSessions', fault: { kind: 'status', status: 503 } });
        return send(request);
      });
      const policy = await startable();
      expect(await adapter.actions.policy('START', policy, scope())).toBeNull();
      expect(simulator.world.ledger.of(policy.nativeId).at(-1)?.status).toBe('Running');
    });

    it('is not started when what there is cannot be read before', async () => {
      await start(version, (request, send) => send(request));
      const policy = await startable();
      simulator.faults.add({ match: '/JobSessions', fault: { kind: 'status', status: 503 } });
      await expect(adapter.actions.policy('START', policy, scope())).rejects.toMatchObject({
        code: 'UPSTREAM_ERROR',
      });
      expect(simulator.requests.filter(({ url }) => url.endsWith('/start'))).toEqual([]);
    });
  },
);
