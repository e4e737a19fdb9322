import { Random } from '../kit/random.js';
import { Tokens } from '../kit/tokens.js';
import { startUpstream } from '../kit/upstream.js';
import type { Upstream, UpstreamOptions } from '../kit/upstream.js';
import { Appliance } from './appliance.js';
import type { ApplianceSettings } from './appliance.js';
import { guard, unknownRoute } from './guards.js';
import { sendProblem } from './problem.js';
import { actionRoutes } from './routes-actions.js';
import { infrastructureRoutes } from './routes-infrastructure.js';
import { policyRoutes } from './routes-policies.js';
import { sessionRoutes } from './routes-sessions.js';
import { slaChangeRoutes } from './routes-sla-changes.js';
import { slaRoutes } from './routes-sla.js';
import { tokenRoutes } from './routes-token.js';
import { buildWorld } from './world.js';
import type { VbAwsWorld } from './world.js';

export type * from './records.js';
export type { VbAwsWorld } from './world.js';
export { endOf, statusOf } from './sessions.js';
export { SHARED_NAME } from './policies.js';

export interface VbAwsOptions extends UpstreamOptions, Partial<ApplianceSettings> {
  /** The default is 1. Different seeds give different appliances. */
  seed?: number;
  /** Policies of all workloads together, the VPC policy included. The default is 40. */
  policies?: number;
  /** Sessions of all types together. The default is 2000. */
  sessions?: number;
  /** The appliance's clock, in epoch milliseconds. */
  now?: () => number;
  /** The default is 3600. */
  accessTokenSeconds?: number;
  /** The default is twice the access token's. */
  refreshTokenSeconds?: number;
  /** One policy, one repository and one session say things no contract knows. */
  oddities?: boolean;
}

export interface VbAwsSimulator extends Upstream {
  world: VbAwsWorld;
  tokens: Tokens;
  /** May be changed while the simulator runs; every request looks at them anew. */
  settings: ApplianceSettings;
}

/** Starts a simulated Veeam Backup for AWS appliance (REST revisions 1.8-rev0 and 1.7-rev1). */
export async function startVbAwsSimulator(options: VbAwsOptions = {}): Promise<VbAwsSimulator> {
  const appliance = createAppliance(options);
  const upstream = await startUpstream(async (app) => {
    app.setNotFoundHandler((request, reply) => sendProblem(reply, unknownRoute(request.url)));
    await app.register(
      async (api) => {
        guard(api, appliance);
        tokenRoutes(api, appliance);
        policyRoutes(api, appliance);
        slaRoutes(api, appliance);
        sessionRoutes(api, appliance);
        infrastructureRoutes(api, appliance);
        actionRoutes(api, appliance);
        slaChangeRoutes(api, appliance);
      },
      { prefix: '/api/v1' },
    );
  }, options);
  const { world, tokens, settings } = appliance;
  return { ...upstream, world, tokens, settings };
}

function createAppliance(options: VbAwsOptions): Appliance {
  const { seed = 1, now = Date.now, accessTokenSeconds = 3600 } = options;
  const settings = settingsOf(options);
  const random = new Random(seed).fork('appliance');
  const world = buildWorld({
    seed,
    now,
    policies: options.policies ?? 40,
    sessions: options.sessions ?? 2000,
    withSla: settings.revisions.includes('1.8-rev0'),
    oddities: options.oddities ?? false,
  });
  const tokens = new Tokens(random.fork('tokens'), now, {
    accessSeconds: accessTokenSeconds,
    refreshSeconds: options.refreshTokenSeconds ?? accessTokenSeconds * 2,
  });
  return new Appliance(world, settings, tokens, random);
}

function settingsOf(options: VbAwsOptions): ApplianceSettings {
  return {
    username: options.username ?? 'svc-gateway',
    password: options.password ?? 'simulated',
    revisions: options.revisions ?? ['1.8-rev0', '1.7-rev1'],
    role: options.role ?? 'Portal Administrator',
    mfaAccount: options.mfaAccount,
    missingRoutes: options.missingRoutes ?? [],
    missingRouteStatus: options.missingRouteStatus ?? 404,
    sessionCap: options.sessionCap,
    workSeconds: options.workSeconds ?? 60,
    workOutcome: options.workOutcome ?? 'Succeeded',
  };
}
