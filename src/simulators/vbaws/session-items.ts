import type { Appliance } from './appliance.js';
import { link } from './links.js';
import type { Link } from './links.js';
import type { Outcome, ResourceRecord, SessionRecord } from './records.js';
import { statusOf } from './sessions.js';
import { resourcePath } from './workloads.js';

export type ItemStatus = Exclude<Outcome, 'Canceled'>;

/** What a session did to one resource. */
export interface ItemRecord {
  resource: ResourceRecord;
  status: ItemStatus;
}

/**
 * The resources a session worked on, with what became of each: a session that went wrong has at least one that shows
 * it; a running one has those that are done. Pure: the same session gives the same items.
 */
export function itemsOf(appliance: Appliance, session: SessionRecord): ItemRecord[] {
  const resources = resourcesOf(appliance, session);
  const troubled = session.usn % Math.max(1, resources.length);
  const items = resources.map((resource, index) => ({
    resource,
    status: itemStatus(session, index === troubled, index),
  }));
  const isRunning = statusOf(session, appliance.now) === 'Running';
  const share = (appliance.now - session.start) / (session.end - session.start);
  return isRunning ? items.slice(0, Math.floor(items.length * share)) : items;
}

function itemStatus(session: SessionRecord, isTroubled: boolean, index: number): ItemStatus {
  const { outcome } = session;
  if (outcome === 'Succeeded') return 'Succeeded';
  if (outcome === 'Canceled') return isTroubled ? 'Failed' : 'Succeeded';
  return isTroubled || (outcome === 'Failed' && (session.usn + index) % 3 === 0) ? outcome : 'Succeeded';
}

function resourcesOf(appliance: Appliance, session: SessionRecord): ResourceRecord[] {
  const policy = policyOf(appliance, session);
  if (policy) return policy.resourceIds.flatMap((id) => appliance.resource(id) ?? []);
  const machines = appliance.world.resources.filter(({ kind }) => kind === 'virtualMachine');
  const first = machines.length > 0 ? session.usn % machines.length : 0;
  return machines.slice(first, first + 1 + (session.usn % 2));
}

function policyOf(appliance: Appliance, session: SessionRecord): { resourceIds: string[] } | undefined {
  const parent = session.parentId === null ? undefined : appliance.session(session.parentId);
  if (parent) return policyOf(appliance, parent);
  return appliance.world.policies.find(({ id }) => id === session.policyId);
}

/** Items of a backup session. */
export function renderProtectedItem(appliance: Appliance, { resource, status }: ItemRecord) {
  const region = regionOf(appliance, resource);
  return {
    id: resource.id,
    name: resource.name,
    status,
    region: region?.code ?? '',
    _embedded: embedded(resource),
  };
}

/** Items of a restore session; the region is written out here. */
export function renderRestoredItem(appliance: Appliance, { resource, status }: ItemRecord) {
  const region = regionOf(appliance, resource);
  return {
    name: resource.name,
    status,
    regionName: region ? `${region.title} (${region.code})` : '',
    _embedded: embedded(resource),
  };
}

/** Restore points that a retention session removed. */
export function renderDeletedItem(appliance: Appliance, { resource, status }: ItemRecord) {
  return {
    name: resource.name,
    status,
    region: regionOf(appliance, resource)?.code ?? '',
    _embedded: { region: link('self', `/cloudInfrastructure/regions/${resource.regionId}`) },
  };
}

function regionOf(appliance: Appliance, resource: ResourceRecord) {
  return appliance.world.regions.find(({ id }) => id === resource.regionId);
}

function embedded(resource: ResourceRecord): Record<string, Link> {
  return {
    ...(resource.kind === 'virtualMachine' && {
      virtualMachine: link('self', `${resourcePath(resource.kind)}/${resource.id}`),
    }),
    region: link('self', `/cloudInfrastructure/regions/${resource.regionId}`),
  };
}
