import { SourceFailure } from '../../../core/errors/source-failure.js';
import type { FetchedPage } from '../../../platform/products-kit/lists/page-reader.js';
import { readTotal } from '../../../platform/products-kit/lists/page-reader.js';
import { Row } from '../../../platform/products-kit/row.js';
import type { UpstreamResponse } from '../../../platform/http/upstream-request.js';

/** One page of any list; not every list tells its total. */
export function readPage({ data, size }: UpstreamResponse, askedLimit: number): FetchedPage {
  const page = Row.of(data);
  if (!page || !Array.isArray(page.raw('results')))
    throw new SourceFailure(
      'BAD_RESPONSE',
      'the server answered a list without results: is this a Veeam Backup for AWS appliance?',
    );
  const rows = page.list('results');
  return {
    rows,
    total: readTotal(page.raw('totalCount')),
    offset: null,
    // The server may echo the cap that it applied; 0 is none.
    isFull: rows.length >= Math.min(askedLimit, page.count('limit') || askedLimit),
    hasNext: false,
    bytes: size,
  };
}

/** The object an answer must be. */
export function readObject(data: unknown): Row {
  const object = Row.of(data);
  if (!object)
    throw new SourceFailure(
      'BAD_RESPONSE',
      'the server answered something else where an object was expected',
    );
  return object;
}
