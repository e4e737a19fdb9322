import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { UpstreamProblem, UserErrorCode } from '../../core/errors/refusal.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';

const UserErrorCodeEnum = describedEnum<UserErrorCode>('UserErrorCode', 'Why a change was not made.', {
  NOT_FOUND: 'The object does not exist (any more).',
  INVALID_INPUT: 'The input breaks a rule; `field` says where. Nothing was sent to the server.',
  CONFLICT: 'The object is in a state that does not allow it, or was changed by somebody else meanwhile.',
  RATE_LIMITED:
    'The server takes no more requests just now, or the gateway sends it no more for this operation. Nothing was done.',
  FORBIDDEN: "The caller, or the gateway's account on the server, may not do this.",
  UNSUPPORTED: 'The product, or the revision the server speaks, cannot do this.',
  UPSTREAM_REJECTED: 'The server refused for a reason of its own; see `upstream`.',
  UPSTREAM_UNAVAILABLE:
    'The server gave no usable answer. `retryable` true: nothing was done. false: whether it was done is not known; look before trying again.',
});

@ObjectType('UpstreamProblem', { description: 'What a server said when it refused.' })
class UpstreamProblemType {
  @Field(() => Int, { description: 'HTTP status of its answer.' })
  readonly status!: number;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's own error code (VBR and VB_AWS errorCode, VB_M365 errorCode from v7). null: none given.",
  })
  readonly code!: string | null;

  @Field(() => String, { nullable: true, description: 'Its words. null: none given.' })
  readonly message!: string | null;
}

@ObjectType('UserError', {
  description: 'A reason why a change was not made that a person can do something about.',
})
export class UserErrorType {
  @Field(() => UserErrorCodeEnum, { description: 'What kind of reason, for programs.' })
  readonly code!: UserErrorCode;

  @Field(() => String, { description: 'The reason in English, for people.' })
  readonly message!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Path of the input field at fault. null: none in particular.',
  })
  readonly field!: readonly string[] | null;

  @Field(() => UpstreamProblemType, {
    nullable: true,
    description: 'What the server said. null: it was not its refusal.',
  })
  readonly upstream!: UpstreamProblem | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the server (BackupServer) it is about. null: it was found before any server was.',
  })
  readonly server!: string | null;

  @Field(() => Boolean, {
    description:
      'Whether nothing was done and the same may go well later. false: it would be refused again, or it is not known whether it was done.',
  })
  readonly retryable!: boolean;
}
