import type { FastifyInstance } from 'fastify';
import { Random } from '../kit/random.js';
import { Tokens } from '../kit/tokens.js';
import { startUpstream } from '../kit/upstream.js';
import type { Upstream, UpstreamOptions } from '../kit/upstream.js';
import { proxyPoolRoutes, proxyRoutes, repositoryRoutes } from './http/infrastructure-routes.js';
import { jobActionRoutes } from './http/job-actions.js';
import { jobRoutes } from './http/job-routes.js';
import { infrastructureActionRoutes } from './http/infrastructure-actions.js';
import { restoreRoutes } from './http/restore-routes.js';
import { organizationRoutes, systemRoutes } from './http/service-routes.js';
import { checkRights, speakVersion } from './http/service.js';
import type { Routes, Service, Vb365Switches } from './http/service.js';
import { sessionRoutes } from './http/session-routes.js';
import { SignIn } from './http/token-routes.js';
import { Oddities } from './oddities.js';
import type { Version } from './wire/view.js';
import { Vb365World } from './world.js';

export { Vb365World } from './world.js';
export type * from './world/records.js';
export type { JobSession } from './world/session.js';

export type ServedVersion = `v${Version}`;

export interface Vb365Options extends UpstreamOptions {
  /** The same seed gives the same server, ids included. Default 1. */
  seed?: number;
  /** Backup jobs and copy jobs in all. Default 40. */
  policies?: number;
  /** Job and restore sessions in all. Default 2000. */
  sessions?: number;
  /** Epoch ms. Default: the real clock. */
  now?: () => number;
  /** Default `svc-gateway`. */
  username?: string;
  /** Default `simulated`. */
  password?: string;
  /** Default 3600. */
  accessTokenSeconds?: number;
  /** What the server answers under; the newest decides the product version. Default v8, v7, v6. */
  servedVersions?: readonly ServedVersion[];
  /** The account of the proxies' own machines. Default `Administrator` / `simulated`. */
  proxyAccount?: { username: string; password: string };
  /** Default: bounds compare the creation time, version 6 sends year 1 as a missing end, work succeeds in 30 s. */
  switches?: Partial<Vb365Switches>;
  /** One record of each kind with words, nulls and fields that no contract knows. Default false. */
  oddities?: boolean;
}

export interface Vb365Simulator extends Upstream {
  world: Vb365World;
  tokens: Tokens;
  /** May be changed while it runs. */
  switches: Vb365Switches;
  /** Ids of the records that `oddities` changed. */
  oddIds: ReadonlySet<string>;
}

const ALL_ROUTES: readonly Routes[] = [
  systemRoutes,
  proxyRoutes,
  proxyPoolRoutes,
  repositoryRoutes,
  organizationRoutes,
  jobRoutes,
  sessionRoutes,
  restoreRoutes,
  jobActionRoutes,
  infrastructureActionRoutes,
];
const V3_ROUTES: readonly Routes[] = [systemRoutes, proxyRoutes, infrastructureActionRoutes];

const DEFAULT_SWITCHES: Vb365Switches = {
  endTimeBoundsCompare: 'creation',
  sessionOrder: 'newestFirst',
  v6MissingEnd: 'zeroDate',
  readOnlyAccount: false,
  workSeconds: 30,
  startedJobResult: 'Success',
};

/** Starts a simulated Veeam Backup for Microsoft 365 server. */
export async function startVb365Simulator(options: Vb365Options = {}): Promise<Vb365Simulator> {
  const service = createService(options);
  const versions = servedVersions(options);
  const upstream = await startUpstream(async (app) => {
    app.setNotFoundHandler(async (_request, reply) => reply.code(404).send());
    for (const version of versions) await serve(app, service, version);
  }, options);
  const { world, tokens, switches, oddities } = service;
  return { ...upstream, world, tokens, switches, oddIds: oddities.recordIds };
}

function servedVersions({ servedVersions = ['v8', 'v7', 'v6'] }: Vb365Options): Version[] {
  return servedVersions.map((name) => Number(name.slice(1)) as Version);
}

function createService(options: Vb365Options): Service {
  const { seed = 1, policies = 40, sessions = 2000, now = Date.now } = options;
  const newest = Math.max(...servedVersions(options));
  const world = new Vb365World({ seed, policies, sessions, now, majorVersion: newest });
  const lifetimes = { accessSeconds: options.accessTokenSeconds ?? 3600, refreshSeconds: 14 * 24 * 3600 };
  return {
    world,
    tokens: new Tokens(new Random(seed).fork('tokens'), now, lifetimes),
    switches: { ...DEFAULT_SWITCHES, ...options.switches },
    account: { username: options.username ?? 'svc-gateway', password: options.password ?? 'simulated' },
    proxyAccount: options.proxyAccount ?? { username: 'Administrator', password: 'simulated' },
    oddities: new Oddities(world, options.oddities ?? false),
  };
}

async function serve(app: FastifyInstance, service: Service, version: Version): Promise<void> {
  const signIn = new SignIn(service, version);
  await app.register(
    async (scope) => {
      speakVersion(scope, version);
      signIn.register(scope);
      await scope.register(async (guarded) => {
        guarded.addHook('onRequest', async (request) => {
          signIn.guard(request);
          checkRights(request, service);
          service.world.settle();
        });
        const routesOfVersion = version === 3 ? V3_ROUTES : ALL_ROUTES;
        for (const routes of routesOfVersion) routes(guarded, service, version);
      });
    },
    { prefix: `/v${version}` },
  );
}
