import { FAILED_OBJECTS } from '../support/acceptance.js';
import { DAY, freezeClock, NOW } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { startProxy } from '../support/proxy.js';
import type { Proxy } from '../support/proxy.js';
import { expected } from '../support/session-lists.js';
import { truthOf } from '../support/truth.js';
import type { FleetTruth, SessionTruth } from '../support/truth.js';
import { askCounting, totalOf, whenProbed } from '../support/upstream-calls.js';

interface FailedObjects {
  sessions: {
    nodes: { nativeId: string; server: { key: string }; items: { name: string; result: string }[] | null }[];
  };
}

const CONCURRENCY = 3;
const ITEM_PATHS = /\/(taskSessions|protectedItems|restoredItems|deletedItems|ProcessedObjects|Events)\b/;

describe('failed objects inside failed sessions', () => {
  let clock: FrozenClock;
  let fleet: Fleet;
  let truth: FleetTruth;
  const proxies: Proxy[] = [];

  beforeAll(async () => {
    clock = freezeClock();
    fleet = await startFleet({
      entry: async (server) => {
        if (server.key === 'down') return server;
        const proxy = await startProxy(server.url);
        proxies.push(proxy);
        return { ...server, url: proxy.url, limits: { concurrency: CONCURRENCY } };
      },
    });
    await whenProbed(fleet);
    truth = truthOf(fleet);
  });

  afterAll(async () => {
    await fleet.close();
    await Promise.all(proxies.map((proxy) => proxy.close()));
    clock.release();
  });

  const ask = (first: number) =>
    askCounting<FailedObjects>(fleet, FAILED_OBJECTS, {
      since: new Date(NOW - 7 * DAY).toISOString(),
      first,
    });

  const failed = (): SessionTruth[] =>
    truth.sessions.filter(({ start, result }) => start > NOW - 7 * DAY && result === 'FAILED');

  it('are those that the servers name, each with how it ended', async () => {
    const { answer } = await ask(500);
    const { nodes } = answer.data.sessions;
    expect(nodes.map(({ server, nativeId }) => `${server.key}/${nativeId}`)).toEqual(expected(failed()));
    for (const { server, nativeId, items } of nodes) {
      const session = truth.sessions.find((each) => each.server === server.key && each.id === nativeId);
      const told = items?.map(({ name, result }) => ({ name, result }));
      expect(sorted(told)).toEqual(sorted(session?.items() ?? undefined));
    }
    const some = nodes.flatMap(({ items }) => items ?? []);
    expect(some.some(({ result }) => result === 'FAILED')).toBe(true);
    expect(some.some(({ result }) => result === 'SUCCESS')).toBe(true);
  });

  it('are null, without an error, where the version of the API cannot tell them, as its capabilities say', async () => {
    const { answer } = await ask(500);
    const unknown = answer.data.sessions.nodes.filter(({ items }) => items === null);
    expect(unknown.length).toBeGreaterThan(0);
    expect(answer.errors).toEqual([]);
    const { data } = await fleet.gateway.ask<{ servers: { key: string; capabilities: string[] | null }[] }>(
      '{ servers { key capabilities } }',
    );
    const able = data.servers.filter(({ capabilities }) => capabilities?.includes('SESSION_ITEMS'));
    expect(able.map(({ key }) => key).toSorted()).toEqual(['aws', 'm365', 'vbr', 'vbr-old']);
    expect(new Set(unknown.map(({ server }) => server.key))).toEqual(new Set(['m365-old']));
  });

  it('are asked for once for each listed session and for no other, and the cost is told', async () => {
    const { answer, calls } = await ask(20);
    const { nodes } = answer.data.sessions;
    expect(nodes).toHaveLength(20);
    for (const key of fleet.alive) {
      const asked = (calls[key] ?? []).filter((line) => ITEM_PATHS.test(line));
      const listed = nodes.filter(({ server }) => server.key === key).map(({ nativeId }) => nativeId);
      const withItems = key === 'm365-old' ? [] : listed;
      expect(asked).toHaveLength(withItems.length);
      for (const id of withItems) expect(asked.filter((line) => line.includes(id))).toHaveLength(1);
    }
    expect(answer.cost.upstreamCalls).toBe(totalOf(calls));
  });

  it('are read with no more calls at once than a server may get', async () => {
    await ask(500);
    for (const proxy of proxies) expect(proxy.peak).toBeLessThanOrEqual(CONCURRENCY);
    expect(Math.max(...proxies.map(({ peak }) => peak))).toBe(CONCURRENCY);
  });

  function sorted<T extends { name: string; result: string }>(
    items: readonly T[] | undefined,
  ): T[] | undefined {
    return items?.toSorted((a, b) => (`${a.name} ${a.result}` < `${b.name} ${b.result}` ? -1 : 1));
  }
});
