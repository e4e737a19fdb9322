import { ACCEPTANCE, expectAnswered, idsIn, SOME_IDS } from '../support/acceptance.js';
import type { SomeIds } from '../support/acceptance.js';
import { freezeClock, NOW } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { expected, shown, walkSessions } from '../support/session-lists.js';
import { vb365Truth } from '../support/truth-vb365.js';
import { vbAwsTruth } from '../support/truth-vbaws.js';
import { vbrTruth } from '../support/truth-vbr.js';
import type { ServerTruth } from '../support/truth.js';
import { startVb365Simulator } from '../../src/simulators/vb365/index.js';
import { startVbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';

/** The revisions that the fleet of the other tests does not have. */
describe('a fleet of older servers', () => {
  let clock: FrozenClock;
  let gateway: RunningGateway;
  let truth: ServerTruth[];
  let ids: string[];
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    clock = freezeClock();
    const size = { sessions: 300, policies: 24 };
    const [rev0, rev1, aws, v7] = await Promise.all([
      startVbrSimulator({ ...size, seed: 21, revisions: ['1.2-rev1', '1.3-rev0'] }),
      startVbrSimulator({ ...size, seed: 22, revisions: ['1.3-rev0', '1.3-rev1'] }),
      startVbAwsSimulator({ ...size, seed: 23, revisions: ['1.7-rev1'] }),
      startVb365Simulator({ ...size, seed: 24, servedVersions: ['v7', 'v6'] }),
    ]);
    closing.push(...[rev0, rev1, aws, v7].map((simulator) => () => simulator.close()));
    gateway = await startGateway([
      { key: 'rev0', product: 'VBR', url: rev0.url },
      { key: 'rev1', product: 'VBR', url: rev1.url },
      { key: 'aws', product: 'VB_AWS', url: aws.url, apiVersion: '1.7-rev1' },
      { key: 'v7', product: 'VB_M365', url: v7.url },
    ]);
    truth = [vbrTruth('rev0', rev0), vbrTruth('rev1', rev1), vbAwsTruth('aws', aws), vb365Truth('v7', v7, 7)];
    ids = idsIn((await gateway.ask<SomeIds>(SOME_IDS)).data);
  });

  afterAll(async () => {
    await gateway.close();
    await Promise.all(closing.map((close) => close()));
    clock.release();
  });

  it('speaks the newest revision that each server knows', async () => {
    const { data } = await gateway.ask('{ servers { key apiVersion } }');
    expect(data['servers']).toEqual([
      { key: 'rev0', apiVersion: '1.3-rev0' },
      { key: 'rev1', apiVersion: '1.3-rev1' },
      { key: 'aws', apiVersion: '1.7-rev1' },
      { key: 'v7', apiVersion: 'v7' },
    ]);
  });

  it.each(Object.entries(ACCEPTANCE))('answers in full: %s', async (_title, { query, variables }) => {
    const answer = await gateway.ask(query, variables(NOW, ids));
    expectAnswered(answer);
    expect(answer.errors).toEqual([]);
  });

  it('shows every session once', async () => {
    const pages = await walkSessions(gateway, { first: 500 });
    expect(shown(pages)).toEqual(expected(truth.flatMap(({ sessions }) => sessions)));
    expect(pages.every(({ complete }) => complete)).toBe(true);
  });

  it('knows the last runs of every policy and what started every session', async () => {
    const query = `{
      policies(first: 500) { nodes { nativeId server { key } lastSession { nativeId } lastSuccess } }
      sessions(first: 500) { nodes { nativeId server { key } policy { nativeId } } }
    }`;
    interface Row {
      nativeId: string;
      server: { key: string };
    }
    interface Rows {
      policies: { nodes: (Row & { lastSession: { nativeId: string } | null; lastSuccess: string | null })[] };
      sessions: { nodes: (Row & { policy: { nativeId: string } | null })[] };
    }
    const { data, errors } = await gateway.ask<Rows>(query);
    expect(errors).toEqual([]);
    const policies = truth.flatMap((server) => server.policies);
    const sessions = truth.flatMap((server) => server.sessions);
    const find = <T extends { server: string; id: string }>(
      all: readonly T[],
      { server, nativeId }: Row,
    ): T | undefined => all.find((each) => each.server === server.key && each.id === nativeId);
    expect(data.policies.nodes).toHaveLength(policies.length);
    for (const row of data.policies.nodes) {
      const policy = find(policies, row);
      const lastSuccess = policy?.lastSuccess == null ? null : new Date(policy.lastSuccess).toISOString();
      expect([row.server.key, row.lastSession?.nativeId ?? null, row.lastSuccess]).toEqual([
        policy?.server,
        policy?.lastSession?.id ?? null,
        lastSuccess,
      ]);
    }
    for (const row of data.sessions.nodes)
      expect([row.nativeId, row.policy?.nativeId ?? null]).toEqual([
        row.nativeId,
        find(sessions, row)?.policyId,
      ]);
  });
});
