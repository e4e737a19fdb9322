import type { Random } from '../kit/random.js';
import type { Tokens } from '../kit/tokens.js';
import type { Outcome, PolicyRecord, ResourceRecord, SessionRecord, Workload } from './records.js';
import type { VbAwsWorld } from './world.js';

type Role = 'Portal Administrator' | 'Portal Operator';

/** Settings of one appliance; tests may change them while it runs. */
export interface ApplianceSettings {
  username: string;
  password: string;
  /** Revisions it accepts in `x-api-version`, newest first. */
  revisions: string[];
  /** What the default user may do: operators get 403 from the version and the buckets. */
  role: Role;
  /** An account with a second factor: its password alone gives an `mfa_token`. */
  mfaAccount: { username: string; password: string; code: string } | undefined;
  /** Beginnings of paths below /api/v1 ("/fsx/policies") that do not exist here. */
  missingRoutes: string[];
  missingRouteStatus: 404 | 501;
  /** How many sessions the list gives at most when no PolicyId is asked for. */
  sessionCap: number | undefined;
  /** How long started work takes, and how it ends. */
  workSeconds: number;
  workOutcome: Outcome;
}

/** One appliance: its world, who is signed in, and quick ways to find things. */
export class Appliance {
  private readonly byPolicy = new Map<string, SessionRecord[]>();
  private readonly byType = new Map<string, SessionRecord[]>();
  private readonly sessionsById = new Map<string, SessionRecord>();
  private readonly resourcesById: Map<string, ResourceRecord>;

  constructor(
    readonly world: VbAwsWorld,
    readonly settings: ApplianceSettings,
    readonly tokens: Tokens,
    readonly random: Random,
  ) {
    for (const session of world.sessions) this.index(session);
    this.resourcesById = new Map(world.resources.map((resource) => [resource.id, resource]));
  }

  get now(): number {
    return this.world.now();
  }

  policy(workload: Workload, id: string): PolicyRecord | undefined {
    return this.world.policies.find((policy) => policy.id === id && policy.workload === workload);
  }

  resource(id: string): ResourceRecord | undefined {
    return this.resourcesById.get(id);
  }

  session(id: string): SessionRecord | undefined {
    return this.sessionsById.get(id.toLowerCase());
  }

  sessionsOfPolicy(policyId: string): readonly SessionRecord[] {
    return this.byPolicy.get(policyId) ?? [];
  }

  sessionsOfType(type: string): readonly SessionRecord[] {
    return this.byType.get(type) ?? [];
  }

  childrenOf(session: SessionRecord): SessionRecord[] {
    return ['Job', 'Task'].flatMap((type) =>
      this.sessionsOfType(type).filter(({ parentId }) => parentId === session.id),
    );
  }

  /** The instances of some regions that are still there, without the excluded ones. */
  machinesIn(regionIds: readonly string[], excludedIds: readonly string[]): ResourceRecord[] {
    return this.world.resources.filter(
      ({ id, kind, regionId, deleted }) =>
        kind === 'virtualMachine' && !deleted && regionIds.includes(regionId) && !excludedIds.includes(id),
    );
  }

  /** Adds a session that begins now. */
  addSession(session: SessionRecord): void {
    this.world.sessions.push(session);
    this.index(session);
  }

  /** The update number after all those given to policies so far. */
  nextUsn(): number {
    return Math.max(0, ...this.world.policies.map(({ usn }) => usn)) + 1;
  }

  private index(session: SessionRecord): void {
    this.sessionsById.set(session.id, session);
    append(this.byType, session.type, session);
    if (session.policyId !== null) append(this.byPolicy, session.policyId, session);
  }
}

function append(groups: Map<string, SessionRecord[]>, key: string, session: SessionRecord): void {
  const group = groups.get(key);
  if (group) group.push(session);
  else groups.set(key, [session]);
}
