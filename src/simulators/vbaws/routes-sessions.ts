import type { FastifyInstance } from 'fastify';
import type { Appliance } from './appliance.js';
import { revisionOf } from './guards.js';
import { link, self } from './links.js';
import { matcher, pageOf, slice, sorted } from './paging.js';
import type { SortKeys } from './paging.js';
import { notFound } from './problem.js';
import { Query } from './query.js';
import type { SessionRecord } from './records.js';
import { itemsRouteOf, renderSession } from './render-sessions.js';
import type { ItemsRoute } from './render-sessions.js';
import { itemsOf, renderDeletedItem, renderProtectedItem, renderRestoredItem } from './session-items.js';
import type { ItemRecord } from './session-items.js';
import { logOf } from './session-log.js';
import { selectSessions } from './session-query.js';

interface ById {
  Params: { sessionId: string };
}

const RENDERERS = {
  protectedItems: renderProtectedItem,
  restoredItems: renderRestoredItem,
  deletedItems: renderDeletedItem,
};

export function sessionRoutes(api: FastifyInstance, appliance: Appliance): void {
  api.get('/sessions', async (request) => {
    const { page, totalCount } = selectSessions(appliance, new Query(request.query));
    const revision = revisionOf(request);
    const results = page.map((session) => renderSession(appliance, session, revision));
    return { totalCount, results, ...self('/sessions') };
  });

  api.get<ById>('/sessions/:sessionId', async (request) =>
    renderSession(appliance, find(request.params.sessionId), revisionOf(request)),
  );

  api.get<ById>('/sessions/:sessionId/log', async ({ params }) => {
    const session = find(params.sessionId);
    const log = logOf(appliance, session).map((line) => ({
      logTime: new Date(line.time).toISOString(),
      status: line.status,
      message: line.message,
      executionStartTime: new Date(line.time).toISOString(),
      executionDuration: line.durationMs,
    }));
    return { sessionId: session.id, log };
  });

  for (const route of ['protectedItems', 'restoredItems', 'deletedItems'] as const) itemsOfSession(route);

  function itemsOfSession(route: ItemsRoute): void {
    api.get<ById>(`/sessions/:sessionId/${route}`, async ({ params, query: raw }) => {
      const session = find(params.sessionId);
      if (itemsRouteOf(session.type) !== route) throw notFound(`session with ${route}`, params.sessionId);
      const query = new Query(raw);
      const hasName = matcher(query.text('SearchPattern'));
      const named = itemsOf(appliance, session).filter(({ resource }) => hasName(resource.name));
      const page = slice(sorted(named, query, itemKeys(appliance)), pageOf(query));
      const results = page.map((item) => RENDERERS[route](appliance, item));
      const href = `/sessions/${session.id}/${route}`;
      return { totalCount: named.length, results, _links: [link('self', href)] };
    });
  }

  function find(id: string): SessionRecord {
    const session = appliance.session(id);
    if (!session) throw notFound('session', id);
    return session;
  }
}

function itemKeys({ world }: Appliance): SortKeys<ItemRecord> {
  return {
    name: ({ resource }) => resource.name,
    virtualMachineName: ({ resource }) => resource.name,
    region: ({ resource }) => world.regions.find(({ id }) => id === resource.regionId)?.code ?? '',
    status: ({ status }) => status,
    succeeded: ({ status }) => Number(status === 'Succeeded'),
    failed: ({ status }) => Number(status === 'Failed'),
  };
}
