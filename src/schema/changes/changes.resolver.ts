import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { Refusal } from '../../core/errors/refusal.js';
import { actOnPolicy, findPolicy, rescanRepositories } from '../../core/federation/actions.js';
import { ChangeRunner } from '../../core/federation/change-runner.js';
import type { PolicyAction } from '../../core/ports/actions.js';
import { RequiresRole } from '../../platform/graphql/checks/required-role.js';
import type { PolicyType } from '../policies/policy.type.js';
import type { GatewayContext, Operation } from '../shared/operation.js';
import { changeTarget } from './change-target.js';
import { PolicyActionInput, RescanRepositoriesInput } from './change.inputs.js';
import { PolicyActionPayload, RescanRepositoriesPayload } from './change.payloads.js';

const POLICY_ID = ['input', 'policy'];

/** Changes that every product can make in its own way. */
@Resolver()
export class ChangesResolver {
  constructor(private readonly changes: ChangeRunner) {}

  @Mutation(() => PolicyActionPayload, {
    description:
      'Runs a policy now (VBR job start, VB_AWS policy start, VB_M365 job or copy job start). VB_AWS SLA policies cannot be started: UNSUPPORTED.',
  })
  @RequiresRole('OPERATOR')
  startPolicy(
    @Args('input', { description: 'Which policy.' }) input: PolicyActionInput,
    @Context() { operation }: GatewayContext,
  ): Promise<PolicyActionPayload> {
    return this.act('START', input, operation);
  }

  @Mutation(() => PolicyActionPayload, {
    description:
      'Stops what a policy does now. VBR stops without waiting for the objects under way. VB_AWS SLA policies cannot be stopped: UNSUPPORTED.',
  })
  @RequiresRole('OPERATOR')
  stopPolicy(
    @Args('input', { description: 'Which policy.' }) input: PolicyActionInput,
    @Context() { operation }: GatewayContext,
  ): Promise<PolicyActionPayload> {
    return this.act('STOP', input, operation);
  }

  @Mutation(() => PolicyActionPayload, {
    description: 'Switches a policy on, so that its schedule counts again.',
  })
  @RequiresRole('OPERATOR')
  enablePolicy(
    @Args('input', { description: 'Which policy.' }) input: PolicyActionInput,
    @Context() { operation }: GatewayContext,
  ): Promise<PolicyActionPayload> {
    return this.act('ENABLE', input, operation);
  }

  @Mutation(() => PolicyActionPayload, { description: 'Switches a policy off; what runs goes on.' })
  @RequiresRole('OPERATOR')
  disablePolicy(
    @Args('input', { description: 'Which policy.' }) input: PolicyActionInput,
    @Context() { operation }: GatewayContext,
  ): Promise<PolicyActionPayload> {
    return this.act('DISABLE', input, operation);
  }

  @Mutation(() => RescanRepositoriesPayload, {
    description:
      'Reads repositories anew on their servers (VBR rescan, VB_M365 synchronize). VB_AWS has none since revision 1.4: UNSUPPORTED; see vbAwsRescanBuckets.',
  })
  @RequiresRole('OPERATOR')
  async rescanRepositories(
    @Args('input', { description: 'Which repositories.' }) input: RescanRepositoriesInput,
    @Context() { operation }: GatewayContext,
  ): Promise<RescanRepositoriesPayload> {
    const { result, errors } = await this.changes.run(operation.caller, {
      name: 'rescanRepositories',
      input,
      idempotencyKey: input.idempotencyKey,
      work: async () =>
        rescanRepositories(
          operation.fleet,
          input.repositories.map((id, index) => changeTarget(id, ['input', 'repositories', String(index)])),
        ),
    });
    return {
      sessions: (result?.sessions ?? []).map((session) => operation.session(session)),
      userErrors: [...errors, ...(result?.errors ?? [])],
    };
  }

  private async act(
    action: PolicyAction,
    input: PolicyActionInput,
    operation: Operation,
  ): Promise<PolicyActionPayload> {
    const { result, errors } = await this.changes.run(operation.caller, {
      name: `${action} policy`,
      input,
      idempotencyKey: input.idempotencyKey,
      work: async () => actOnPolicy(operation.fleet, action, changeTarget(input.policy, POLICY_ID)),
    });
    return {
      get policy() {
        return currentPolicy(input.policy, operation);
      },
      session: result && operation.session(result),
      userErrors: errors,
    };
  }
}

/** The policy after the change; null: there is no such policy. */
async function currentPolicy(id: string, operation: Operation): Promise<PolicyType | null> {
  try {
    const { record } = await findPolicy(operation.fleet, changeTarget(id, POLICY_ID));
    return operation.policy(record);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
