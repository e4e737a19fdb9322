import { Refusal } from '../../src/core/errors/refusal.js';
import { SourceFailure } from '../../src/core/errors/source-failure.js';
import type { PolicyRecord } from '../../src/core/model/policy.js';
import type { RepositoryRecord } from '../../src/core/model/repository.js';
import {
  GOOD_RESULTS,
  SESSION_KINDS,
  SESSION_RESULTS,
  SESSION_STATES,
} from '../../src/core/model/session.js';
import { sessionIdentity } from '../../src/core/model/session.js';
import type { SessionRecord } from '../../src/core/model/session.js';
import {
  matchesSession,
  sessionKey,
  sessionKeyComparator,
} from '../../src/core/ordering/session-criteria.js';
import { POLICY_ACTIONS } from '../../src/core/ports/actions.js';
import { NEWEST_FIRST } from '../../src/core/ports/activity.js';
import type { SessionCriteria, SessionOrder, SessionStream } from '../../src/core/ports/activity.js';
import { CallTally } from '../../src/core/ports/call-scope.js';
import type { CallScope } from '../../src/core/ports/call-scope.js';
import type { ServerAdapter } from '../../src/core/ports/server-adapter.js';

/** A server that has policies and sessions of several kinds, and the adapter over it. */
export interface ServerUnderTest {
  readonly adapter: ServerAdapter;
  /** From now on the server gives no answer. */
  goDown(): Promise<void>;
  /** Ends what was started; the adapter is closed by then. */
  close(): Promise<void>;
}

const ORDERS: readonly SessionOrder[] = (['START_TIME', 'END_TIME', 'NAME'] as const).flatMap((field) =>
  (['ASC', 'DESC'] as const).map((direction) => ({ field, direction })),
);

/** More than any list of a test, so that the adapter reads in pages of its own size. */
const MANY = 1_000;

const scope = (signal = new AbortController().signal): CallScope => ({ signal, tally: new CallTally() });
const ids = (rows: readonly { readonly nativeId: string }[]): string[] =>
  rows.map(({ nativeId }) => nativeId).sort();

/** What every adapter of a server does, whatever its product; `open` is called once. */
export function describeServerAdapter(title: string, open: () => Promise<ServerUnderTest>): void {
  describe(`the adapter of ${title}`, () => {
    let server: ServerUnderTest;
    let adapter: ServerAdapter;
    let policies: readonly PolicyRecord[];
    let repositories: readonly RepositoryRecord[];
    /** All sessions, the policy of each known. */
    let sessions: readonly SessionRecord[];

    beforeAll(async () => {
      server = await open();
      ({ adapter } = server);
      policies = (await adapter.inventory.policies(scope())).items;
      repositories = (await adapter.inventory.repositories(scope())).items;
      sessions = await linked(await rowsOf({}));
    });
    afterAll(async () => {
      await adapter.close();
      await server.close();
    });

    const streamsOf = (criteria: SessionCriteria, order = NEWEST_FIRST): readonly SessionStream[] =>
      adapter.activity.open({ criteria, order, expectedRows: MANY }, scope());

    async function rowsOf(criteria: SessionCriteria, order = NEWEST_FIRST): Promise<SessionRecord[]> {
      return (await Promise.all(streamsOf(criteria, order).map(readStream))).flat();
    }

    /** Sessions whose list does not say which policy started them, with what the adapter finds out. */
    async function linked(rows: readonly SessionRecord[]): Promise<readonly SessionRecord[]> {
      const open = rows.filter(({ policyId }) => policyId === undefined);
      const found = await adapter.activity.linkPolicies?.(open, policies, scope());
      return rows.map((row) => ({ ...row, policyId: row.policyId ?? found?.get(row.nativeId) ?? null }));
    }

    /** Criteria of every kind, made of what there is. */
    function questions(): SessionCriteria[] {
      const starts = sessions.map(({ startTime }) => startTime).sort((a, b) => a - b);
      const early = starts[Math.floor(starts.length / 4)] ?? 0;
      const late = starts[Math.floor((starts.length * 3) / 4)] ?? 0;
      const { name } = sessions[Math.floor(sessions.length / 2)] as SessionRecord;
      return [
        { startedAfter: late },
        { startedBefore: early },
        { startedAfter: early, startedBefore: late },
        { endedAfter: late },
        { endedAfter: early, endedBefore: late },
        { startedAfter: late, startedBefore: early },
        ...SESSION_KINDS.map((kind) => ({ kinds: [kind] })),
        ...SESSION_STATES.map((state) => ({ states: [state] })),
        ...SESSION_RESULTS.map((result) => ({ results: [result], startedAfter: early })),
        { kinds: [] },
        { name: { eq: name } },
        { name: { contains: name.slice(1, -1).toUpperCase() } },
        { name: { startsWith: name.slice(0, 3) }, startedBefore: late },
        { name: { in: [name, 'none of this name'] } },
        { policies: policies.slice(0, 1) },
        { policies: policies.slice(1, 4), startedAfter: early },
        { policies: [] },
      ];
    }

    it('tells policies and repositories of its server, whole, each once, and the same when it is asked again', async () => {
      const again = [
        await adapter.inventory.policies(scope()),
        await adapter.inventory.repositories(scope()),
      ];
      expect(again).toMatchObject([
        { unreadable: 0, truncated: false, missing: [] },
        { unreadable: 0, truncated: false, missing: [] },
      ]);
      expect(again.map(({ items }) => ids(items))).toEqual([ids(policies), ids(repositories)]);
      for (const rows of [policies, repositories]) {
        expect(new Set(ids(rows)).size).toBe(rows.length);
        expect(new Set(rows.map((row) => row.server))).toEqual(
          new Set(rows.length > 0 ? [adapter.server.key] : []),
        );
      }
      expect(policies.length).toBeGreaterThan(1);
    });

    it('says what lists leave open, of policies and repositories that there are', async () => {
      const { inventory } = adapter;
      const [openTargets, openSchedules, openImmutability] = [
        policies.filter(({ repositoryIds }) => repositoryIds === undefined),
        policies.filter(({ schedule }) => schedule === undefined),
        repositories.filter(({ immutability }) => immutability === undefined),
      ];
      const targets = (await inventory.targets?.(openTargets, scope())) ?? new Map<string, string[]>();
      const schedules = await inventory.schedules?.(scope());
      const immutability = await inventory.immutability?.(scope());
      const plans = await inventory.retryPlans?.(scope());
      expect(openTargets.filter(({ nativeId }) => !targets.has(nativeId))).toEqual([]);
      expect(openSchedules.filter(({ nativeId }) => !schedules?.has(nativeId))).toEqual([]);
      expect(openImmutability.filter(({ nativeId }) => !immutability?.has(nativeId))).toEqual([]);
      const known = new Set(ids(policies));
      const named = [...(schedules?.keys() ?? []), ...(plans?.keys() ?? []), ...targets.keys()];
      expect(named.filter((id) => !known.has(id))).toEqual([]);
      const written = [...policies.flatMap(({ repositoryIds }) => repositoryIds ?? []), ...targets.values()];
      const stores = new Set(ids(repositories));
      expect(written.flat().filter((id) => !stores.has(id))).toEqual([]);
    });

    it('holds every session in exactly one stream, by whatever it is asked for', async () => {
      expect(new Set(sessions.map(sessionIdentity)).size).toBe(sessions.length);
      for (const criteria of questions()) {
        const wanted = sessions.filter((one) => matchesSession(one, criteria));
        const rows = await linked(await rowsOf(criteria));
        const given = rows.filter((one) => matchesSession(one, criteria));
        expect([criteria, ids(given)]).toEqual([criteria, ids(wanted)]);
      }
    });

    it('gives rows in the order that a stream claims to keep', async () => {
      for (const order of ORDERS) {
        const compare = sessionKeyComparator(order);
        const all: SessionRecord[] = [];
        for (const stream of streamsOf({}, order)) {
          const rows = await readStream(stream);
          const keys = rows.map((row) => sessionKey(row, order));
          if (stream.ordered) expect([order, keys]).toEqual([order, keys.toSorted(compare)]);
          all.push(...rows);
        }
        expect([order, ids(all)]).toEqual([order, ids(sessions)]);
      }
    });

    it('counts what matches exactly, or not at all', async () => {
      for (const criteria of [{}, ...questions()])
        for (const stream of streamsOf(criteria)) {
          const totals = new Set<number | null>();
          for await (const { total } of stream.pages()) totals.add(total);
          totals.delete(null);
          const rows = await linked(await readStream(stream));
          const matching = rows.filter((one) => matchesSession(one, criteria)).length;
          expect([criteria, ...totals].slice(0, 3)).toEqual([criteria, matching].slice(0, 1 + totals.size));
        }
    });

    it('lets a stream be left, and read again from its beginning', async () => {
      for (const stream of streamsOf({})) {
        const whole = await readStream(stream);
        for await (const page of stream.pages()) {
          expect(ids(whole)).toEqual(expect.arrayContaining(ids(page.items)));
          break;
        }
        expect(ids(await readStream(stream))).toEqual(ids(whole));
      }
    });

    it('finds a session by type and id, and none by an id that nothing has', async () => {
      const { activity } = adapter;
      for (const { type, nativeId, name } of sessions.slice(0, 3))
        expect(await activity.get(type, nativeId, scope())).toMatchObject({ type, nativeId, name });
      const { type, nativeId } = sessions[0] as SessionRecord;
      for (const id of [
        '00000000-0000-4000-8000-000000000000',
        '..',
        '.',
        '../jobs',
        `${nativeId}/log`,
        '?',
        '',
      ])
        expect([id, await activity.get(type, id, scope())]).toEqual([id, null]);
      expect(await activity.get('NoSuchType', nativeId, scope())).toBeNull();
    });

    it.each([false, true])(
      'knows the newest session of a policy, or that it does not (good ones only: %s)',
      async (goodOnly) => {
        const latest = await adapter.activity.latest(policies, { goodOnly }, scope());
        expect(policies.map(({ nativeId }) => nativeId)).toEqual(expect.arrayContaining([...latest.keys()]));
        for (const policy of policies) {
          const own = sessions.filter(
            ({ policyId, result }) =>
              policyId === policy.nativeId && (!goodOnly || GOOD_RESULTS.includes(result)),
          );
          const answer = latest.get(policy.nativeId);
          if (typeof answer === 'string') continue;
          const newest = own.length === 0 ? undefined : Math.max(...own.map(({ startTime }) => startTime));
          expect([policy.name, answer?.startTime]).toEqual([policy.name, newest]);
        }
        expect([...latest.values()].filter((one) => typeof one === 'object').length).toBeGreaterThan(0);
        expect(await adapter.activity.latest([], { goodOnly }, scope())).toEqual(new Map());
      },
    );

    it('links sessions with policies that there are, and only those it is asked about', async () => {
      const few = sessions.slice(0, 20);
      const links = await adapter.activity.linkPolicies?.(few, policies, scope());
      const asked = new Set(ids(few));
      const known = new Set<string | null>([null, ...ids(policies)]);
      expect([...(links ?? [])].filter(([id, policy]) => !asked.has(id) || !known.has(policy))).toEqual([]);
    });

    it('tells the log of a session, the oldest line first, and its items', async () => {
      for (const session of sessions.slice(0, 3)) {
        const log = await adapter.activity.log(session, scope());
        const times = log.map(({ time }) => time).filter((time) => time !== null);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        const items = await adapter.activity.items(session, scope());
        expect(items === null || Array.isArray(items)).toBe(true);
      }
    });

    it('knows without asking what it was told of the server', async () => {
      const told = await adapter.probe(scope());
      expect(adapter.facts()).toEqual(told);
      expect(told.apiVersion).not.toBeNull();
      expect(adapter.capabilities()).toContain('INVENTORY');
    });

    it('refuses actions that it does not have before it asks anybody', () => {
      const codes = POLICY_ACTIONS.flatMap((action) =>
        policies.flatMap(({ type }) => refusalOf(() => adapter.actions?.requirePolicyAction?.(action, type))),
      );
      expect(codes.filter((code) => code !== 'UNSUPPORTED')).toEqual([]);
    });

    it('makes a change once, names the session that carries it out, and refuses it for what is not there', async () => {
      const { actions, activity } = adapter;
      const canStart = ({ type }: PolicyRecord) =>
        refusalOf(() => actions?.requirePolicyAction?.('START', type)).length === 0;
      const policy = policies.find((one) => one.enabled && one.status !== 'RUNNING' && canStart(one));
      if (actions === undefined || policy === undefined) throw new Error('nothing can be started');
      const started = await actions.policy('START', policy, scope());
      expect(started).toMatchObject({ server: adapter.server.key });
      const { type = '', nativeId = '', startTime } = started ?? {};
      expect(await activity.get(type, nativeId, scope())).toMatchObject({ nativeId, startTime });
      const again = await linked(await rowsOf({ policies: [policy] }));
      const news = again.filter((one) => !sessions.some((known) => known.nativeId === one.nativeId));
      expect(ids(news)).toEqual([nativeId]);
      const gone = { ...policy, nativeId: '00000000-0000-4000-8000-000000000000' };
      expect(await failureOf(actions.policy('START', gone, scope()))).toBeInstanceOf(Refusal);
    });

    it('counts its calls, and gives up when nobody waits any more', async () => {
      for (const [name, ask] of everyCall()) {
        const asked = scope();
        await ask(asked);
        expect([name, asked.tally.calls > 0]).toEqual([name, true]);
        expect([name, await failureOf(ask(scope(AbortSignal.abort())))]).toEqual([
          name,
          expect.any(SourceFailure),
        ]);
      }
    });

    it('says of a server that gives no answer that it gave none', async () => {
      await server.goDown();
      for (const [name, ask] of everyCall())
        expect([name, await failureOf(ask(scope()))]).toEqual([name, expect.any(SourceFailure)]);
    });

    /** Each call of the ports that asks the server whatever it knows already. */
    function everyCall(): [name: string, ask: (asked: CallScope) => Promise<unknown>][] {
      const { inventory, activity } = adapter;
      const session = sessions[0] as SessionRecord;
      const [stream] = activity.open({ criteria: {}, order: NEWEST_FIRST, expectedRows: MANY }, scope());
      if (stream === undefined) throw new Error('no stream');
      return [
        ['probe', (asked) => adapter.probe(asked)],
        ['policies', (asked) => inventory.policies(asked)],
        ['repositories', (asked) => inventory.repositories(asked)],
        ['open', (asked) => firstPageOf(asked)],
        ['get', (asked) => activity.get(session.type, session.nativeId, asked)],
        ['log', (asked) => activity.log(session, asked)],
      ];
    }

    async function firstPageOf(asked: CallScope): Promise<void> {
      const query = { criteria: {}, order: NEWEST_FIRST, expectedRows: MANY };
      for (const stream of adapter.activity.open(query, asked))
        for await (const _page of stream.pages()) break;
    }
  });
}

async function readStream(stream: SessionStream): Promise<SessionRecord[]> {
  const rows: SessionRecord[] = [];
  for await (const page of stream.pages()) {
    expect(page).toMatchObject({ unreadable: 0, truncated: false });
    rows.push(...page.items);
  }
  return rows;
}

function refusalOf(ask: () => void): readonly string[] {
  try {
    ask();
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.errors.map(({ code }) => code);
  }
}

/** What it fails with; undefined: it does not. */
async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error;
  }
}
