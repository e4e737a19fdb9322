import { processedObject, sessionDetails } from '../world/details.js';
import type { LogLine, ProcessedObject } from '../world/details.js';
import { BOTTLENECKS } from '../world/session.js';
import type { JobSession } from '../world/session.js';
import { links, versioned, wireTime } from './view.js';
import type { Json, View } from './view.js';

export function jobSession(view: View, session: JobSession): Json {
  const { job } = session;
  const path = `JobSessions/${session.id}`;
  const end = wireTime(session.endedAt);
  return {
    id: session.id,
    details: sessionDetails(session),
    creationTime: wireTime(session.createdAt),
    endTime: view.version === 6 ? (end ?? view.missingEnd) : end,
    retryCount: session.retryCount,
    progress: view.world.ledger.processed(session),
    status: session.status,
    statistics: statistics(view, session),
    ...versioned(view, 7, 8, {
      repositoryId: job.repository.id,
      ...(session.main ? { mainSessionId: session.main.id } : {}),
      jobWillBeRetried: session.willBeRetried,
      jobType: job.kind,
    }),
    ...versioned(view, 8, 8, {
      jobId: job.id,
      jobSessionConfigType: session.full ? 'Full' : 'Incremental',
      proxyId: job.repository.proxy?.id ?? null,
      proxyPoolId: job.repository.pool?.id ?? null,
      eTag: session.serial * 2 + (session.endedAt === null ? 0 : 1),
    }),
    _links: links(view, {
      self: path,
      log: `${path}/LogItems`,
      job: `${job.kind === 'Copy' ? 'CopyJobs' : 'Jobs'}/${job.id}`,
    }),
  };
}

export function logItem(view: View, session: JobSession, line: LogLine): Json {
  return {
    id: line.id,
    usn: line.usn,
    ...versioned(view, 6, 7, { title: `[${line.type}] ${line.message}` }),
    ...versioned(view, 8, 8, { type: line.type, message: line.message }),
    creationTime: wireTime(line.createdAt),
    ...(line.endedAt === null ? {} : { endTime: wireTime(line.endedAt) }),
    _links: links(view, { self: `JobSessions/${session.id}/LogItems/${line.id}` }),
  };
}

export function sessionObject(view: View, session: JobSession, index: number): Json {
  const { id, type, status } = processedObject(session, index);
  const organization = `Organizations/${session.job.organization.id}`;
  return {
    id,
    type,
    status,
    _links: links(view, { [type.toLowerCase()]: `${organization}/${collection(type)}/${id}` }),
  };
}

function collection(type: ProcessedObject['type']): string {
  return `${type}s`;
}

function statistics(view: View, session: JobSession): Json {
  const processed = view.world.ledger.processed(session);
  const transferred = Math.round((session.bytes * processed) / Math.max(1, session.objects));
  const seconds = Math.max(1, ((session.endedAt ?? view.world.now()) - session.createdAt) / 1000);
  const rate = Math.round(transferred / seconds);
  return {
    processingRateBytesPS: rate,
    processingRateItemsPS: Math.round((processed * 40) / seconds),
    readRateBytesPS: Math.round(rate * 1.2),
    writeRateBytesPS: Math.round(rate * 0.6),
    transferredDataBytes: transferred,
    processedObjects: processed,
    bottleneck:
      session.endedAt === null ? 'Detecting' : (BOTTLENECKS[session.serial % BOTTLENECKS.length] ?? 'NA'),
  };
}
