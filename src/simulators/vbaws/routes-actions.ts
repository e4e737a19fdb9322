import type { FastifyInstance, FastifyReply } from 'fastify';
import { setEnabled, startPolicy, startRescan, stopPolicy, stopSession } from './actions.js';
import type { Appliance } from './appliance.js';
import { self } from './links.js';
import { notFound } from './problem.js';
import type { PolicyRecord, SessionRecord } from './records.js';
import { SCHEDULED_WORKLOADS } from './workloads.js';
import { policiesOf } from './world.js';

interface ByPolicy {
  Params: { policyId?: string };
}

/** Starting, stopping, enabling and disabling policies; stopping sessions; rescans. */
export function actionRoutes(api: FastifyInstance, appliance: Appliance): void {
  for (const { workload, policies } of SCHEDULED_WORKLOADS) {
    const find = (id = ''): PolicyRecord => required(appliance.policy(workload, id), 'policy', id);
    runRoutes(api, appliance, `${policies}/:policyId`, find);
    switchRoutes(api, appliance, `${policies}/:policyId`, find);
  }
  const findVpc = (): PolicyRecord => required(policiesOf(appliance.world, 'vpc')[0], 'VPC policy', '');
  runRoutes(api, appliance, '/vpc/policy', findVpc);
  switchRoutes(api, appliance, '/vpc/policy', findVpc);
  // SLA-based policies follow their template: they can be switched but neither started nor stopped.
  switchRoutes(api, appliance, '/policy/ec2SlaBasedPolicies/:policyId', (id = '') =>
    required(appliance.policy('ec2Sla', id), 'SLA-based policy', id),
  );
  api.post<{ Params: { sessionId: string } }>('/sessions/:sessionId/stop', async ({ params }, reply) => {
    stopSession(appliance, required(appliance.session(params.sessionId), 'session', params.sessionId));
    return reply.code(202).send();
  });
  rescanRoutes(api, appliance);
}

type Find = (id?: string) => PolicyRecord;

function runRoutes(api: FastifyInstance, appliance: Appliance, path: string, find: Find): void {
  api.post<ByPolicy>(`${path}/start`, async ({ params }, reply) =>
    accepted(reply, startPolicy(appliance, find(params.policyId))),
  );
  api.post<ByPolicy>(`${path}/stop`, async ({ params }, reply) => {
    stopPolicy(appliance, find(params.policyId));
    return reply.code(202).send();
  });
}

function switchRoutes(api: FastifyInstance, appliance: Appliance, path: string, find: Find): void {
  for (const [action, enabled] of [
    ['enable', true],
    ['disable', false],
  ] as const)
    api.post<ByPolicy>(`${path}/${action}`, async ({ params }, reply) => {
      setEnabled(appliance, find(params.policyId), enabled);
      return reply.code(200).send();
    });
}

function rescanRoutes(api: FastifyInstance, appliance: Appliance): void {
  const rescanOfAccount = (path: string, title: string): void => {
    api.post<{ Params: { accountId: string } }>(path, async ({ params: { accountId } }, reply) => {
      const account = appliance.world.accounts.find(
        ({ id, isOrganization }) => id === accountId && !isOrganization,
      );
      const { name } = required(account, 'IAM role', accountId);
      return accepted(reply, startRescan(appliance, `${title}: ${name}`));
    });
  };
  rescanOfAccount('/cloudInfrastructure/buckets/rescan/:accountId', 'Bucket rescan');
  rescanOfAccount('/accounts/amazon/:accountId/rescan', 'Infrastructure rescan');
  api.post('/virtualMachines/rescan', async (_request, reply) =>
    accepted(reply, startRescan(appliance, 'Instance rescan')),
  );
}

function accepted(reply: FastifyReply, session: SessionRecord): FastifyReply {
  return reply.code(202).send({ sessionId: session.id, ...self(`/sessions/${session.id}`) });
}

function required<T>(found: T | undefined, noun: string, id: string): T {
  if (found === undefined) throw notFound(noun, id);
  return found;
}
