import type { FastifyRequest } from 'fastify';
import * as wire from '../wire/session.js';
import type { Json } from '../wire/view.js';
import { logLines } from '../world/details.js';
import type { LogLine } from '../world/details.js';
import type { JobSession } from '../world/session.js';
import { page } from './paging.js';
import { Query } from './query.js';
import { found } from './refusal.js';
import { viewOf } from './service.js';
import type { Routes } from './service.js';
import { selectSessions } from './session-selection.js';

type ById = { Params: { id: string } };
type ByItem = { Params: { id: string; itemId: string } };

export const sessionRoutes: Routes = (app, service, version) => {
  const { world, switches, oddities } = service;
  const view = () => viewOf(service, version);
  const one = (session: JobSession): Json => oddities.session(wire.jobSession(view(), session));
  const sessionOf = ({ params }: FastifyRequest<ById>): JobSession =>
    found(world.ledger.find(params.id), 'Job session', params.id);
  const logOf = (session: JobSession): LogLine[] =>
    logLines(session, world.ledger.processed(session), world.now());

  app.get('/JobSessions', async (request) =>
    page(request, view(), selectSessions(world, new Query(request), version, switches), one),
  );
  app.get<ById>('/JobSessions/:id', async (request) => one(sessionOf(request)));

  app.get<ById>('/JobSessions/:id/LogItems', async (request) => {
    const session = sessionOf(request);
    const query = new Query(request);
    const type =
      version >= 8 ? query.oneOf('type', ['Running', 'Warning', 'Error', 'Success', 'Stop']) : undefined;
    const lines = logOf(session).filter((line) => type === undefined || line.type === type);
    if (version >= 8 && query.flag('orderAsc') === false) lines.reverse();
    return page(request, view(), lines, (line) => wire.logItem(view(), session, line));
  });
  app.get<ByItem>('/JobSessions/:id/LogItems/:itemId', async (request) => {
    const session = sessionOf(request);
    const { itemId } = request.params;
    const line = logOf(session).find(({ id }) => id === itemId.toLowerCase());
    return wire.logItem(view(), session, found(line, 'Log item', itemId));
  });

  if (version < 7) return;
  app.get<ById>('/JobSessions/:id/ProcessedObjects', async (request) => {
    const session = sessionOf(request);
    const places = Array.from({ length: world.ledger.processed(session) }, (_, index) => index);
    return page(request, view(), places, (index) => wire.sessionObject(view(), session, index));
  });
};
