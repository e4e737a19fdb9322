import type { QueryParameters, UpstreamRequest } from './upstream-request.js';

/** The full address of a request below `base`. Spaces become %20, which every server reads alike. */
export function requestUrl(base: string, request: UpstreamRequest): string {
  const query = queryString(request.query ?? {});
  if (query === '') return base + request.path;
  return `${base}${request.path}${request.path.includes('?') ? '&' : '?'}${query}`;
}

function queryString(parameters: QueryParameters): string {
  return Object.entries(parameters)
    .flatMap(([name, value]) =>
      valuesOf(value).map((item) => `${encodeURIComponent(name)}=${encodeURIComponent(item)}`),
    )
    .join('&');
}

function valuesOf(value: QueryParameters[string]): readonly string[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}
