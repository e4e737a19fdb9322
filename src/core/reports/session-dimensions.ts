import { FAILURE_CLASSES, causeOf } from '../model/failure-cause.js';
import type { FailureClass } from '../model/failure-cause.js';
import type { Instant } from '../model/instant.js';
import { WORKLOADS } from '../model/policy.js';
import type { PolicyRecord, Workload } from '../model/policy.js';
import { SESSION_KINDS, SESSION_RESULTS } from '../model/session.js';
import type { SessionKind, SessionResult } from '../model/session.js';
import { dimension, rank } from './grouping.js';
import type { Dimension, KeyValue } from './grouping.js';
import { endOfOverlap, overlaps, Periods, startOfOverlap } from './periods.js';
import type { Run } from './runs.js';
import { byProduct, byServer, byTag } from './server-dimensions.js';
import type { ServerKeys, ServerLookup } from './server-dimensions.js';

export const SESSION_GROUP_KEYS = [
  'PRODUCT',
  'SERVER',
  'POLICY',
  'KIND',
  'WORKLOAD',
  'RESULT',
  'CAUSE',
  'MESSAGE',
  'HOUR',
  'DAY',
  'WEEK',
  'MONTH',
  'TAG',
] as const;
export type SessionGroupKey = (typeof SESSION_GROUP_KEYS)[number];

/** A group's value of each key; null: not grouped by it, or the runs of this group have none. */
export interface SessionKeys extends ServerKeys {
  readonly policy: PolicyRecord | null;
  readonly kind: SessionKind | null;
  readonly workload: Workload | null;
  readonly result: SessionResult | null;
  readonly cause: FailureClass | null;
  readonly message: string | null;
  /** Where the hour, day, week or month starts. Grouped by several of them: where their overlap starts. */
  readonly periodStart: Instant | null;
}

export const NO_SESSION_KEYS: SessionKeys = {
  product: null,
  server: null,
  tag: null,
  policy: null,
  kind: null,
  workload: null,
  result: null,
  cause: null,
  message: null,
  periodStart: null,
};

type RunDimension = Dimension<Run, SessionKeys>;

const PERIOD_UNITS = { HOUR: 'hour', DAY: 'day', WEEK: 'week', MONTH: 'month' } as const;
type PeriodKey = keyof typeof PERIOD_UNITS;
const HOUR = 3_600_000;
/** In milliseconds, about. */
const PERIOD_LENGTHS = { HOUR, DAY: 24 * HOUR, WEEK: 168 * HOUR, MONTH: 720 * HOUR } as const;

/** The dimensions of the keys, each once, in their order; all periods are one dimension, in the place of the first. */
export function sessionDimensions(
  groupBy: readonly SessionGroupKey[],
  zone: string,
  servers: ServerLookup,
): RunDimension[] {
  const period = byPeriod(periodsOf(groupBy, zone));
  return placesOf(groupBy).map((place) => (place === 'PERIOD' ? period : dimensionOf(place, servers)));
}

/** The periods among the keys. */
export function periodsOf(groupBy: readonly SessionGroupKey[], zone: string): readonly Periods[] {
  const units = groupBy.filter(isPeriodKey).map((key) => PERIOD_UNITS[key]);
  return [...new Set(units)].map((unit) => new Periods(unit, zone));
}

/** Which of the dimensions is that of the periods; negative: none. */
export function placeOfPeriods(groupBy: readonly SessionGroupKey[]): number {
  return placesOf(groupBy).indexOf('PERIOD');
}

export function hasPeriods(groupBy: readonly SessionGroupKey[]): boolean {
  return placeOfPeriods(groupBy) >= 0;
}

/** About how many periods a window has, seen from its length alone. */
export function periodCount(
  groupBy: readonly SessionGroupKey[],
  { from, to }: { readonly from: Instant; readonly to: Instant },
): number {
  const lengths = groupBy.filter(isPeriodKey).map((key) => PERIOD_LENGTHS[key]);
  return Math.ceil((to - from) / Math.min(...lengths));
}

/** The window with its first and its last period whole; as it is where no key is a period. */
export function alignedTo(
  groupBy: readonly SessionGroupKey[],
  zone: string,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): { readonly from: Instant; readonly to: Instant } {
  const periods = periodsOf(groupBy, zone);
  if (periods.length === 0) return { from, to };
  return { from: startOfOverlap(periods, from), to: endOfOverlap(periods, to - 1) };
}

/** The values that the dimension of periods has in a window, one after the other. */
export function* periodValues(
  periods: readonly Periods[],
  { from, to }: { readonly from: Instant; readonly to: Instant },
): Generator<KeyValue<SessionKeys>> {
  for (const start of overlaps(periods, from, to)) yield periodValue(start);
}

function placesOf(groupBy: readonly SessionGroupKey[]) {
  return [...new Set(groupBy.map((key) => (isPeriodKey(key) ? ('PERIOD' as const) : key)))];
}

function isPeriodKey(key: SessionGroupKey): key is PeriodKey {
  return key in PERIOD_UNITS;
}

function dimensionOf(key: Exclude<SessionGroupKey, PeriodKey>, servers: ServerLookup): RunDimension {
  switch (key) {
    case 'PRODUCT':
      return byProduct(servers);
    case 'SERVER':
      return byServer();
    case 'TAG':
      return byTag(servers);
    case 'POLICY':
      return dimension(
        (run) => run.policy,
        (policy) => [{ id: policyId(policy), sort: policyOrder(policy), keys: { policy } }],
      );
    case 'KIND':
      return dimension(
        (run) => run.kind,
        (kind) => [{ id: kind, sort: rank(SESSION_KINDS, kind), keys: { kind } }],
      );
    case 'WORKLOAD':
      return dimension(
        (run) => run.policy?.workload ?? null,
        (workload) => [{ id: workload ?? '', sort: rank(WORKLOADS, workload), keys: { workload } }],
      );
    case 'RESULT':
      return dimension(
        (run) => run.result,
        (result) => [{ id: result, sort: rank(SESSION_RESULTS, result), keys: { result } }],
      );
    case 'CAUSE':
      return dimension(
        (run) => causeOf(run.result, run.message)?.class ?? null,
        (cause) => [{ id: cause ?? '', sort: rank(FAILURE_CLASSES, cause), keys: { cause } }],
      );
    case 'MESSAGE':
      return dimension(
        (run) => run.message,
        (message) => [{ id: message ?? '', sort: message === null ? [1] : [0, message], keys: { message } }],
      );
  }
}

function byPeriod(periods: readonly Periods[]): RunDimension {
  return dimension(
    (run) => startOfOverlap(periods, run.start),
    (start) => [periodValue(start)],
  );
}

function periodValue(periodStart: Instant): KeyValue<SessionKeys> {
  return { id: String(periodStart), sort: [periodStart], keys: { periodStart } };
}

function policyId(policy: PolicyRecord | null): string {
  return policy === null ? '' : JSON.stringify([policy.server, policy.type, policy.nativeId]);
}

/** By name, then server; runs that no policy started come last. */
function policyOrder(policy: PolicyRecord | null): readonly (string | number)[] {
  return policy === null ? [1] : [0, policy.name, policy.server, policy.nativeId];
}
