import { Args, Context, Field, ID, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { Refusal } from '../../../core/errors/refusal.js';
import { ChangeRunner } from '../../../core/federation/change-runner.js';
import { RequiresRole } from '../../../platform/graphql/checks/required-role.js';
import { ChangeInput } from '../../../schema/changes/change.inputs.js';
import { ChangePayload } from '../../../schema/changes/change.payloads.js';
import { SessionType } from '../../../schema/sessions/session.type.js';
import type { GatewayContext, Operation } from '../../../schema/shared/operation.js';
import { TYPES } from '../native.js';
import { subjectOf, targetOfType } from '../../../schema/changes/change-target.js';
import { changeM365 } from './change-support.js';

const FIELD = ['input', 'session'];

@InputType('VbM365StopRestoreSessionInput', { description: 'Which restore session to stop.' })
export class VbM365StopRestoreSessionInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the session, of type VbM365RestoreSession.' })
  readonly session!: string;
}

@ObjectType('VbM365RestoreSessionActionPayload', {
  description: 'What came of acting on a VB_M365 restore session.',
})
export class VbM365RestoreSessionActionPayload extends ChangePayload {
  @Field(() => SessionType, {
    nullable: true,
    description: 'The session as it is now. null: there is no such session.',
  })
  readonly session!: SessionType | null | Promise<SessionType | null>;
}

/** Changes to restore sessions of Veeam Backup for Microsoft 365. */
@Resolver()
export class VbM365RestoreSessionChangesResolver {
  constructor(private readonly changes: ChangeRunner) {}

  @Mutation(() => VbM365RestoreSessionActionPayload, {
    description:
      'Ends a restore session of VB_M365 that somebody opened (POST /RestoreSessions/{id}/Stop). What it has restored so far stays. Job sessions are stopped by stopPolicy.',
  })
  @RequiresRole('OPERATOR')
  async vbM365StopRestoreSession(
    @Args('input', { description: 'Which session.' }) input: VbM365StopRestoreSessionInput,
    @Context() { operation }: GatewayContext,
  ): Promise<VbM365RestoreSessionActionPayload> {
    const { errors } = await this.changes.run(operation.caller, {
      name: 'vbM365StopRestoreSession',
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
  const { server, type, nativeId } = targetOfType(TYPES.restoreSession, id, FIELD);
  const reader = fleet.find(server);
  const session = await reader?.session(type, nativeId);
  if (reader === undefined || session == null)
    throw Refusal.of('NOT_FOUND', 'there is no session with this id', { field: FIELD });
  await changeM365(reader, ({ actions }, scope) => actions.stopRestore(nativeId, scope));
}

async function sessionNow(operation: Operation, id: string): Promise<SessionType | null> {
  try {
    const { server, type, nativeId } = targetOfType(TYPES.restoreSession, id, FIELD);
    const session = await operation.fleet.find(server)?.session(type, nativeId);
    return session ? operation.session(session) : null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
