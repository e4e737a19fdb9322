import { Field, ObjectType } from '@nestjs/graphql';
import { DurationField } from '../../../platform/graphql/duration-field.js';
import { SessionType } from '../../../schema/sessions/session.type.js';
import type { VbAwsSessionRecord } from '../mappers/session.js';

@ObjectType('VbAwsSession', {
  implements: () => [SessionType],
  description:
    'A session of Veeam Backup for AWS (GET /sessions). It names no policy: `policy` is found by the sessions that policies name, by unique names, and by asking for the sessions of the policies in question.',
})
export class VbAwsSession extends SessionType<VbAwsSessionRecord> {
  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for the type of session (type): Policy, Job, Task, RestoreTask … null: not told.",
  })
  get sessionType(): string | null {
    return this.record.native.type;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The product's closer word (extendedSessionType): PolicyBackup, PolicySnapshot … null: revision before 1.2, or none.",
  })
  get extendedType(): string | null {
    return this.record.native.extendedType;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The product's own word for its state (status), which `state` and `result` are read from. null: not told.",
  })
  get nativeStatus(): string | null {
    return this.record.native.status;
  }

  @Field(() => String, {
    nullable: true,
    description: "The product's own word for how it ended (result). null: not told.",
  })
  get nativeResult(): string | null {
    return this.record.native.result;
  }

  @DurationField("How long the work took by the product's own count (executionDuration). null: not told.")
  get executionDuration(): number | null {
    return this.record.native.executionDuration;
  }
}
