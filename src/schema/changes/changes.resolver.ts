import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { Refusal } from '../../core/errors/refusal.js';
import { actOnPolicy, findPolicy, rescanRepositories } from '../../core/federation/actions.js';
import { ChangeRunner } from '../../core/federation/change-runner.js';
import type { PolicyAction } from '../../core/ports/actions.js';
import { RequiresRole } from '../../platform/graphql/checks/required-role.js';
import { validInput } from '../../platform/graphql/validate-input.js';
import type { PolicyType } from '../policies/policy.type.js';
import type { GatewayContext, Operation } from '../shared/operation.js';
import { changeTarget, subjectOf, targetOfKind } from './change-target.js';
import { PolicyActionInput, RescanRepositoriesInput } from './change.inputs.js';
import { PolicyActionPayload, RescanRepositoriesPayload } from './change.payloads.js';
import { startedSession } from './started-session.js';

const SWITCHES: ReadonlyMap<PolicyAction | null, boolean> = new Map([
  ['ENABLE', true],
  ['DISABLE', false],
]);
const POLICY_ID = ['input', 'policy'];
const REPOSITORIES = ['input', 'repositories'];

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
    const outcome = await this.changes.run(operation.caller, {
      name: 'rescanRepositories',
      input,
      idempotencyKey: input.idempotencyKey,
      about: { field: REPOSITORIES, server: null },
      work: async () => {
        const { repositories } = validInput(RescanRepositoriesInput, input);
        const targets = repositories.map((id, index) =>
          targetOfKind(operation.types, 'repository', id, [...REPOSITORIES, String(index)]),
        );
        return rescanRepositories(operation.fleet, targets);
      },
    });
    const { sessions = [], errors = [] } = outcome.result ?? {};
    const started = await Promise.all(sessions.map((session) => startedSession(operation, session, outcome)));
    return {
      sessions: started.filter((session) => session !== null),
      userErrors: [...outcome.errors, ...errors],
    };
  }

  private async act(
    action: PolicyAction,
    input: PolicyActionInput,
    operation: Operation,
  ): Promise<PolicyActionPayload> {
    const outcome = await this.changes.run(operation.caller, {
      name: `${action} policy`,
      input,
      idempotencyKey: input.idempotencyKey,
      about: subjectOf(operation.fleet, input.policy, POLICY_ID),
      work: async () =>
        actOnPolicy(
          operation.fleet,
          action,
          targetOfKind(operation.types, 'policy', input.policy, POLICY_ID),
        ),
    });
    return {
      get policy() {
        return currentPolicy(input.policy, operation, outcome.errors.length > 0 ? null : action);
      },
      session: await startedSession(operation, outcome.result, outcome),
      userErrors: outcome.errors,
    };
  }
}

/** The policy after the change; null: there is no such policy. */
async function currentPolicy(
  id: string,
  operation: Operation,
  done: PolicyAction | null,
): Promise<PolicyType | null> {
  try {
    const { record } = await findPolicy(operation.fleet, changeTarget(id, POLICY_ID));
    // A server that says only that it runs hides whether it is enabled: what has just been done tells.
    const enabled = record.status === 'RUNNING' ? (SWITCHES.get(done) ?? record.enabled) : record.enabled;
    return operation.policy(enabled === record.enabled ? record : { ...record, enabled });
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
