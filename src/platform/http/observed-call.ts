import type { Span } from '../../core/ports/span.js';
import type { UpstreamRequest } from './upstream-request.js';

/** A call as observers see it: without ids, query, body and headers, which may say too much. */
export interface ObservedCall {
  readonly method: string;
  /** Ids and names in it replaced, so that there are few different ones. */
  readonly route: string;
  readonly purpose: 'request' | 'sign-in' | 'renewal';
  /** The work it is a part of, where that is traced. */
  readonly span?: Span;
}

const PURPOSES: Readonly<Record<string, ObservedCall['purpose']>> = {
  password: 'sign-in',
  refresh_token: 'renewal',
};
const WORD = /^([A-Za-z]+|v\d+)$/;

export function observedCall({ method = 'GET', path, form }: UpstreamRequest, span?: Span): ObservedCall {
  const purpose = PURPOSES[String(form?.['grant_type']).toLowerCase()] ?? 'request';
  return { method, route: routeOf(path), purpose, ...(span && { span }) };
}

/** `/api/v1/jobs/{id}/states` of `/api/v1/jobs/5f…/states?limit=5`. */
function routeOf(path: string): string {
  const [bare = ''] = path.split('?', 1);
  return bare
    .split('/')
    .map((segment) => (segment === '' || (WORD.test(segment) && segment.length <= 40) ? segment : '{id}'))
    .join('/');
}
