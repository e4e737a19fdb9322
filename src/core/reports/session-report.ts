import { inTurns, mapInTurns } from '../fairness/in-turns.js';
import { OperationBudget } from '../fairness/operation-budget.js';
import type { Instant } from '../model/instant.js';
import type { PolicyRecord } from '../model/policy.js';
import type { SessionRecord } from '../model/session.js';
import { Groups } from './grouping.js';
import type { KeyValue } from './grouping.js';
import type { RetryPlans } from './retries.js';
import type { Run } from './runs.js';
import { Runs } from './runs.js';
import type { ServerLookup } from './server-dimensions.js';
import type { SessionGroupKey, SessionKeys } from './session-dimensions.js';
import {
  NO_SESSION_KEYS,
  periodsOf,
  periodValues,
  placeOfPeriods,
  sessionDimensions,
} from './session-dimensions.js';
import type { SessionStats } from './session-stats.js';
import { SessionTally } from './session-stats.js';

export { SESSION_GROUP_KEYS } from './session-dimensions.js';
export { alignedTo, hasPeriods, periodCount } from './session-dimensions.js';
export type { SessionGroupKey, SessionKeys } from './session-dimensions.js';
export type { SessionStats } from './session-stats.js';

/** The runs that share one value of every group key. */
export interface SessionGroup extends SessionKeys {
  readonly stats: SessionStats;
}

export interface SessionReport {
  readonly total: SessionStats;
  /**
   * In the order of their values, key by key; empty groups are left out, but for those that `fill` asks for. A run of a server with several tags is in a group
   * of each, so that groups by TAG may sum to more than `total`.
   */
  readonly groups: readonly SessionGroup[];
}

export interface SessionReportOptions extends ServerLookup {
  /** From `from`, up to but without `to`. */
  readonly window: { readonly from: Instant; readonly to: Instant };
  readonly groupBy: readonly SessionGroupKey[];
  /** IANA name of the zone of HOUR, DAY, WEEK and MONTH. */
  readonly zone: string;
  /** Every period of the window has a group, for each combination of the other keys that has one; empty ones count 0. */
  readonly fill?: boolean;
}

/** About how much memory a group takes while it is added up. */
const GROUP_BYTES = 600;

/**
 * Reports on the sessions that start inside the window; others are passed over, so that the report follows from the window's
 * session list alone. It counts runs: a session and its retries are one, with the start (and the period) of the first of
 * them inside the window and the result, end, kind and policy of the last. Sessions that did a part of another's work are
 * passed over. Sessions may come in any order, and twice.
 * Keeps a few facts of each session, never the session.
 */
export class SessionReportBuilder {
  private readonly runs = new Runs();

  constructor(private readonly options: SessionReportOptions) {}

  /** `policy` is the one that started it; it matters only to reports grouped by POLICY or WORKLOAD. */
  add(session: SessionRecord, policy: PolicyRecord | null): void {
    const { window } = this.options;
    if (session.partOfRun) return;
    if (session.startTime < window.from || session.startTime >= window.to) return;
    this.runs.add(session, policy);
  }

  /** Infers the retries of a server that its product does not link, once all its sessions were added. */
  async infer(
    server: string,
    readPlans: () => Promise<RetryPlans>,
    budget: OperationBudget = new OperationBudget(),
  ): Promise<void> {
    await this.runs.infer(server, readPlans, budget);
  }

  /** Takes back what a server's sessions added, when its list could not be read to the end. */
  forget(server: string): void {
    this.runs.forget(server);
  }

  /** The report on what was added so far. Throws RangeError when a period is asked for and `zone` names no time zone. */
  async finish(budget: OperationBudget = new OperationBudget()): Promise<SessionReport> {
    const { groupBy, zone } = this.options;
    const total = new SessionTally();
    const groups = new Groups<Run, SessionKeys, SessionTally>(
      sessionDimensions(groupBy, zone, this.options),
      () => {
        budget.hold(GROUP_BYTES);
        return new SessionTally();
      },
    );
    await inTurns(this.runs, budget, (run) => {
      total.add(run);
      for (const tally of groups.of(run)) tally.add(run);
    });
    if (this.options.fill === true) await this.fill(groups, budget);
    return {
      total: total.stats(),
      groups: await mapInTurns(groups.list(NO_SESSION_KEYS), budget, ({ keys, tally }) => ({
        ...keys,
        stats: tally.stats(),
      })),
    };
  }

  private async fill(groups: Groups<Run, SessionKeys, SessionTally>, budget: OperationBudget): Promise<void> {
    const { groupBy, zone, window } = this.options;
    const place = placeOfPeriods(groupBy);
    if (place < 0) return;
    const values = periodValues(periodsOf(groupBy, zone), window);
    const paths = distinct([...groups.paths()], place);
    await inTurns(values, budget, (value) => {
      if (groups.depth === 1) groups.open([value]);
      else for (const path of paths) groups.open(path.with(place, value));
    });
  }
}

/** One path of each combination of the values beside one place. */
function distinct<Keys>(
  paths: readonly (readonly KeyValue<Keys>[])[],
  place: number,
): readonly (readonly KeyValue<Keys>[])[] {
  const keyOf = (path: readonly KeyValue<Keys>[]): string =>
    JSON.stringify(path.map(({ id }, index) => (index === place ? null : id)));
  return [...new Map(paths.map((path) => [keyOf(path), path])).values()];
}
