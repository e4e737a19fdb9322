import { ACCEPTANCE, expectAnswered, idsIn, SOME_IDS } from '../support/acceptance.js';
import type { SomeIds } from '../support/acceptance.js';
import { freezeClock, HOUR, NOW } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { simulatorsOf, whenProbed } from '../support/upstream-calls.js';

describe('when every token has expired at once', () => {
  let clock: FrozenClock;
  let fleet: Fleet;
  let ids: string[];

  beforeAll(async () => {
    clock = freezeClock();
    const size = { sessions: 300, policies: 16 };
    fleet = await startFleet({ vbr: size, vbaws: size, vb365: size });
    await whenProbed(fleet);
    ids = idsIn((await fleet.gateway.ask<SomeIds>(SOME_IDS)).data);
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  it.each(Object.entries(ACCEPTANCE))(
    'the answer is the same, after one sign-in a server: %s',
    async (_title, { query, variables }) => {
      const before = await fleet.gateway.ask(query, variables(NOW, ids));
      expectAnswered(before);
      const marks = marked();
      expireAll();
      const after = await fleet.gateway.ask(query, variables(NOW, ids));
      expect(after.data).toEqual(before.data);
      expect(after.errors).toEqual(before.errors);
      for (const { granted, refused } of signInsSince(marks)) {
        expect(granted).toBe(1);
        expect(refused).toBeLessThanOrEqual(1);
      }
    },
  );

  it('ten questions at once cost one sign-in a server', async () => {
    const query =
      '{ policies { nodes { id } } repositories { nodes { id } } sessions { nodes { id policy { id } } } }';
    const marks = marked();
    expireAll();
    const answers = await Promise.all(Array.from({ length: 10 }, () => fleet.gateway.ask(query)));
    expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
    for (const { granted } of signInsSince(marks)) expect(granted).toBe(1);
  });

  it('tokens that are known to be old are renewed before they are used', async () => {
    const query = '{ policies { complete sources { server { key } status } } repositories { totalCount } }';
    await fleet.gateway.ask(query);
    clock.advance(2 * HOUR);
    const marks = marked();
    const { data } = await fleet.gateway.ask<{ policies: { sources: { status: string }[] } }>(query);
    expect(data.policies.sources.filter(({ status }) => status === 'OK')).toHaveLength(fleet.alive.length);
    for (const { granted, unauthorized } of signInsSince(marks))
      expect({ granted, unauthorized }).toEqual({ granted: 1, unauthorized: 0 });
  });

  function expireAll(): void {
    for (const { tokens } of [fleet.vbr, fleet.vbrOld, fleet.vbaws, fleet.vb365, fleet.vb365Old])
      tokens.expireAll();
  }

  function marked(): number[] {
    return Object.values(simulatorsOf(fleet)).map(({ requests }) => requests.length);
  }

  /** Sign-ins and renewals of each server since then, and other requests that were refused for want of a token. */
  function signInsSince(marks: readonly number[]) {
    return Object.values(simulatorsOf(fleet)).map(({ requests }, index) => {
      const seen = requests.slice(marks[index]);
      const signIns = seen.filter(({ method, url }) => method === 'POST' && url.endsWith('/token'));
      return {
        granted: signIns.filter(({ status }) => status === 200).length,
        refused: signIns.filter(({ status }) => status !== 200).length,
        unauthorized: seen.filter(({ url, status }) => status === 401 && !url.endsWith('/token')).length,
      };
    });
  }
});
