import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { truthOf } from '../support/truth.js';
import { askCounting, whenProbed } from '../support/upstream-calls.js';

interface Hit {
  kind: string;
  matched: string;
  node: { __typename: string; name: string; nativeId?: string; server?: { key: string }; key?: string };
}
interface Results {
  search: { hits: Hit[]; complete: boolean; sources: { server: { key: string }; status: string }[] };
}

const QUERY = `query ($text: String!, $kinds: [SearchKind!], $first: Int) {
  search(text: $text, kinds: $kinds, first: $first) {
    hits { kind matched node { __typename
      ... on BackupServer { name key }
      ... on Policy { name nativeId server { key } }
      ... on Repository { name nativeId server { key } } } }
    complete sources { server { key } status }
  } }`;

/** Something that can be found, as its server knows it. */
interface Findable {
  place: string;
  kind: string;
  name: string;
  description: string | null;
}

describe('search', () => {
  let clock: FrozenClock;
  let fleet: Fleet;
  let all: Findable[];

  beforeAll(async () => {
    clock = freezeClock();
    fleet = await startFleet({
      vbr: { policies: 60 },
      entry: (server) => (server.key === 'aws' ? { ...server, name: 'AWS for SQL people' } : server),
    });
    await whenProbed(fleet);
    all = findables(fleet);
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  const search = async (variables: Record<string, unknown>): Promise<Results['search']> => {
    const { data, errors } = await fleet.gateway.ask<Results>(QUERY, variables);
    expect(errors).toEqual([]);
    return data.search;
  };

  it.each(['sql', 'SQL', '  Sql '])('finds %j in names and descriptions, best first', async (text) => {
    const { hits } = await search({ text, first: 500 });
    const found = ranked(all, 'sql');
    expect(hits).toHaveLength(found.length);
    expect(hits.map(({ node }) => node.name.toLowerCase())).toEqual(
      found.map(({ name }) => name.toLowerCase()),
    );
    expect(hits.map(placeOf).toSorted()).toEqual(found.map(({ place }) => place).toSorted());
    for (const { matched } of hits) expect(matched.toLowerCase()).toContain('sql');
    expect(new Set(hits.map(({ kind }) => kind))).toEqual(new Set(['SERVER', 'POLICY']));
  });

  it.each(['repository', 'copy', 'production nightly', 'SOBR-Main', 'primary backups', 'm365', 'b'])(
    'ranks what it finds for %j',
    async (text) => {
      const { hits } = await search({ text, first: 500 });
      const found = ranked(all, text);
      expect(found.length).toBeGreaterThan(0);
      expect(hits.map(({ node }) => node.name.toLowerCase())).toEqual(
        found.slice(0, 500).map(({ name }) => name.toLowerCase()),
      );
    },
  );

  it('puts the whole name before its beginning, a word, a part, and a description', async () => {
    const world = fleet.vbr.world;
    const [a, b, c, d, e] = world.jobs;
    if (!a || !b || !c || !d || !e) throw new Error('the simulated server has too few jobs');
    const before = [a, b, c, d, e].map(({ name, description }) => ({ name, description }));
    [e.name, d.name, c.name, b.name] = ['Quokka', 'Quokka farm', 'The quokka farm', 'Aquokkas'];
    a.description = 'where a quokka lives';
    const { hits } = await search({ text: 'quokka' });
    [a, b, c, d, e].forEach((job, index) => Object.assign(job, before[index]));
    expect(hits.map(({ matched }) => matched)).toEqual([
      'Quokka',
      'Quokka farm',
      'The quokka farm',
      'Aquokkas',
      'where a quokka lives',
    ]);
  });

  it.each(['SERVER', 'POLICY', 'REPOSITORY'])('looks only through %s when told so', async (kind) => {
    const { hits } = await search({ text: 'a', kinds: [kind], first: 500 });
    const found = ranked(all, 'a').filter((each) => each.kind === kind);
    expect(hits.map(placeOf).toSorted()).toEqual(found.map(({ place }) => place).toSorted());
  });

  it('shows as many hits as asked for, and names the server that is down', async () => {
    const { hits, complete, sources } = await search({ text: 'n', first: 20 });
    expect(hits).toHaveLength(20);
    expect(complete).toBe(false);
    expect(sources.filter(({ status }) => status !== 'OK')).toEqual([
      { server: { key: 'down' }, status: 'FAILED' },
    ]);
  });

  it('finds the server that is down by its name', async () => {
    const { hits } = await search({ text: 'down' });
    expect(hits[0]).toMatchObject({ kind: 'SERVER', node: { __typename: 'BackupServer', key: 'down' } });
  });

  it('costs the lists of each server once, and only those it looks through', async () => {
    const everything = await askCounting<Results>(fleet, QUERY, { text: 'sql' });
    expect(sizes(everything.calls)).toEqual({ vbr: 3, 'vbr-old': 3, aws: 10, m365: 3, 'm365-old': 4 });
    const policies = await askCounting<Results>(fleet, QUERY, { text: 'sql', kinds: ['POLICY'] });
    expect(sizes(policies.calls)).toEqual({ vbr: 1, 'vbr-old': 1, aws: 9, m365: 2, 'm365-old': 2 });
    const servers = await askCounting<Results>(fleet, QUERY, { text: 'sql', kinds: ['SERVER'] });
    expect(sizes(servers.calls)).toEqual({ vbr: 0, 'vbr-old': 0, aws: 0, m365: 0, 'm365-old': 0 });
    expect(servers.answer.data.search.complete).toBe(true);
  });
});

function findables(fleet: Fleet): Findable[] {
  const { policies, repositories } = truthOf(fleet);
  const descriptions = descriptionsOf(fleet);
  const find =
    (kind: string) =>
    (each: { server: string; id: string; name: string }): Findable => ({
      place: `${kind} ${each.server}/${each.id}`,
      kind,
      name: each.name,
      description: descriptions.get(`${each.server}/${each.id}`) || null,
    });
  const servers = ['vbr', 'vbr-old', 'down', 'aws', 'm365', 'm365-old'].map((key) => ({
    place: `SERVER ${key}`,
    kind: 'SERVER',
    name: key === 'aws' ? 'AWS for SQL people' : key,
    description: null,
  }));
  return [...servers, ...policies.map(find('POLICY')), ...repositories.map(find('REPOSITORY'))];
}

/** By "server/id". Copy jobs have none, the VPC policy has none. */
function descriptionsOf({ vbr, vbrOld, vbaws, vb365, vb365Old }: Fleet): Map<string, string> {
  const described = (
    server: string,
    rows: readonly { id: string; description: string }[],
  ): [string, string][] => rows.map(({ id, description }) => [`${server}/${id}`, description]);
  return new Map([
    ...described('vbr', [...vbr.world.jobs, ...vbr.world.repositories, ...vbr.world.scaleOutRepositories]),
    ...described('vbr-old', [
      ...vbrOld.world.jobs,
      ...vbrOld.world.repositories,
      ...vbrOld.world.scaleOutRepositories,
    ]),
    ...described('aws', [...vbaws.world.policies, ...vbaws.world.repositories]),
    ...described('m365', [...vb365.world.jobs, ...vb365.world.repositories]),
    ...described('m365-old', [...vb365Old.world.jobs, ...vb365Old.world.repositories]),
  ]);
}

/** Names before descriptions; in each the whole text, its beginning, a word's beginning, anywhere; ties by name. */
function ranked(all: readonly Findable[], text: string): Findable[] {
  const rankOf = (candidate: string | null): number => {
    const at = candidate?.toLowerCase().indexOf(text.toLowerCase()) ?? -1;
    if (candidate === null || at < 0) return Infinity;
    if (candidate.length === text.length) return 0;
    if (at === 0) return 1;
    return /[\p{L}\p{N}]/u.test(candidate[at - 1] ?? '') ? 3 : 2;
  };
  return all
    .map((each) => ({ each, rank: Math.min(rankOf(each.name), 10 + rankOf(each.description)) }))
    .filter(({ rank }) => rank < Infinity)
    .toSorted((a, b) => a.rank - b.rank || (a.each.name.toLowerCase() < b.each.name.toLowerCase() ? -1 : 1))
    .map(({ each }) => each);
}

function placeOf({ kind, node }: Hit): string {
  return kind === 'SERVER' ? `SERVER ${node.key}` : `${kind} ${node.server?.key}/${node.nativeId}`;
}

function sizes(calls: Record<string, string[]>): Record<string, number> {
  return Object.fromEntries(Object.entries(calls).map(([key, lines]) => [key, lines.length]));
}
