import type { PolicyRecord, PolicyStatus } from '../../../core/model/policy.js';
import type { PolicyRoute } from '../policy-routes.js';
import type { WirePolicy } from '../wire/policy.js';
import { promiseOf } from './longest-gap.js';
import type { ScheduledPolicyRecord, SlaPolicyRecord } from './policy-native.js';
import { scheduledParts, slaParts } from './policy-parts.js';
import { statusOf } from './words.js';

export function scheduledPolicyRecord(
  wire: WirePolicy,
  route: PolicyRoute,
  server: string,
): ScheduledPolicyRecord {
  const { lastFinishedSessionId } = wire;
  const native = lazily(() => scheduledParts(wire));
  const schedule = lazily(() => promiseOf(native().schedule));
  const repositoryIds = unique([wire.backupRepositoryId, wire.archiveRepositoryId]);
  const last = statusOf(wire.lastPolicySessionStatus);
  const neverRan = last?.state === 'PENDING';
  return {
    ...sharedFields(wire, route, server, repositoryIds),
    status: stateOf(wire),
    lastRun: neverRan ? null : undefined,
    lastResult: last?.result,
    lastSessionId: wire.lastSessionId ?? lastFinishedSessionId,
    lastFinishedSessionId,
    lastSuccess: neverRan ? null : undefined,
    get schedule() {
      return schedule();
    },
    get native() {
      return native();
    },
  };
}

/**
 * An SLA-based policy names neither a schedule of its own nor a last run: the appliance starts what the template promises.
 * Where it stores to, only its storage template tells; without one it makes snapshots only.
 */
export function slaPolicyRecord(wire: WirePolicy, route: PolicyRoute, server: string): SlaPolicyRecord {
  return {
    ...sharedFields(wire, route, server, wire.storageTemplateId === null ? [] : undefined),
    status: stateOf(wire),
    lastRun: undefined,
    lastResult: undefined,
    lastSessionId: null,
    lastSuccess: undefined,
    schedule: { scheduled: true, longestGap: null },
    native: slaParts(wire),
  };
}

type SharedFields = Pick<
  PolicyRecord,
  | 'type'
  | 'server'
  | 'nativeId'
  | 'nativeType'
  | 'name'
  | 'description'
  | 'kind'
  | 'workload'
  | 'enabled'
  | 'nextRun'
  | 'repositoryIds'
>;

function sharedFields(
  wire: WirePolicy,
  route: PolicyRoute,
  server: string,
  repositoryIds: readonly string[] | undefined,
): SharedFields {
  const storesCopies = repositoryIds?.length !== 0;
  return {
    type: route.type,
    server,
    nativeId: wire.id,
    nativeType: route.nativeType,
    name: wire.name,
    description: wire.description,
    kind: route.snapshotsWithoutRepository && !storesCopies ? 'SNAPSHOT' : 'BACKUP',
    workload: route.workload,
    enabled: wire.isEnabled ?? true,
    nextRun: null,
    repositoryIds,
  };
}

/** A disabled policy can be started by hand, so that running comes first. */
function stateOf(wire: WirePolicy): PolicyStatus {
  const last = statusOf(wire.lastPolicySessionStatus);
  if (last?.state === 'RUNNING') return 'RUNNING';
  if (wire.isEnabled === false) return 'DISABLED';
  return last ? 'IDLE' : 'UNKNOWN';
}

function unique(ids: readonly (string | null)[]): readonly string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}

/** Gives what `make` makes, made when it is first asked for: for parts of records that few answers show. */
function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
