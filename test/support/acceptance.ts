import { DAY } from './clock.js';
import type { Answer } from './gateway.js';

/** Questions that real dashboards ask, as they would ask them. */

/** Q1: what failed lately, with what it was for and how much room is left there. */
export const FAILED_SESSIONS = `query ($since: DateTime!, $first: Int) {
  sessions(filter: { results: [FAILED, WARNING], startedAfter: $since }, first: $first) {
    totalCount
    complete
    nodes {
      nativeId name result message startTime endTime
      server { key }
      policy { nativeId name repositories { nativeId name free } }
    }
    sources { server { key } status count error { code } }
  }
}`;

/** Q5: what runs now. */
export const RUNNING_NOW = `query ($states: [SessionState!] = [RUNNING]) {
  sessions(filter: { states: $states }, first: 500) {
    complete
    nodes { nativeId name state result progressPercent startTime endTime initiatedBy server { key } }
    sources { server { key } status error { code } }
  }
}`;

/** Q6: which objects failed inside failed sessions. */
export const FAILED_OBJECTS = `query ($since: DateTime!, $first: Int) {
  sessions(filter: { results: [FAILED], startedAfter: $since }, first: $first) {
    nodes { nativeId server { key } items { name result message } }
  }
}`;

/** Q16: objects of any kind by id. */
export const NODES = `query ($ids: [ID!]!) {
  nodes(ids: $ids) {
    __typename
    id
    ... on BackupServer { key }
    ... on Policy { nativeId name server { key } }
    ... on Repository { nativeId name server { key } }
    ... on Session { nativeId name server { key } }
  }
}`;

const STATS = 'count success warning failed cancelled running successRate p95Duration';
const SOURCES = 'complete sources { server { key } status error { code } }';

/** One question with its variables; `ids` are any global ids. */
interface Question {
  query: string;
  variables: (now: number, ids: readonly string[]) => Record<string, unknown>;
}

const since = (now: number): Record<string, unknown> => ({
  since: new Date(now - DAY).toISOString(),
  first: 200,
});
const none = (): Record<string, unknown> => ({});

/** The acceptance queries, by what a frontend wants to know. */
export const ACCEPTANCE: Record<string, Question> = {
  'failed sessions of a day with their policies and repositories': {
    query: FAILED_SESSIONS,
    variables: since,
  },
  'policies whose last good run is too old': {
    query: `{ policies(first: 500, filter: { recoveryPoint: [BREACHED] }) {
      nodes { nativeId name lastSuccess recoveryPoint { status objective rule age } } ${SOURCES} } }`,
    variables: none,
  },
  'repositories by free space': {
    query: `{ repositories(first: 500, orderBy: { field: FREE }) {
      nodes { nativeId name kind status capacity free used usedRatio } ${SOURCES} } }`,
    variables: none,
  },
  'the scorecard of the fleet': {
    query: `{ policies { ${SOURCES} } report {
      day: sessions(window: { last: "PT24H" }, groupBy: [PRODUCT]) { total { ${STATS} } groups { product stats { ${STATS} } } ${SOURCES} }
      month: sessions(window: { last: "P30D" }, groupBy: [PRODUCT]) { total { ${STATS} } groups { product stats { ${STATS} } } ${SOURCES} }
      capacity(groupBy: [PRODUCT]) { total { repositories capacity free used usedRatio } groups { product stats { capacity } } ${SOURCES} }
      protection { policies compliant disabled complianceRate breaching { nativeId } neverRan { nativeId } ${SOURCES} }
    } }`,
    variables: none,
  },
  'what runs now': { query: RUNNING_NOW, variables: none },
  'failed objects in failed sessions': { query: FAILED_OBJECTS, variables: since },
  'results per policy and day': {
    query: `{ report { sessions(window: { last: "P30D" }, groupBy: [POLICY, DAY], timeZone: "Europe/Berlin") {
      groups { policy { nativeId } periodStart stats { ${STATS} } } ${SOURCES} } } }`,
    variables: none,
  },
  'repositories with the policies that write to them': {
    query: `{ repositories(first: 500) { nodes {
      nativeId
      immutability { enabled periodDays }
      policies { totalCount nodes { nativeId name lastRun lastResult } }
      ... on VbrScaleOutRepository { extents { nativeId tier repository { nativeId free } } }
    } ${SOURCES} } }`,
    variables: none,
  },
  'policies that are disabled, unscheduled or without a next run': {
    query: `{ policies(first: 500) { nodes { nativeId enabled status nextRun recoveryPoint { status rule reason } } ${SOURCES} } }`,
    variables: none,
  },
  'a search': {
    query: `{ search(text: "prod", first: 50) { hits { kind matched node { id __typename } } ${SOURCES} } }`,
    variables: none,
  },
  'copies beside what they copy': {
    query: `{ policies(first: 500, filter: { kinds: [BACKUP_COPY] }) { nodes {
      nativeId lastResult lastSession { nativeId result }
      ... on VbrJob { sourcePolicies { nativeId lastResult } }
      ... on VbM365CopyJob { sourcePolicy { nativeId lastResult } }
    } ${SOURCES} } }`,
    variables: none,
  },
  'objects of any kind by id': { query: NODES, variables: (_now, ids) => ({ ids }) },
};

/** Fails the test unless everything was answered that a healthy fleet can answer: the server that is down left aside. */
export function expectAnswered({ status, data, errors }: Answer<unknown>): void {
  expect(status).toBe(200);
  expect(data).toBeTruthy();
  for (const { extensions } of errors)
    expect(extensions).toMatchObject({ code: 'UNSUPPORTED', server: 'm365-old' });
  const troubled = sourcesIn(data).filter((source) => source.status !== 'OK');
  for (const { server, status: outcome } of troubled)
    expect([server?.key, outcome]).toEqual(['down', 'FAILED']);
}

interface Source {
  server?: { key: string };
  status: string;
}

/** Every report of a source anywhere in an answer. */
function sourcesIn(value: unknown): Source[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) =>
    name === 'sources' ? (part as Source[]) : sourcesIn(part),
  );
}

/** Some ids of every kind, product and server. */
export const SOME_IDS = `{
  servers { id policies(first: 2) { nodes { id } } repositories(first: 2) { nodes { id } } sessions(first: 2) { nodes { id } } }
}`;

export interface SomeIds {
  servers: Record<'policies' | 'repositories' | 'sessions', { nodes: { id: string }[] }>[];
}

export function idsIn({ servers }: SomeIds): string[] {
  return servers.flatMap(({ policies, repositories, sessions }) =>
    [policies, repositories, sessions].flatMap(({ nodes }) => nodes.map(({ id }) => id)),
  );
}
