/** A request of the kind that takes most of one resource, as one caller may send it at default limits. */
export interface WorstRequest {
  readonly name: string;
  /** The `index` tells requests that are sent at once apart, so that nothing kept answers them. */
  body(index: number): object;
}

/** What the requests are made for: ids of policies of all servers. */
export interface WorstTargets {
  readonly policyIds: readonly string[];
}

const ROW =
  'nativeId name kind state result message startTime endTime duration progressPercent server { key name }';

const PLANNED =
  'id name nativeId nativeType kind workload enabled status lastResult lastRun nextRun description';
const STORED = 'id name nativeId nativeType kind status capacity free used description';

const many = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_none, index) => part(index)).join('\n');

/** The worst that is known of each kind. */
export function worstRequests({ policyIds }: WorstTargets): readonly WorstRequest[] {
  const ids = Array.from({ length: 500 }, (_none, index) => policyIds[index % policyIds.length]);
  const window = { from: new Date(Date.now() - 40 * 86_400_000).toISOString() };
  return [
    {
      name: '50 reports',
      body: (index) => ({
        query: `query ($window: TimeWindow!) { ${many(
          50,
          (
            alias,
          ) => `a${alias}: report(maxAge: "PT${alias}.${index}S") { sessions(window: $window, groupBy: [POLICY, DAY]) {
            total { count } groups { stats { count averageDuration p95Duration } } } }`,
        )} }`,
        variables: { window },
      }),
    },
    {
      name: '50 filtered lists of sessions',
      body: (index) => ({
        query: `{ ${many(
          50,
          (alias) =>
            `a${alias}: sessions(first: 50, filter: { name: { contains: "zz${index}-${alias}" } }) { totalCount nodes { ${ROW} } }`,
        )} }`,
      }),
    },
    {
      name: '50 filtered lists of policies',
      body: (index) => ({
        query: `{ ${many(
          50,
          (alias) =>
            `a${alias}: policies(first: 500, maxAge: "PT${alias}.${index}S", filter: { recoveryPoints: [MET, BREACHED] }, orderBy: { field: LAST_RUN, direction: DESC }) { totalCount nodes { id name lastResult } }`,
        )} }`,
      }),
    },
    {
      name: 'nodes of 500 ids with their sessions',
      body: (index) => ({
        query: `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Policy { id a${index}: name sessions(first: 20) { nodes { ${ROW} } } } } }`,
        variables: { ids },
      }),
    },
    {
      name: 'an alias of 900 KB in 500 rows',
      body: (index) => ({
        query: `{ policies(first: 500) { nodes { ${'a'.repeat(900_000)}${index}: name } } }`,
      }),
    },
    {
      name: 'lists in lists: 500 × 300 sessions',
      body: (index) => ({
        query: `{ policies(first: 500) { nodes { a${index}: name sessions(first: 300) { nodes { ${ROW.slice(0, 30)} } } } } }`,
      }),
    },
    {
      name: '40 KB that are not valid',
      body: (index) => ({
        query: `{ ${many(1200, (field) => `a${field}: nothing${index}Like${field}This { x }`)} }`,
      }),
    },
    {
      name: 'a plan of 10 KB with four conditions',
      body: (index) => ({
        query: `query ($a: Boolean!, $b: Boolean!, $c: Boolean!, $d: Boolean!) { ${many(
          14,
          (alias) =>
            `p${alias}: policies(first: 5) { nodes { a${index}: id @include(if: $a) ${PLANNED} repositories @skip(if: $b) { ${STORED} policies(first: 5) { nodes { ${PLANNED} } } } lastSession { id @include(if: $c) name @skip(if: $d) ${ROW} } } }`,
        )} }`,
        variables: Object.fromEntries(
          ['a', 'b', 'c', 'd'].map((name, bit) => [name, ((index >> bit) & 1) === 1]),
        ),
      }),
    },
  ];
}
