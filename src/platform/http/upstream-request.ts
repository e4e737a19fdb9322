/** Query parameters: an array repeats its key, undefined and null leave it out, booleans and numbers are written plainly. */
export type QueryParameters = Readonly<
  Record<string, string | number | boolean | null | undefined | readonly (string | number)[]>
>;

export interface UpstreamRequest {
  /** The default is GET. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path below the server's base address, beginning with "/". */
  readonly path: string;
  readonly query?: QueryParameters;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent form-encoded. */
  readonly form?: Readonly<Record<string, string>>;
  /**
   * Statuses besides 2xx that the caller reads itself (404 for "not there"); every other status becomes a SourceFailure.
   */
  readonly accept?: readonly number[];
  /** What a good answer holds; the default is json. "nothing" ignores the body, "text" gives it as it came. */
  readonly expect?: 'json' | 'nothing' | 'text';
  /** True: shared by all answers (sign-in, version probe) and not counted as a call of this one. */
  readonly uncounted?: boolean;
  /** True: where an answer fails for its size or time, the caller asks for less, and it is not sent again as it is. */
  readonly asksForLess?: boolean;
}

export interface UpstreamResponse {
  readonly status: number;
  /** Parsed JSON, text or undefined, as `expect` asks. Statuses from `accept` carry whatever could be parsed. */
  readonly data: unknown;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes of the body, decompressed. */
  readonly size: number;
}

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
