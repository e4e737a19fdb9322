import { SourceFailure } from '../../core/errors/source-failure.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { Truncation } from '../../core/ports/listing.js';
import type { QueryParameters, UpstreamResponse } from '../../platform/http/upstream-request.js';
import type { UpstreamSender } from '../../platform/http/upstream-sender.js';
import { VPC_POLICY_PATH, slaPolicyPath } from './policy-routes.js';
import type { FetchedPage, FetchPage } from '../../platform/products-kit/lists/page-reader.js';
import { LARGEST_PAGE, PageSizes } from '../../platform/products-kit/lists/page-sizes.js';
import type { WalkedPage } from '../../platform/products-kit/lists/walk-pages.js';
import { walkPages } from '../../platform/products-kit/lists/walk-pages.js';
import type { Row } from '../../platform/products-kit/row.js';
import { readObject, readPage } from './wire/page.js';

/** A workload that is not set up, or that the revision does not know. */
const NOT_SET_UP = [404, 501];

/** Rows of a list walked to its end. */
export interface WalkedRows {
  readonly rows: readonly unknown[];
  readonly truncated: Truncation;
}

const NO_ROWS: WalkedRows = { rows: [], truncated: false };
const NO_PAGE: FetchedPage = {
  rows: [],
  total: null,
  offset: null,
  isFull: false,
  hasNext: false,
  bytes: 0,
};

/** The items a session can have: which list holds them depends on what the session did. */
export type SessionItemList = 'protectedItems' | 'restoredItems' | 'deletedItems';

/** The calls of one appliance. `sender` signs in and sends x-api-version. */
export class VbAwsClient {
  private readonly sizes = new PageSizes();

  constructor(private readonly sender: UpstreamSender) {}

  /** Page by page; no page: the workload is not set up. */
  policies(path: string, scope: CallScope): AsyncGenerator<WalkedRows> {
    return this.pages(path, {}, scope);
  }

  /** null: not set up. */
  async vpcPolicy(scope: CallScope): Promise<Row | null> {
    return this.objectIfThere(VPC_POLICY_PATH, scope);
  }

  repositories(scope: CallScope): AsyncGenerator<WalkedRows> {
    return this.pages('/api/v1/repositories', {}, scope, []);
  }

  /** Templates page by page; no page: the appliance has none. */
  templates(list: string, scope: CallScope): AsyncGenerator<WalkedRows> {
    return this.pages(`/api/v1/policyTemplates/${list}`, {}, scope);
  }

  /** Another list that forms choose from, page by page. */
  lookups(list: string, scope: CallScope): AsyncGenerator<WalkedRows> {
    return this.pages(`/api/v1/${list}`, {}, scope, []);
  }

  /** null: no such policy. The report may hold rows of other policies. */
  slaReport(policyId: string, scope: CallScope): Promise<WalkedRows | null> {
    return this.walkIfThere(`${slaPolicyPath(policyId)}/slaReport/`, {}, scope, [404]);
  }

  /** Page by page, as far as the caller goes. */
  sessions(query: QueryParameters, firstLimit: number, scope: CallScope): AsyncGenerator<WalkedPage> {
    const list = '/api/v1/sessions';
    const fetch: FetchPage = async ({ offset, limit, asksForLess }) =>
      readPage(
        await this.sender.send(
          { path: list, query: { ...query, Offset: offset, Limit: limit }, asksForLess },
          scope,
        ),
        limit,
      );
    return walkPages(fetch, { list, sizes: this.sizes, scope, firstLimit });
  }

  /** null: the appliance does not have it. */
  session(id: string, scope: CallScope): Promise<Row | null> {
    return this.objectIfThere(sessionPath(id), scope, [400, 404]);
  }

  async sessionLog(id: string, scope: CallScope): Promise<Row> {
    return this.object(`${sessionPath(id)}/log`, scope);
  }

  /** null: the appliance lists no items for this session. */
  sessionItems(
    id: string,
    list: SessionItemList,
    scope: CallScope,
    query: QueryParameters = {},
  ): Promise<WalkedRows | null> {
    return this.walkIfThere(`${sessionPath(id)}/${list}`, query, scope);
  }

  /** The product's version; null: the account may not read it (an administrator's right in 1.0). */
  async version(scope: CallScope): Promise<string | null> {
    const response = await this.get('/api/v1/system/version', scope, {}, [403]);
    return response.status === 403 ? null : readObject(response.data).text('version');
  }

  /** A list read to its end. */
  async walk(path: string, query: QueryParameters, scope: CallScope): Promise<WalkedRows> {
    const walked = await this.walkIfThere(path, query, scope, []);
    return walked ?? NO_ROWS;
  }

  /** A list read to its end, with what its first page tells besides its rows. */
  async walkFrom(
    path: string,
    query: QueryParameters,
    scope: CallScope,
  ): Promise<WalkedRows & { readonly first: Row }> {
    const pages: Row[] = [];
    const walked = await this.walkIfThere(path, query, scope, [], (data) => pages.push(readObject(data)));
    return { ...(walked ?? NO_ROWS), first: readObject(pages[0]?.whole) };
  }

  /** A list that has no paging. */
  async unpaged(path: string, query: QueryParameters, scope: CallScope): Promise<readonly unknown[]> {
    return readPage(await this.get(path, scope, query), LARGEST_PAGE).rows;
  }

  async object(path: string, scope: CallScope): Promise<Row> {
    return readObject((await this.get(path, scope)).data);
  }

  private async walkIfThere(
    path: string,
    query: QueryParameters,
    scope: CallScope,
    absent: readonly number[] = NOT_SET_UP,
    seen: (data: unknown) => void = () => undefined,
  ): Promise<WalkedRows | null> {
    const pages: WalkedRows[] = [];
    for await (const page of this.pages(path, query, scope, absent, seen)) pages.push(page);
    if (pages.length === 0) return null;
    return {
      rows: pages.flatMap(({ rows }) => rows),
      truncated: pages.find(({ truncated }) => truncated !== false)?.truncated ?? false,
    };
  }

  /** A list page by page, as far as the caller goes; no page: it is not there. */
  private async *pages(
    path: string,
    query: QueryParameters,
    scope: CallScope,
    absent: readonly number[] = NOT_SET_UP,
    seen: (data: unknown) => void = () => undefined,
  ): AsyncGenerator<WalkedRows> {
    let isAbsent = false;
    const fetch: FetchPage = async ({ offset, limit, asksForLess }) => {
      const paged = { ...query, Offset: offset, Limit: limit };
      const accept = offset === 0 ? absent : [];
      const response = await this.sender.send({ path, query: paged, accept, asksForLess }, scope);
      isAbsent = absent.includes(response.status);
      if (isAbsent) return NO_PAGE;
      const page = readPage(response, limit);
      seen(response.data);
      return page;
    };
    for await (const page of walkPages(fetch, { list: path, sizes: this.sizes, scope, isKept: true })) {
      if (isAbsent) return;
      yield page;
    }
  }

  private async objectIfThere(
    path: string,
    scope: CallScope,
    absent: readonly number[] = NOT_SET_UP,
  ): Promise<Row | null> {
    const response = await this.get(path, scope, {}, absent);
    return absent.includes(response.status) ? null : readObject(response.data);
  }

  private get(
    path: string,
    scope: CallScope,
    query: QueryParameters = {},
    accept: readonly number[] = [],
  ): Promise<UpstreamResponse> {
    return this.sender.send({ path, query, accept }, scope);
  }
}

function sessionPath(id: string): string {
  return `/api/v1/sessions/${encodeURIComponent(id)}`;
}

/** Thrown when none of the routes of policies is there: an empty list would hide that we asked the wrong server. */
export function noPolicyRoutes(revision: string): SourceFailure {
  return new SourceFailure(
    'BAD_RESPONSE',
    `the server knows none of the policy lists of revision ${revision}: ` +
      'is this a Veeam Backup for AWS appliance, and does it speak that revision?',
  );
}
