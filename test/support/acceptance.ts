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
    sources { server { key } status count upstreamCalls error { code } }
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
