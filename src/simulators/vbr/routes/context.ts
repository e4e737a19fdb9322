import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Tokens } from '../../kit/tokens.js';
import { isRevision, REVISIONS } from '../revisions.js';
import type { Revision } from '../revisions.js';
import type { View } from '../wire/view.js';
import type { Work } from '../world/work.js';
import type { VbrWorld } from '../world/world.js';
import { Problem } from './problem.js';
import { Query } from './query.js';

/** What the routes share: the world, the sign-in state and the switches a test may turn at any time. */
export interface Context {
  world: VbrWorld;
  tokens: Tokens;
  work: Work;
  credentials: { username: string; password: string };
  /** How sessions name the signed-in account. */
  account: string;
  switches: VbrSwitches;
}

export interface VbrSwitches {
  /** The revisions the server answers to; its build is that of the newest. */
  revisions: Revision[];
  /** false: a viewer, who reads jobs, sessions and repositories and may do nothing else (403). */
  administrator: boolean;
  /** Answers 401 without a body, as some servers do. */
  emptyUnauthorized: boolean;
  /** jobs/states fails as a whole (500) at a revision that lacks the type of one of the jobs. */
  failOldJobStates: boolean;
}

export interface Call {
  view: View;
  query: Query;
  /** The `{id}` of the path, in lower case. */
  id: string;
  body: unknown;
  reply: FastifyReply;
}

type Handler = (call: Call) => unknown;

/** Adds one route whose handler gets the request already read. */
export type AddRoute = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, handler: Handler) => void;

export function routeAdder(app: FastifyInstance, context: Context): AddRoute {
  return (method, path, handler) => {
    app.route({
      method,
      url: path,
      handler: async (request, reply) => {
        const call = readCall(request, reply, context);
        return (await handler(call)) ?? reply.send();
      },
    });
  };
}

export function newestRevision(revisions: readonly Revision[]): Revision {
  return REVISIONS.findLast((revision) => revisions.includes(revision)) ?? '1.3-rev2';
}

/** The revision a request asks for; refused with 400 where the server does not speak it. */
export function revisionOf(request: FastifyRequest, revisions: readonly Revision[]): Revision {
  const wanted = request.headers['x-api-version'];
  if (isRevision(wanted) && revisions.includes(wanted)) return wanted;
  const problem =
    wanted === undefined ? 'The x-api-version header is missing' : `Version ${String(wanted)} is unknown`;
  throw new Problem(400, 'UnexpectedContent', `${problem}. Supported versions: ${revisions.join(', ')}`);
}

export function requireAdministrator({ switches }: Context): void {
  if (!switches.administrator)
    throw new Problem(403, 'AccessDenied', 'Only a Backup Administrator may do this');
}

function readCall(request: FastifyRequest, reply: FastifyReply, context: Context): Call {
  context.work.settle();
  const parameters = request.params as { id?: string };
  return {
    view: {
      world: context.world,
      revision: revisionOf(request, context.switches.revisions),
      now: context.world.clock.now(),
    },
    query: new Query(request.query),
    id: (parameters.id ?? '').toLowerCase(),
    body: request.body,
    reply,
  };
}
