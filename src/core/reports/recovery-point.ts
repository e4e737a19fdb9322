import type { Instant, Milliseconds } from '../model/instant.js';
import { OBJECTIVE_WORDS, objectiveOf } from './objective.js';
import type { Objective, ObjectiveRule, ObjectiveSources } from './objective.js';

export type { ObjectiveRule } from './objective.js';

export const RECOVERY_POINT_STATUSES = ['MET', 'BREACHED', 'NOT_APPLICABLE', 'UNKNOWN'] as const;
export type RecoveryPointStatus = (typeof RECOVERY_POINT_STATUSES)[number];

/** The newest usable restore point of a policy against its objective. */
export interface RecoveryPoint {
  readonly status: RecoveryPointStatus;
  /** How old the restore point may be, grace included; null: no rule gives a length. */
  readonly objective: Milliseconds | null;
  /** Where the objective comes from; NONE: no rule applies. */
  readonly rule: ObjectiveRule;
  /** Time since the end of the last good run; null: there is none, or it is not known. */
  readonly age: Milliseconds | null;
  /** One sentence for a person. */
  readonly reason: string;
}

/** What is known of a policy when its recovery point is judged. */
export interface RecoveryPointInput extends ObjectiveSources {
  /** End of the last run that ended SUCCESS or WARNING; null: there is none. "unknown": could not be read. */
  readonly lastSuccess: Instant | null | 'unknown';
}

/**
 * Judges a policy's newest restore point by the first rule that applies (see `objectiveOf`).
 *
 * NOT_APPLICABLE: the policy is disabled, or it is unscheduled and neither the configuration nor the product sets an objective.
 * A product's own verdict on its SLA wins over age. An SLA that the product has not judged yet is judged by age, and is
 * UNKNOWN while there is no good run.
 * UNKNOWN also: the last good run could not be read, or no rule applies to a policy that is not known to be unscheduled.
 * BREACHED: older than the objective; or there is no good run at all although an objective or a schedule asks for one. No
 * product tells when a policy was made, so a new policy is breached until its first good run.
 */
export function recoveryPoint(input: RecoveryPointInput, now: Instant): RecoveryPoint {
  const { policy, schedule, lastSuccess } = input;
  const age = typeof lastSuccess === 'number' ? Math.max(0, now - lastSuccess) : null;
  const none: Objective = { rule: 'NONE', length: null };

  if (!policy.enabled) return verdict('NOT_APPLICABLE', none, age, 'The policy is disabled.');
  const objective = objectiveOf(input);
  if (objective.rule === 'NONE' && schedule?.scheduled === false)
    return verdict('NOT_APPLICABLE', none, age, 'Nothing is scheduled and no objective is configured.');
  if (objective.rule === 'NATIVE_SLA' && typeof policy.nativeSla?.met === 'boolean')
    return policy.nativeSla.met
      ? verdict('MET', objective, age, 'The product reports its own service level agreement as met.')
      : verdict('BREACHED', objective, age, 'The product reports its own service level agreement as missed.');
  if (lastSuccess === 'unknown')
    return verdict('UNKNOWN', objective, age, 'The last good run could not be read.');
  if (age === null) return withoutSuccess(objective, input);
  return byAge(objective, age);
}

function withoutSuccess(objective: Objective, { schedule, runStarts }: RecoveryPointInput): RecoveryPoint {
  if (objective.rule === 'NATIVE_SLA')
    return verdict(
      'UNKNOWN',
      objective,
      null,
      'There is no good run, and the product has not judged its SLA yet.',
    );
  if (objective.rule === 'NONE' && schedule === null)
    return verdict('UNKNOWN', objective, null, 'There is no good run, and its schedule is not known.');
  return verdict(
    'BREACHED',
    objective,
    null,
    runStarts.length > 0 ? 'It has run, but never with success.' : 'It has never run with success.',
  );
}

function byAge(objective: Objective, age: Milliseconds): RecoveryPoint {
  const ended = `The last good run ended ${inWords(age)} ago`;
  if (objective.length === null)
    return verdict('UNKNOWN', objective, age, `${ended}; no objective is known to measure it against.`);
  const allowed = `the ${inWords(objective.length)} ${OBJECTIVE_WORDS[objective.rule]}`;
  return age <= objective.length
    ? verdict('MET', objective, age, `${ended}, within ${allowed}.`)
    : verdict('BREACHED', objective, age, `${ended}, more than ${allowed}.`);
}

function verdict(
  status: RecoveryPointStatus,
  { rule, length }: Objective,
  age: Milliseconds | null,
  reason: string,
): RecoveryPoint {
  return { status, objective: length, rule, age, reason };
}

const MINUTE = 60_000;

/** A length of time for a sentence, in at most two units: "3 days 4 hours", "26 minutes", "less than a minute". */
function inWords(length: Milliseconds): string {
  const minutes = Math.floor(length / MINUTE);
  if (minutes === 0) return 'less than a minute';
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return count(minutes, 'minute');
  if (hours < 48) return join(count(hours, 'hour'), count(minutes % 60, 'minute'));
  return join(count(Math.floor(hours / 24), 'day'), count(hours % 24, 'hour'));
}

function count(amount: number, unit: string): string {
  if (amount === 0) return '';
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
