import type { FastifyInstance } from 'fastify';
import type { Appliance } from './appliance.js';
import { estimateCost } from './cost.js';
import { link, self } from './links.js';
import { matcher, pageOf, slice, sorted } from './paging.js';
import type { SortKeys } from './paging.js';
import { notFound } from './problem.js';
import { Query } from './query.js';
import type { PolicyRecord, ResourceRecord } from './records.js';
import { renderRegion } from './render-infrastructure.js';
import { renderPolicy, renderVpcPolicy } from './render-policies.js';
import { statusOf } from './sessions.js';
import { SCHEDULED_WORKLOADS, resourcePath } from './workloads.js';
import type { WorkloadTraits } from './workloads.js';
import { policiesOf } from './world.js';

export interface PolicyById {
  Params: { policyId: string };
}

const STATUSES = ['Running', 'NeverExecuted', 'Succeeded', 'Warning', 'Failed', 'Canceled'] as const;

const POLICY_ORDERS: SortKeys<PolicyRecord> = {
  priority: ({ priority }) => priority,
  name: ({ name }) => name,
  usn: ({ usn }) => usn,
};

/** The schedule-based policies of every workload, and the VPC policy. */
export function policyRoutes(api: FastifyInstance, appliance: Appliance): void {
  for (const traits of SCHEDULED_WORKLOADS) {
    listRoutes(api, appliance, traits);
    const parts = { ...traits, hasSelectedItems: true };
    policyPartRoutes(api, appliance, traits.policies, parts, (id) => find(appliance, traits, id));
  }
  api.get('/vpc/policy', async (request) => {
    const [policy] = policiesOf(appliance.world, 'vpc');
    if (!policy) throw notFound('VPC policy', request.url);
    return renderVpcPolicy(appliance, policy);
  });
}

function listRoutes(api: FastifyInstance, appliance: Appliance, traits: WorkloadTraits): void {
  api.get(traits.policies, async (request) => {
    const query = new Query(request.query);
    const selected = selectPolicies(appliance, traits, query);
    const page = slice(sorted(selected, query, POLICY_ORDERS), pageOf(query));
    return {
      totalCount: selected.length,
      results: page.map((policy) => renderPolicy(appliance, traits, policy)),
      ...self(traits.policies),
    };
  });
  api.get<PolicyById>(`${traits.policies}/:policyId`, async ({ params }) =>
    renderPolicy(appliance, traits, find(appliance, traits, params.policyId)),
  );
}

function selectPolicies(appliance: Appliance, traits: WorkloadTraits, query: Query): PolicyRecord[] {
  const hasName = matcher(query.text('SearchPattern'));
  const enabled = query.flag('IsEnabled');
  const statuses = query.words('LastPolicySessionStatus', STATUSES);
  const resourceId = query.text(traits.resourceFilter);
  const repositoryId = query.text('RepositoryId');
  return policiesOf(appliance.world, traits.workload).filter(
    (policy) =>
      hasName(policy.name) &&
      (enabled === undefined || policy.enabled === enabled) &&
      (statuses.length === 0 || statuses.includes(lastStatus(appliance, policy))) &&
      (resourceId === undefined || policy.resourceIds.includes(resourceId)) &&
      (repositoryId === undefined || policy.repositoryId === repositoryId),
  );
}

function lastStatus(appliance: Appliance, policy: PolicyRecord): (typeof STATUSES)[number] {
  const last = appliance.sessionsOfPolicy(policy.id).at(-1);
  return last ? statusOf(last, appliance.now) : 'NeverExecuted';
}

/** What lies below one policy of a collection: selected, excluded and protected things, regions, cost. */
export function policyPartRoutes(
  api: FastifyInstance,
  appliance: Appliance,
  base: string,
  parts: { hasSelectedItems: boolean; hasProtectedResources: boolean; hasCost: boolean },
  findPolicy: (id: string) => PolicyRecord,
): void {
  const resourcesOf = (ids: string[]): ResourceRecord[] => ids.flatMap((id) => appliance.resource(id) ?? []);
  const items = (part: string, idsOf: (policy: PolicyRecord) => string[]): void => {
    api.get<PolicyById>(`${base}/:policyId/${part}`, async ({ params, query: raw }) => {
      const query = new Query(raw);
      const hasName = matcher(query.text('SearchPattern'));
      const named = resourcesOf(idsOf(findPolicy(params.policyId))).filter(({ name }) => hasName(name));
      const results = slice(named, pageOf(query)).map(renderPolicyItem);
      return { totalCount: named.length, results, ...self(`${base}/${params.policyId}/${part}`) };
    });
  };
  if (parts.hasSelectedItems) items('selectedItems', (policy) => (policy.allItems ? [] : policy.resourceIds));
  items('excludedItems', (policy) => policy.excludedIds);

  api.get<PolicyById>(`${base}/:policyId/regions`, async ({ params, query }) => {
    const policy = findPolicy(params.policyId);
    const regions = appliance.world.regions.filter(({ id }) => policy.regionIds.includes(id));
    const results = slice(regions, pageOf(new Query(query))).map(renderRegion);
    return { totalCount: regions.length, results, ...self(`${base}/${policy.id}/regions`) };
  });

  if (parts.hasProtectedResources)
    api.get<PolicyById>(`${base}/:policyId/protectedResources`, async ({ params, query }) => {
      const resources = resourcesOf(findPolicy(params.policyId).resourceIds);
      const results = slice(resources, pageOf(new Query(query))).map(renderProtectedResource);
      const href = `${base}/${params.policyId}/protectedResources`;
      return { totalCount: resources.length, results, ...self(href) };
    });

  if (parts.hasCost)
    api.get<PolicyById>(`${base}/:policyId/cost`, async ({ params }) => {
      const policy = findPolicy(params.policyId);
      return estimateCost(resourcesOf(policy.resourceIds), {
        replicates: policy.settings.replicaSettings !== undefined,
        backsUp: policy.repositoryId !== null || policy.storageTemplateId !== null,
        archives: policy.archiveRepositoryId !== null,
      });
    });
}

/** A resource that is gone from AWS is described by `deletedItem`, the others by a link named after their kind. */
function renderPolicyItem(resource: ResourceRecord) {
  return { name: resource.name, ...reference(resource) };
}

function renderProtectedResource(resource: ResourceRecord) {
  return { id: resource.id, awsResourceId: resource.awsResourceId, ...reference(resource) };
}

function reference({ id, name, kind, deleted }: ResourceRecord) {
  return deleted
    ? { deletedItem: { id, name, type: kind === 'virtualMachine' ? 'VirtualMachine' : kind } }
    : { [kind]: link('self', `${resourcePath(kind)}/${id}`) };
}

function find(appliance: Appliance, traits: WorkloadTraits, id: string): PolicyRecord {
  const policy = appliance.policy(traits.workload, id);
  if (!policy) throw notFound('policy', id);
  return policy;
}
