import { stateAt } from './session-state.js';
import type { SessionRecord, SessionResult } from './session-table.js';
import { jobOf, messageOf, tasksOf } from './tasks.js';
import type { TaskRecord } from './tasks.js';
import type { VbrWorld } from './world.js';

export interface LogLine {
  id: number;
  status: 'None' | 'Succeeded' | 'Warning' | 'Failed';
  /** Epoch milliseconds. */
  startTime: number;
  updateTime: number;
  title: string;
  description: string;
}

type Entry = Omit<LogLine, 'id'>;

/** What a session has logged by now, newest line first. */
export function sessionLog(world: VbrWorld, session: SessionRecord): LogLine[] {
  const job = jobOf(world, session);
  const entries: Entry[] = [
    line(session.creationTime, job ? 'Job started' : `${session.type} started`),
    ...(job ? [line(session.creationTime + 1500, `Building the list of ${job.objects.length} objects`)] : []),
    ...tasksOf(world, session).map((task) => taskEntry(task, world.clock.now())),
    ...endEntries(world, session),
  ];
  return numbered(entries).reverse();
}

/** What a task has logged by now, oldest line first. */
export function taskLog(world: VbrWorld, task: TaskRecord): LogLine[] {
  const done = task.endTime <= world.clock.now();
  const gigabytes = (task.readSize / 1024 ** 3).toFixed(1);
  return numbered([
    line(task.creationTime, `Queued ${task.object.name}`),
    line(
      task.creationTime + 2000,
      `Reading ${task.object.name}`,
      task.full ? 'Full read' : 'Changed blocks only',
    ),
    ...(done && task.result === 'Success' ? [line(task.endTime, 'Finished', `${gigabytes} GB read`)] : []),
    ...(done && task.result !== 'Success'
      ? [{ ...line(task.endTime, task.message), status: statusOf(task.result) }]
      : []),
  ]);
}

function endEntries(world: VbrWorld, session: SessionRecord): Entry[] {
  const { endTime, result } = stateAt(session, world.clock.now());
  if (endTime === null) return [];
  const title =
    result === 'Success' ? 'Finished' : `Finished with ${result === 'Failed' ? 'errors' : 'warnings'}`;
  return [{ ...line(endTime, title, messageOf(world, session)), status: statusOf(result) }];
}

function taskEntry(task: TaskRecord, now: number): Entry {
  const running = task.endTime > now;
  return {
    status: running ? 'None' : statusOf(task.result),
    startTime: task.creationTime,
    updateTime: running ? now : task.endTime,
    title: `Processing ${task.object.name}`,
    description: running || task.result === 'Success' ? '' : task.message,
  };
}

function line(time: number, title: string, description = ''): Entry {
  return { status: 'Succeeded', startTime: time, updateTime: time, title, description };
}

function statusOf(result: SessionResult): LogLine['status'] {
  return result === 'Success' ? 'Succeeded' : result;
}

function numbered(entries: Entry[]): LogLine[] {
  return entries.map((entry, index) => ({ id: index + 1, ...entry }));
}
