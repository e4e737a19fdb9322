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
      name: '45 reports',
      body: (index) => ({
        query: `query ($window: TimeWindow!) { ${many(
          45,
          (
            alias,
          ) => `a${alias}: report(maxAge: "PT${alias}.${index}S") { sessions(window: $window, groupBy: [POLICY, DAY]) {
            total { count } groups { stats { count averageDuration p95Duration } } } }`,
        )} }`,
        variables: { window },
      }),
    },
    {
      name: '45 filtered lists of sessions',
      body: (index) => ({
        query: `{ ${many(
          45,
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
            `a${alias}: policies(first: 500, maxAge: "PT${alias}.${index}S", filter: { recoveryPoint: [MET, BREACHED] }, orderBy: { field: LAST_RUN, direction: DESC }) { totalCount nodes { id name lastResult } }`,
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
      name: '90 aliases of 100 letters in 500 rows',
      body: (index) => ({
        query: `{ policies(first: 500) { nodes { ${many(
          90,
          (alias) => `${'a'.repeat(95)}_${index}_${String(alias).padStart(2, '0')}: name`,
        )} } } }`,
      }),
    },
    {
      name: 'lists in lists: 500 × 150 sessions',
      body: (index) => ({
        query: `{ policies(first: 500) { nodes { a${index}: name sessions(first: 150) { nodes { nativeId name kind state result message endTime } } } } }`,
      }),
    },
    {
      name: 'a body of 350,000 values',
      body: (index) => ({
        query: `{ servers { a${index}: key } }`,
        extensions: { a: Array(340_000).fill([]) },
      }),
    },
    {
      name: '60,000 variables that are not used',
      body: (index) => ({
        query: `{ servers { a${index}: key } }`,
        variables: Object.fromEntries(
          Array.from({ length: 60_000 }, (_none, number) => [`v${number}`, number]),
        ),
      }),
    },
    {
      name: '40 KB that are not valid',
      body: (index) => ({
        query: `{ policies { nodes { ${many(1100, (field) => `nothing${index}Like${field}ThisOrThat { x }`)} } } }`,
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
