import type { FastifyRequest } from 'fastify';
import * as wire from '../wire/infrastructure.js';
import type { Json } from '../wire/view.js';
import type { ObjectStorage, Proxy, Repository } from '../world/records.js';
import { byId } from './job-routes.js';
import { list, page } from './paging.js';
import { Query } from './query.js';
import { viewOf } from './service.js';
import type { Routes } from './service.js';

type ById = { Params: { id: string } };

export const repositoryRoutes: Routes = (app, service, version) => {
  const { world, oddities } = service;
  const view = () => viewOf(service, version);
  const one = (record: Repository): Json => oddities.repository(wire.repository(view(), record));

  app.get('/BackupRepositories', async (request) =>
    list(request, view(), world.repositories.filter(matches(request, version)), one),
  );
  app.get<ById>('/BackupRepositories/:id', async ({ params }) =>
    one(byId(world.repositories, 'Backup repository', params.id)),
  );

  app.get('/RepositorySynchronizeSessions', async () =>
    world.syncs.map((sync) => wire.syncSession(view(), sync)),
  );
  app.get<ById>('/RepositorySynchronizeSessions/:id', async ({ params }) =>
    wire.syncSession(view(), byId(world.syncs, 'Synchronization', params.id)),
  );

  if (version >= 8) return;
  const storages = (longTerm?: boolean): ObjectStorage[] =>
    world.repositories
      .filter((record) => longTerm === undefined || record.longTerm === longTerm)
      .flatMap(({ objectStorage }) => objectStorage ?? []);
  app.get('/objectstoragerepositories', async (request) =>
    storages(new Query(request).flag('longTerm')).map((storage) => wire.objectStorage(view(), storage)),
  );
  app.get<ById>('/objectstoragerepositories/:id', async ({ params }) =>
    wire.objectStorage(view(), byId(storages(), 'Object storage repository', params.id)),
  );
};

export const proxyPoolRoutes: Routes = (app, service, version) => {
  if (version < 8) return;
  const { world } = service;
  const view = () => viewOf(service, version);
  const poolOf = ({ params }: FastifyRequest<ById>) => byId(world.pools, 'Proxy pool', params.id);

  app.get('/ProxyPools', async (request) =>
    page(request, view(), world.pools, (pool) => wire.proxyPool(view(), pool)),
  );
  app.get<ById>('/ProxyPools/:id', async (request) => wire.proxyPool(view(), poolOf(request)));
  app.get<ById>('/ProxyPools/:id/proxies', async (request) => {
    const pool = poolOf(request);
    const members = world.proxies.filter((proxy) => proxy.pool === pool);
    return page(request, view(), members, (proxy) => wire.proxy(view(), proxy));
  });
};

export const proxyRoutes: Routes = (app, service, version) => {
  const { world } = service;
  const one = (request: FastifyRequest, record: Proxy): Json => {
    const json = wire.proxy(viewOf(service, version), record);
    return version === 3 ? withAbsoluteLinks(request, json) : json;
  };

  app.get('/Proxies', async (request) =>
    list(request, viewOf(service, version), world.proxies, (proxy) => one(request, proxy)),
  );
  app.get<ById>('/Proxies/:id', async (request) =>
    one(request, byId(world.proxies, 'Proxy', request.params.id)),
  );
};

function matches(request: FastifyRequest, version: number): (record: Repository) => boolean {
  const query = new Query(request);
  const proxyId = query.id('proxyId');
  const poolId = version >= 8 ? query.id('proxyPoolId') : undefined;
  const longTerm = query.flag('longTerm');
  return (record) =>
    (proxyId === undefined || record.proxy?.id === proxyId) &&
    (poolId === undefined || record.pool?.id === poolId) &&
    (longTerm === undefined || record.longTerm === longTerm);
}

/** Version 3 wrote links in lower case, with the host. */
function withAbsoluteLinks(request: FastifyRequest, json: Json): Json {
  const base = `${request.protocol}://${request.host}`;
  const links = json['_links'] as Record<string, { href: string }>;
  return {
    ...json,
    _links: Object.fromEntries(
      Object.entries(links).map(([name, { href }]) => [name, { href: `${base}${href}`.toLowerCase() }]),
    ),
  };
}
