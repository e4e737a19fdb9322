import type { FastifyInstance } from 'fastify';
import * as wire from '../wire/organization.js';
import { links, versioned, wireTime } from '../wire/view.js';
import type { Json, View } from '../wire/view.js';
import type { Organization, Repository } from '../world/records.js';
import { byId } from './job-routes.js';
import { list, page } from './paging.js';
import { Query } from './query.js';
import { Refusal } from './refusal.js';
import { viewOf } from './service.js';
import type { Routes } from './service.js';

type ById = { Params: { id: string } };

const DAY = 24 * 60 * 60_000;

export const organizationRoutes: Routes = (app, service, version) => {
  const { world, oddities } = service;
  const view = () => viewOf(service, version);
  const one = (query: Query, record: Organization): Json =>
    oddities.organization(wire.organization(view(), record, isExtended(query, version)));

  app.get('/Organizations', async (request) => {
    const query = new Query(request);
    const msid = version >= 8 ? query.id('msid') : undefined;
    const records = world.organizations.filter((record) => msid === undefined || record.msid === msid);
    return list(request, view(), records, (record) => one(query, record));
  });
  app.get<ById>('/Organizations/:id', async (request) =>
    one(new Query(request), byId(world.organizations, 'Organization', request.params.id)),
  );
  app.get<ById>('/Organizations/:id/usedRepositories', async (request) => {
    const record = byId(world.organizations, 'Organization', request.params.id);
    const jobs = world.allJobs().filter(({ organization }) => organization === record);
    const used = [...new Set(jobs.map(({ repository }) => repository))];
    return page(request, view(), used, (repository) => usedRepository(view(), repository));
  });
};

/** Version, license and (since 8) health. */
export const systemRoutes: Routes = (app, service, version) => {
  const { world } = service;
  const view = () => viewOf(service, version);
  app.get('/ServiceInstance', async () => ({
    installationId: world.installationId,
    version: world.productVersion,
  }));
  if (version >= 6) app.get('/License', async () => license(view()));
  if (version >= 8) healthRoute(app);
};

function healthRoute(app: FastifyInstance): void {
  const healthy = { status: 'Healthy', description: null };
  app.get('/Health', async () => ({
    status: 'Healthy',
    entries: { configurationDb: healthy, nats: healthy },
  }));
}

/** Version 6 insists on the parameter, although it also names a default. */
function isExtended(query: Query, version: number): boolean {
  const extended = query.flag('extendedView');
  if (version === 6 && extended === undefined) throw Refusal.invalid('extendedView is required');
  return extended ?? false;
}

function usedRepository(
  view: View,
  { id, objectStorage, capacityBytes, freeBytes, outOfOrderReason }: Repository,
): Json {
  const local = capacityBytes === null || freeBytes === null ? null : capacityBytes - freeBytes;
  return {
    usedSpaceBytes: objectStorage ? objectStorage.usedBytes : local,
    localCacheUsedSpaceBytes: objectStorage ? local : null,
    objectStorageUsedSpaceBytes: objectStorage?.usedBytes ?? null,
    isAvailable: outOfOrderReason === null,
    details: outOfOrderReason ?? '',
    ...versioned(view, 8, 8, { repositoryId: id, protectedObjectsCount: objectStorage ? 420 : null }),
    _links: links(view, { backupRepository: `BackupRepositories/${id}` }),
  };
}

function license(view: View): Json {
  const { world } = view;
  const expires = wireTime(world.now() + 200 * DAY);
  return {
    licenseID: world.installationId,
    email: 'backup@lindenhof.example',
    status: 'Valid',
    type: 'Subscription',
    licensedTo: 'Lindenhof Kliniken',
    totalNumber: 2500,
    usedNumber: 2214,
    newNumber: 12,
    supportID: '00000000',
    ...versioned(view, 6, 6, {
      expirationDate: expires,
      supportExpirationDate: expires,
      contactPerson: 'Hanna Lind',
    }),
    ...versioned(view, 7, 8, { licenseExpires: expires, gracePeriodExpires: null, package: 'Standard' }),
  };
}
