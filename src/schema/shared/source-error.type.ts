import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { SourceErrorCode, SourceFailure } from '../../core/errors/source-failure.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';

const SourceErrorCodeEnum = describedEnum<SourceErrorCode>(
  'SourceErrorCode',
  'Why a server could not give its part. Also found as `extensions.code` of errors on single fields.',
  {
    UNREACHABLE: 'No connection: the name does not resolve, nothing listens, or the connection broke off.',
    TIMEOUT: 'No complete answer within the time allowed.',
    TLS: 'No TLS connection: the certificate is not trusted or not the pinned one, versions or ciphers do not meet, or `url` says http where the port speaks TLS or the other way round.',
    UNAUTHORIZED: 'The server refuses the account.',
    FORBIDDEN: 'The account may not read this.',
    RATE_LIMITED:
      'The server asks for fewer requests; see `retryAfterSeconds`. Or this operation has sent as many as the gateway allows.',
    UPSTREAM_ERROR: 'The server answered with an error status; see `upstreamStatus`.',
    BAD_RESPONSE: 'The answer is not what the product would send: no JSON, broken, or of something else.',
    CIRCUIT_OPEN: 'The server failed repeatedly and is not asked for a short while.',
    UNSUPPORTED: 'The product, or the revision this server speaks, cannot give this.',
  },
);

@ObjectType('SourceError', { description: 'A failure of one server, in words and as a code.' })
export class SourceErrorType {
  @Field(() => SourceErrorCodeEnum, { description: 'What kind of failure, for programs.' })
  readonly code!: SourceErrorCode;

  @Field(() => String, {
    description: 'What happened, in English, for people. Never holds secrets or upstream bodies.',
  })
  readonly message!: string;

  @Field(() => Boolean, { description: 'Whether asking again later may help.' })
  readonly retryable!: boolean;

  @Field(() => Float, {
    nullable: true,
    description: 'Seconds the server asked to wait. null: it did not say.',
  })
  readonly retryAfterSeconds!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'HTTP status the server answered with. null: it did not answer.',
  })
  readonly upstreamStatus!: number | null;
}

/** A failure as data: GraphQL would take the Error itself for a failure of the field. */
export function toSourceError(failure: SourceFailure | null): SourceErrorType | null {
  if (failure === null) return null;
  const { code, message, retryable, retryAfterSeconds, upstreamStatus } = failure;
  return { code, message, retryable, retryAfterSeconds, upstreamStatus };
}
