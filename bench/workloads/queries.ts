import { LINKING_RETRIES } from './linking-retries.js';

/** What a contender is asked in one mode, and what of a GraphQL answer is comparable. */
export interface Workload {
  readonly name: string;
  readonly title: string;
  readonly query: string;
  /** The query takes a maxAge. */
  readonly hasMaxAge: boolean;
  readonly project: (data: Record<string, unknown>) => unknown;
}

const STATS = 'count success warning failed cancelled running successRate averageDuration';
const RUNS = `{ total { ${STATS} } groups { product stats { ${STATS} } } }`;

export const WORKLOADS: readonly Workload[] = [
  {
    name: 'B1',
    title: 'policies with repositories and last session',
    hasMaxAge: true,
    query: `query ($maxAge: Duration) {
  policies(first: 500, orderBy: { field: NAME, direction: ASC }, maxAge: $maxAge) {
    nodes {
      nativeId name enabled status lastResult nextRun
      server { key name }
      repositories { nativeId name capacity free }
      lastSession { nativeId state result startTime endTime message }
    }
  }
}`,
    project: nodesOf('policies'),
  },
  {
    name: 'B2',
    title: 'newest 50 sessions with policy',
    hasMaxAge: true,
    query: `query ($maxAge: Duration) {
  sessions(first: 50, maxAge: $maxAge) {
    nodes {
      nativeId state result startTime endTime message
      server { key name }
      policy { name }
    }
  }
}`,
    project: nodesOf('sessions'),
  },
  {
    name: 'B3',
    title: '{ __typename }',
    hasMaxAge: false,
    query: '{ __typename }',
    project: (data) => data,
  },
  {
    name: 'B4',
    title: '500 sessions of 10 fields',
    hasMaxAge: true,
    query: `query ($maxAge: Duration) {
  sessions(first: 500, maxAge: $maxAge) {
    nodes { nativeId nativeType kind state result message startTime endTime duration initiatedBy }
  }
}`,
    project: nodesOf('sessions'),
  },
  {
    name: 'B5',
    title: 'scorecard over 24 h, 7 d and 30 d',
    hasMaxAge: true,
    query: `query ($maxAge: Duration) {
  policies(first: 1, maxAge: $maxAge) { sources { server { key } count } }
  report(maxAge: $maxAge, scope: { servers: ${JSON.stringify(LINKING_RETRIES)} }) {
    day: sessions(window: { last: "PT24H" }, groupBy: [PRODUCT]) ${RUNS}
    week: sessions(window: { last: "P7D" }, groupBy: [PRODUCT]) ${RUNS}
    month: sessions(window: { last: "P30D" }, groupBy: [PRODUCT]) ${RUNS}
  }
}`,
    project: ({ policies, report }) => ({ policies: (policies as { sources: unknown }).sources, report }),
  },
];

function nodesOf(list: string): Workload['project'] {
  return (data) => (data[list] as { nodes: unknown }).nodes;
}
