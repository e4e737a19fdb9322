import { ACCEPTANCE, expectAnswered, idsIn, SOME_IDS } from '../support/acceptance.js';
import type { SomeIds } from '../support/acceptance.js';
import { freezeClock, NOW } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { startProxy } from '../support/proxy.js';
import type { Proxy } from '../support/proxy.js';
import { expected, shown, walkSessions } from '../support/session-lists.js';
import { truthOf } from '../support/truth.js';
import { whenProbed } from '../support/upstream-calls.js';

/** Pages as the products give them to clients that ask for nothing else; VB_AWS has no default, so a small one is taken. */
const MOST_ROWS: Record<string, number> = { VBR: 200, VB_M365: 30, VB_AWS: 50 };

describe('servers that give no longer pages than their default', () => {
  let clock: FrozenClock;
  let plain: Fleet;
  let capped: Fleet;
  let ids: string[];
  const proxies: Proxy[] = [];

  beforeAll(async () => {
    clock = freezeClock();
    const size = { sessions: 450, policies: 40 };
    const sizes = { vbr: size, vbaws: size, vb365: size };
    plain = await startFleet(sizes);
    capped = await startFleet({
      ...sizes,
      entry: async (server) => {
        if (server.key === 'down') return server;
        const mostRows = MOST_ROWS[server.product] ?? 1000;
        const proxy = await startProxy(server.url, { mostRows });
        proxies.push(proxy);
        return { ...server, url: proxy.url };
      },
    });
    await Promise.all([whenProbed(plain), whenProbed(capped)]);
    ids = idsIn((await plain.gateway.ask<SomeIds>(SOME_IDS)).data);
  });

  afterAll(async () => {
    await Promise.all([plain.close(), capped.close()]);
    await Promise.all(proxies.map((proxy) => proxy.close()));
    clock.release();
  });

  it.each(Object.entries(ACCEPTANCE))('are read to their end: %s', async (_title, { query, variables }) => {
    const wanted = await plain.gateway.ask(query, variables(NOW, ids));
    expectAnswered(wanted);
    const answer = await capped.gateway.ask(query, variables(NOW, ids));
    expect(answer.data).toEqual(wanted.data);
    expect(answer.errors).toEqual(wanted.errors);
  });

  it('show every session once', async () => {
    const pages = await walkSessions(capped.gateway, { first: 400 });
    expect(shown(pages)).toEqual(expected(truthOf(capped).sessions));
  });
});
