import { Field, ObjectType } from '@nestjs/graphql';
import type { Reported } from '../../core/federation/fleet-reports.js';
import { isComplete } from '../../core/federation/source-outcome.js';
import { Estimated } from '../../platform/graphql/checks/estimate.js';
import type { Operation } from '../shared/operation.js';
import { SourceReportType } from '../shared/source-report.type.js';

/** What every report tells of its sources. */
@ObjectType({ isAbstract: true })
export abstract class ReportedType<T> {
  constructor(
    protected readonly reported: Reported<T>,
    protected readonly operation: Operation,
  ) {}

  @Field(() => Boolean, {
    description:
      'Whether every asked server answered in full. When false, the figures leave out what `sources` names.',
  })
  get complete(): boolean {
    return isComplete(this.reported.outcomes);
  }

  @Estimated({ rows: (_args, servers) => servers })
  @Field(() => [SourceReportType], {
    description: 'Every server that was asked for this report and how it fared.',
  })
  get sources(): SourceReportType[] {
    return this.reported.outcomes.map((outcome) => new SourceReportType(outcome, this.operation));
  }
}
