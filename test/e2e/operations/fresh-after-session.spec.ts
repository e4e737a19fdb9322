import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { encodeId } from '../../../src/core/model/ids.js';
import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../../src/simulators/vbr/index.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';

const EDIT = `mutation ($input: VbrEditRepositoryInput!) {
  vbrEditRepository(input: $input) { session { id state } userErrors { code message } } }`;
const NODE = 'query ($id: ID!) { node(id: $id) { ... on Repository { name } ... on Session { state } } }';

interface Edited {
  vbrEditRepository: { session: { id: string; state: string } | null; userErrors: object[] };
}

describe('what a session of the gateway changes', () => {
  let clock: number;
  let simulator: VbrSimulator;
  let gateway: RunningGateway;
  let repository: string;

  beforeEach(async () => {
    clock = Date.parse('2026-03-18T10:30:00Z');
    simulator = await startVbrSimulator({ policies: 12, sessions: 100, workSeconds: 600, now: () => clock });
    gateway = await startGateway(
      [{ key: 'vbr', product: 'VBR', url: simulator.url }],
      { cache: { inventory: 'PT1H', staleIfError: 'PT1H' } },
      { follow: 10 },
    );
    const record = simulator.world.repositories.find(
      ({ type, strangeType }) => type === 'WinLocal' && !strangeType,
    )!;
    repository = encodeId({ type: 'VbrRepository', server: 'vbr', nativeId: record.id });
  });

  afterEach(async () => {
    await gateway.close();
    await simulator.close();
  });

  async function name(): Promise<string> {
    const { data } = await gateway.ask<{ node: { name: string } }>(NODE, { id: repository });
    return data.node.name;
  }

  async function edit(): Promise<string> {
    const { data } = await gateway.ask<Edited>(EDIT, { input: { repository, name: 'Renamed' } });
    expect(data.vbrEditRepository.userErrors).toEqual([]);
    // Kept from now on: the session has not done its work.
    expect(await name()).not.toBe('Renamed');
    return data.vbrEditRepository.session!.id;
  }

  const listed = async (): Promise<string[]> => {
    const { data } = await gateway.ask<{ repositories: { nodes: { name: string }[] } }>(
      '{ repositories(first: 100) { nodes { name } } }',
    );
    return data.repositories.nodes.map((row) => row.name);
  };

  it('is read anew when somebody has followed it to its end', async () => {
    const id = await edit();
    const client = createClient({ url: gateway.url.replace('http', 'ws'), webSocketImpl: WebSocket });
    const query = 'subscription ($id: ID!) { sessionUpdated(session: $id) { state } }';
    for await (const { data } of client.iterate<{ sessionUpdated: { state: string } }>({
      query,
      variables: { id },
    }))
      if (data?.sessionUpdated.state !== 'FINISHED') clock += 601_000;
    await client.dispose();
    expect([await name(), (await listed()).includes('Renamed')]).toEqual(['Renamed', true]);
  });

  it('is read anew when somebody has asked for it until its end', async () => {
    const id = await edit();
    clock += 601_000;
    const { data } = await gateway.ask<{ node: { state: string } }>(NODE, { id });
    expect(data.node.state).toBe('FINISHED');
    expect([await name(), (await listed()).includes('Renamed')]).toEqual(['Renamed', true]);
  });
});
