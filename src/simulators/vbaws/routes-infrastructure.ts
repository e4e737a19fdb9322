import type { FastifyInstance } from 'fastify';
import type { Appliance } from './appliance.js';
import { self } from './links.js';
import { matcher, pageOf, slice, sorted } from './paging.js';
import type { SortKeys } from './paging.js';
import { notFound, requireAdministrator } from './problem.js';
import { Query } from './query.js';
import type { AccountRecord, Json, RepositoryRecord } from './records.js';
import {
  renderAccount,
  renderBucket,
  renderMachine,
  renderRegion,
  renderRepository,
  renderSlaTemplate,
  renderStorageTemplate,
} from './render-infrastructure.js';

interface ById {
  Params: { id: string };
}

interface Collection<T> {
  path: string;
  /** For error messages. */
  noun: string;
  records: (query: Query) => readonly T[];
  nameOf: (record: T) => string;
  render: (record: T) => Json;
  orders?: SortKeys<T>;
  /** Templates come without links. */
  hasLinks?: boolean;
}

/** A list with search, order and pages, and its items by id. */
function collection<T extends { id: string }>(api: FastifyInstance, options: Collection<T>): void {
  const { path, noun, records, nameOf, render, orders = {}, hasLinks = true } = options;
  api.get(path, async (request) => {
    const query = new Query(request.query);
    const hasName = matcher(query.text('SearchPattern'));
    const selected = records(query).filter((record) => hasName(nameOf(record)));
    const results = slice(sorted(selected, query, orders), pageOf(query)).map(render);
    return { totalCount: selected.length, results, ...(hasLinks && self(path)) };
  });
  api.get<ById>(`${path}/:id`, async ({ params }) => {
    const record = records(new Query({})).find(({ id }) => id === params.id);
    if (!record) throw notFound(noun, params.id);
    return render(record);
  });
}

/** Repositories, IAM roles, regions, buckets, templates, instances. */
export function infrastructureRoutes(api: FastifyInstance, appliance: Appliance): void {
  const { world } = appliance;
  collection(api, {
    path: '/repositories',
    noun: 'repository',
    records: () => world.repositories,
    nameOf: ({ name }) => name,
    render: (repository) => renderRepository(appliance, repository),
    orders: repositoryOrders(appliance),
  });
  collection<AccountRecord>(api, {
    path: '/accounts/amazon',
    noun: 'IAM role',
    records: () => world.accounts.filter(({ isOrganization }) => !isOrganization),
    nameOf: ({ name }) => name,
    render: renderAccount,
    orders: { name: ({ name }) => name },
  });
  collection(api, {
    path: '/cloudInfrastructure/regions',
    noun: 'region',
    records: () => world.regions,
    nameOf: ({ code }) => code,
    render: renderRegion,
    orders: { name: ({ code }) => code },
  });
  collection(api, {
    path: '/cloudInfrastructure/buckets',
    noun: 'bucket',
    records: () => {
      requireAdministrator(appliance.settings);
      return world.buckets;
    },
    nameOf: ({ name }) => name,
    render: (bucket) => renderBucket(appliance, bucket),
    orders: { name: ({ name }) => name },
  });
  collection(api, {
    path: '/virtualMachines',
    noun: 'instance',
    records: (query) => {
      const regionId = query.text('RegionId');
      return world.resources.filter(
        (resource) =>
          resource.kind === 'virtualMachine' && (regionId === undefined || resource.regionId === regionId),
      );
    },
    nameOf: ({ name }) => name,
    render: (machine) => renderMachine(appliance, machine),
    orders: { name: ({ name }) => name },
  });
  templateRoutes(api, appliance);
  systemRoutes(api, appliance);
}

function repositoryOrders({ world }: Appliance): SortKeys<RepositoryRecord> {
  const bucketOf = ({ bucketId }: RepositoryRecord) => world.buckets.find(({ id }) => id === bucketId);
  return {
    name: ({ name }) => name,
    description: ({ description }) => description,
    amazonAccountName: ({ accountId }) => world.accounts.find(({ id }) => id === accountId)?.name ?? '',
    amazonBucket: (repository) => bucketOf(repository)?.name ?? '',
    amazonStorageFolder: ({ folder }) => folder,
    region: (repository) => world.regions.find(({ id }) => id === bucketOf(repository)?.regionId)?.code ?? '',
    storageClass: ({ storageClass }) => storageClass,
    encryption: ({ encrypted }) => Number(encrypted),
    immutability: ({ immutableDays }) => immutableDays ?? 0,
  };
}

function templateRoutes(api: FastifyInstance, { world }: Appliance): void {
  collection(api, {
    path: '/policyTemplates/slaTemplates',
    noun: 'SLA template',
    records: () => world.slaTemplates,
    nameOf: ({ name }) => name,
    render: renderSlaTemplate,
    hasLinks: false,
  });
  collection(api, {
    path: '/policyTemplates/storageTemplates',
    noun: 'storage template',
    records: (query) => {
      const asked = query.text('RepositoryId');
      return world.storageTemplates.filter(
        ({ repositoryId, archiveRepositoryId }) =>
          asked === undefined || [repositoryId, archiveRepositoryId].includes(asked),
      );
    },
    nameOf: ({ name }) => name,
    render: renderStorageTemplate,
    hasLinks: false,
  });
}

function systemRoutes(api: FastifyInstance, appliance: Appliance): void {
  api.get('/system/version', async () => {
    requireAdministrator(appliance.settings);
    const isCurrent = appliance.settings.revisions.includes('1.8-rev0');
    return { version: isCurrent ? '10.0.0.412' : '9.1.0.87', about: 'Simulated appliance' };
  });
  api.get('/system/time', async () => ({ utcDateTime: new Date(appliance.now).toISOString() }));
}
