import type { Appliance } from './appliance.js';
import { badRequest } from './problem.js';
import type { PolicyRecord } from './records.js';
import type { SlaPolicySpec } from './sla-spec.js';
import { policiesOf } from './world.js';

/** Adds an enabled policy, last in priority, that has not run yet. */
export function createSlaPolicy(appliance: Appliance, spec: SlaPolicySpec): PolicyRecord {
  requireFreeName(appliance, spec.name);
  const policy: PolicyRecord = {
    ...fieldsOf(appliance, spec),
    id: appliance.random.uuid(),
    workload: 'ec2Sla',
    priority: policiesOf(appliance.world, 'ec2Sla').length + 1,
    enabled: true,
    usn: appliance.nextUsn(),
    cadence: { kind: 'daily', runsPerDay: 1, hour: 22 },
    retryTimes: 0,
    email: '',
    createdBy: appliance.settings.username,
    warning: '',
    repositoryId: null,
    archiveRepositoryId: null,
  };
  appliance.world.policies.push(policy);
  return policy;
}

/** Replaces the whole description: what is left out is gone afterwards. */
export function replaceSlaPolicy(
  appliance: Appliance,
  policy: PolicyRecord,
  spec: SlaPolicySpec,
): PolicyRecord {
  requireFreeName(appliance, spec.name, policy);
  return Object.assign(policy, fieldsOf(appliance, spec), { usn: appliance.nextUsn() });
}

/** Removes a policy; its sessions stay, the priorities close ranks. */
export function deleteSlaPolicy(appliance: Appliance, policy: PolicyRecord): void {
  const { policies } = appliance.world;
  policies.splice(policies.indexOf(policy), 1);
  renumber(policiesOf(appliance.world, 'ec2Sla').sort(byPriority));
}

export interface PriorityWish {
  policyId: string;
  priority: number;
}

/** Puts policies at the priorities asked for; those not named keep their order around them. */
export function orderSlaPolicies(appliance: Appliance, wishes: readonly PriorityWish[]): void {
  const policies = policiesOf(appliance.world, 'ec2Sla').sort(byPriority);
  requireSensible(wishes, policies);
  const wished = new Map(wishes.map(({ policyId, priority }) => [policyId, priority]));
  const order = policies.filter(({ id }) => !wished.has(id));
  for (const { policyId, priority } of [...wishes].sort((left, right) => left.priority - right.priority)) {
    const policy = policies.find(({ id }) => id === policyId);
    if (policy) order.splice(priority - 1, 0, policy);
  }
  renumber(order);
}

function requireSensible(wishes: readonly PriorityWish[], policies: readonly PolicyRecord[]): void {
  const isUnique = (values: readonly unknown[]): boolean => new Set(values).size === values.length;
  const messages = [
    wishes.length === 0 && 'must not be empty',
    !wishes.every(({ policyId }) => policies.some(({ id }) => id === policyId)) && 'names an unknown policy',
    !wishes.every(({ priority }) => Number.isInteger(priority) && priority >= 1) &&
      'must be numbers from 1 on',
    !isUnique(wishes.map(({ policyId }) => policyId)) && 'names a policy twice',
    !isUnique(wishes.map(({ priority }) => priority)) && 'gives a priority twice',
  ].filter((message) => message !== false);
  if (messages.length > 0) throw badRequest('The priorities are not valid.', { priorities: { messages } });
}

function requireFreeName(appliance: Appliance, name: string, except?: PolicyRecord): void {
  const isTaken = policiesOf(appliance.world, 'ec2Sla').some(
    (policy) => policy !== except && policy.name.toLowerCase() === name.toLowerCase(),
  );
  if (isTaken)
    throw badRequest(`A policy with the name "${name}" exists.`, { name: { messages: ['must be unique'] } });
}

function fieldsOf(appliance: Appliance, spec: SlaPolicySpec) {
  const { world } = appliance;
  const machines = appliance.machinesIn(spec.regionIds, spec.excludedIds);
  const selected = spec.allItems ? machines : machines.filter(({ id }) => spec.selectedIds.includes(id));
  return {
    name: spec.name,
    description: spec.description,
    accountId: spec.identityId,
    regionIds: spec.regionIds,
    allItems: spec.allItems,
    resourceIds: selected.map(({ id }) => id),
    excludedIds: spec.excludedIds,
    timeZone: world.regions.find(({ id }) => id === spec.regionIds[0])?.timeZone ?? 'UTC',
    slaTemplateId: spec.slaTemplateId,
    storageTemplateId: spec.storageTemplateId,
    settings: spec.settings,
  };
}

function byPriority(left: PolicyRecord, right: PolicyRecord): number {
  return left.priority - right.priority;
}

function renumber(policies: readonly PolicyRecord[]): void {
  for (const [index, policy] of policies.entries()) policy.priority = index + 1;
}
