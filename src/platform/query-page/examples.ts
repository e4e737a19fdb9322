import type { Example } from './page-data.js';

const DAY = 86_400_000;

/** What the query page offers, with times counted back from `now` (epoch milliseconds); the first is what a newcomer sees first. */
export const examplesAt = (now: number): readonly Example[] => [
  {
    name: 'Failed sessions',
    query: `# What failed since yesterday, on all servers, and how much room is left where it writes to.
# A server that is down costs its own rows only: "sources" names it.
query FailedSessions($since: DateTime!) {
  sessions(filter: { results: [FAILED], startedAfter: $since }, first: 5) {
    totalCount
    complete
    sources {
      server { name }
      status
      error { code message }
    }
    nodes {
      name
      startTime
      message
      server { name product }
      policy {
        name
        repositories { name free usedRatio }
      }
    }
  }
}
`,
    variables: { since: new Date(now - DAY).toISOString() },
  },
  {
    name: 'Fleet health',
    query: `# Answers at once, however many servers are down: it tells what is known, and asks nobody.
query FleetHealth {
  servers {
    name
    product
    apiVersion
    productVersion
    tags { key value }
    health {
      status
      checkedAt
      latencyMs
      error { code message retryable }
    }
  }
}
`,
  },
  {
    name: 'Fullest repositories',
    query: `# Object storage without a limit has no used ratio; it comes last.
query FullestRepositories {
  repositories(orderBy: { field: USED_RATIO, direction: DESC }, first: 10) {
    totalCount
    complete
    nodes {
      name
      kind
      status
      usedRatio
      free
      capacity
      immutability { enabled periodDays }
      server { name }
      policies(first: 3) { totalCount nodes { name } }
    }
    sources { server { name } status error { message } }
  }
}
`,
  },
  {
    name: 'Full when?',
    query: `# By how each repository filled so far. Where it cannot be told, "reason" says why.
query FullWhen {
  repositories(orderBy: { field: USED_RATIO, direction: DESC }, first: 10) {
    complete
    nodes {
      name
      server { name }
      free
      forecast {
        daysLeft
        daysLeftLow
        daysLeftHigh
        growthPerDay
        confidence
        reason
        events { time text }
        additionalNeeded(for: "P365D")
      }
    }
  }
}
`,
  },
  {
    name: 'Scorecard',
    query: `# Runs by product: a run's retries count once, with the result of the last.
query Scorecard {
  report {
    day: sessions(window: { last: "PT24H" }, groupBy: [PRODUCT]) { ...Score }
    week: sessions(window: { last: "P7D" }, groupBy: [PRODUCT]) { ...Score }
    month: sessions(window: { last: "P30D" }, groupBy: [PRODUCT]) { ...Score }
  }
}

fragment Score on SessionReport {
  complete
  total { ...Numbers }
  groups { product stats { ...Numbers } }
}

fragment Numbers on SessionStats {
  count
  success
  warning
  failed
  cancelled
  running
  successRate
  averageDuration
}
`,
  },
  {
    name: 'Running now',
    query: `# Progress is null where a product does not tell it.
query RunningNow {
  sessions(filter: { states: [PENDING, RUNNING, STOPPING] }, first: 20) {
    totalCount
    complete
    nodes {
      name
      kind
      state
      startTime
      progressPercent
      initiatedBy
      server { name }
      policy { name }
    }
    sources { server { name } status count }
  }
}
`,
  },
  {
    name: 'One repository in depth',
    query: `# The fullest scale-out repository: its parts, and every policy that writes to it with its last run.
query RepositoryInDepth {
  repositories(filter: { kinds: [SCALE_OUT] }, orderBy: { field: USED_RATIO, direction: DESC }, first: 1) {
    nodes {
      name
      server { name }
      status
      free
      capacity
      immutability { enabled periodDays }
      ... on VbrScaleOutRepository {
        placementPolicy { type strict }
        capacityTier { enabled copyPolicy movePolicy operationalRestoreDays }
        archiveTier { enabled archiveAfterDays }
        extents { name tier statuses repository { free usedRatio } }
      }
      policies(first: 20) {
        totalCount
        nodes {
          name
          enabled
          lastResult
          nextRun
          lastSession { startTime endTime result message }
        }
      }
    }
  }
}
`,
  },
  {
    name: 'Follow a session',
    query: `# Comes as it happens, until the session has finished. The session in the variables is one that runs now, or else the newest.
subscription FollowSession($session: ID!) {
  sessionUpdated(session: $session) {
    name
    state
    result
    progressPercent
    startTime
    endTime
    message
    server { name }
  }
}
`,
    variables: { session: '' },
    lookup: {
      variable: 'session',
      query: `{
  running: sessions(filter: { states: [RUNNING] }, first: 1) { nodes { id } }
  newest: sessions(first: 1) { nodes { id } }
}`,
    },
  },
];
