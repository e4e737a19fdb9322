import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { truthOf } from '../support/truth.js';
import type { FleetTruth } from '../support/truth.js';
import { askCounting, whenProbed } from '../support/upstream-calls.js';

interface Sources {
  complete: boolean;
  sources: { server: { key: string }; status: string }[];
}
interface View {
  servers: { key: string }[];
  policies: Sources & { totalCount: number; nodes: { server: { key: string } }[] };
  repositories: Sources & { totalCount: number; nodes: { server: { key: string } }[] };
  sessions: Sources & { nodes: { server: { key: string } }[] };
  report: {
    sessions: Sources & { total: { count: number } };
    capacity: Sources & { total: { repositories: number } };
    protection: Sources & { policies: number };
  };
}

const SOURCES = 'complete sources { server { key } status }';
const QUERY = `query ($tags: [TagInput!]!) {
  servers(filter: { tags: $tags }) { key }
  policies(first: 500, filter: { tags: $tags }) { totalCount nodes { server { key } } ${SOURCES} }
  repositories(first: 500, filter: { tags: $tags }) { totalCount nodes { server { key } } ${SOURCES} }
  sessions(first: 500, filter: { tags: $tags }) { nodes { server { key } } ${SOURCES} }
  report(scope: { tags: $tags }) {
    sessions(window: { last: "P30D" }) { total { count } ${SOURCES} }
    capacity { total { repositories } ${SOURCES} }
    protection { policies ${SOURCES} }
  }
}`;

const ACME = [{ key: 'tenant', value: 'acme' }];

describe('one tenant, told by the tags of its servers', () => {
  let clock: FrozenClock;
  let fleet: Fleet;
  let truth: FleetTruth;

  beforeAll(async () => {
    clock = freezeClock();
    fleet = await startFleet();
    await whenProbed(fleet);
    truth = truthOf(fleet);
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  const isIn =
    (keys: readonly string[]) =>
    ({ server }: { server: string }): boolean =>
      keys.includes(server);

  it('sees its own servers only: in lists, counts, sources, reports and upstream calls', async () => {
    const { answer, calls } = await askCounting<View>(fleet, QUERY, { tags: ACME });
    const { data, errors } = answer;
    expect(errors).toEqual([]);
    const own = ['vbr', 'aws'];
    expect(data.servers.map(({ key }) => key)).toEqual(own);
    const parts = [data.policies, data.repositories, data.sessions, ...Object.values(data.report)];
    for (const { complete, sources } of parts) {
      expect(complete).toBe(true);
      expect(sources.map(({ server, status }) => [server.key, status])).toEqual(
        own.map((key) => [key, 'OK']),
      );
    }
    for (const { nodes } of [data.policies, data.repositories, data.sessions])
      expect(new Set(nodes.map(({ server }) => server.key))).toEqual(new Set(own));
    expect(data.policies.totalCount).toBe(truth.policies.filter(isIn(own)).length);
    expect(data.repositories.totalCount).toBe(truth.repositories.filter(isIn(own)).length);
    expect(data.report.capacity.total.repositories).toBe(
      truth.repositories.filter(isIn(own)).filter(({ partOf }) => partOf === null).length,
    );
    expect(data.report.protection.policies).toBe(data.policies.totalCount);
    for (const key of ['vbr-old', 'm365', 'm365-old']) expect(calls[key]).toEqual([]);
  });

  it('is complete although a server of somebody else is down, and not when its own is', async () => {
    const paris = await fleet.gateway.ask<View>(QUERY, { tags: [{ key: 'site', value: 'paris' }] });
    expect(paris.data.servers.map(({ key }) => key)).toEqual(['vbr-old', 'down']);
    expect(paris.data.policies).toMatchObject({ complete: false, totalCount: null });
    const berlin = await fleet.gateway.ask<View>(QUERY, { tags: [{ key: 'site', value: 'berlin' }] });
    expect(berlin.data.policies.complete).toBe(true);
  });

  it('is the servers that carry all the tags asked for', async () => {
    const tags = [...ACME, { key: 'site', value: 'cloud' }];
    const both = await fleet.gateway.ask<View>(QUERY, { tags });
    expect(both.data.servers.map(({ key }) => key)).toEqual(['aws']);
    const nobody = await askCounting<View>(fleet, QUERY, {
      tags: [...ACME, { key: 'site', value: 'paris' }],
    });
    expect(nobody.answer.data).toMatchObject({
      servers: [],
      policies: { totalCount: 0, nodes: [], sources: [], complete: true },
      sessions: { nodes: [], sources: [], complete: true },
      report: { capacity: { total: { repositories: 0 } } },
    });
    expect(nobody.answer.cost.upstreamCalls).toBe(0);
  });

  it('compares tags exactly', async () => {
    for (const tag of [
      { key: 'tenant', value: 'Acme' },
      { key: 'Tenant', value: 'acme' },
      { key: 'tenant', value: 'acm' },
    ]) {
      const { data } = await fleet.gateway.ask<View>(QUERY, { tags: [tag] });
      expect(data.servers).toEqual([]);
    }
  });

  it('narrows further by product and server, in the filter and in the scope', async () => {
    type Ids = { servers: { id: string; key: string }[] };
    const { data: known } = await fleet.gateway.ask<Ids>('{ servers { id key } }');
    const ids = known.servers.filter(({ key }) => key !== 'aws').map(({ id }) => id);
    const query = `query ($tags: [TagInput!]!, $ids: [ID!]!) {
      servers(filter: { tags: $tags, servers: $ids }) { key }
      policies(filter: { tags: $tags, products: [VB_AWS] }) { sources { server { key } } }
      report(scope: { tags: $tags }) {
        sessions(window: { last: "P1D" }, filter: { products: [VBR, VB_M365] }) { sources { server { key } } } } }`;
    const { data } = await fleet.gateway.ask<View>(query, { tags: ACME, ids });
    expect(data.servers).toEqual([{ key: 'vbr' }]);
    expect(data.policies.sources).toEqual([{ server: { key: 'aws' } }]);
    expect(data.report.sessions.sources).toEqual([{ server: { key: 'vbr' } }]);
  });
});
