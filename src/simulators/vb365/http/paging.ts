import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Json, View } from '../wire/view.js';
import { Query } from './query.js';

const DEFAULT_LIMIT = 30;
const LARGEST_LIMIT = 10_000;

/** Anything that can be counted and cut, so that a page of a long list costs only the page. */
export interface Sliceable<T> {
  readonly length: number;
  slice(start: number, end: number): readonly T[];
}

/** One page in the product's envelope. Version 8 no longer gives the total. */
export function page<T>(
  request: FastifyRequest,
  { version }: View,
  items: Sliceable<T>,
  wire: (item: T) => Json,
): Json {
  const query = new Query(request);
  const offset = query.integer('offset', 0, 0);
  const limit = Math.min(query.integer('limit', 1, DEFAULT_LIMIT), LARGEST_LIMIT);
  const results = items.slice(offset, offset + limit).map(wire);
  return {
    offset,
    limit,
    setId: randomUUID(),
    results,
    ...(version < 8 ? { totalCount: items.length } : {}),
    _links: pageLinks(request.url, offset, limit, items.length),
  };
}

/** A list that is a page in version 8 and a bare array before. */
export function list<T>(
  request: FastifyRequest,
  view: View,
  items: readonly T[],
  wire: (item: T) => Json,
): Json | Json[] {
  return view.version >= 8 ? page(request, view, items, wire) : items.map(wire);
}

function pageLinks(url: string, offset: number, limit: number, total: number): Json {
  const [path = '', search = ''] = url.split('?');
  const at = (start: number): Json => {
    const parameters = new URLSearchParams(search);
    parameters.set('offset', String(start));
    parameters.set('limit', String(limit));
    return { href: `${path}?${parameters}` };
  };
  return {
    first: at(0),
    ...(offset > 0 ? { prev: at(Math.max(0, offset - limit)) } : {}),
    self: at(offset),
    ...(offset + limit < total ? { next: at(offset + limit) } : {}),
  };
}
