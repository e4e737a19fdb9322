// Made by "npm run documents" from the *.graphql beside it and from the schema.

/** An operation as it is sent, with the types of its variables and of what it gives. */
export interface Document<Result, Variables> {
  readonly name: string;
  readonly text: string;
  /** Never there: it only carries the types. */
  readonly types?: (variables: Variables) => Result;
}

export type ChangeKind = 'GAP' | 'POLICY' | 'REPOSITORY' | 'SERVER' | 'SESSION_FINISHED' | 'SESSION_STARTED' | 'SESSION_UPDATED';

export type ForecastConfidence = 'HIGH' | 'LOW' | 'MEDIUM' | 'NONE';

export type ForecastReason = 'BEYOND_HORIZON' | 'INSUFFICIENT_HISTORY' | 'NOT_GROWING' | 'NO_CAPACITY' | 'OFF' | 'STALE' | 'TOO_IRREGULAR';

export type ObjectiveRule = 'CADENCE' | 'CONFIGURED' | 'NATIVE_SLA' | 'NONE' | 'SCHEDULE';

export type PolicyActionInput = { readonly idempotencyKey?: string | null | undefined; readonly policy: string };

export type PolicyStatus = 'DISABLED' | 'IDLE' | 'RUNNING' | 'UNKNOWN';

export type Product = 'VBR' | 'VB_AWS' | 'VB_M365';

export type RecoveryPointStatus = 'BREACHED' | 'MET' | 'NOT_APPLICABLE' | 'UNKNOWN';

export type RepositoryKind = 'CLOUD' | 'DEDUPE_APPLIANCE' | 'LOCAL' | 'NETWORK_SHARE' | 'OBJECT_STORAGE' | 'OTHER' | 'SCALE_OUT' | 'VAULT';

export type RepositoryStatus = 'MAINTENANCE' | 'OFFLINE' | 'ONLINE' | 'OUT_OF_DATE' | 'SEALED' | 'UNKNOWN';

export type RescanRepositoriesInput = { readonly idempotencyKey?: string | null | undefined; readonly repositories: readonly (string)[] };

export type SearchKind = 'POLICY' | 'REPOSITORY' | 'SERVER';

export type ServerStatus = 'DEGRADED' | 'OFFLINE' | 'ONLINE' | 'UNAUTHORIZED' | 'UNKNOWN';

export type SessionResult = 'CANCELLED' | 'FAILED' | 'NONE' | 'SUCCESS' | 'UNKNOWN' | 'WARNING';

export type SessionState = 'FINISHED' | 'PENDING' | 'RUNNING' | 'STOPPING' | 'UNKNOWN';

export type SourceErrorCode = 'BAD_RESPONSE' | 'CIRCUIT_OPEN' | 'FORBIDDEN' | 'RATE_LIMITED' | 'TIMEOUT' | 'TLS' | 'UNAUTHORIZED' | 'UNREACHABLE' | 'UNSUPPORTED' | 'UPSTREAM_ERROR';

export type SourceStatus = 'FAILED' | 'OK' | 'STALE' | 'TRUNCATED';

export type TagInput = { readonly key: string; readonly value: string };

export type TimeWindow = { readonly from?: string | null | undefined; readonly last?: string | null | undefined; readonly to?: string | null | undefined };

export type PolicyRow = { readonly id: string; readonly name: string; readonly enabled: boolean; readonly server: ServerName; readonly recoveryPoint: { readonly rule: ObjectiveRule } };

export type DayStats = { readonly count: number; readonly success: number; readonly warning: number; readonly failed: number; readonly cancelled: number; readonly running: number };

export type RunRow = { readonly id: string; readonly startTime: string; readonly durationSeconds: number | null; readonly state: SessionState; readonly result: SessionResult; readonly message: string | null };

export type PolicyInBreach = { readonly id: string; readonly name: string; readonly lastResult: SessionResult; readonly lastSuccess: string | null; readonly nextRun: string | null; readonly server: ServerName; readonly recoveryPoint: { readonly rule: ObjectiveRule; readonly ageSeconds: number | null; readonly objectiveSeconds: number | null; readonly reason: string | null }; readonly repositories: readonly ({ readonly id: string; readonly name: string; readonly free: number | null })[] | null };

export type FailedSession = { readonly id: string; readonly name: string; readonly message: string | null; readonly startTime: string; readonly partOfRun: boolean; readonly server: ServerName; readonly policy: { readonly id: string; readonly name: string; readonly lastResult: SessionResult; readonly nextRun: string | null; readonly repositories: readonly ({ readonly id: string; readonly name: string; readonly free: number | null })[] | null } | null };

export type RepositoryRow = { readonly id: string; readonly name: string; readonly kind: RepositoryKind; readonly status: RepositoryStatus; readonly capacity: number | null; readonly free: number | null; readonly usedRatio: number | null; readonly forecast: { readonly daysLeft: number | null; readonly daysLeftLow: number | null; readonly daysLeftHigh: number | null; readonly confidence: ForecastConfidence; readonly reason: ForecastReason | null; readonly availableFrom: string | null }; readonly immutability: { readonly enabled: boolean | null }; readonly server: ServerName; readonly policies: { readonly totalCount: number | null } };

export type RunningSession = { readonly id: string; readonly name: string; readonly state: SessionState; readonly result: SessionResult; readonly startTime: string; readonly endTime: string | null; readonly progressPercent: number | null; readonly message: string | null; readonly server: ServerName };

export type ServerName = { readonly key: string; readonly name: string; readonly product: Product };

export type Source = { readonly server: ServerName; readonly status: SourceStatus; readonly count: number | null; readonly fetchedAt: string | null; readonly error: { readonly message: string } | null };

export type ServerState = { readonly apiVersion: string | null; readonly productVersion: string | null; readonly tags: readonly ({ readonly key: string; readonly value: string })[]; readonly health: { readonly status: ServerStatus; readonly lastAnsweredAt: string | null; readonly latencyMs: number | null; readonly error: { readonly code: SourceErrorCode; readonly message: string; readonly retryAfterSeconds: number | null } | null } } & ServerName;

export type StartPolicyVariables = { readonly input: PolicyActionInput };
export type StartPolicyResult = { readonly startPolicy: { readonly session: { readonly id: string } | null; readonly userErrors: readonly ({ readonly message: string })[] } };

export type StopPolicyVariables = { readonly input: PolicyActionInput };
export type StopPolicyResult = { readonly stopPolicy: { readonly session: { readonly id: string } | null; readonly userErrors: readonly ({ readonly message: string })[] } };

export type RescanRepositoriesVariables = { readonly input: RescanRepositoriesInput };
export type RescanRepositoriesResult = { readonly rescanRepositories: { readonly sessions: readonly ({ readonly id: string })[]; readonly userErrors: readonly ({ readonly message: string })[] } };

export type ChangesVariables = { readonly servers?: readonly (string)[] | null | undefined; readonly products?: readonly (Product)[] | null | undefined; readonly tags?: readonly (TagInput)[] | null | undefined };
export type ChangesResult = { readonly changes: { readonly kind: ChangeKind } };

export type PoliciesVariables = { readonly servers?: readonly (string)[] | null | undefined; readonly products?: readonly (Product)[] | null | undefined; readonly tags?: readonly (TagInput)[] | null | undefined; readonly after?: string | null | undefined };
export type PoliciesResult = { readonly policies: { readonly totalCount: number | null; readonly complete: boolean; readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }; readonly sources: readonly (Source)[]; readonly nodes: readonly (PolicyRow)[] } };

export type DaysVariables = { readonly server: string; readonly policies: readonly (string)[]; readonly from: string; readonly zone: string };
export type DaysResult = { readonly report: { readonly sessions: { readonly complete: boolean; readonly groups: readonly ({ readonly periodStart: string | null; readonly policy: { readonly id: string } | null; readonly stats: DayStats })[] } } };

export type DayRunsVariables = { readonly policy: string; readonly after: string; readonly before: string };
export type DayRunsResult = { readonly node: { readonly __typename: string } & Partial<{ readonly name: string; readonly server: ServerName }> | null; readonly sessions: { readonly complete: boolean; readonly sources: readonly (Source)[]; readonly nodes: readonly (RunRow)[] } };

export type SessionDetailsVariables = { readonly id: string };
export type SessionDetailsResult = { readonly node: { readonly __typename: string } & Partial<{ readonly id: string; readonly name: string; readonly state: SessionState; readonly result: SessionResult; readonly startTime: string; readonly durationSeconds: number | null; readonly message: string | null; readonly server: ServerName; readonly policy: { readonly id: string; readonly name: string } | null; readonly items: readonly ({ readonly name: string; readonly type: string | null; readonly result: SessionResult; readonly message: string | null })[] | null; readonly log: readonly ({ readonly time: string | null; readonly title: string; readonly status: SessionResult; readonly description: string | null })[] | null }> | null };

export type PolicyDetailsVariables = { readonly id: string };
export type PolicyDetailsResult = { readonly node: { readonly __typename: string } & Partial<{ readonly name: string; readonly description: string | null; readonly status: PolicyStatus; readonly lastResult: SessionResult; readonly lastSuccess: string | null; readonly nextRun: string | null; readonly server: ServerName; readonly recoveryPoint: { readonly status: RecoveryPointStatus; readonly rule: ObjectiveRule; readonly ageSeconds: number | null; readonly objectiveSeconds: number | null; readonly reason: string | null }; readonly repositories: readonly ({ readonly id: string; readonly name: string; readonly free: number | null })[] | null; readonly sessions: { readonly sources: readonly (Source)[]; readonly nodes: readonly (RunRow)[] } }> | null };

export type OverviewVariables = { readonly servers?: readonly (string)[] | null | undefined; readonly products?: readonly (Product)[] | null | undefined; readonly tags?: readonly (TagInput)[] | null | undefined; readonly since: string; readonly window: TimeWindow };
export type OverviewResult = { readonly servers: readonly (ServerState)[]; readonly all: readonly ({ readonly tags: readonly ({ readonly key: string; readonly value: string })[] } & ServerName)[]; readonly breached: { readonly totalCount: number | null; readonly complete: boolean; readonly sources: readonly (Source)[]; readonly nodes: readonly (PolicyInBreach)[] }; readonly unknown: { readonly totalCount: number | null; readonly complete: boolean; readonly sources: readonly (Source)[] }; readonly met: { readonly totalCount: number | null; readonly complete: boolean; readonly sources: readonly (Source)[] }; readonly report: { readonly sessions: { readonly complete: boolean; readonly total: { readonly failed: number }; readonly sources: readonly (Source)[] } }; readonly failures: { readonly totalCount: number | null; readonly complete: boolean; readonly pageInfo: { readonly hasNextPage: boolean }; readonly nodes: readonly (FailedSession)[] }; readonly full: { readonly totalCount: number | null; readonly complete: boolean; readonly sources: readonly (Source)[]; readonly nodes: readonly ({ readonly id: string; readonly name: string; readonly free: number | null; readonly usedRatio: number | null; readonly server: ServerName; readonly policies: { readonly totalCount: number | null } })[] } };

export type RepositoriesVariables = { readonly servers?: readonly (string)[] | null | undefined; readonly products?: readonly (Product)[] | null | undefined; readonly tags?: readonly (TagInput)[] | null | undefined };
export type RepositoriesResult = { readonly repositories: { readonly totalCount: number | null; readonly complete: boolean; readonly sources: readonly (Source)[]; readonly nodes: readonly (RepositoryRow)[] } };

export type RunningVariables = { readonly servers?: readonly (string)[] | null | undefined; readonly products?: readonly (Product)[] | null | undefined; readonly tags?: readonly (TagInput)[] | null | undefined };
export type RunningResult = { readonly sessions: { readonly totalCount: number | null; readonly complete: boolean; readonly sources: readonly (Source)[]; readonly nodes: readonly (RunningSession)[] } };

export type FollowSessionVariables = { readonly session: string };
export type FollowSessionResult = { readonly sessionUpdated: RunningSession };

export type SearchVariables = { readonly text: string };
export type SearchResult = { readonly search: { readonly sources: readonly (Source)[]; readonly hits: readonly ({ readonly kind: SearchKind; readonly matched: string; readonly node: { readonly __typename: string; readonly id: string } & Partial<{ readonly key: string; readonly name: string }> & Partial<{ readonly name: string; readonly server: ServerName }> & Partial<{ readonly name: string; readonly server: ServerName }> })[] } };

export type ServersVariables = { readonly servers?: readonly (string)[] | null | undefined; readonly products?: readonly (Product)[] | null | undefined; readonly tags?: readonly (TagInput)[] | null | undefined };
export type ServersResult = { readonly servers: readonly (ServerState)[]; readonly all: readonly ({ readonly tags: readonly ({ readonly key: string; readonly value: string })[] } & ServerName)[] };

export const StartPolicy: Document<StartPolicyResult, StartPolicyVariables> = {
  name: 'StartPolicy',
  text: "mutation StartPolicy($input: PolicyActionInput!) {\n  startPolicy(input: $input) {\n    session {\n      id\n    }\n    userErrors {\n      message\n    }\n  }\n}",
};

export const StopPolicy: Document<StopPolicyResult, StopPolicyVariables> = {
  name: 'StopPolicy',
  text: "mutation StopPolicy($input: PolicyActionInput!) {\n  stopPolicy(input: $input) {\n    session {\n      id\n    }\n    userErrors {\n      message\n    }\n  }\n}",
};

export const RescanRepositories: Document<RescanRepositoriesResult, RescanRepositoriesVariables> = {
  name: 'RescanRepositories',
  text: "mutation RescanRepositories($input: RescanRepositoriesInput!) {\n  rescanRepositories(input: $input) {\n    sessions {\n      id\n    }\n    userErrors {\n      message\n    }\n  }\n}",
};

export const Changes: Document<ChangesResult, ChangesVariables> = {
  name: 'Changes',
  text: "subscription Changes($servers: [ID!], $products: [Product!], $tags: [TagInput!]) {\n  changes(\n    filter: {kinds: [SESSION_STARTED, SESSION_FINISHED, SERVER], servers: $servers, products: $products, tags: $tags}\n  ) {\n    kind\n  }\n}",
};

export const Policies: Document<PoliciesResult, PoliciesVariables> = {
  name: 'Policies',
  text: "query Policies($servers: [ID!], $products: [Product!], $tags: [TagInput!], $after: String) {\n  policies(\n    filter: {servers: $servers, products: $products, tags: $tags}\n    orderBy: {field: SERVER}\n    first: 500\n    after: $after\n  ) {\n    totalCount\n    complete\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    sources {\n      ...Source\n    }\n    nodes {\n      ...PolicyRow\n    }\n  }\n}\n\nfragment PolicyRow on Policy {\n  id\n  name\n  enabled\n  server {\n    ...ServerName\n  }\n  recoveryPoint {\n    rule\n  }\n}\n\nfragment ServerName on BackupServer {\n  key\n  name\n  product\n}\n\nfragment Source on SourceReport {\n  server {\n    ...ServerName\n  }\n  status\n  count\n  fetchedAt\n  error {\n    message\n  }\n}",
};

export const Days: Document<DaysResult, DaysVariables> = {
  name: 'Days',
  text: "query Days($server: ID!, $policies: [ID!]!, $from: DateTime!, $zone: TimeZone!) {\n  report(scope: {servers: [$server]}) {\n    sessions(\n      window: {from: $from}\n      groupBy: [POLICY, DAY]\n      timeZone: $zone\n      filter: {policies: $policies}\n    ) {\n      complete\n      groups {\n        periodStart\n        policy {\n          id\n        }\n        stats {\n          ...DayStats\n        }\n      }\n    }\n  }\n}\n\nfragment DayStats on SessionStats {\n  count\n  success\n  warning\n  failed\n  cancelled\n  running\n}",
};

export const DayRuns: Document<DayRunsResult, DayRunsVariables> = {
  name: 'DayRuns',
  text: "query DayRuns($policy: ID!, $after: DateTime!, $before: DateTime!) {\n  node(id: $policy) {\n    __typename\n    ... on Policy {\n      name\n      server {\n        ...ServerName\n      }\n    }\n  }\n  sessions(\n    filter: {policies: [$policy], startedAfter: $after, startedBefore: $before}\n    first: 100\n  ) {\n    complete\n    sources {\n      ...Source\n    }\n    nodes {\n      ...RunRow\n    }\n  }\n}\n\nfragment RunRow on Session {\n  id\n  startTime\n  durationSeconds\n  state\n  result\n  message\n}\n\nfragment ServerName on BackupServer {\n  key\n  name\n  product\n}\n\nfragment Source on SourceReport {\n  server {\n    ...ServerName\n  }\n  status\n  count\n  fetchedAt\n  error {\n    message\n  }\n}",
};

export const SessionDetails: Document<SessionDetailsResult, SessionDetailsVariables> = {
  name: 'SessionDetails',
  text: "query SessionDetails($id: ID!) {\n  node(id: $id) {\n    __typename\n    ... on Session {\n      id\n      name\n      state\n      result\n      startTime\n      durationSeconds\n      message\n      server {\n        ...ServerName\n      }\n      policy {\n        id\n        name\n      }\n      items {\n        name\n        type\n        result\n        message\n      }\n      log {\n        time\n        title\n        status\n        description\n      }\n    }\n  }\n}\n\nfragment ServerName on BackupServer {\n  key\n  name\n  product\n}",
};

export const PolicyDetails: Document<PolicyDetailsResult, PolicyDetailsVariables> = {
  name: 'PolicyDetails',
  text: "query PolicyDetails($id: ID!) {\n  node(id: $id) {\n    __typename\n    ... on Policy {\n      name\n      description\n      status\n      lastResult\n      lastSuccess\n      nextRun\n      server {\n        ...ServerName\n      }\n      recoveryPoint {\n        status\n        rule\n        ageSeconds\n        objectiveSeconds\n        reason\n      }\n      repositories {\n        id\n        name\n        free\n      }\n      sessions(first: 15) {\n        sources {\n          ...Source\n        }\n        nodes {\n          ...RunRow\n        }\n      }\n    }\n  }\n}\n\nfragment RunRow on Session {\n  id\n  startTime\n  durationSeconds\n  state\n  result\n  message\n}\n\nfragment ServerName on BackupServer {\n  key\n  name\n  product\n}\n\nfragment Source on SourceReport {\n  server {\n    ...ServerName\n  }\n  status\n  count\n  fetchedAt\n  error {\n    message\n  }\n}",
};

export const Overview: Document<OverviewResult, OverviewVariables> = {
  name: 'Overview',
  text: "query Overview($servers: [ID!], $products: [Product!], $tags: [TagInput!], $since: DateTime!, $window: TimeWindow!) {\n  servers(filter: {servers: $servers, products: $products, tags: $tags}) {\n    ...ServerState\n  }\n  all: servers {\n    ...ServerName\n    tags {\n      key\n      value\n    }\n  }\n  breached: policies(\n    filter: {recoveryPoint: [BREACHED], servers: $servers, products: $products, tags: $tags}\n    first: 500\n  ) {\n    totalCount\n    complete\n    sources {\n      ...Source\n    }\n    nodes {\n      ...PolicyInBreach\n    }\n  }\n  unknown: policies(\n    filter: {recoveryPoint: [UNKNOWN], servers: $servers, products: $products, tags: $tags}\n    first: 1\n  ) {\n    totalCount\n    complete\n    sources {\n      ...Source\n    }\n  }\n  met: policies(\n    filter: {recoveryPoint: [MET], servers: $servers, products: $products, tags: $tags}\n    first: 1\n  ) {\n    totalCount\n    complete\n    sources {\n      ...Source\n    }\n  }\n  report(scope: {servers: $servers, products: $products, tags: $tags}) {\n    sessions(window: $window) {\n      complete\n      total {\n        failed\n      }\n      sources {\n        ...Source\n      }\n    }\n  }\n  failures: sessions(\n    filter: {results: [FAILED], startedAfter: $since, servers: $servers, products: $products, tags: $tags}\n    first: 200\n  ) {\n    totalCount\n    complete\n    pageInfo {\n      hasNextPage\n    }\n    nodes {\n      ...FailedSession\n    }\n  }\n  full: repositories(\n    filter: {usedRatioAtLeast: 0.85, servers: $servers, products: $products, tags: $tags}\n    orderBy: {field: USED_RATIO, direction: DESC}\n    first: 50\n  ) {\n    totalCount\n    complete\n    sources {\n      ...Source\n    }\n    nodes {\n      id\n      name\n      free\n      usedRatio\n      server {\n        ...ServerName\n      }\n      policies(first: 1) {\n        totalCount\n      }\n    }\n  }\n}\n\nfragment PolicyInBreach on Policy {\n  id\n  name\n  lastResult\n  lastSuccess\n  nextRun\n  server {\n    ...ServerName\n  }\n  recoveryPoint {\n    rule\n    ageSeconds\n    objectiveSeconds\n    reason\n  }\n  repositories {\n    id\n    name\n    free\n  }\n}\n\nfragment FailedSession on Session {\n  id\n  name\n  message\n  startTime\n  partOfRun\n  server {\n    ...ServerName\n  }\n  policy {\n    id\n    name\n    lastResult\n    nextRun\n    repositories {\n      id\n      name\n      free\n    }\n  }\n}\n\nfragment ServerName on BackupServer {\n  key\n  name\n  product\n}\n\nfragment Source on SourceReport {\n  server {\n    ...ServerName\n  }\n  status\n  count\n  fetchedAt\n  error {\n    message\n  }\n}\n\nfragment ServerState on BackupServer {\n  ...ServerName\n  apiVersion\n  productVersion\n  tags {\n    key\n    value\n  }\n  health {\n    status\n    lastAnsweredAt\n    latencyMs\n    error {\n      code\n      message\n      retryAfterSeconds\n    }\n  }\n}",
};

export const Repositories: Document<RepositoriesResult, RepositoriesVariables> = {
  name: 'Repositories',
  text: "query Repositories($servers: [ID!], $products: [Product!], $tags: [TagInput!]) {\n  repositories(\n    filter: {servers: $servers, products: $products, tags: $tags}\n    orderBy: {field: USED_RATIO, direction: DESC}\n    first: 500\n  ) {\n    totalCount\n    complete\n    sources {\n      ...Source\n    }\n    nodes {\n      ...RepositoryRow\n    }\n  }\n}\n\nfragment RepositoryRow on Repository {\n  id\n  name\n  kind\n  status\n  capacity\n  free\n  usedRatio\n  forecast {\n    daysLeft\n    daysLeftLow\n    daysLeftHigh\n    confidence\n    reason\n    availableFrom\n  }\n  immutability {\n    enabled\n  }\n  server {\n    ...ServerName\n  }\n  policies(first: 1) {\n    totalCount\n  }\n}\n\nfragment ServerName on BackupServer {\n  key\n  name\n  product\n}\n\nfragment Source on SourceReport {\n  server {\n    ...ServerName\n  }\n  status\n  count\n  fetchedAt\n  error {\n    message\n  }\n}",
};

export const Running: Document<RunningResult, RunningVariables> = {
  name: 'Running',
  text: "query Running($servers: [ID!], $products: [Product!], $tags: [TagInput!]) {\n  sessions(\n    filter: {states: [PENDING, RUNNING, STOPPING], servers: $servers, products: $products, tags: $tags}\n    first: 100\n  ) {\n    totalCount\n    complete\n    sources {\n      ...Source\n    }\n    nodes {\n      ...RunningSession\n    }\n  }\n}\n\nfragment RunningSession on Session {\n  id\n  name\n  state\n  result\n  startTime\n  endTime\n  progressPercent\n  message\n  server {\n    ...ServerName\n  }\n}\n\nfragment ServerName on BackupServer {\n  key\n  name\n  product\n}\n\nfragment Source on SourceReport {\n  server {\n    ...ServerName\n  }\n  status\n  count\n  fetchedAt\n  error {\n    message\n  }\n}",
};

export const FollowSession: Document<FollowSessionResult, FollowSessionVariables> = {
  name: 'FollowSession',
  text: "subscription FollowSession($session: ID!) {\n  sessionUpdated(session: $session) {\n    ...RunningSession\n  }\n}\n\nfragment RunningSession on Session {\n  id\n  name\n  state\n  result\n  startTime\n  endTime\n  progressPercent\n  message\n  server {\n    ...ServerName\n  }\n}\n\nfragment ServerName on BackupServer {\n  key\n  name\n  product\n}",
};

export const Search: Document<SearchResult, SearchVariables> = {
  name: 'Search',
  text: "query Search($text: String!) {\n  search(text: $text, first: 20) {\n    sources {\n      ...Source\n    }\n    hits {\n      kind\n      matched\n      node {\n        __typename\n        id\n        ... on BackupServer {\n          key\n          name\n        }\n        ... on Policy {\n          name\n          server {\n            ...ServerName\n          }\n        }\n        ... on Repository {\n          name\n          server {\n            ...ServerName\n          }\n        }\n      }\n    }\n  }\n}\n\nfragment ServerName on BackupServer {\n  key\n  name\n  product\n}\n\nfragment Source on SourceReport {\n  server {\n    ...ServerName\n  }\n  status\n  count\n  fetchedAt\n  error {\n    message\n  }\n}",
};

export const Servers: Document<ServersResult, ServersVariables> = {
  name: 'Servers',
  text: "query Servers($servers: [ID!], $products: [Product!], $tags: [TagInput!]) {\n  servers(filter: {servers: $servers, products: $products, tags: $tags}) {\n    ...ServerState\n  }\n  all: servers {\n    ...ServerName\n    tags {\n      key\n      value\n    }\n  }\n}\n\nfragment ServerName on BackupServer {\n  key\n  name\n  product\n}\n\nfragment ServerState on BackupServer {\n  ...ServerName\n  apiVersion\n  productVersion\n  tags {\n    key\n    value\n  }\n  health {\n    status\n    lastAnsweredAt\n    latencyMs\n    error {\n      code\n      message\n      retryAfterSeconds\n    }\n  }\n}",
};
