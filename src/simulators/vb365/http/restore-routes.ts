import type { FastifyRequest } from 'fastify';
import * as wire from '../wire/restore.js';
import type { RestoreSession } from '../world/records.js';
import { restoreEvents } from '../world/restores.js';
import type { RestoreEvent } from '../world/restores.js';
import { byId } from './job-routes.js';
import { page } from './paging.js';
import { Query } from './query.js';
import { viewOf } from './service.js';
import type { Routes } from './service.js';

type ById = { Params: { id: string } };
type ByEvent = { Params: { id: string; eventId: string } };

export const restoreRoutes: Routes = (app, service, version) => {
  const { world } = service;
  const view = () => viewOf(service, version);
  const sessionOf = ({ params }: FastifyRequest<ById>): RestoreSession =>
    byId(world.restores, 'Restore session', params.id);
  const eventsOf = (session: RestoreSession): RestoreEvent[] =>
    restoreEvents(session).filter(({ startedAt }) => startedAt <= world.now());

  app.get('/RestoreSessions', async (request) => {
    const sessions = select(world.restores, new Query(request), version);
    return page(request, view(), sessions, (session) => wire.restoreSession(view(), session));
  });
  app.get<ById>('/RestoreSessions/:id', async (request) => wire.restoreSession(view(), sessionOf(request)));
  app.get<ById>('/RestoreSessions/:id/Events', async (request) => {
    const session = sessionOf(request);
    return page(request, view(), eventsOf(session), (event) => wire.restoreEvent(view(), session, event));
  });
  app.get<ByEvent>('/RestoreSessions/:id/Events/:eventId', async (request) => {
    const session = sessionOf(request);
    return wire.restoreEvent(view(), session, byId(eventsOf(session), 'Event', request.params.eventId));
  });
};

/** Newest first unless asked otherwise. Time bounds exclude the bound itself. */
function select(restores: readonly RestoreSession[], query: Query, version: number): RestoreSession[] {
  const startFrom = query.time('startTimeFrom') ?? -Infinity;
  const startTo = query.time('startTimeTo') ?? Infinity;
  const endFrom = version >= 8 ? query.time('endTimeFrom') : undefined;
  const endTo = version >= 8 ? query.time('endTimeTo') : undefined;
  const byEnd = version >= 8 && query.oneOf('orderBy', ['CreationTime', 'EndTime']) === 'EndTime';
  const sign = version >= 8 && query.flag('orderAsc') ? 1 : -1;
  const key = ({ createdAt, endedAt }: RestoreSession): number => (byEnd ? (endedAt ?? Infinity) : createdAt);
  return restores
    .filter(
      ({ createdAt, endedAt }) =>
        createdAt > startFrom &&
        createdAt < startTo &&
        (endFrom === undefined || (endedAt !== null && endedAt > endFrom)) &&
        (endTo === undefined || (endedAt !== null && endedAt < endTo)),
    )
    .sort((left, right) => sign * compare(key(left), key(right)));
}

function compare(left: number, right: number): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
