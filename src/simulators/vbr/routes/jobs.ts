import { jobTypeWord, knowsJobType, since } from '../revisions.js';
import { jobBody } from '../wire/jobs.js';
import { jobStateBody, standingOf, workloadOf } from '../wire/job-states.js';
import type { JobStanding } from '../wire/job-states.js';
import type { View } from '../wire/view.js';
import type { JobRecord } from '../world/records.js';
import type { AddRoute, Context } from './context.js';
import { briefPage, sorted } from './listing.js';
import type { Columns } from './listing.js';
import { notFound, Problem } from './problem.js';
import { nameMatcher, wordMatcher } from './query.js';
import type { Query } from './query.js';

export function registerJobs(add: AddRoute, { switches }: Context): void {
  add('GET', '/api/v1/jobs', ({ view, query }) => {
    const isType = wordMatcher(query.words('typeFilter', false));
    const isName = nameMatcher(query.text('nameFilter'));
    const jobs = visibleJobs(view).filter((job) => isName(job.name) && isType(typeWord(view, job)));
    const columns: Columns<JobRecord> = {
      Name: ({ name }) => name,
      Type: (job) => typeWord(view, job),
      Description: ({ description }) => description,
    };
    return briefPage(sorted(jobs, query, columns), query, (job) => jobBody(view, job));
  });

  add('GET', '/api/v1/jobs/states', ({ view, query }) => {
    if (switches.failOldJobStates && view.world.jobs.some(({ type }) => !knowsJobType(view.revision, type)))
      throw new Problem(500, 'UnknownError', 'A job has a type that this version cannot express');
    const standings = visibleJobs(view).map((job) => standingOf(view, job));
    const wanted = standings.filter(stateFilter(view, query));
    return briefPage(sorted(wanted, query, stateColumns(view)), query, (standing) =>
      jobStateBody(view, standing),
    );
  });

  add('GET', '/api/v1/jobs/:id', ({ view, id }) => jobBody(view, findJob(view, id)));
}

/** Jobs whose type the revision can express. */
function visibleJobs({ world, revision }: View): JobRecord[] {
  return world.jobs.filter(({ type }) => knowsJobType(revision, type));
}

export function findJob(view: View, id: string): JobRecord {
  const job = visibleJobs(view).find((candidate) => candidate.id === id);
  if (!job) throw notFound('job', id);
  return job;
}

function typeWord({ revision }: View, job: JobRecord): string {
  return job.strangeType ?? jobTypeWord(revision, job.type);
}

function stateFilter(view: View, query: Query): (standing: JobStanding) => boolean {
  const isName = nameMatcher(query.text('nameFilter'));
  const isType = wordMatcher(query.words('typeFilter', false));
  const isResult = wordMatcher(query.words('lastResultFilter', false));
  const isStatus = wordMatcher(query.words('statusFilter', false));
  const isWorkload = wordMatcher(query.words('workloadFilter', false));
  const isAfterJob = nameMatcher(query.text('afterJobNameFilter'));
  const exact = {
    id: query.id('idFilter'),
    repositoryId: query.id('repositoryIdFilter'),
    highPriority: query.boolean('isHighPriorityJobFilter'),
    objects: query.number('objectsCountFilter'),
    afterJobId: query.id('afterJobIdFilter'),
    hasAfterJobName: query.text('afterJobNameFilter') !== undefined,
  };
  const after = query.time('lastRunAfterFilter') ?? Number.NEGATIVE_INFINITY;
  const before = query.time('lastRunBeforeFilter') ?? Number.POSITIVE_INFINITY;
  const hasWindow = Number.isFinite(after) || Number.isFinite(before);
  const matches = <T>(wanted: T | undefined, actual: T): boolean => wanted === undefined || wanted === actual;
  return ({ job, status, lastResult, lastRun, afterJob }) =>
    isName(job.name) &&
    isType(typeWord(view, job)) &&
    isResult(lastResult) &&
    isStatus(status) &&
    isWorkload(workloadOf(job)) &&
    matches(exact.id, job.id) &&
    (exact.repositoryId === undefined || exact.repositoryId === job.repositoryId) &&
    matches(exact.highPriority, job.highPriority) &&
    matches(exact.objects, job.objects.length) &&
    (exact.afterJobId === undefined || exact.afterJobId === afterJob?.id) &&
    (!exact.hasAfterJobName || (afterJob !== undefined && isAfterJob(afterJob.name))) &&
    (!hasWindow || (lastRun !== null && lastRun >= after && lastRun <= before));
}

function stateColumns(view: View): Columns<JobStanding> {
  return {
    Name: ({ job }) => job.name,
    Type: ({ job }) => typeWord(view, job),
    Status: ({ status }) => status,
    LastRun: ({ lastRun }) => lastRun,
    LastResult: ({ lastResult }) => lastResult,
    NextRun: ({ nextRun }) => nextRun,
    Description: ({ job }) => job.description,
    RepositoryId: ({ job }) => job.repositoryId,
    ObjectsCount: ({ job }) => job.objects.length,
    ...(since(view.revision, '1.3-rev0') && {
      RepositoryName: ({ repositoryName }: JobStanding) => repositoryName,
      AfterJobName: ({ afterJob }: JobStanding) => afterJob?.name ?? null,
    }),
  };
}
