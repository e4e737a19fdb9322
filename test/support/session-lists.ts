import type { RunningGateway } from './gateway.js';
import type { SessionTruth } from './truth.js';

interface SessionNode {
  nativeId: string;
  name: string;
  server: { key: string };
  kind: string;
  state: string;
  result: string;
  startTime: string;
  endTime: string | null;
}

export interface SourceNode {
  server: { key: string };
  status: string;
  count: number | null;
  upstreamCalls: number;
  error: { code: string } | null;
}

export interface SessionPage {
  totalCount: number | null;
  complete: boolean;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
  nodes: SessionNode[];
  sources: SourceNode[];
}

export interface SessionOrder {
  field: 'START_TIME' | 'END_TIME' | 'NAME';
  direction: 'ASC' | 'DESC';
}

export interface SessionArguments {
  filter?: Record<string, unknown>;
  orderBy?: SessionOrder;
  first?: number;
}

const PAGE_QUERY = `query ($filter: SessionFilter, $orderBy: SessionOrder, $first: Int, $after: String) {
  sessions(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    totalCount
    complete
    pageInfo { hasNextPage hasPreviousPage endCursor }
    nodes { nativeId name server { key } kind state result startTime endTime }
    sources { server { key } status count upstreamCalls error { code } }
  }
}`;

/** One page of sessions; fails the test when the answer has errors. */
export async function pageOfSessions(
  gateway: RunningGateway,
  args: SessionArguments & { after?: string | null },
): Promise<SessionPage> {
  const { data, errors } = await gateway.ask<{ sessions: SessionPage }>(PAGE_QUERY, { ...args });
  expect(errors).toEqual([]);
  return data.sessions;
}

/** Every page from the first to the last. */
export async function walkSessions(gateway: RunningGateway, args: SessionArguments): Promise<SessionPage[]> {
  const pages = [await pageOfSessions(gateway, args)];
  for (let last = pages[0]; last?.pageInfo.hasNextPage; last = pages.at(-1))
    pages.push(await pageOfSessions(gateway, { ...args, after: last.pageInfo.endCursor }));
  return pages;
}

/** "server/id" of every row, in the order shown. */
export function shown(pages: readonly SessionPage[]): string[] {
  return pages.flatMap(({ nodes }) => nodes.map(({ server, nativeId }) => `${server.key}/${nativeId}`));
}

/** The same for what the servers know, in the order the schema promises: sort key, then server key, then native id. */
export function expected(
  truths: readonly SessionTruth[],
  order: SessionOrder = { field: 'START_TIME', direction: 'DESC' },
): string[] {
  return truths
    .toSorted((a, b) => byKey(a, b, order) || byText(a.server, b.server) || byText(a.id, b.id))
    .map(({ server, id }) => `${server}/${id}`);
}

function byKey(a: SessionTruth, b: SessionTruth, { field, direction }: SessionOrder): number {
  const sign = direction === 'ASC' ? 1 : -1;
  switch (field) {
    case 'START_TIME':
      return sign * (a.start - b.start);
    case 'END_TIME':
      return sign * (endOf(a) - endOf(b));
    case 'NAME':
      return sign * byText(a.name.toLowerCase(), b.name.toLowerCase());
  }
}

/** What has not ended sorts as ending last. */
function endOf({ end }: SessionTruth): number {
  return end ?? Number.MAX_SAFE_INTEGER;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
