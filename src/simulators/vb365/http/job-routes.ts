import type { FastifyRequest } from 'fastify';
import * as wire from '../wire/job.js';
import * as sessionWire from '../wire/session.js';
import type { Json } from '../wire/view.js';
import type { BackupJob, CopyJob, Job } from '../world/records.js';
import { list, page } from './paging.js';
import { Query } from './query.js';
import { found } from './refusal.js';
import { viewOf } from './service.js';
import type { Routes } from './service.js';
import { inOrder } from './session-selection.js';

type ById = { Params: { id: string } };

export const jobRoutes: Routes = (app, service, version) => {
  const { world, oddities, switches } = service;
  const view = () => viewOf(service, version);
  const backupJob = (job: BackupJob): Json => oddities.job(wire.backupJob(view(), job));
  const copyJob = (job: CopyJob): Json => oddities.job(wire.copyJob(view(), job));
  const jobOf = ({ params }: FastifyRequest<ById>): BackupJob => byId(world.jobs, 'Job', params.id);
  const copyJobOf = ({ params }: FastifyRequest<ById>): CopyJob =>
    byId(world.copyJobs, 'Copy job', params.id);

  app.get('/Jobs', async (request) =>
    list(request, view(), world.jobs.filter(matches(request, ['organizationId', 'repositoryId'])), backupJob),
  );
  app.get<ById>('/Jobs/:id', async (request) => backupJob(jobOf(request)));
  app.get<ById>('/Jobs/:id/CopyJob', async (request) => {
    const job = jobOf(request);
    return copyJob(
      found(
        world.copyJobs.find(({ source }) => source === job),
        'Copy job of',
        job.id,
      ),
    );
  });
  for (const [path, items] of [
    ['SelectedItems', 'selectedItems'],
    ['ExcludedItems', 'excludedItems'],
  ] as const)
    app.get<ById>(`/Jobs/:id/${path}`, async (request) => {
      const job = jobOf(request);
      return list(request, view(), job[items], (item) => wire.jobItem(view(), job, item));
    });

  app.get('/CopyJobs', async (request) => {
    const filters = version >= 8 ? ['organizationId', 'repositoryId'] : ['repositoryId'];
    return list(request, view(), world.copyJobs.filter(matches(request, filters)), copyJob);
  });
  app.get<ById>('/CopyJobs/:id', async (request) => copyJob(copyJobOf(request)));
  app.get<ById>('/CopyJobs/:id/BackupJob', async (request) => backupJob(copyJobOf(request).source));

  if (version === 6)
    app.get<ById>('/Jobs/:id/JobSessions', async (request) => {
      const job = world.allJobs().find(({ id }) => id === request.params.id.toLowerCase());
      const sessions = inOrder(
        switches.sessionOrder,
        world.ledger.of(found(job, 'Job', request.params.id).id),
      );
      return page(request, view(), sessions, (session) =>
        oddities.session(sessionWire.jobSession(view(), session)),
      );
    });
};

export function byId<T extends { id: string }>(records: readonly T[], what: string, id: string): T {
  return found(
    records.find((record) => record.id === id.toLowerCase()),
    what,
    id,
  );
}

function matches(request: FastifyRequest, filters: string[]): (job: Job) => boolean {
  const query = new Query(request);
  const organizationId = filters.includes('organizationId') ? query.id('organizationId') : undefined;
  const repositoryId = filters.includes('repositoryId') ? query.id('repositoryId') : undefined;
  return ({ organization, repository }) =>
    (organizationId === undefined || organization.id === organizationId) &&
    (repositoryId === undefined || repository.id === repositoryId);
}
