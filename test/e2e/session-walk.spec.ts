import { freezeClock, HOUR, NOW } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { expected, pageOfSessions, shown, walkSessions } from '../support/session-lists.js';
import type { SessionOrder } from '../support/session-lists.js';
import { truthOf } from '../support/truth.js';
import type { FleetTruth } from '../support/truth.js';
import { askCounting, whenProbed } from '../support/upstream-calls.js';

describe('paging through the sessions of the whole fleet', () => {
  let clock: FrozenClock;
  let fleet: Fleet;
  let truth: FleetTruth;

  beforeAll(async () => {
    clock = freezeClock();
    const size = { sessions: 250 };
    fleet = await startFleet({ vbr: size, vbaws: size, vb365: size });
    await whenProbed(fleet);
    truth = truthOf(fleet);
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  it.each<[SessionOrder['field'], SessionOrder['direction'], number]>([
    ['START_TIME', 'DESC', 500],
    ['START_TIME', 'DESC', 173],
    ['START_TIME', 'ASC', 500],
    ['START_TIME', 'ASC', 211],
    ['END_TIME', 'DESC', 500],
    ['END_TIME', 'ASC', 500],
    ['NAME', 'ASC', 500],
    ['NAME', 'DESC', 500],
  ])('shows every session of every server once, by %s %s in pages of %i', async (field, direction, first) => {
    const orderBy = { field, direction };
    const pages = await walkSessions(fleet.gateway, { orderBy, first });
    expect(shown(pages)).toEqual(expected(truth.sessions, orderBy));
    expect(pages.slice(0, -1).every(({ nodes }) => nodes.length === first)).toBe(true);
    expect(pages.map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual(pages.map((_, index) => index > 0));
  });

  it.each([1, 2, 3, 25])('cuts the same list in pages of %i', async (first) => {
    const startedAfter = new Date(NOW - 4 * HOUR).toISOString();
    const recent = truth.sessions.filter(({ start }) => start > NOW - 4 * HOUR);
    expect(recent.length).toBeGreaterThan(25);
    const pages = await walkSessions(fleet.gateway, { filter: { startedAfter }, first });
    expect(shown(pages)).toEqual(expected(recent));
  });

  it('shows 50 sessions, newest first, when nothing else is asked for', async () => {
    const page = await pageOfSessions(fleet.gateway, {});
    expect(shown([page])).toEqual(expected(truth.sessions).slice(0, 50));
  });

  it('goes on from the cursor of any row', async () => {
    const query = `query ($after: String) { sessions(first: 40, after: $after) { edges { cursor node { nativeId server { key } } } } }`;
    type Edges = {
      sessions: { edges: { cursor: string; node: { nativeId: string; server: { key: string } } }[] };
    };
    const { data } = await fleet.gateway.ask<Edges>(query);
    const next = await fleet.gateway.ask<Edges>(query, { after: data.sessions.edges[16]?.cursor });
    const keys = next.data.sessions.edges.map(({ node }) => `${node.server.key}/${node.nativeId}`);
    expect(keys).toEqual(expected(truth.sessions).slice(17, 57));
  });

  it('neither skips nor repeats a session when new ones arrive between two pages', async () => {
    const args = { first: 60 };
    const page = await pageOfSessions(fleet.gateway, args);
    const { world } = fleet.vbr;
    world.sessions.add({
      jobIndex: 0,
      type: 'BackupJob',
      creationTime: NOW,
      endTime: NOW + HOUR,
      result: 'Success',
      canceled: false,
      full: false,
      manual: true,
      retryNumber: 0,
    });
    const next = await pageOfSessions(fleet.gateway, { ...args, after: page.pageInfo.endCursor });
    expect(shown([page, next])).toEqual(expected(truth.sessions).slice(0, 120));
    truth = truthOf(fleet);
  });

  it('asks each server for a page deep in its history without reading what comes before', async () => {
    const deep = await walkSessions(fleet.gateway, { first: 500 });
    const after = deep.at(-2)?.pageInfo.endCursor;
    const query = 'query ($after: String) { sessions(first: 20, after: $after) { nodes { nativeId } } }';
    const { calls } = await askCounting(fleet, query, { after });
    for (const key of ['vbr', 'vbr-old', 'aws']) expect(calls[key]).toHaveLength(1);
  });
});
