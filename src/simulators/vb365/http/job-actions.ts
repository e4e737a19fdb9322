import type { FastifyReply, FastifyRequest } from 'fastify';
import * as wire from '../wire/session.js';
import type { Job } from '../world/records.js';
import { byId } from './job-routes.js';
import { Refusal } from './refusal.js';
import { viewOf } from './service.js';
import type { Routes, Service } from './service.js';

type ById = { Params: { id: string } };

/** Start, stop, enable and disable of jobs and copy jobs; stop of restore sessions. */
export const jobActionRoutes: Routes = (app, service, version) => {
  const { world } = service;
  for (const kind of ['Jobs', 'CopyJobs'] as const) {
    const jobOf = ({ params }: FastifyRequest<ById>): Job =>
      kind === 'Jobs' ? byId(world.jobs, 'Job', params.id) : byId(world.copyJobs, 'Copy job', params.id);
    const needsOptions = kind === 'Jobs' || version === 6;

    app.post<ById>(`/${kind}/:id/start`, async (request, reply) => {
      const job = jobOf(request);
      const session = start(service, job, needsOptions ? isFull(request.body) : false);
      return version >= 8 ? wire.jobSession(viewOf(service, version), session) : done(reply);
    });
    app.post<ById>(`/${kind}/:id/stop`, async (request, reply) => {
      const job = jobOf(request);
      const session = world.ledger.current(job);
      if (!session) throw Refusal.conflict(`Job ${job.name} is not running`);
      world.ledger.stop(session);
      return done(reply);
    });
    for (const verb of ['enable', 'disable'])
      app.post<ById>(`/${kind}/:id/${verb}`, async (request, reply) => {
        world.setEnabled(jobOf(request), verb === 'enable');
        return done(reply);
      });
  }

  app.post<ById>('/RestoreSessions/:id/Stop', async ({ params }, reply) => {
    const session = byId(world.restores, 'Restore session', params.id);
    if (session.state === 'Stopped') throw Refusal.conflict(`Restore session ${session.id} has ended`);
    world.endRestore(session, world.now());
    return reply.code(version >= 8 ? 204 : 200).send();
  });
};

function start({ world, switches }: Service, job: Job, full: boolean) {
  if (world.ledger.current(job)) throw Refusal.conflict(`Job ${job.name} is already running`);
  if (!job.isEnabled) throw Refusal.conflict(`Job ${job.name} is disabled`);
  const { proxy } = job.repository;
  if (proxy?.status === 'Offline')
    throw new Refusal(500, `Backup proxy ${proxy.hostName} is offline`, 'ProxyOffline');
  const endsAt = world.now() + switches.workSeconds * 1000;
  return world.ledger.start(job, full, { endsAt, status: switches.startedJobResult });
}

function isFull(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) throw Refusal.invalid('The start options are missing');
  const full = 'full' in body ? body.full : false;
  if (typeof full !== 'boolean') throw Refusal.invalid('full: must be true or false');
  return full;
}

function done(reply: FastifyReply): FastifyReply {
  return reply.code(204).send();
}
