import { SourceFailure, unlessFailed } from '../errors/source-failure.js';
import { mapAsyncInTurns } from '../fairness/in-turns.js';
import type { Instant, Milliseconds } from '../model/instant.js';
import type { RepositoryRecord } from '../model/repository.js';
import { needsPolicies as comparesPolicies } from '../ordering/session-criteria.js';
import type { SessionCriteria } from '../ports/activity.js';
import type { CapacityGroupKey, CapacityReport } from '../reports/capacity-report.js';
import { capacityReport } from '../reports/capacity-report.js';
import type { ProtectionInput, ProtectionReport } from '../reports/protection-report.js';
import { protectionReport } from '../reports/protection-report.js';
import type { ServerLookup } from '../reports/server-dimensions.js';
import type { SessionGroupKey, SessionReport } from '../reports/session-report.js';
import { SessionReportBuilder } from '../reports/session-report.js';
import type { ServerScope } from './fleet.js';
import type { FleetReader } from './fleet-reader.js';
import { outcomeOf } from './inventory-list.js';
import { lastRunOf, lastSuccessOf, scheduleOf } from './policy-facts.js';
import type { ServerReader } from './server-reader.js';
import { retryPlansOf } from './session-retries.js';
import type { SessionPart } from './session-list.js';
import type { SourceOutcome } from './source-outcome.js';

/** A report with how the servers it was computed from fared; what a failed server has is in none of the figures. */
export interface Reported<T> {
  readonly report: T;
  readonly outcomes: readonly SourceOutcome[];
}

export interface SessionReportRequest {
  /** From `from`, up to but without `to`. */
  readonly window: { readonly from: Instant; readonly to: Instant };
  readonly groupBy: readonly SessionGroupKey[];
  /** IANA name. */
  readonly timeZone: string;
  /** Groups of periods without runs are there, too. */
  readonly fill?: boolean;
}

/** About how much memory the facts take that a report keeps of a session. */
const RUN_BYTES = 500;

/** Runs by result over a window; all session reports of one operation share one walk over each server's sessions. */
export async function reportSessions(
  fleet: FleetReader,
  parts: readonly SessionPart<ServerReader>[],
  { window, groupBy, timeZone, fill = false }: SessionReportRequest,
): Promise<Reported<SessionReport>> {
  const { budget } = fleet;
  const builder = new SessionReportBuilder({ window, groupBy, zone: timeZone, fill, ...lookup(fleet) });
  const needsPolicies = groupBy.includes('POLICY') || groupBy.includes('WORKLOAD');
  const outcomes = await Promise.all(
    parts.map(async ({ reader, criteria }) => {
      if (criteria instanceof Error) return reader.failedOutcome(criteria);
      try {
        const outcome = await reader.scanner.scan({
          reader,
          criteria: within(criteria, window),
          needsPolicies: needsPolicies || comparesPolicies(criteria),
          visit: (session, policy) => {
            budget.hold(RUN_BYTES);
            builder.add(session, policy);
          },
        });
        await builder.infer(reader.server.key, () => retryPlansOf(reader), budget);
        return { ...outcome, upstreamCalls: reader.calls };
      } catch (failure) {
        builder.forget(reader.server.key);
        return failedOutcome(reader, failure);
      }
    }),
  );
  return { report: await builder.finish(budget), outcomes };
}

/** Sizes of all repositories of the chosen servers. */
export async function reportCapacity(
  fleet: FleetReader,
  scope: ServerScope,
  groupBy: readonly CapacityGroupKey[],
): Promise<Reported<CapacityReport>> {
  const answers = await Promise.all(
    fleet.select(scope).map((reader) =>
      collect<RepositoryRecord>(reader, async () => {
        const reading = await reader.repositories();
        const { items } = reading.value;
        return { items, outcome: outcomeOf(reader, reading, items.length) };
      }),
    ),
  );
  return {
    report: capacityReport(
      answers.flatMap(({ items }) => items),
      groupBy,
      lookup(fleet),
    ),
    outcomes: answers.map(({ outcome }) => outcome),
  };
}

/** Policies of the chosen servers against one recovery point objective. */
export async function reportProtection(
  fleet: FleetReader,
  scope: ServerScope,
  objective: Milliseconds,
): Promise<Reported<ProtectionReport>> {
  const answers = await Promise.all(
    fleet.select(scope).map((reader) =>
      collect<ProtectionInput>(reader, async () => {
        const reading = await reader.policies();
        const items = await mapAsyncInTurns(reading.value.items, fleet.budget, async (policy) => {
          const [schedule, lastRun, lastSuccess] = await Promise.all([
            unlessFailed(scheduleOf(reader, policy), null),
            unlessFailed(lastRunOf(reader, policy), 'unknown'),
            unlessFailed(lastSuccessOf(reader, policy), 'unknown'),
          ]);
          return { policy, schedule, lastRun, lastSuccess };
        });
        return { items, outcome: outcomeOf(reader, reading, items.length) };
      }),
    ),
  );
  return {
    report: protectionReport(
      answers.flatMap(({ items }) => items),
      objective,
      fleet.now(),
    ),
    outcomes: answers.map(({ outcome }) => outcome),
  };
}

interface Collected<T> {
  readonly items: readonly T[];
  readonly outcome: SourceOutcome;
}

async function collect<T>(reader: ServerReader, read: () => Promise<Collected<T>>): Promise<Collected<T>> {
  try {
    return await read();
  } catch (failure) {
    return { items: [], outcome: failedOutcome(reader, failure) };
  }
}

function failedOutcome(reader: ServerReader, failure: unknown): SourceOutcome {
  if (!(failure instanceof SourceFailure)) throw failure;
  return reader.failedOutcome(failure);
}

function lookup(fleet: FleetReader): ServerLookup {
  return {
    tagsOf: (server) => fleet.of({ server }).server.tags,
    productOf: (server) => fleet.of({ server }).server.product,
  };
}

/** The criteria narrowed to sessions that start inside the window. */
function within(criteria: SessionCriteria, { from, to }: SessionReportRequest['window']): SessionCriteria {
  return {
    ...criteria,
    startedAfter: Math.max(criteria.startedAfter ?? -Infinity, from - 1),
    startedBefore: Math.min(criteria.startedBefore ?? Infinity, to),
  };
}
