import { since } from '../revisions.js';
import { sessionBody } from '../wire/sessions.js';
import type { Json, View } from '../wire/view.js';
import type { JobRecord } from '../world/records.js';
import { sessionTypeOf } from '../world/runs.js';
import { isRunning } from '../world/session-state.js';
import type { SessionRecord } from '../world/session-table.js';
import { requireAdministrator } from './context.js';
import type { AddRoute, Call, Context } from './context.js';
import { JsonBody } from './json-body.js';
import { findJob } from './jobs.js';
import { badRequest, notFound } from './problem.js';
import { findSession } from './sessions.js';

const JOB = '/api/v1/jobs/:id';

export function registerJobControl(add: AddRoute, context: Context): void {
  add('POST', `${JOB}/start`, (call) => startJob(call, context));
  add('POST', `${JOB}/stop`, (call) => stopJob(call, context));
  add('POST', `${JOB}/retry`, (call) => retryJob(call, context));
  add('POST', `${JOB}/enable`, (call) => switchJob(call, context, false));
  add('POST', `${JOB}/disable`, (call) => switchJob(call, context, true));
  add('POST', '/api/v1/sessions/:id/stop', ({ view, id }) => {
    requireAdministrator(context);
    const session = findSession(view, id);
    if (isRunning(session, view.now)) context.work.stop(session);
    return {};
  });
}

function startJob({ view, id, body, reply }: Call, context: Context): Json | undefined {
  requireAdministrator(context);
  const job = findJob(view, id);
  const full = new JsonBody(body).boolean('performActiveFull');
  refuseRunning(view, job);
  if (job.disabled) throw badRequest(`The job ${job.name} is disabled`);
  if (since(view.revision, '1.3-rev2') && hasNothingToCopy(view, job)) {
    reply.code(204);
    return undefined;
  }
  reply.code(201);
  return sessionBody(view, run(context, job, { full }));
}

function stopJob({ view, id, body, reply }: Call, context: Context): Json {
  requireAdministrator(context);
  const job = findJob(view, id);
  new JsonBody(body).boolean('gracefulStop');
  const session = view.world.sessions.lastOf(job.index);
  if (!session || !isRunning(session, view.now)) throw badRequest(`The job ${job.name} is not running`);
  context.work.stop(session);
  reply.code(201);
  return sessionBody(view, view.world.sessions.at(session.index));
}

/** Retries exist from 1.3 on. */
function retryJob({ view, id, reply }: Call, context: Context): Json {
  if (!since(view.revision, '1.3-rev0')) throw notFound('operation', 'retry');
  requireAdministrator(context);
  const job = findJob(view, id);
  refuseRunning(view, job);
  const last = view.world.sessions.lastOf(job.index);
  if (last?.result !== 'Failed') throw badRequest(`The last session of ${job.name} did not fail`);
  const retry = { number: last.retryNumber + 1, originalIndex: last.originalIndex };
  reply.code(201);
  return sessionBody(view, run(context, job, { retry }));
}

function switchJob({ view, id, reply }: Call, context: Context, disabled: boolean): Json | undefined {
  requireAdministrator(context);
  findJob(view, id).disabled = disabled;
  if (!since(view.revision, '1.3-rev1')) return {};
  reply.code(204);
  return undefined;
}

function run(
  { work, account }: Context,
  job: JobRecord,
  how: { full?: boolean; retry?: { number: number; originalIndex: number } },
): SessionRecord {
  return work.accept({
    type: sessionTypeOf(job.type),
    jobIndex: job.index,
    note: { initiatedBy: account },
    result: job.mood === 'failing' ? 'Failed' : 'Success',
    ...how,
  });
}

function refuseRunning({ world, now }: View, job: JobRecord): void {
  const last = world.sessions.lastOf(job.index);
  if (last && isRunning(last, now)) throw badRequest(`The job ${job.name} is running already`);
}

/** A copy job whose sources have made nothing new since it last ran. */
function hasNothingToCopy({ world }: View, job: JobRecord): boolean {
  const last = world.sessions.lastOf(job.index);
  if (job.type !== 'BackupCopy' || !last) return false;
  const sources = world.jobs.filter(({ id }) => job.sourceJobIds.includes(id));
  return sources.every(({ index }) => (world.sessions.lastOf(index)?.index ?? -1) < last.index);
}
