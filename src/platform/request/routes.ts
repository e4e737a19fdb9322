import type { FastifyRequest } from 'fastify';

/** Where GraphQL is answered; for browsers, the query page. */
export const GRAPHQL_PATH = '/graphql';
/** Where subscriptions come as events. */
export const STREAM_PATH = '/graphql/stream';
/** What the files of the query page begin with. */
export const PAGE_PATH = '/graphql/page/';
/** What the files of the board begin with. */
export const BOARD_PATH = '/board/';
/** Where metrics are read, unless they have an address of their own. */
export const METRICS_PATH = '/metrics';
/** Where the state of the fleet is read as metrics. */
export const FLEET_METRICS_PATH = '/metrics/fleet';

/** How the edge treats what comes to an address. */
export interface RouteRule {
  /** ANYBODY: it tells nothing of anybody. CALLER: only whoever says who they are. */
  readonly access: 'ANYBODY' | 'CALLER';
  /**
   * REQUEST: counts while it is answered, and towards the rate of its caller. STREAM: open for as long as somebody watches, so only its
   * beginning counts. FREE: costs next to nothing, or is what whoever looks after the gateway needs when nothing else gets through.
   */
  readonly admission: 'REQUEST' | 'STREAM' | 'FREE';
  /** Whether it tells how the process is: answered even where every connection is taken. */
  readonly isProbe: boolean;
  /** The methods it is asked with; absent: whoever answers it knows. */
  readonly methods?: readonly string[];
}

/** What holds for every address that stands below with nothing else, addresses that do not exist included. */
const ORDINARY: RouteRule = { access: 'CALLER', admission: 'REQUEST', isProbe: false };

const PROBE: RouteRule = { access: 'ANYBODY', admission: 'FREE', isProbe: true };
const PAGE_FILE: RouteRule = { access: 'ANYBODY', admission: 'FREE', isProbe: false };

/** Every address that is treated in its own way, as its route is written. */
const ROUTES: ReadonlyMap<string, RouteRule> = new Map([
  ['/', { ...ORDINARY, access: 'ANYBODY' }],
  ['/health/live', PROBE],
  ['/health/ready', PROBE],
  [METRICS_PATH, { access: 'CALLER', admission: 'FREE', isProbe: true }],
  [GRAPHQL_PATH, ORDINARY],
  [STREAM_PATH, { ...ORDINARY, admission: 'STREAM', methods: ['GET', 'POST'] }],
  [`${PAGE_PATH}*`, PAGE_FILE],
  [`${BOARD_PATH}*`, PAGE_FILE],
]);

/** The rule for the address that a request was sent to. */
export function ruleOf({ routeOptions: { url } }: FastifyRequest): RouteRule {
  return ROUTES.get(url ?? '') ?? ORDINARY;
}

/** Whether an address, with its query, is that of GraphQL; whichever method it is asked with. */
export function isGraphQL(url: string): boolean {
  return pathOf(url) === GRAPHQL_PATH;
}

/** Whether a browser opens a page, rather than a client asks. */
export function wantsPage({ method, headers }: Pick<FastifyRequest, 'method' | 'headers'>): boolean {
  return method === 'GET' && headers.accept?.includes('text/html') === true;
}

/** An address without its query. */
export function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '';
}
