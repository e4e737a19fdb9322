import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { ServerReader } from '../../../core/federation/server-reader.js';
import type { SessionResult } from '../../../core/model/session.js';
import { DateTimeScalar } from '../../../platform/graphql/scalars.js';
import { SessionResultEnum } from '../../../schema/sessions/session.enums.js';
import type { SlaWindow } from '../adapters/sla-reader.js';
import type {
  SlaInstance,
  SlaInstanceSession,
  SlaLogLine,
  SlaPeriod,
  SlaStatistics,
} from '../mappers/sla-details.js';
import { slaDetail } from './datasets.js';
import { VbAwsSlaVerdictType } from './sla-verdict.type.js';

@ObjectType('VbAwsSlaPeriod', {
  description: 'How one day, week or month of an SLA-based policy fared (slaResults).',
})
export class VbAwsSlaPeriodType extends VbAwsSlaVerdictType implements SlaPeriod {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Beginning of the period (from). null: not told, or in a form that cannot be read.',
  })
  readonly from!: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'End of the period (to). null: not told, or in a form that cannot be read.',
  })
  readonly to!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many objects were worked on (processedObjects). null: not told.',
  })
  readonly processedObjects!: number | null;
}

@ObjectType('VbAwsSlaStatistics', {
  description: 'EC2 instances of an SLA-based policy by how they fared in the window (statistics).',
})
export class VbAwsSlaStatisticsType implements SlaStatistics {
  @Field(() => Int, { nullable: true, description: 'Met their target (metTargetSla). null: not told.' })
  readonly met!: number | null;

  @Field(() => Int, { nullable: true, description: 'Missed it (missedTargetSla). null: not told.' })
  readonly missed!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Were removed from AWS (removed). null: not told.',
  })
  readonly removed!: number | null;
}

@ObjectType({ isAbstract: true })
abstract class VbAwsResourceTime {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it began (startTime.sessionTimestampUtc). null: not told.',
  })
  readonly time!: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Time zone of the resource, as the product names it (resourceTimezone.name). null: not told.',
  })
  readonly timeZone!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Offset of that zone from UTC, as the product writes it (resourceTimezone.timezoneOffset). null: not told.',
  })
  readonly utcOffset!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The product's own word for how it went (status). null: not told.",
  })
  readonly status!: string | null;

  @Field(() => SessionResultEnum, { description: 'How it went, read from that word.' })
  readonly result!: SessionResult;
}

@ObjectType('VbAwsSlaLogLine', {
  description: 'One line of what a session did to one EC2 instance (slaSessionLogs).',
})
class VbAwsSlaLogLineType extends VbAwsResourceTime implements SlaLogLine {
  @Field(() => String, { description: 'What was done (sessionLogName).' })
  readonly message!: string;
}

@ObjectType('VbAwsSlaInstanceSession', {
  description:
    'A session of an SLA-based policy for one EC2 instance (slaSessions). Its id is not one of `sessions`.',
})
export class VbAwsSlaInstanceSessionType extends VbAwsResourceTime {
  constructor(
    session: SlaInstanceSession,
    private readonly reader: ServerReader,
  ) {
    super();
    Object.assign(this, session);
  }

  @Field(() => String, { description: "The appliance's own id of it (sessionId)." })
  readonly nativeId!: string;

  @Field(() => [VbAwsSlaLogLineType], {
    nullable: true,
    description:
      'What it did (GET …/slaSessions/{sessionId}/slaSessionLogs): one upstream call a session. null: could not be read; see errors.',
  })
  get log(): Promise<readonly SlaLogLine[]> {
    const { nativeId } = this;
    return slaDetail(this.reader, ['slaLog', nativeId], (sla, scope) => sla.log(nativeId, scope));
  }
}

/** Where an instance was read from: its policy and the window asked for. */
export interface SlaInstanceOrigin {
  readonly reader: ServerReader;
  readonly policyId: string;
  readonly window: SlaWindow;
}

@ObjectType('VbAwsSlaInstance', {
  description: 'How one EC2 instance of an SLA-based policy fared in the window (slaInstances).',
})
export class VbAwsSlaInstanceType extends VbAwsSlaVerdictType {
  constructor(
    instance: SlaInstance,
    private readonly origin: SlaInstanceOrigin,
  ) {
    super();
    Object.assign(this, instance);
  }

  @Field(() => String, { description: "The appliance's own id of the instance (instanceId)." })
  readonly nativeId!: string;

  @Field(() => String, { description: 'Its name (instanceName).' })
  readonly name!: string;

  @Field(() => Int, { nullable: true, description: 'Copies that were due (planned). null: not told.' })
  readonly planned!: number | null;

  @Field(() => Int, { nullable: true, description: 'Copies that were made (successful). null: not told.' })
  readonly successful!: number | null;

  @Field(() => Int, { nullable: true, description: 'Copies that were not made (missed). null: not told.' })
  readonly missed!: number | null;

  @Field(() => [VbAwsSlaInstanceSessionType], {
    nullable: true,
    description:
      'Its sessions in the window of `instances` and of the kinds asked for there (GET …/{policyId}/slaSessions/{instanceId}): one upstream call an instance. null: could not be read; see errors.',
  })
  get sessions(): Promise<VbAwsSlaInstanceSessionType[]> {
    const { reader, policyId, window } = this.origin;
    return slaDetail(reader, ['slaSessions', policyId, this.nativeId, window], (sla, scope) =>
      sla.sessions(policyId, this.nativeId, window, scope),
    ).then((sessions) => sessions.map((session) => new VbAwsSlaInstanceSessionType(session, reader)));
  }
}
