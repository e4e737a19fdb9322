import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { expected } from '../support/session-lists.js';
import { vb365Truth } from '../support/truth-vb365.js';
import { vbAwsTruth } from '../support/truth-vbaws.js';
import { vbrTruth } from '../support/truth-vbr.js';
import type { ServerTruth } from '../support/truth.js';
import type { Upstream } from '../../src/simulators/kit/upstream.js';
import { startVb365Simulator } from '../../src/simulators/vb365/index.js';
import { startVbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';

/** More sessions than one reading for many policies takes in. */
const SESSIONS = 4000;
const READ_TOGETHER = 1000;

describe('the newest sessions of many policies with a long history', () => {
  let clock: FrozenClock;
  let gateway: RunningGateway;
  let truth: Record<string, ServerTruth>;
  let simulators: Record<string, Upstream>;

  beforeAll(async () => {
    clock = freezeClock();
    const size = { sessions: SESSIONS, policies: 24 };
    const [vbr, aws, m365] = await Promise.all([
      startVbrSimulator({ ...size, seed: 31 }),
      startVbAwsSimulator({ ...size, seed: 32 }),
      startVb365Simulator({ ...size, seed: 33 }),
    ]);
    simulators = { vbr, aws, m365 };
    gateway = await startGateway([
      { key: 'vbr', product: 'VBR', url: vbr.url },
      { key: 'aws', product: 'VB_AWS', url: aws.url },
      { key: 'm365', product: 'VB_M365', url: m365.url },
    ]);
    truth = {
      vbr: vbrTruth('vbr', vbr),
      aws: vbAwsTruth('aws', aws),
      m365: vb365Truth('m365', m365, 8),
    };
  });

  afterAll(async () => {
    await gateway.close();
    await Promise.all(Object.values(simulators).map((simulator) => simulator.close()));
    clock.release();
  });

  it.each(['vbr', 'aws', 'm365'])(
    'are right for each policy, and only those that run rarely are asked for alone: %s',
    async (key) => {
      const { requests = [] } = simulators[key] ?? {};
      const before = requests.length;
      const product = { vbr: 'VBR', aws: 'VB_AWS', m365: 'VB_M365' }[key];
      const { data, errors } = await gateway.ask<{
        policies: {
          nodes: {
            nativeId: string;
            sessions: { totalCount: number | null; nodes: { nativeId: string }[] };
          }[];
        };
      }>(
        `{ policies(first: 500, filter: { products: [${product}] }) {
        nodes { nativeId sessions(first: 3) { nodes { nativeId } } }
      } }`,
      );
      expect(errors).toEqual([]);
      const { policies = [], sessions = [] } = truth[key] ?? {};
      expect(sessions.length).toBeGreaterThan(SESSIONS - 500);
      expect(data.policies.nodes).toHaveLength(policies.length);
      for (const { nativeId, sessions: own } of data.policies.nodes) {
        const all = sessions.filter(({ policyId }) => policyId === nativeId);
        expect(own.nodes.map((session) => `${key}/${session.nativeId}`)).toEqual(expected(all).slice(0, 3));
      }
      const lists = requests.slice(before).filter(({ url }) => /sessions\?/i.test(url));
      const newest = sessions
        .filter(({ policyId }) => policyId !== null)
        .toSorted((a, b) => b.start - a.start)
        .slice(0, READ_TOGETHER);
      const rare = policies.filter(({ id }) => newest.filter(({ policyId }) => policyId === id).length <= 3);
      expect(rare.length).toBeLessThan(policies.length / 2);
      const link = key === 'aws' ? policiesOfOneName(policies) : 0;
      const pages = 2;
      expect(lists.length).toBeLessThanOrEqual(pages + pages * link + rare.length);
    },
  );

  it('are counted by asking for the policy alone', async () => {
    const { data } = await gateway.ask<{
      policies: { nodes: { nativeId: string; sessions: { totalCount: number | null } }[] };
    }>(
      '{ policies(first: 500, filter: { products: [VBR] }) { nodes { nativeId sessions(first: 3) { totalCount } } } }',
    );
    for (const { nativeId, sessions } of data.policies.nodes) {
      const all = truth['vbr']?.sessions.filter(({ policyId }) => policyId === nativeId);
      expect(sessions.totalCount).toBe(all?.length);
    }
  });

  /** Their sessions can be told apart only by asking for them. */
  function policiesOfOneName(policies: readonly { name: string }[]): number {
    const names = policies.map(({ name }) => name);
    return names.filter((name) => names.indexOf(name) !== names.lastIndexOf(name)).length;
  }
});
