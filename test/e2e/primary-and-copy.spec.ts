import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { truthOf } from '../support/truth.js';
import type { FleetTruth } from '../support/truth.js';
import { askCounting, whenProbed } from '../support/upstream-calls.js';

interface Side {
  nativeId: string;
  name: string;
  lastResult: string;
  lastRun: string | null;
}
interface CopyNode extends Side {
  server: { key: string };
  sourcePolicies?: Side[];
  sourcePolicyId?: string | null;
  sourcePolicy?: Side | null;
}
interface PrimaryNode extends Side {
  server: { key: string };
  copyPolicies?: Side[];
  copyJob?: Side | null;
}
interface Lists {
  copies: { nodes: CopyNode[] };
  primaries: { nodes: PrimaryNode[] };
}

const SIDE = 'nativeId name lastResult lastRun';
const QUERY = `{
  copies: policies(first: 500, filter: { kinds: [BACKUP_COPY], products: [VBR, VB_M365] }) { nodes {
    ${SIDE} server { key }
    ... on VbrJob { sourcePolicies { ${SIDE} } }
    ... on VbM365CopyJob { sourcePolicyId sourcePolicy { ${SIDE} } }
  } }
  primaries: policies(first: 500, filter: { kinds: [BACKUP], products: [VBR, VB_M365] }) { nodes {
    ${SIDE} server { key }
    ... on VbrJob { copyPolicies { ${SIDE} } }
    ... on VbM365Job { copyJob { ${SIDE} } }
  } }
}`;

describe('primary and copy side by side', () => {
  let clock: FrozenClock;
  let fleet: Fleet;
  let truth: FleetTruth;
  let lists: Lists;

  beforeAll(async () => {
    clock = freezeClock();
    fleet = await startFleet({ vbr: { policies: 40 } });
    // Every job of a server has one name: what joins by name finds the wrong source.
    for (const job of fleet.vbr.world.jobs) job.name = 'Backup';
    for (const job of fleet.vb365.world.allJobs()) job.name = 'Backup';
    await whenProbed(fleet);
    truth = truthOf(fleet);
    const { data, errors } = await fleet.gateway.ask<Lists>(QUERY);
    expect(errors).toEqual([]);
    lists = data;
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  const sideOf = (server: string, id: string): Side => {
    const policy = truth.policies.find((each) => each.server === server && each.id === id);
    if (!policy) throw new Error(`no policy ${id}`);
    const { name, lastResult, lastRun } = policy;
    return {
      nativeId: id,
      name,
      lastResult,
      lastRun: lastRun === null ? null : new Date(lastRun).toISOString(),
    };
  };

  it('shows of every copy job of VBR the jobs it copies, by id', () => {
    const copies = fleet.vbr.world.jobs.filter(({ type }) => /Copy$/.test(type));
    expect(copies.length).toBeGreaterThan(3);
    for (const { id, sourceJobIds } of copies) {
      const node = lists.copies.nodes.find(({ nativeId, server }) => server.key === 'vbr' && nativeId === id);
      expect(node).toMatchObject(sideOf('vbr', id));
      expect(sorted(node?.sourcePolicies)).toEqual(
        sorted(sourceJobIds.map((source) => sideOf('vbr', source))),
      );
    }
  });

  it('shows of every job of VBR the jobs that copy it, by id', () => {
    const { jobs } = fleet.vbr.world;
    let links = 0;
    for (const { nativeId, server, copyPolicies } of lists.primaries.nodes) {
      if (server.key !== 'vbr') continue;
      const copies = jobs.filter(
        ({ type, sourceJobIds }) => /Copy$/.test(type) && sourceJobIds.includes(nativeId),
      );
      expect(sorted(copyPolicies)).toEqual(sorted(copies.map(({ id }) => sideOf('vbr', id))));
      links += copies.length;
    }
    expect(links).toBeGreaterThan(3);
  });

  it.each(['m365', 'm365-old'] as const)(
    'shows job and copy job of %s each with the other, by id',
    (server) => {
      const { world } = server === 'm365' ? fleet.vb365 : fleet.vb365Old;
      expect(world.copyJobs.length).toBeGreaterThan(3);
      for (const { id, source } of world.copyJobs) {
        const node = lists.copies.nodes.find((each) => each.server.key === server && each.nativeId === id);
        expect(node).toMatchObject({
          ...sideOf(server, id),
          sourcePolicyId: source.id,
          sourcePolicy: sideOf(server, source.id),
        });
      }
      for (const { nativeId, server: of, copyJob } of lists.primaries.nodes) {
        if (of.key !== server) continue;
        const copy = world.copyJobs.find(({ source }) => source.id === nativeId);
        expect(copyJob).toEqual(copy ? sideOf(server, copy.id) : null);
      }
    },
  );

  it('costs the lists of policies, and the full list of jobs of VBR once', async () => {
    const { calls } = await askCounting<Lists>(fleet, QUERY);
    const numbers = Object.fromEntries(Object.entries(calls).map(([key, lines]) => [key, lines.length]));
    expect(numbers).toEqual({ vbr: 2, 'vbr-old': 2, aws: 0, m365: 2, 'm365-old': 2 });
  });
});

function sorted(sides: readonly Side[] | undefined): Side[] {
  return (sides ?? []).toSorted((a, b) => (a.nativeId < b.nativeId ? -1 : 1));
}
