import { SourceFailure, asChange } from '../../core/errors/source-failure.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { Listing } from '../../core/ports/listing.js';
import { joined, listing } from '../../core/ports/listing.js';
import type { QueryParameters, UpstreamResponse } from '../../platform/http/upstream-request.js';
import type { UpstreamSender } from '../../platform/http/upstream-sender.js';
import type { ApiVersion, VersionNegotiator } from './negotiation.js';
import { CHANGE_STATUSES, changeAnswer } from './refusal.js';
import type { FetchedPage, PagePlace } from '../../platform/products-kit/lists/page-reader.js';
import { LARGEST_PAGE, PageSizes } from '../../platform/products-kit/lists/page-sizes.js';
import type { WalkedPage } from '../../platform/products-kit/lists/walk-pages.js';
import { walkPages } from '../../platform/products-kit/lists/walk-pages.js';
import { readRows } from '../../platform/products-kit/values.js';
import { readTotal } from '../../platform/products-kit/lists/page-reader.js';
import { Row } from '../../platform/products-kit/row.js';

/** What is known of v3. */
const V3_PATHS = /^\/(ServiceInstance|Proxies)\b/;

export interface ListRequest {
  /** Below the version, beginning with "/". */
  readonly path: string;
  readonly query?: QueryParameters;
  /** Rows of the first call, the others ask for more; the default is LARGEST_PAGE. */
  readonly limit?: number;
  /** False: the list takes no paging parameters in this version. The default is true. */
  readonly isPaged?: boolean;
}

/** Reads and changes one server by a version's paths; `http` signs the requests. */
export class Vb365Client {
  private readonly sizes = new PageSizes();

  constructor(
    private readonly http: UpstreamSender,
    private readonly versions: VersionNegotiator,
  ) {}

  version(): Promise<ApiVersion> {
    return this.versions.version();
  }

  /** One object; null: the server does not have it. */
  async find(path: string, scope: CallScope): Promise<unknown> {
    const request = { path: await this.versioned(path), accept: [404] };
    const { status, data } = await this.http.send(request, scope);
    return status === 404 ? null : data;
  }

  /** Asks for a change, once. Gives what the server answers, undefined for nothing; throws Refusal where it refuses. */
  async change(path: string, json: object | undefined, scope: CallScope): Promise<unknown> {
    const method = 'POST';
    const request = { method, path: await this.versioned(path), json, accept: CHANGE_STATUSES } as const;
    return changeAnswer(await asChange(this.http.send(request, scope)));
  }

  /** A list walked to its end. */
  async list<T>(
    request: ListRequest,
    read: (value: unknown) => T | undefined,
    scope: CallScope,
  ): Promise<Listing<T>> {
    const lists: Listing<T>[] = [];
    for await (const page of this.rows(request, read, scope)) lists.push(page);
    return joined(lists);
  }

  /** The rows of a list page by page, all of which are wanted. */
  async *rows<T>(
    request: ListRequest,
    read: (value: unknown) => T | undefined,
    scope: CallScope,
  ): AsyncGenerator<Listing<T>> {
    for await (const { rows: values, truncated } of this.walk(request, true, scope)) {
      const { rows, unreadable } = readRows(values, read);
      yield listing(rows, unreadable, truncated);
    }
  }

  /** The list page by page, as far as the caller goes; arrays are one page. */
  pages(request: ListRequest, scope: CallScope): AsyncGenerator<WalkedPage> {
    return this.walk(request, false, scope);
  }

  private walk(request: ListRequest, isKept: boolean, scope: CallScope): AsyncGenerator<WalkedPage> {
    const { path: list, isPaged = true, limit: firstLimit = LARGEST_PAGE } = request;
    const reading = { list, sizes: this.sizes, scope, isPaged, isKept };
    return walkPages((place) => this.page(request, place, scope), { ...reading, firstLimit });
  }

  private async page(
    { path, query, isPaged = true }: ListRequest,
    { offset, limit, asksForLess }: PagePlace,
    scope: CallScope,
  ): Promise<FetchedPage> {
    const paging = isPaged || offset > 0 ? { limit, offset: offset === 0 ? undefined : offset } : {};
    const response = await this.http.send(
      { path: await this.versioned(path), query: { ...query, ...paging }, asksForLess },
      scope,
    );
    const page = readPage(response, limit);
    if (page) return page;
    throw new SourceFailure(
      'BAD_RESPONSE',
      `the server answered ${path} with neither a list nor a page of one`,
      { upstreamStatus: response.status },
    );
  }

  private async versioned(path: string): Promise<string> {
    const version = await this.version();
    if (version !== 'v3' || V3_PATHS.test(path)) return `/${version}${path}`;
    throw new SourceFailure(
      'UNSUPPORTED',
      'the server speaks API version v3, of which the gateway knows backup proxies only',
    );
  }
}

/**
 * One answer of a list, whether it came as a page or, as many lists before version 8, as a bare array; version 8 tells no total of some.
 * undefined: neither a page nor an array.
 */
function readPage({ data, size }: UpstreamResponse, askedLimit: number): FetchedPage | undefined {
  if (Array.isArray(data))
    return { rows: data, total: data.length, offset: 0, isFull: false, hasNext: false, bytes: size };
  const row = Row.of(data);
  if (!row || !Array.isArray(row.raw('results'))) return undefined;
  const rows = row.list('results');
  return {
    rows,
    total: readTotal(row.raw('totalCount')),
    offset: row.count('offset'),
    // The server may have lowered the limit.
    isFull: rows.length >= Math.min(askedLimit, row.count('limit') ?? askedLimit),
    hasNext: row.object('_links')?.has('next') === true,
    bytes: size,
  };
}
