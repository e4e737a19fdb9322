import { ACCEPTANCE, expectAnswered, idsIn, SOME_IDS } from '../support/acceptance.js';
import type { SomeIds } from '../support/acceptance.js';
import { freezeClock, NOW } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { expected, shown, walkSessions } from '../support/session-lists.js';
import { truthOf } from '../support/truth.js';
import type { FleetTruth, SessionTruth } from '../support/truth.js';
import { whenProbed } from '../support/upstream-calls.js';

describe('servers with records that no contract describes', () => {
  let clock: FrozenClock;
  let fleet: Fleet;
  let truth: FleetTruth;
  let ids: string[];

  beforeAll(async () => {
    clock = freezeClock();
    const odd = { sessions: 300, policies: 24, oddities: true };
    fleet = await startFleet({ vbr: odd, vbaws: odd, vb365: odd });
    await whenProbed(fleet);
    truth = truthOf(fleet);
    ids = idsIn((await fleet.gateway.ask<SomeIds>(SOME_IDS)).data);
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  it.each(Object.entries(ACCEPTANCE))('answer in full: %s', async (_title, { query, variables }) => {
    expectAnswered(await fleet.gateway.ask(query, variables(NOW, ids)));
  });

  it.each([undefined, { results: ['UNKNOWN'] }, { kinds: ['OTHER'] }, { results: ['NONE'] }])(
    'show every session once, the odd ones among them: %j',
    async (filter) => {
      const matching = truth.sessions.filter(
        ({ result, kind }) =>
          (filter?.results?.includes(result) ?? true) && (filter?.kinds?.includes(kind) ?? true),
      );
      const pages = await walkSessions(fleet.gateway, { ...(filter && { filter }), first: 400 });
      expect(shown(pages)).toEqual(expected(matching));
    },
  );

  it('keep the own words of an odd session and say what is not known', async () => {
    const query = `query ($after: String) { sessions(first: 500, after: $after) {
      pageInfo { endCursor hasNextPage }
      nodes { nativeId nativeType kind state result startTime endTime server { key } policy { nativeId } }
    } }`;
    type Rows = {
      sessions: {
        pageInfo: { endCursor: string; hasNextPage: boolean };
        nodes: (Record<string, unknown> & { nativeId: string; server: { key: string } })[];
      };
    };
    const rows: Rows['sessions']['nodes'] = [];
    for (let after: string | null | undefined; after !== null;) {
      const { data }: { data: Rows } = await fleet.gateway.ask<Rows>(query, { after });
      rows.push(...data.sessions.nodes);
      after = data.sessions.pageInfo.hasNextPage ? data.sessions.pageInfo.endCursor : null;
    }
    const odd = (server: string, nativeId: string | undefined): Record<string, unknown> | undefined =>
      rows.find((row) => row.server.key === server && row.nativeId === nativeId);
    expect(odd('vbr', fleet.vbr.world.oddities?.sessionId)).toMatchObject({
      nativeType: 'TimeTravel',
      kind: 'OTHER',
    });
    const aws = truth.sessions.find(
      ({ server, id }) => server === 'aws' && fleet.vbaws.world.oddities.has(id),
    );
    expect(odd('aws', aws?.id)).toEqual({
      ...shapeOf(aws),
      nativeType: 'PolicyTeleport',
    });
    const m365 = truth.sessions.find(({ server, id }) => server === 'm365' && fleet.vb365.oddIds.has(id));
    expect(odd('m365', m365?.id)).toEqual({
      ...shapeOf(m365),
      nativeType: m365?.kind === 'BACKUP' ? 'Backup' : 'Copy',
    });
  });

  it('name the last runs of odd policies as their sessions tell', async () => {
    const query =
      '{ policies(first: 500) { nodes { nativeId server { key } lastSession { nativeId } lastSuccess } } }';
    type Rows = {
      policies: {
        nodes: {
          nativeId: string;
          server: { key: string };
          lastSession: { nativeId: string } | null;
          lastSuccess: string | null;
        }[];
      };
    };
    const { data, errors } = await fleet.gateway.ask<Rows>(query);
    expect(errors).toEqual([]);
    for (const { server, nativeId, lastSession, lastSuccess } of data.policies.nodes) {
      const policy = truth.policies.find((each) => each.server === server.key && each.id === nativeId);
      expect([server.key, nativeId, lastSession?.nativeId ?? null, lastSuccess]).toEqual([
        server.key,
        nativeId,
        policy?.lastSession?.id ?? null,
        iso(policy?.lastSuccess ?? null),
      ]);
    }
  });

  function shapeOf(session: SessionTruth | undefined): Record<string, unknown> {
    return {
      nativeId: session?.id,
      kind: session?.kind,
      state: session?.state,
      result: session?.result,
      startTime: iso(session?.start ?? null),
      endTime: iso(session?.end ?? null),
      server: { key: session?.server },
      policy: { nativeId: session?.policyId },
    };
  }

  function iso(time: number | null): string | null {
    return time === null ? null : new Date(time).toISOString();
  }
});
