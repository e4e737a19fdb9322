import { Field, ObjectType } from '@nestjs/graphql';
import { SessionType } from '../../../schema/sessions/session.type.js';
import type { RestoreSessionRecord } from '../native.js';

@ObjectType('VbM365RestoreSession', {
  implements: () => [SessionType],
  description:
    'One restore session of VB_M365 (RestoreSessions), opened by a person and never by a policy. `nativeType` is Vex (Exchange), Veod (OneDrive), Vesp (SharePoint) or Vet (Teams).',
})
export class VbM365RestoreSession extends SessionType<RestoreSessionRecord> {
  @Field(() => String, {
    nullable: true,
    description: 'Name of the organization restored from (organization). null: not told.',
  })
  get organizationName(): string | null {
    return this.record.native.organizationName;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Scope of a session opened in the Restore Portal (scopeName). null: it was not.',
  })
  get scopeName(): string | null {
    return this.record.native.scopeName;
  }

  @Field(() => String, {
    nullable: true,
    description: 'DNS name or address of the machine it was opened on (clientHost). null: not told.',
  })
  get clientHost(): string | null {
    return this.record.native.clientHost;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Why it was opened, as the operator noted. null: nothing noted.',
  })
  get reason(): string | null {
    return this.record.native.reason;
  }
}
