import { Args, Context, Field, ID, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { Refusal } from '../../../core/errors/refusal.js';
import { ChangeRunner } from '../../../core/federation/change-runner.js';
import { RequiresRole } from '../../../platform/graphql/checks/required-role.js';
import { ChangeInput } from '../../../schema/changes/change.inputs.js';
import { ChangePayload } from '../../../schema/changes/change.payloads.js';
import { SessionType } from '../../../schema/sessions/session.type.js';
import type { GatewayContext, Operation } from '../../../schema/shared/operation.js';
import { VBR_SESSION } from '../model.js';
import { subjectOf, targetOfType } from '../../../schema/changes/change-target.js';
import { changeVbr } from './change-support.js';

const FIELD = ['input', 'session'];

@InputType('VbrStopSessionInput', { description: 'Which session to stop.' })
export class VbrStopSessionInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the session, of type VbrSession.' })
  readonly session!: string;
}

@ObjectType('VbrSessionActionPayload', { description: 'What came of acting on a VBR session.' })
export class VbrSessionActionPayload extends ChangePayload {
  @Field(() => SessionType, {
    nullable: true,
    description: 'The session as it is now. null: there is no such session.',
  })
  readonly session!: SessionType | null | Promise<SessionType | null>;
}

/** Changes to sessions of Veeam Backup & Replication. */
@Resolver()
export class VbrSessionChangesResolver {
  constructor(private readonly changes: ChangeRunner) {}

  @Mutation(() => VbrSessionActionPayload, {
    description:
      'Stops a session of VBR (POST /sessions/{id}/stop), whatever started it; one that has ended stays as it is. What it has changed so far is not taken back.',
  })
  @RequiresRole('OPERATOR')
  async vbrStopSession(
    @Args('input', { description: 'Which session.' }) input: VbrStopSessionInput,
    @Context() { operation }: GatewayContext,
  ): Promise<VbrSessionActionPayload> {
    const { errors } = await this.changes.run(operation.caller, {
      name: 'vbrStopSession',
      input,
      idempotencyKey: input.idempotencyKey,
      about: subjectOf(operation.fleet, input.session, FIELD),
      work: () => stop(operation, input.session),
    });
    return {
      get session() {
        return sessionNow(operation, input.session);
      },
      userErrors: errors,
    };
  }
}

async function stop({ fleet }: Operation, id: string): Promise<void> {
  const target = targetOfType(VBR_SESSION, id, FIELD);
  const reader = fleet.find(target.server);
  if (reader === undefined || (await reader.session(target.type, target.nativeId)) === null)
    throw Refusal.of('NOT_FOUND', 'there is no session with this id', { field: FIELD });
  const path = `/api/v1/sessions/${encodeURIComponent(target.nativeId)}/stop`;
  await changeVbr(reader, (adapter, scope) => adapter.changes.send({ method: 'POST', path }, scope));
}

async function sessionNow(operation: Operation, id: string): Promise<SessionType | null> {
  try {
    const { server, type, nativeId } = targetOfType(VBR_SESSION, id, FIELD);
    const session = await operation.fleet.find(server)?.session(type, nativeId);
    return session ? operation.session(session) : null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
