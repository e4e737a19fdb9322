import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { ChangeRunner } from '../../../core/federation/change-runner.js';
import type { SessionRecord } from '../../../core/model/session.js';
import { RequiresRole } from '../../../platform/graphql/checks/required-role.js';
import { RepositoryActionPayload } from '../../../schema/changes/change.payloads.js';
import { startedSession } from '../../../schema/changes/started-session.js';
import type { GatewayContext, Operation } from '../../../schema/shared/operation.js';
import type { ExtentMode } from '../operations/scale-out-changes.js';
import {
  VbrCreateScaleOutRepositoryInput,
  VbrEditScaleOutRepositoryInput,
  VbrRemoveScaleOutRepositoryInput,
  VbrScaleOutExtentsInput,
} from './scale-out.inputs.js';
import { subjectOf } from '../../../schema/changes/change-target.js';
import { changeMode, create, createdNow, edit, remove, scaleOutNow } from './scale-out-work.js';

/** A new one names the server it is made on, any other itself. */
type Input = { readonly idempotencyKey?: string | null } & (
  { readonly repository: string } | { readonly server: string }
);

/** Changes to scale-out repositories of Veeam Backup & Replication. */
@Resolver()
export class VbrScaleOutChangesResolver {
  constructor(private readonly changes: ChangeRunner) {}

  @Mutation(() => RepositoryActionPayload, {
    description:
      'Adds a scale-out repository to a VBR server (POST /backupInfrastructure/scaleOutRepositories). It is there when the session has ended; ask `repositories` for it then.',
  })
  @RequiresRole('ADMIN')
  async vbrCreateScaleOutRepository(
    @Args('input', { description: 'What it is to be.' }) input: VbrCreateScaleOutRepositoryInput,
    @Context() context: GatewayContext,
  ): Promise<RepositoryActionPayload> {
    const now = () => createdNow(context.operation, input);
    return this.act(
      'vbrCreateScaleOutRepository',
      input,
      context,
      () => create(context.operation, input),
      now,
    );
  }

  @Mutation(() => RepositoryActionPayload, {
    description:
      'Changes a scale-out repository of VBR (PUT /backupInfrastructure/scaleOutRepositories/{id}). The gateway reads it, applies what the input says and writes it whole; CONFLICT when somebody else changed it meanwhile. In effect when the session has ended.',
  })
  @RequiresRole('ADMIN')
  async vbrEditScaleOutRepository(
    @Args('input', { description: 'Which one, and what of it.' }) input: VbrEditScaleOutRepositoryInput,
    @Context() context: GatewayContext,
  ): Promise<RepositoryActionPayload> {
    return this.act('vbrEditScaleOutRepository', input, context, () => edit(context.operation, input));
  }

  @Mutation(() => RepositoryActionPayload, {
    description:
      'Removes a scale-out repository of VBR (DELETE /backupInfrastructure/scaleOutRepositories/{id}). Its extents stay as repositories. The server names no session.',
  })
  @RequiresRole('ADMIN')
  async vbrRemoveScaleOutRepository(
    @Args('input', { description: 'Which one.' }) input: VbrRemoveScaleOutRepositoryInput,
    @Context() context: GatewayContext,
  ): Promise<RepositoryActionPayload> {
    return this.act('vbrRemoveScaleOutRepository', input, context, () => remove(context.operation, input));
  }

  @Mutation(() => RepositoryActionPayload, {
    description:
      'Seals extents of a VBR scale-out repository (POST …/enableSealedMode): no new backups are written to them, and restores still work.',
  })
  @RequiresRole('ADMIN')
  async vbrEnableSealedMode(
    @Args('input', { description: 'Which extents.' }) input: VbrScaleOutExtentsInput,
    @Context() context: GatewayContext,
  ): Promise<RepositoryActionPayload> {
    return this.mode('enableSealedMode', input, context);
  }

  @Mutation(() => RepositoryActionPayload, {
    description:
      'Lets sealed extents of a VBR scale-out repository take backups again (POST …/disableSealedMode).',
  })
  @RequiresRole('ADMIN')
  async vbrDisableSealedMode(
    @Args('input', { description: 'Which extents.' }) input: VbrScaleOutExtentsInput,
    @Context() context: GatewayContext,
  ): Promise<RepositoryActionPayload> {
    return this.mode('disableSealedMode', input, context);
  }

  @Mutation(() => RepositoryActionPayload, {
    description:
      'Takes extents of a VBR scale-out repository out of use for maintenance (POST …/enableMaintenanceMode): nothing is written to them or read from them.',
  })
  @RequiresRole('ADMIN')
  async vbrEnableMaintenanceMode(
    @Args('input', { description: 'Which extents.' }) input: VbrScaleOutExtentsInput,
    @Context() context: GatewayContext,
  ): Promise<RepositoryActionPayload> {
    return this.mode('enableMaintenanceMode', input, context);
  }

  @Mutation(() => RepositoryActionPayload, {
    description:
      'Puts extents of a VBR scale-out repository into use again after maintenance (POST …/disableMaintenanceMode).',
  })
  @RequiresRole('ADMIN')
  async vbrDisableMaintenanceMode(
    @Args('input', { description: 'Which extents.' }) input: VbrScaleOutExtentsInput,
    @Context() context: GatewayContext,
  ): Promise<RepositoryActionPayload> {
    return this.mode('disableMaintenanceMode', input, context);
  }

  private mode(
    mode: ExtentMode,
    input: VbrScaleOutExtentsInput,
    context: GatewayContext,
  ): Promise<RepositoryActionPayload> {
    return this.act(mode, input, context, () => changeMode(context.operation, mode, input));
  }

  private async act(
    name: string,
    input: Input,
    { operation }: GatewayContext,
    work: () => Promise<SessionRecord | null>,
    now: () => RepositoryActionPayload['repository'] = () => repositoryOf(operation, input),
  ): Promise<RepositoryActionPayload> {
    const { idempotencyKey } = input;
    const outcome = await this.changes.run(operation.caller, {
      name,
      input,
      idempotencyKey,
      about: aboutOf(operation, input),
      work,
    });
    return {
      get repository() {
        return now();
      },
      session: await startedSession(operation, outcome.result, outcome),
      userErrors: outcome.errors,
    };
  }
}

function repositoryOf(operation: Operation, input: Input): RepositoryActionPayload['repository'] {
  return 'repository' in input ? scaleOutNow(operation, input.repository) : null;
}

function aboutOf({ fleet }: Operation, input: Input): ReturnType<typeof subjectOf> {
  return 'repository' in input
    ? subjectOf(fleet, input.repository, ['input', 'repository'])
    : subjectOf(fleet, input.server, ['input', 'server']);
}
