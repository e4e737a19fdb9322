import { knowsJobType, sessionTypeWord, since } from '../revisions.js';
import { initiatorOf, logBody, sessionBody, sessionName, taskBody } from '../wire/sessions.js';
import type { View } from '../wire/view.js';
import { sessionLog, taskLog } from '../world/logs.js';
import type { LogLine } from '../world/logs.js';
import { stateAt } from '../world/session-state.js';
import type { SessionRecord } from '../world/session-table.js';
import { findTask, tasksOf } from '../world/tasks.js';
import type { TaskRecord } from '../world/tasks.js';
import type { AddRoute } from './context.js';
import { page, sorted } from './listing.js';
import type { Columns, Page } from './listing.js';
import { notFound } from './problem.js';
import { wordMatcher } from './query.js';
import type { Query } from './query.js';
import { matchingSessions, timeWindow } from './session-search.js';

export function registerSessions(add: AddRoute): void {
  add('GET', '/api/v1/sessions', ({ view, query }) => sessionPage(view, query));
  add('GET', '/api/v1/sessions/:id', ({ view, id }) => sessionBody(view, findSession(view, id)));
  add('GET', '/api/v1/sessions/:id/logs', ({ view, query, id }) =>
    logBody(view, filteredLog(view, query, sessionLog(view.world, findSession(view, id)))),
  );
  add('GET', '/api/v1/sessions/:id/taskSessions', ({ view, query, id }) => {
    const session = view.world.sessions.find(id);
    const tasks = session && isVisible(view, session) ? tasksOf(view.world, session) : [];
    return since(view.revision, '1.3-rev1')
      ? taskPage(view, query, tasks)
      : page(tasks, query, (task) => taskBody(view, task));
  });
  add('GET', '/api/v1/taskSessions', ({ view, query }) => taskPage(view, query, allTasks(view, query)));
  add('GET', '/api/v1/taskSessions/:id', ({ view, id }) => taskBody(view, taskWith(view, id)));
  add('GET', '/api/v1/taskSessions/:id/logs', ({ view, query, id }) =>
    logBody(view, filteredLog(view, query, taskLog(view.world, taskWith(view, id)))),
  );
}

export function findSession(view: View, id: string): SessionRecord {
  const session = view.world.sessions.find(id);
  if (!session || !isVisible(view, session)) throw notFound('session', id);
  return session;
}

function isVisible({ world, revision }: View, session: SessionRecord): boolean {
  const type = session.jobIndex === null ? undefined : world.jobs[session.jobIndex]?.type;
  return type === undefined || knowsJobType(revision, type);
}

/** Newest first unless told otherwise; then sorting a million sessions is not needed. */
function sessionPage(view: View, query: Query): Page<unknown> {
  const { sessions } = view.world;
  const indices = matchingSessions(view, query);
  const column = query.text('orderColumn')?.toLowerCase();
  const ascending = query.boolean('orderAsc') ?? false;
  const render = (index: number): unknown => sessionBody(view, sessions.at(index));
  if (column === undefined || column === 'creationtime')
    return page(ascending ? indices : indices.reverse(), query, render);
  return page(sorted(indices, query, sessionColumns(view)), query, render);
}

function sessionColumns({ world, now, revision }: View): Columns<number> {
  const { sessions } = world;
  return {
    CreationTime: (index) => sessions.creationTime(index),
    Name: (index) => sessionName(world, sessions.at(index)),
    SessionType: (index) => sessionTypeWord(revision, sessions.typeAt(index)),
    EndTime: (index) => stateAt(sessions.endingAt(index), now).endTime,
    State: (index) => stateAt(sessions.endingAt(index), now).state,
    Result: (index) => stateAt(sessions.endingAt(index), now).result,
    ...(since(revision, '1.3-rev0') && {
      InitiatedBy: (index: number) => initiatorOf(world, sessions.at(index)),
    }),
  };
}

function taskWith(view: View, id: string): TaskRecord {
  const task = findTask(view.world, id);
  if (!task || !isVisible(view, task.session)) throw notFound('task session', id);
  return task;
}

/** The tasks of every session that may hold some of the wanted ones. */
function allTasks(view: View, query: Query): TaskRecord[] {
  const { sessions } = view.world;
  const sessionId = query.id('sessionIdFilter');
  if (sessionId !== undefined) {
    const session = sessions.find(sessionId);
    return session && isVisible(view, session) ? tasksOf(view.world, session) : [];
  }
  const created = timeWindow(query, 'createdAfterFilter', 'createdBeforeFilter');
  const longestSession = 24 * 60 * 60_000;
  const tasks: TaskRecord[] = [];
  for (let index = sessions.firstSince(created.from - longestSession); index < sessions.length; index += 1) {
    if (sessions.creationTime(index) > created.to) break;
    const session = sessions.at(index);
    if (isVisible(view, session)) tasks.push(...tasksOf(view.world, session));
  }
  return tasks;
}

function taskPage(view: View, query: Query, tasks: readonly TaskRecord[]): Page<unknown> {
  const { now, revision } = view;
  const created = timeWindow(query, 'createdAfterFilter', 'createdBeforeFilter');
  const ended = timeWindow(query, 'endedAfterFilter', 'endedBeforeFilter');
  const isType = wordMatcher(query.words('typeFilter', false));
  const isSessionType = wordMatcher(query.words('sessionTypeFilter', false));
  const isState = wordMatcher(query.words('stateFilter', false));
  const isResult = wordMatcher(query.words('resultFilter', false));
  const sessionId = query.id('sessionIdFilter');
  const isRunning = (task: TaskRecord): boolean => task.endTime > now;
  const wanted = tasks.filter(
    (task) =>
      created.holds(task.creationTime) &&
      ended.holds(isRunning(task) ? null : task.endTime) &&
      isType(task.type) &&
      isSessionType(sessionTypeWord(revision, task.session.type)) &&
      isState(isRunning(task) ? 'Working' : 'Stopped') &&
      isResult(isRunning(task) ? 'None' : task.result) &&
      (sessionId === undefined || sessionId === task.session.id),
  );
  const columns: Columns<TaskRecord> = {
    CreationTime: ({ creationTime }) => creationTime,
    Name: ({ object }) => object.name,
    Type: ({ type }) => type,
    SessionType: ({ session }) => sessionTypeWord(revision, session.type),
    EndTime: (task) => (isRunning(task) ? null : task.endTime),
    State: (task) => (isRunning(task) ? 'Working' : 'Stopped'),
    Result: (task) => (isRunning(task) ? 'None' : task.result),
    ScanState: () => null,
    ScanResult: () => null,
  };
  return page(sorted(wanted, query, columns), query, (task) => taskBody(view, task));
}

function filteredLog(view: View, query: Query, lines: LogLine[]): LogLine[] {
  const isStatus = wordMatcher(since(view.revision, '1.3-rev0') ? query.words('statusFilter', false) : []);
  return lines.filter(({ status }) => isStatus(status));
}
