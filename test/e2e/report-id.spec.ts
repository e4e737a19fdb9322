import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';

let vbr: VbrSimulator;
let gateway: RunningGateway;

beforeAll(async () => {
  vbr = await startVbrSimulator({ seed: 3, policies: 3, sessions: 9 });
  gateway = await startGateway([{ key: 'vbr', product: 'VBR', url: vbr.url }]);
});
afterAll(async () => {
  await gateway.close();
  await vbr.close();
});

describe('The id of a report', () => {
  it('is the same for the same scope, however it is written, and another for another', async () => {
    const { data, errors } = await gateway.ask<Record<string, { id: string }>>(`{
      all: report { id }
      empty: report(scope: {}) { id }
      aged: report(maxAge: "PT1H") { id }
      two: report(scope: { products: [VBR, VB_AWS] }) { id }
      turned: report(scope: { products: [VB_AWS, VBR, VBR] }) { id }
      vbr: report(scope: { products: [VBR] }) { id }
      tagged: report(scope: { tags: [{ key: "site", value: "berlin" }] }) { id }
      other: report(scope: { tags: [{ key: "site", value: "paris" }] }) { id }
    }`);
    expect(errors).toEqual([]);
    const ids = Object.fromEntries(Object.entries(data).map(([alias, { id }]) => [alias, id]));
    expect([ids['empty'], ids['aged'], ids['turned']]).toEqual([ids['all'], ids['all'], ids['two']]);
    expect(new Set(Object.values(ids)).size).toBe(5);
  });

  it('finds no node', async () => {
    const { data } = await gateway.ask<{ report: { id: string } }>('{ report { id } }');
    const found = await gateway.ask(`{ node(id: "${data.report.id}") { id } }`);
    expect(found.errors.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
  });
});
