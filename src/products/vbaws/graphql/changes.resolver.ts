import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Refusal } from '../../../core/errors/refusal.js';
import { ChangeRunner } from '../../../core/federation/change-runner.js';
import type { ServerReader } from '../../../core/federation/server-reader.js';
import { RequiresRole } from '../../../platform/graphql/checks/required-role.js';
import { validInput } from '../../../platform/graphql/validate-input.js';
import { confirmName, findServer, subjectOf, targetOfType } from '../../../schema/changes/change-target.js';
import { refuseEmptyEdit } from '../../../schema/changes/empty-edit.js';
import { startedSession } from '../../../schema/changes/started-session.js';
import type { GatewayContext, Operation } from '../../../schema/shared/operation.js';
import type { SlaPolicyRecord } from '../mappers/policy-native.js';
import { SLA_POLICY_TYPE } from '../policy-routes.js';
import { isRequired, specFrom } from '../wire/sla-spec.js';
import { awsAdapter, changeAws, findSlaPolicy, slaPolicyNow } from './change-support.js';
import {
  VbAwsSessionPayload,
  VbAwsSlaPolicyCostPayload,
  VbAwsSlaPolicyPayload,
  VbAwsSlaPolicyPrioritiesPayload,
} from './change.payloads.js';
import {
  VbAwsCreateSlaPolicyInput,
  VbAwsEditSlaPolicyInput,
  VbAwsRemoveSlaPolicyInput,
  VbAwsRescanBucketsInput,
  VbAwsSetSlaPolicyPrioritiesInput,
} from './sla-policy.inputs.js';
import type { VbAwsSlaPolicy } from './sla-policy.type.js';

const POLICY = ['input', 'policy'];
const SERVER = ['input', 'server'];

/** Changes that only Veeam Backup for AWS has. */
@Resolver()
export class VbAwsChangesResolver {
  constructor(private readonly changes: ChangeRunner) {}

  @Mutation(() => VbAwsSlaPolicyPayload, {
    description:
      'Creates an SLA-based policy (POST /policy/ec2SlaBasedPolicies), enabled and last in priority.',
  })
  @RequiresRole('ADMIN')
  async vbAwsCreateSlaPolicy(
    @Args('input', { description: 'What it is to be.' }) input: VbAwsCreateSlaPolicyInput,
    @Context() { operation }: GatewayContext,
  ): Promise<VbAwsSlaPolicyPayload> {
    const { result, errors } = await this.changes.run(operation.caller, {
      name: 'vbAwsCreateSlaPolicy',
      input,
      idempotencyKey: input.idempotencyKey,
      about: subjectOf(operation.fleet, input.server, SERVER),
      work: async () => {
        const valid = validInput(VbAwsCreateSlaPolicyInput, input);
        const reader = findServer(operation.fleet, 'VB_AWS', input.server, SERVER);
        return changeAws(reader, ({ slaChanges }, scope) => slaChanges.create(specFrom(valid), scope));
      },
    });
    return { policy: result && (operation.policy(result) as VbAwsSlaPolicy), userErrors: errors };
  }

  @Mutation(() => VbAwsSlaPolicyPayload, {
    description:
      'Changes an SLA-based policy (PUT /policy/ec2SlaBasedPolicies/{policyId}). The gateway reads it, applies what the input says and writes it whole; CONFLICT when somebody else changed it meanwhile.',
  })
  @RequiresRole('ADMIN')
  vbAwsEditSlaPolicy(
    @Args('input', { description: 'Which one, and what of it.' }) input: VbAwsEditSlaPolicyInput,
    @Context() { operation }: GatewayContext,
  ): Promise<VbAwsSlaPolicyPayload> {
    return this.onPolicy('vbAwsEditSlaPolicy', input, operation, async () => {
      const valid = validInput(VbAwsEditSlaPolicyInput, input);
      const target = targetOfType(SLA_POLICY_TYPE, input.policy, POLICY);
      refuseEmptyEdit(valid, 'policy', ([name = '', ...part]) => part.length > 0 || !isRequired(name));
      const { reader, record } = await findSlaPolicy(operation.fleet, target);
      await changeAws(reader, ({ slaChanges }, scope) =>
        slaChanges.edit(record.nativeId, (current) => specFrom(valid, current), scope),
      );
    });
  }

  @Mutation(() => VbAwsSlaPolicyPayload, {
    description:
      'Removes an SLA-based policy (DELETE /policy/ec2SlaBasedPolicies/{policyId}); what it has made stays. Done when `userErrors` is empty and `policy` is null.',
  })
  @RequiresRole('ADMIN')
  vbAwsRemoveSlaPolicy(
    @Args('input', { description: 'Which one.' }) input: VbAwsRemoveSlaPolicyInput,
    @Context() { operation }: GatewayContext,
  ): Promise<VbAwsSlaPolicyPayload> {
    return this.onPolicy('vbAwsRemoveSlaPolicy', input, operation, async () => {
      const { confirmName: confirmed } = validInput(VbAwsRemoveSlaPolicyInput, input);
      const confirm = (name: string): void => confirmName(confirmed, name);
      const { reader, record } = await findSlaPolicy(
        operation.fleet,
        targetOfType(SLA_POLICY_TYPE, input.policy, POLICY),
      );
      await changeAws(reader, ({ slaChanges }, scope) => slaChanges.remove(record.nativeId, confirm, scope));
    });
  }

  @Mutation(() => VbAwsSlaPolicyPrioritiesPayload, {
    description:
      'Orders SLA-based policies of one server: which one protects an instance that several name (POST /policy/ec2SlaBasedPolicies/orderPriorities).',
  })
  @RequiresRole('ADMIN')
  async vbAwsSetSlaPolicyPriorities(
    @Args('input', { description: 'Which policies, and their places.' })
    input: VbAwsSetSlaPolicyPrioritiesInput,
    @Context() { operation }: GatewayContext,
  ): Promise<VbAwsSlaPolicyPrioritiesPayload> {
    const { result, errors } = await this.changes.run(operation.caller, {
      name: 'vbAwsSetSlaPolicyPriorities',
      input,
      idempotencyKey: input.idempotencyKey,
      about: subjectOf(operation.fleet, input.priorities[0]?.policy ?? '', ['input', 'priorities']),
      work: async () => {
        const { priorities } = validInput(VbAwsSetSlaPolicyPrioritiesInput, input);
        const { server, order } = await orderOn(operation, priorities);
        const reader = operation.fleet.of({ server });
        await changeAws(reader, ({ slaChanges }, scope) => slaChanges.setPriorities(order, scope));
        return server;
      },
    });
    return {
      // Read only when selected: a list nobody waits for must not fail unheard.
      get policies() {
        return result === null ? [] : slaPoliciesOf(operation, operation.fleet.of({ server: result }));
      },
      userErrors: errors,
    };
  }

  @Mutation(() => VbAwsSessionPayload, {
    description:
      'Reads the S3 buckets of an IAM role anew (POST /cloudInfrastructure/buckets/rescan/{amazonAccountId}).',
  })
  @RequiresRole('OPERATOR')
  async vbAwsRescanBuckets(
    @Args('input', { description: 'Whose buckets.' }) input: VbAwsRescanBucketsInput,
    @Context() { operation }: GatewayContext,
  ): Promise<VbAwsSessionPayload> {
    const outcome = await this.changes.run(operation.caller, {
      name: 'vbAwsRescanBuckets',
      input,
      idempotencyKey: input.idempotencyKey,
      about: subjectOf(operation.fleet, input.server, SERVER),
      work: async () => {
        const { amazonAccountId } = validInput(VbAwsRescanBucketsInput, input);
        const reader = findServer(operation.fleet, 'VB_AWS', input.server, SERVER);
        return changeAws(reader, ({ actions }, scope) => actions.rescanBuckets(amazonAccountId, scope));
      },
    });
    return { session: await startedSession(operation, outcome.result, outcome), userErrors: outcome.errors };
  }

  @Query(() => VbAwsSlaPolicyCostPayload, {
    description:
      'What an SLA-based policy would cost in a month (POST /policy/ec2SlaBasedPolicies/cost). Creates nothing; `idempotencyKey` is ignored.',
  })
  async vbAwsSlaPolicyCost(
    @Args('input', { description: 'What it is to be.' }) input: VbAwsCreateSlaPolicyInput,
    @Context() { operation }: GatewayContext,
  ): Promise<VbAwsSlaPolicyCostPayload> {
    try {
      const spec = specFrom(validInput(VbAwsCreateSlaPolicyInput, input));
      const reader = findServer(operation.fleet, 'VB_AWS', input.server, SERVER);
      const { value } = await reader.read((adapter, scope) =>
        awsAdapter(adapter).slaChanges.costOf(spec, scope),
      );
      return { cost: value, userErrors: [] };
    } catch (error) {
      if (error instanceof Refusal) return { cost: null, userErrors: error.errors };
      throw error;
    }
  }

  private async onPolicy(
    name: string,
    input: { readonly idempotencyKey?: string | null; readonly policy: string },
    operation: Operation,
    work: () => Promise<void>,
  ): Promise<VbAwsSlaPolicyPayload> {
    const { idempotencyKey } = input;
    const { errors } = await this.changes.run(operation.caller, {
      name,
      input,
      idempotencyKey,
      about: subjectOf(operation.fleet, input.policy, POLICY),
      work,
    });
    return {
      get policy() {
        return slaPolicyNow(operation, input.policy, POLICY);
      },
      userErrors: errors,
    };
  }
}

/** Finds every policy named; they must be of one server. Throws Refusal. */
async function orderOn(
  operation: Operation,
  priorities: VbAwsSetSlaPolicyPrioritiesInput['priorities'],
): Promise<{ server: string; order: { policyId: string; priority: number }[] }> {
  const fieldOf = (index: number): string[] => ['input', 'priorities', String(index), 'policy'];
  const targets = priorities.map(({ policy }, index) =>
    targetOfType(SLA_POLICY_TYPE, policy, fieldOf(index)),
  );
  const server = targets[0]?.server ?? '';
  const stranger = targets.findIndex((target) => target.server !== server);
  if (stranger >= 0)
    throw Refusal.of('INVALID_INPUT', 'all policies must be of one server', { field: fieldOf(stranger) });
  const found = await Promise.all(targets.map((target) => findSlaPolicy(operation.fleet, target)));
  const order = found.map(({ record }, index) => ({
    policyId: record.nativeId,
    priority: priorities[index]?.priority ?? 0,
  }));
  return { server, order };
}

async function slaPoliciesOf(operation: Operation, reader: ServerReader): Promise<VbAwsSlaPolicy[]> {
  const { value } = await reader.policies();
  const records = value.items.filter((record): record is SlaPolicyRecord => record.type === SLA_POLICY_TYPE);
  return records
    .sort((a, b) => (a.native.priority ?? Infinity) - (b.native.priority ?? Infinity))
    .map((record) => operation.policy(record) as VbAwsSlaPolicy);
}
