import type { RunningGateway } from './gateway.js';
import type { SourceNode } from './session-lists.js';

export interface InventoryNode {
  nativeId: string;
  server: { key: string };
}

export interface InventoryPage<T extends InventoryNode> {
  totalCount: number | null;
  complete: boolean;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
  nodes: T[];
  sources: SourceNode[];
}

export interface InventoryArguments {
  filter?: Record<string, unknown>;
  orderBy?: { field: string; direction?: 'ASC' | 'DESC' };
  first?: number;
}

type ListName = 'policies' | 'repositories';

const INPUTS = {
  policies: '$filter: PolicyFilter, $orderBy: PolicyOrder',
  repositories: '$filter: RepositoryFilter, $orderBy: RepositoryOrder',
};

/** One page of a list with the given fields of each row; fails the test when the answer has errors. */
export async function pageOf<T extends InventoryNode = InventoryNode>(
  gateway: RunningGateway,
  list: ListName,
  args: InventoryArguments & { after?: string | null },
  fields = '',
): Promise<InventoryPage<T>> {
  const query = `query (${INPUTS[list]}, $first: Int, $after: String) {
    ${list}(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
      totalCount complete
      pageInfo { hasNextPage hasPreviousPage endCursor }
      nodes { nativeId server { key } ${fields} }
      sources { server { key } status count upstreamCalls error { code } }
    }
  }`;
  const { data, errors } = await gateway.ask<Record<ListName, InventoryPage<T>>>(query, { ...args });
  expect(errors).toEqual([]);
  return data[list];
}

/** Every row of a list, read page by page to its end. */
export async function rowsOf<T extends InventoryNode = InventoryNode>(
  gateway: RunningGateway,
  list: ListName,
  args: InventoryArguments,
  fields = '',
): Promise<T[]> {
  const rows: T[] = [];
  let after: string | null = null;
  for (;;) {
    const page: InventoryPage<T> = await pageOf<T>(gateway, list, { first: 500, ...args, after }, fields);
    rows.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return rows;
    after = page.pageInfo.endCursor;
  }
}

/** "server/id" of rows, in the order shown. */
export function shownRows(rows: readonly InventoryNode[]): string[] {
  return rows.map(({ server, nativeId }) => `${server.key}/${nativeId}`);
}

/**
 * The same for what the servers know, in the order the schema promises: by the key, those without one last, then server key,
 * then native id.
 */
export function inOrder<T extends { server: string; id: string }>(
  truths: readonly T[],
  keyOf: (truth: T) => string | number | null,
  direction: 'ASC' | 'DESC' = 'ASC',
): string[] {
  const sign = direction === 'ASC' ? 1 : -1;
  return truths
    .toSorted((a, b) => {
      const [x, y] = [keyOf(a), keyOf(b)];
      if (x === null || y === null) return Number(x === null) - Number(y === null) || byPlace(a, b);
      return sign * compare(x, y) || byPlace(a, b);
    })
    .map(({ server, id }) => `${server}/${id}`);
}

function byPlace(a: { server: string; id: string }, b: { server: string; id: string }): number {
  return compare(a.server, b.server) || compare(a.id, b.id);
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
