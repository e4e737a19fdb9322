import { Random } from '../../kit/random.js';
import { mix, NumberedIds } from './ids.js';
import { FAILURES, WARNINGS } from './names.js';
import type { JobRecord, ProtectedObject } from './records.js';
import type { SessionRecord, SessionResult } from './session-table.js';
import type { VbrWorld } from './world.js';

/** The processing of one object within a session. Never stored: always derived from the session and its job. */
export interface TaskRecord {
  id: string;
  session: SessionRecord;
  type: 'Backup' | 'Replica' | 'Restore';
  object: ProtectedObject;
  /** Epoch milliseconds. */
  creationTime: number;
  endTime: number;
  result: SessionResult;
  canceled: boolean;
  message: string;
  full: boolean;
  /** Bytes. */
  readSize: number;
  transferredSize: number;
}

export function jobOf(world: VbrWorld, session: SessionRecord): JobRecord | undefined {
  return session.jobIndex === null ? undefined : world.jobs[session.jobIndex];
}

/** The tasks of a session that have started by now. Agent jobs and most of the server's own work have none. */
export function tasksOf(world: VbrWorld, session: SessionRecord): TaskRecord[] {
  if (session.endTime === null) return [];
  const now = world.clock.now();
  const objects = processedObjects(world, session);
  return objects
    .map((object, position) => buildTask(world, session, object, position, objects.length))
    .filter(({ creationTime }) => creationTime <= now);
}

/** The task with this id, if it has started. */
export function findTask(world: VbrWorld, id: string): TaskRecord | undefined {
  const numbers = taskIds(world).decode(id);
  if (!numbers || numbers.number >= world.sessions.length) return undefined;
  return tasksOf(world, world.sessions.at(numbers.number))[numbers.part];
}

/** What a finished session says about its result. */
export function messageOf(world: VbrWorld, session: SessionRecord): string {
  const message = world.notes.get(session.index)?.message;
  if (message !== undefined) return message;
  if (session.canceled) return 'The session was stopped by an administrator';
  if (session.result !== 'Failed' && session.result !== 'Warning') return '';
  const reason = reasonOf(world, session);
  const troubled = troubledObjects(world, session).length;
  const all = jobOf(world, session)?.objects.length;
  return all === undefined || troubled === 0 ? reason : `${troubled} of ${all} objects: ${reason}`;
}

function reasonOf(world: VbrWorld, session: SessionRecord): string {
  const random = streamOf(world, session.originalIndex);
  return session.result === 'Failed' ? random.pick(FAILURES) : random.pick(WARNINGS);
}

function streamOf(world: VbrWorld, sessionIndex: number): Random {
  return new Random(mix(world.seed, sessionIndex));
}

function taskIds(world: VbrWorld): NumberedIds {
  return new NumberedIds(mix(world.seed, 0x7a5c));
}

function processedObjects(world: VbrWorld, session: SessionRecord): ProtectedObject[] {
  const job = jobOf(world, session);
  if (session.type === 'RestoreVm' || session.type === 'FileLevelRestore')
    return restoredObject(world, session);
  if (!job || session.type === 'AgentBackup') return [];
  return session.retryNumber > 0 ? troubledObjects(world, session) : job.objects;
}

function restoredObject(world: VbrWorld, session: SessionRecord): ProtectedObject[] {
  const jobs = world.jobs.filter(({ type }) => type === 'VSphereBackup');
  const job = jobs[session.index % Math.max(1, jobs.length)];
  return job?.objects.slice(0, 1) ?? [];
}

/** The objects of a run that did not go well: those its first attempt left to the retries, or one with a warning. */
function troubledObjects(world: VbrWorld, session: SessionRecord): ProtectedObject[] {
  const objects = jobOf(world, session)?.objects ?? [];
  const random = streamOf(world, session.originalIndex).fork('troubled');
  const first = random.int(0, Math.max(0, objects.length - 1));
  const count = session.result === 'Warning' && session.retryNumber === 0 ? 1 : random.int(1, 3);
  return objects.filter((_, index) => (index - first + objects.length) % objects.length < count);
}

function buildTask(
  world: VbrWorld,
  session: SessionRecord,
  object: ProtectedObject,
  position: number,
  count: number,
): TaskRecord {
  const random = streamOf(world, session.index).fork(`task ${position}`);
  const duration = (session.endTime ?? session.creationTime) - session.creationTime;
  const start = session.creationTime + Math.round(duration * (0.04 + (0.5 * position) / count));
  const isTroubled =
    (session.result === 'Failed' || session.result === 'Warning') &&
    (session.retryNumber > 0 || count === 1 || troubledObjects(world, session).includes(object));
  const result = isTroubled ? session.result : 'Success';
  const readSize = Math.round(object.size * (session.full ? 0.8 : 0.02 + random.next() * 0.08));
  return {
    id: taskIds(world).encode(session.index, position),
    session,
    type: session.type === 'ReplicaJob' ? 'Replica' : session.type.includes('Restore') ? 'Restore' : 'Backup',
    object,
    creationTime: start,
    endTime: start + Math.round(duration * (0.25 + random.next() * 0.15)),
    result,
    canceled: isTroubled && session.canceled,
    message: isTroubled ? (session.canceled ? 'The task was stopped' : reasonOf(world, session)) : 'Success',
    full: session.full,
    readSize,
    transferredSize: Math.round(readSize * (0.35 + random.next() * 0.2)),
  };
}
