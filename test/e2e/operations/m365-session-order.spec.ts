import { one, startM365Stage } from '../../support/changes-vb365.js';
import type { M365Stage } from '../../support/changes-vb365.js';

let stage: M365Stage;

afterEach(() => stage.close());

describe.each(['v6', 'v7', 'v8'] as const)(
  'an M365 server that speaks %s and lists the oldest session first',
  (version) => {
    beforeEach(async () => {
      stage = await startM365Stage(version, {
        policies: 4,
        sessions: 400,
        switches: { workSeconds: 60, sessionOrder: 'oldestFirst' },
      });
    });

    it.each(['jobs', 'copyJobs'] as const)('tells the last session of one of its %s', async (kind) => {
      const { world } = stage.simulator;
      const job = one(
        [...world[kind]].sort((a, b) => world.ledger.of(b.id).length - world.ledger.of(a.id).length)[0],
      );
      const newest = one(world.ledger.of(job.id).at(-1));
      expect(world.ledger.of(job.id).length).toBeGreaterThan(20);
      const { node } = await stage.ask<{ node: { lastSession: { nativeId: string } } }>(
        'query ($id: ID!) { node(id: $id) { ... on Policy { lastSession { nativeId } } } }',
        { id: stage.id(kind === 'jobs' ? 'VbM365Job' : 'VbM365CopyJob', job.id) },
      );
      expect(node.lastSession.nativeId).toBe(newest.id);
    });

    it('names the session of a job that is started', async () => {
      const { world } = stage.simulator;
      const job = one(
        world.jobs.find(
          (each) =>
            each.isEnabled && !world.ledger.current(each) && each.repository.proxy?.status === 'Online',
        ),
      );
      const { session, userErrors } = await stage.change<{ session: { nativeId: string } | null }>(
        'startPolicy',
        'PolicyActionInput',
        { policy: stage.id('VbM365Job', job.id) },
        'session { nativeId }',
      );
      expect(userErrors).toEqual([]);
      expect(session?.nativeId).toBe(one(world.ledger.current(job)).id);
    });
  },
);
