import type { Policy, Repository, Session, Source } from '../upstream/records.js';
import { duration, time } from './format.js';
import { scorecard } from './scorecard.js';

/** One workload's answer: how to read what it takes, and how to write it down. */
export interface Answer<T> {
  read(fleet: readonly Source[]): Promise<T>;
  write(joined: T): unknown;
}

interface JoinedPolicy {
  readonly policy: Policy;
  readonly source: Source;
  readonly repositories: readonly Repository[];
  readonly last: Session | null;
}

interface JoinedSession {
  readonly session: Session;
  readonly source: Source;
  readonly policyName: string | null;
}

const policies: Answer<JoinedPolicy[]> = {
  async read(fleet) {
    const parts = await Promise.all(fleet.map(readPolicies));
    return parts
      .flat()
      .map((row) => ({ row, key: row.policy.name.toLowerCase() }))
      .sort(
        (a, b) =>
          compare(a.key, b.key) ||
          compare(a.row.source.key, b.row.source.key) ||
          compare(a.row.policy.nativeId, b.row.policy.nativeId),
      )
      .map(({ row }) => row);
  },
  write: (joined) =>
    joined.map(({ policy, source, repositories, last }) => ({
      nativeId: policy.nativeId,
      name: policy.name,
      enabled: policy.enabled,
      status: policy.status,
      lastResult: policy.lastResult ?? last?.result ?? 'NONE',
      nextRun: time(policy.nextRun),
      server: { key: source.key, name: source.name },
      repositories: repositories.map(({ nativeId, name, capacity, free }) => ({
        nativeId,
        name,
        capacity,
        free,
      })),
      lastSession: last && {
        nativeId: last.nativeId,
        state: last.state,
        result: last.result,
        startTime: time(last.startTime),
        endTime: time(last.endTime),
        message: last.message,
      },
    })),
};

/** Policies and repositories at once; the newest sessions follow, since the policies say which they are. */
async function readPolicies(source: Source): Promise<JoinedPolicy[]> {
  const listing = source.policies({ withTargets: true });
  const [rows, repositories, latest] = await Promise.all([
    listing,
    source.repositories(),
    listing.then((found) => source.latest(found)),
  ]);
  const byId = new Map(repositories.map((repository) => [repository.nativeId, repository]));
  return rows.map((policy) => ({
    policy,
    source,
    repositories: policy.repositoryIds.flatMap((id) => byId.get(id) ?? []),
    last: policy.neverRan ? null : (latest.get(policy.nativeId) ?? null),
  }));
}

const newestWithPolicy: Answer<JoinedSession[]> = {
  async read(fleet) {
    const rows = await newest(fleet, 50);
    const parts = await Promise.all(
      fleet.map((source) =>
        namePolicies(
          source,
          rows.filter(({ server }) => server === source.key),
        ),
      ),
    );
    const names = new Map(parts.flatMap((part) => [...part]));
    const sources = new Map(fleet.map((source) => [source.key, source]));
    return rows.flatMap((session) => {
      const source = sources.get(session.server);
      return source === undefined
        ? []
        : [{ session, source, policyName: names.get(session.nativeId) ?? null }];
    });
  },
  write: (joined) =>
    joined.map(({ session, source, policyName }) => ({
      nativeId: session.nativeId,
      state: session.state,
      result: session.result,
      startTime: time(session.startTime),
      endTime: time(session.endTime),
      message: session.message,
      server: { key: source.key, name: source.name },
      policy: policyName === null ? null : { name: policyName },
    })),
};

async function namePolicies(source: Source, sessions: readonly Session[]): Promise<Map<string, string>> {
  if (sessions.every(({ policyId }) => policyId === null)) return new Map();
  const rows = await source.policies({ withTargets: false });
  const links = await source.link?.(sessions, rows);
  const names = new Map(rows.map(({ nativeId, name }) => [nativeId, name]));
  return new Map(
    sessions.flatMap(({ nativeId, policyId }) => {
      const name = names.get(policyId ?? links?.get(nativeId) ?? '');
      return name === undefined ? [] : [[nativeId, name]];
    }),
  );
}

const newestSessions: Answer<Session[]> = {
  read: (fleet) => newest(fleet, 500),
  write: (joined) =>
    joined.map((session) => ({
      nativeId: session.nativeId,
      nativeType: session.nativeType,
      kind: session.kind,
      state: session.state,
      result: session.result,
      message: session.message,
      startTime: time(session.startTime),
      endTime: time(session.endTime),
      duration: duration(session.startTime, session.endTime),
      initiatedBy: session.initiatedBy,
    })),
};

/** Twice its even share of each source first; a source all of whose rows are shown is asked again, for as many as can be shown. */
async function newest(fleet: readonly Source[], count: number): Promise<Session[]> {
  const share = Math.max(100, Math.min(count + 1, Math.ceil((2 * (count + 1)) / fleet.length)));
  const lists = await Promise.all(fleet.map((source) => source.newest(share)));
  const shown = first(lists, count);
  const whole = await Promise.all(
    fleet.map(async (source, index) => {
      const list = lists[index] ?? [];
      const isExhausted = list.length >= share && list.every((session) => shown.has(session));
      return isExhausted ? source.newest(count) : list;
    }),
  );
  return [...(whole.every((list, index) => list === lists[index]) ? shown : first(whole, count))];
}

function first(lists: readonly (readonly Session[])[], count: number): Set<Session> {
  const rows = lists
    .flat()
    .sort(
      (a, b) => b.startTime - a.startTime || compare(a.server, b.server) || compare(a.nativeId, b.nativeId),
    );
  return new Set(rows.slice(0, count));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const nothing: Answer<null> = { read: async () => null, write: () => ({ __typename: 'Query' }) };

/** What the floor answers, by the path it is asked under. */
export const ANSWERS = {
  B1: policies,
  B2: newestWithPolicy,
  B3: nothing,
  B4: newestSessions,
  B5: scorecard,
};
