import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Tokens } from '../../kit/tokens.js';
import type { Oddities } from '../oddities.js';
import type { Version, View } from '../wire/view.js';
import type { Vb365World } from '../world.js';
import { errorBody, Refusal } from './refusal.js';

/** Behaviour that a test may change while the simulator runs. */
export interface Vb365Switches {
  /** What `endTimeLowerBound` and `endTimeUpperBound` are compared with. */
  endTimeBoundsCompare: 'creation' | 'end';
  /** Which session comes first in lists; the product does not promise any. */
  sessionOrder: 'newestFirst' | 'oldestFirst';
  /** What version 6 sends as the end of a running session: year 1, or null. */
  v6MissingEnd: 'zeroDate' | 'null';
  /** The account may read but not change: changes are refused with 403. */
  readOnlyAccount: boolean;
  /** How long work that is started here runs, in seconds. */
  workSeconds: number;
  /** How a started job ends. */
  startedJobResult: 'Success' | 'Warning' | 'Failed';
}

interface Account {
  username: string;
  password: string;
}

/** What all routes of one simulator share. */
export interface Service {
  world: Vb365World;
  tokens: Tokens;
  switches: Vb365Switches;
  /** Who may sign in. */
  account: Account;
  /** What removing a proxy and its maintenance need: the account of the proxy's own machine. */
  proxyAccount: Account;
  oddities: Oddities;
}

export type Routes = (app: FastifyInstance, service: Service, version: Version) => void;

export function viewOf({ world, switches }: Service, version: Version): View {
  return { world, version, missingEnd: switches.v6MissingEnd === 'zeroDate' ? '0001-01-01T00:00:00Z' : null };
}

/** JSON bodies may be empty, errors have the product's shape. */
export function speakVersion(app: FastifyInstance, version: Version): void {
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(String(body)));
    } catch {
      done(Refusal.invalid('The body is not JSON'));
    }
  });
  app.setErrorHandler((error: FastifyError | Refusal, _request: FastifyRequest, reply: FastifyReply) => {
    const isRefusal = error instanceof Refusal;
    const status = isRefusal ? error.status : (error.statusCode ?? 500);
    return reply.code(status).send(errorBody(version, error.message, isRefusal ? error.code : null));
  });
}

/** Refuses a change (anything but GET) when the account may only read. */
export function checkRights({ method }: FastifyRequest, { switches }: Service): void {
  if (switches.readOnlyAccount && method !== 'GET')
    throw new Refusal(403, 'The account has no right to change anything', 'ResourceAccessDenied');
}
