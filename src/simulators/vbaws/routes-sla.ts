import type { FastifyInstance } from 'fastify';
import type { Appliance } from './appliance.js';
import { estimateCost } from './cost.js';
import { parseInstanceSessionId } from './ids.js';
import { matcher, pageOf, slice } from './paging.js';
import { notFound } from './problem.js';
import { Query } from './query.js';
import type { PolicyRecord, ResourceRecord } from './records.js';
import { renderSlaPolicy } from './render-policies.js';
import {
  renderSlaInstance,
  renderSlaPeriod,
  renderSlaReport,
  renderSlaSession,
  renderSlaSessionLog,
} from './render-sla.js';
import { policyPartRoutes } from './routes-policies.js';
import type { PolicyById } from './routes-policies.js';
import {
  BACKUP_TYPES,
  SCHEDULE_TYPES,
  SLA_STATUSES,
  complianceOfInstance,
  instanceRuns,
  instancesOf,
  scheduleTypeOf,
} from './sla.js';
import type { InstanceRun, SlaScope } from './sla.js';
import { exportPolicies } from './sla-export.js';
import { periodsOf } from './sla-periods.js';
import { parseSlaSpec } from './sla-spec.js';
import { policiesOf } from './world.js';

const BASE = '/policy/ec2SlaBasedPolicies';

/** EC2 SLA-based policies and how well they keep their promise. */
export function slaRoutes(api: FastifyInstance, appliance: Appliance): void {
  const find = (id: string): PolicyRecord => {
    const policy = appliance.policy('ec2Sla', id);
    if (!policy) throw notFound('SLA-based policy', id);
    return policy;
  };
  listRoutes(api, appliance, find);
  costRoutes(api, appliance, find);
  complianceRoutes(api, appliance, find);
  instanceRoutes(api, appliance, find);
}

type Find = (id: string) => PolicyRecord;

function listRoutes(api: FastifyInstance, appliance: Appliance, find: Find): void {
  api.get(BASE, async (request) => {
    const query = new Query(request.query);
    const machineId = query.text('VirtualMachineId');
    const selected = named(appliance, query).filter(
      ({ resourceIds }) => machineId === undefined || resourceIds.includes(machineId),
    );
    const page = pageOf(query);
    const results = slice(selected, page).map((policy) => renderSlaPolicy(appliance, policy));
    return { ...page, totalCount: selected.length, results };
  });
  api.get<PolicyById>(`${BASE}/:policyId`, async ({ params }) =>
    renderSlaPolicy(appliance, find(params.policyId)),
  );
  api.post(`${BASE}/export`, async (request, reply) => {
    const { type, body } = exportPolicies(policiesOf(appliance.world, 'ec2Sla'), request.headers.accept);
    return reply.type(type).send(body);
  });
  policyPartRoutes(
    api,
    appliance,
    BASE,
    { hasSelectedItems: false, hasProtectedResources: true, hasCost: false },
    find,
  );
}

function costRoutes(api: FastifyInstance, appliance: Appliance, find: Find): void {
  const archives = (storageTemplateId: string | null): boolean =>
    appliance.world.storageTemplates.find(({ id }) => id === storageTemplateId)?.archiveRepositoryId != null;

  api.get<PolicyById>(`${BASE}/:policyId/cost`, async ({ params }) => {
    const policy = find(params.policyId);
    return estimateCost(instancesOf(appliance, policy).present, {
      replicates: policy.settings.replicaSettings !== undefined,
      backsUp: policy.storageTemplateId !== null,
      archives: archives(policy.storageTemplateId),
    });
  });

  api.post(`${BASE}/cost`, async (request) => {
    const spec = parseSlaSpec(appliance, request.body);
    const machines = appliance
      .machinesIn(spec.regionIds, spec.excludedIds)
      .filter(({ id }) => spec.allItems || spec.selectedIds.includes(id));
    return estimateCost(machines, {
      replicates: spec.settings.replicaSettings !== undefined,
      backsUp: spec.storageTemplateId !== null,
      archives: archives(spec.storageTemplateId),
    });
  });
}

function complianceRoutes(api: FastifyInstance, appliance: Appliance, find: Find): void {
  // The path holds a policy, the answer lists them all: so says the vendor's page.
  api.get<PolicyById>(`${BASE}/:policyId/slaReport`, async ({ params, query: raw }) => {
    find(params.policyId);
    const query = new Query(raw);
    const selected = named(appliance, query);
    const results = slice(selected, pageOf(query)).map((policy) => renderSlaReport(appliance, policy));
    return { totalCount: selected.length, results };
  });

  api.get<PolicyById>(`${BASE}/:policyId/slaResults`, async ({ params, query: raw }) => {
    const policy = find(params.policyId);
    const query = new Query(raw);
    const statuses = statusesOf(query, 'ec2SlaFilterSessionStatus');
    const scheduleTypes = query.words('scheduleType', SCHEDULE_TYPES);
    const isAsked = scheduleTypes.length === 0 || scheduleTypes.includes(scheduleTypeOf(policy));
    const periods = isAsked ? periodsOf(appliance, policy, query.words('backupType', BACKUP_TYPES)) : [];
    const results = periods
      .filter(({ compliance }) => statuses.length === 0 || statuses.includes(compliance.status))
      .map(renderSlaPeriod);
    return { totalCount: results.length, results };
  });
}

function instanceRoutes(api: FastifyInstance, appliance: Appliance, find: Find): void {
  // The one list without a totalCount.
  api.get<PolicyById>(`${BASE}/:policyId/slaInstances`, async ({ params, query: raw }) => {
    const policy = find(params.policyId);
    const query = new Query(raw);
    const scope = scopeOf(query);
    const statuses = statusesOf(query, 'slaComplianceStatus');
    const hasName = matcher(query.text('searchPattern'));
    const { present, removed } = instancesOf(appliance, policy);
    const rows = present.map((instance) => ({
      instance,
      compliance: complianceOfInstance(appliance, policy, scope, instance.id),
    }));
    const count = (status: string): number =>
      rows.filter(({ compliance }) => compliance.status === status).length;
    const selected = rows.filter(
      ({ instance, compliance }) =>
        hasName(instance.name) && (statuses.length === 0 || statuses.includes(compliance.status)),
    );
    return {
      statistics: {
        metTargetSla: count('MetSla'),
        missedTargetSla: count('MissedSla'),
        removed: removed.length,
      },
      results: slice(selected, pageOf(query)).map(({ instance, compliance }) =>
        renderSlaInstance(instance, compliance),
      ),
    };
  });

  api.get<{ Params: { policyId: string; instanceId: string } }>(
    `${BASE}/:policyId/slaSessions/:instanceId`,
    async ({ params, query: raw }) => {
      const policy = find(params.policyId);
      const instance = memberOf(appliance, policy, params.instanceId);
      const query = new Query(raw);
      const runs = instanceRuns(appliance, policy, scopeOf(query), instance.id).reverse();
      const zone = zoneOf(appliance, instance);
      const results = slice(runs, pageOf(query)).map((run) => renderSlaSession(run, zone));
      return { totalCount: runs.length, results };
    },
  );

  api.get<{ Params: { sessionId: string } }>(
    `${BASE}/slaSessions/:sessionId/slaSessionLogs`,
    async ({ params }) => {
      const found = findInstanceRun(appliance, params.sessionId);
      if (!found) throw notFound('session', params.sessionId);
      const { run, instance } = found;
      const results = renderSlaSessionLog(run, instance, zoneOf(appliance, instance));
      return { totalCount: results.length, results };
    },
  );
}

function findInstanceRun(
  appliance: Appliance,
  id: string,
): { run: InstanceRun; instance: ResourceRecord } | undefined {
  const parsed = parseInstanceSessionId(id);
  const session = parsed && appliance.world.sessions[parsed.usn - 1];
  const policy = session && appliance.policy('ec2Sla', session.policyId ?? '');
  if (!parsed || !session || !policy) return undefined;
  const instanceId = policy.resourceIds[parsed.position] ?? '';
  const scope = { from: session.start, to: session.start + 1, backupTypes: [], scheduleTypes: [] };
  const run = instanceRuns(appliance, policy, scope, instanceId)[0];
  const instance = appliance.resource(instanceId);
  return run && instance ? { run, instance } : undefined;
}

function memberOf(appliance: Appliance, policy: PolicyRecord, id: string): ResourceRecord {
  const instance = policy.resourceIds.includes(id) ? appliance.resource(id) : undefined;
  if (!instance) throw notFound('instance', id);
  return instance;
}

function named(appliance: Appliance, query: Query): PolicyRecord[] {
  const hasName = matcher(query.text('SearchPattern'));
  return policiesOf(appliance.world, 'ec2Sla').filter(({ name }) => hasName(name));
}

function scopeOf(query: Query): SlaScope {
  return {
    from: query.requiredInstant('dateFrom'),
    to: query.requiredInstant('dateTo'),
    backupTypes: query.words('backupType', BACKUP_TYPES),
    scheduleTypes: query.words('scheduleType', SCHEDULE_TYPES),
  };
}

/** Empty for "All". */
function statusesOf(query: Query, name: string): string[] {
  const words = query.words(name, SLA_STATUSES);
  return words.includes('All') ? [] : words;
}

function zoneOf({ world }: Appliance, { regionId }: ResourceRecord): string {
  return world.regions.find(({ id }) => id === regionId)?.timeZone ?? 'UTC';
}
