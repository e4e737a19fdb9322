import { SourceFailure } from '../../../core/errors/source-failure.js';
import { Row } from '../../../platform/products-kit/row.js';

/** One page of any list. */
export interface WirePage {
  readonly rows: readonly unknown[];
  /** Size of the filtered set; null: the list does not say. */
  readonly totalCount: number | null;
  /** The cap the server applied, where it echoes one; null: none told, or no cap. */
  readonly limit: number | null;
}

export function readPage(data: unknown): WirePage {
  const page = Row.of(data);
  if (!page || !Array.isArray(page.raw('results')))
    throw new SourceFailure(
      'BAD_RESPONSE',
      'the server answered a list without results: is this a Veeam Backup for AWS appliance?',
    );
  const limit = page.count('limit');
  return {
    rows: page.list('results'),
    totalCount: page.count('totalCount'),
    limit: limit !== null && limit > 0 ? limit : null,
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
