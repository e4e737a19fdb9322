import type { Random } from '../kit/random.js';
import { sessionId } from './ids.js';
import type { Outcome, SessionRecord, SessionType } from './records.js';
import { reasonFor } from './sessions.js';

const MINUTE = 60_000;

type Activity = Exclude<SessionType, 'Policy' | 'Job' | 'Task'>;

const ACTIVITIES: readonly (readonly [Activity, number])[] = [
  ['RetentionActivity', 40],
  ['RestoreTask', 25],
  ['ConfigurationBackupActivity', 15],
  ['FLRTask', 8],
  ['ManualTask', 8],
  ['TombstoneRetention', 4],
];

const NAMES: Record<Activity, string> = {
  RetentionActivity: 'Retention',
  RestoreTask: 'Restore',
  ConfigurationBackupActivity: 'Configuration backup',
  FLRTask: 'File-level recovery',
  ManualTask: 'Manual snapshot',
  TombstoneRetention: 'Removal of deleted restore points',
};

/** `count` sessions besides the runs: a third are jobs and tasks of recent runs, the rest happens on its own. */
export function activitiesAround(
  random: Random,
  runs: readonly SessionRecord[],
  count: number,
  now: number,
  window: number,
): SessionRecord[] {
  const recent = [...runs].sort((left, right) => right.start - left.start).slice(0, Math.ceil(count / 6));
  const children = recent.flatMap((run) => childrenOf(random, run)).slice(0, count);
  const others = Array.from({ length: count - children.length }, () =>
    activity(random, now - random.int(1, window)),
  );
  return [...children, ...others];
}

/** A job of the run, and one task of that job. */
function childrenOf(random: Random, run: SessionRecord): SessionRecord[] {
  const child = (type: SessionType, parent: SessionRecord): SessionRecord => ({
    ...run,
    id: sessionId(random),
    type,
    policyId: null,
    parentId: parent.id,
  });
  const job = child('Job', run);
  return [job, child('Task', job)];
}

function activity(random: Random, start: number): SessionRecord {
  const type = random.weighted(ACTIVITIES);
  const outcome = random.weighted<Outcome>([
    ['Succeeded', 94],
    ['Warning', 3],
    ['Failed', 3],
  ]);
  return {
    id: sessionId(random),
    usn: 0,
    parentId: null,
    type,
    extendedType: '',
    name: NAMES[type],
    policyId: null,
    start,
    end: start + random.int(5_000, 40 * MINUTE),
    outcome,
    reason: reasonFor(outcome, Math.floor(start / 1000)),
  };
}
