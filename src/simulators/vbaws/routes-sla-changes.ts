import type { FastifyInstance } from 'fastify';
import type { Appliance } from './appliance.js';
import { notFound, requireAdministrator } from './problem.js';
import type { PolicyRecord } from './records.js';
import { renderSlaPolicy } from './render-policies.js';
import { createSlaPolicy, deleteSlaPolicy, orderSlaPolicies, replaceSlaPolicy } from './sla-changes.js';
import type { PriorityWish } from './sla-changes.js';
import { parseSlaSpec } from './sla-spec.js';

const BASE = '/policy/ec2SlaBasedPolicies';

interface ById {
  Params: { policyId: string };
}

/** Creating, editing, removing and ranking SLA-based policies; for administrators. */
export function slaChangeRoutes(api: FastifyInstance, appliance: Appliance): void {
  const find = (id: string): PolicyRecord => {
    const policy = appliance.policy('ec2Sla', id);
    if (!policy) throw notFound('SLA-based policy', id);
    return policy;
  };
  const allow = async (): Promise<void> => requireAdministrator(appliance.settings);

  // Success is 200 here, where other collections answer 201.
  api.post(BASE, { preHandler: allow }, async ({ body }) =>
    renderSlaPolicy(appliance, createSlaPolicy(appliance, parseSlaSpec(appliance, body))),
  );
  api.put<ById>(`${BASE}/:policyId`, { preHandler: allow }, async ({ params, body }) => {
    const policy = find(params.policyId);
    return renderSlaPolicy(appliance, replaceSlaPolicy(appliance, policy, parseSlaSpec(appliance, body)));
  });
  api.delete<ById>(`${BASE}/:policyId`, { preHandler: allow }, async ({ params }, reply) => {
    deleteSlaPolicy(appliance, find(params.policyId));
    return reply.code(204).send();
  });
  api.post(`${BASE}/orderPriorities`, { preHandler: allow }, async ({ body }) => {
    const { priorities } = (body ?? {}) as { priorities?: PriorityWish[] };
    orderSlaPolicies(appliance, Array.isArray(priorities) ? priorities : []);
    return {};
  });
}
