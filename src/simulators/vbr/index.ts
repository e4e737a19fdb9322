import type { FastifyInstance } from 'fastify';
import { Random } from '../kit/random.js';
import { Tokens } from '../kit/tokens.js';
import { startUpstream } from '../kit/upstream.js';
import type { Upstream, UpstreamOptions } from '../kit/upstream.js';
import { isRevision, REVISIONS } from './revisions.js';
import { newestRevision, routeAdder } from './routes/context.js';
import type { Context, VbrSwitches } from './routes/context.js';
import { registerCredentials } from './routes/credentials.js';
import { registerJobControl } from './routes/job-control.js';
import { registerJobs } from './routes/jobs.js';
import { Problem } from './routes/problem.js';
import { registerRepositoryChanges } from './routes/repository-changes.js';
import { registerRepositories } from './routes/repositories.js';
import { registerScaleOutChanges } from './routes/scale-out-changes.js';
import { registerServers, registerVersionProbe } from './routes/servers.js';
import { registerSessions } from './routes/sessions.js';
import { registerSignIn } from './routes/sign-in.js';
import { Work } from './world/work.js';
import { buildWorld } from './world/world.js';
import type { VbrWorld } from './world/world.js';

export type { VbrWorld } from './world/world.js';
export type { JobRecord, RepositoryRecord, ScaleOutRecord } from './world/records.js';
export type { SessionRecord } from './world/session-table.js';
// For tests that compute the truth: what a revision shows of the jobs, and what the clock makes of a session.
export { stateAt } from './world/session-state.js';
export { messageOf, tasksOf } from './world/tasks.js';

const REFRESH_SECONDS = 14 * 24 * 60 * 60;

export interface VbrSimulatorOptions extends UpstreamOptions {
  /** Default 1. */
  seed?: number;
  /** Number of jobs; default 40. */
  policies?: number;
  /** Number of sessions at the start; default 2000. */
  sessions?: number;
  /** The server's clock in epoch milliseconds; default Date.now. */
  now?: () => number;
  /** Default svc-gateway. */
  username?: string;
  /** Default simulated. */
  password?: string;
  /** Default 900. */
  accessTokenSeconds?: number;
  /** Served REST revisions (`1.3-rev1` …); default all four. The newest decides which job types exist. */
  revisions?: string[];
  /** IANA name of the server's zone; default drawn from the seed. */
  timeZone?: string;
  /** How long accepted work (job runs, rescans, edits) takes; default 20. Its change is seen when it has ended. */
  workSeconds?: number;
  /** One job, repository and session that break the contract; default false. */
  oddities?: boolean;
}

export interface VbrSimulator extends Upstream {
  world: VbrWorld;
  tokens: Tokens;
  /** May be turned while it runs. */
  switches: VbrSwitches;
}

/** Starts a simulated Veeam Backup & Replication server. Throws for a revision it does not know. */
export async function startVbrSimulator(options: VbrSimulatorOptions = {}): Promise<VbrSimulator> {
  const context = createContext(options);
  const upstream = await startUpstream((app) => registerRoutes(app, context), options);
  const { world, tokens, switches } = context;
  return { ...upstream, world, tokens, switches };
}

function createContext(options: VbrSimulatorOptions): Context {
  const { seed = 1, now = Date.now } = options;
  const revisions = (options.revisions ?? [...REVISIONS]).map((revision) => {
    if (!isRevision(revision))
      throw new RangeError(`Unknown revision ${revision}; known: ${REVISIONS.join(', ')}`);
    return revision;
  });
  const lifetimes = { accessSeconds: options.accessTokenSeconds ?? 900, refreshSeconds: REFRESH_SECONDS };
  const username = options.username ?? 'svc-gateway';
  const world = buildWorld({
    seed,
    policies: options.policies ?? 40,
    sessions: options.sessions ?? 2000,
    now,
    newestRevision: newestRevision(revisions),
    ...(options.timeZone !== undefined && { timeZone: options.timeZone }),
    oddities: options.oddities ?? false,
  });
  return {
    world,
    work: new Work(world, options.workSeconds ?? 20),
    tokens: new Tokens(new Random(seed).fork('tokens'), now, lifetimes),
    credentials: { username, password: options.password ?? 'simulated' },
    account: `${world.server.domain}\\${username}`,
    switches: { revisions, administrator: true, emptyUnauthorized: false, failOldJobStates: false },
  };
}

function registerRoutes(app: FastifyInstance, context: Context): void {
  const add = routeAdder(app, context);
  registerErrors(app, context);
  registerVersionProbe(app, context);
  registerSignIn(app, context);
  registerServers(add, context);
  registerCredentials(add, context);
  registerJobs(add, context);
  registerRepositories(add);
  registerSessions(add);
  registerJobControl(add, context);
  registerRepositoryChanges(add, context);
  registerScaleOutChanges(add, context);
}

function registerErrors(app: FastifyInstance, { switches }: Context): void {
  app.setErrorHandler((error, _request, reply) => {
    const problem = error instanceof Problem ? error : asProblem(error);
    if (problem.status === 401 && switches.emptyUnauthorized) return reply.code(401).send();
    return reply.code(problem.status).send(problem.body);
  });
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send(new Problem(404, 'InvalidURI', `There is nothing at ${request.method} ${request.url}`).body),
  );
}

/** Fastify's own refusals (a body that is no JSON) keep their status; anything else is the simulator's fault. */
function asProblem(error: unknown): Problem {
  const { statusCode = 500, message } = error as { statusCode?: number; message: string };
  return new Problem(statusCode, statusCode < 500 ? 'UnexpectedContent' : 'UnknownError', message);
}
