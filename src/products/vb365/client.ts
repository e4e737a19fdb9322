import { SourceFailure, asChange } from '../../core/errors/source-failure.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { Listing } from '../../core/ports/listing.js';
import { joined, listing } from '../../core/ports/listing.js';
import type { QueryParameters } from '../../platform/http/upstream-request.js';
import type { UpstreamSender } from '../../platform/http/upstream-sender.js';
import type { ApiVersion, VersionNegotiator } from './negotiation.js';
import { CHANGE_STATUSES, changeAnswer } from './refusal.js';
import type { WirePage } from './wire/page.js';
import { readPage } from './wire/page.js';
import { Row } from '../../platform/products-kit/row.js';
import { readRows } from '../../platform/products-kit/values.js';

/** Rows asked for per call where a whole list is read. */
export const PAGE_ROWS = 1000;
const MAX_PAGES = 10_000;
/** What is known of v3. */
const V3_PATHS = /^\/(ServiceInstance|Proxies)\b/;

export interface ListRequest {
  /** Below the version, beginning with "/". */
  readonly path: string;
  readonly query?: QueryParameters;
  /** Rows of the first call, the others ask for more; the default is PAGE_ROWS. */
  readonly limit?: number;
  /** False: the list takes no paging parameters in this version. The default is true. */
  readonly isPaged?: boolean;
}

export interface ListPage {
  readonly values: readonly unknown[];
  /** Rows of the whole list; null: the server does not say. */
  readonly total: number | null;
  readonly hasMore: boolean;
  /** The list could not be read any further, although there is more. */
  readonly isTruncated: boolean;
}

/** Reads and changes one server by a version's paths; `http` signs the requests. */
export class Vb365Client {
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

  /** The rows of a list page by page, as far as the caller goes. */
  async *rows<T>(
    request: ListRequest,
    read: (value: unknown) => T | undefined,
    scope: CallScope,
  ): AsyncGenerator<Listing<T>> {
    for await (const { values, isTruncated } of this.pages(request, scope)) {
      const { rows, unreadable } = readRows(values, read);
      yield listing(rows, unreadable, isTruncated);
    }
  }

  /** The list page by page, as far as the caller goes; arrays are one page. */
  async *pages(request: ListRequest, scope: CallScope): AsyncGenerator<ListPage> {
    let offset = 0;
    let limit = request.limit ?? PAGE_ROWS;
    let total: number | null = null;
    let known: ReadonlySet<string | null> = new Set();
    for (let count = 1; ; count += 1) {
      const page = await this.page(request, { offset, limit }, scope);
      if (page.offset !== null && page.offset !== offset) return yield cutShort(page);
      if (page.total !== null && total !== null && page.total < total && offset > 0) {
        // Rows have left the list and moved the others up: what slipped past is that much further back.
        offset = Math.max(0, offset - (total - page.total));
        total = page.total;
        continue;
      }
      total = page.total;
      const isTruncated = page.hasMore && count === MAX_PAGES;
      const hasMore = page.hasMore && !isTruncated;
      const former = known;
      const values =
        former.size === 0 ? page.values : page.values.filter((value) => !former.has(idOf(value)));
      yield { values, total, hasMore, isTruncated };
      if (!hasMore) return;
      known = new Set(page.values.map(idOf).filter((id) => id !== null));
      offset += page.values.length;
      limit = Math.min(2 * limit, PAGE_ROWS);
    }
  }

  private async page(
    request: ListRequest,
    { offset, limit }: { readonly offset: number; readonly limit: number },
    scope: CallScope,
  ): Promise<WirePage> {
    const { path, query, isPaged = true } = request;
    const paging = isPaged || offset > 0 ? { limit, offset: offset === 0 ? undefined : offset } : {};
    const { status, data } = await this.http.send(
      { path: await this.versioned(path), query: { ...query, ...paging } },
      scope,
    );
    const page = readPage(data, limit);
    if (page) return page;
    throw new SourceFailure(
      'BAD_RESPONSE',
      `the server answered ${path} with neither a list nor a page of one`,
      {
        upstreamStatus: status,
      },
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

/** The server began elsewhere than asked: it would give the same rows again. */
function cutShort({ total }: WirePage): ListPage {
  return { values: [], total, hasMore: false, isTruncated: true };
}

function idOf(value: unknown): string | null {
  return Row.of(value)?.id('id') ?? null;
}
