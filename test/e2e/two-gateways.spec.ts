import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { startTrio } from '../support/troubled-fleet.js';
import type { Trio } from '../support/troubled-fleet.js';

interface Listed {
  servers: { key: string; policies: { edges: { node: { id: string } }[] } }[];
}

let trio: Trio;
beforeAll(async () => {
  trio = await startTrio({ seed: 1 });
});
afterAll(() => trio.close());

/** A gateway over the one VBR server, which it knows under this key. */
function startOver(key: string): Promise<RunningGateway> {
  return startGateway([{ key, product: 'VBR', url: trio.VBR.url }]);
}

/** Switches a policy off with an idempotency key, which one gateway takes for one policy only. */
async function disableOne(gateway: RunningGateway, key: string): Promise<void> {
  const { data } = await gateway.ask<Listed>(
    '{ servers { key policies(first: 1) { edges { node { id } } } } }',
  );
  expect(data.servers.map((server) => server.key)).toEqual([key]);
  const policy = data.servers[0]?.policies.edges[0]?.node.id;
  const answer = await gateway.ask(
    'mutation ($input: PolicyActionInput!) { disablePolicy(input: $input) { userErrors { code message } } }',
    { input: { policy, idempotencyKey: 'once' } },
  );
  expect(answer.data).toEqual({ disablePolicy: { userErrors: [] } });
}

it('gateways in one process have their own servers and changes, also after another one was closed', async () => {
  const first = await startOver('first');
  const second = await startOver('second');
  await disableOne(first, 'first');
  await first.close();
  await disableOne(second, 'second');
  await second.close();
});
