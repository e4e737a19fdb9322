import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { Page } from '../../core/federation/page.js';
import { isComplete, totalOf } from '../../core/federation/source-outcome.js';
import { Estimated } from '../../platform/graphql/checks/estimate.js';
import type { Operation } from './operation.js';
import { PageInfoType } from './page-info.type.js';
import { SourceReportType, countedReport } from './source-report.type.js';

/** One row of a page with its place in the list. */
export interface Edge<T> {
  readonly cursor: string;
  readonly node: T;
}

/** What every list over many servers tells besides its rows. Subclasses add `edges` and `nodes` of their type. */
@ObjectType({ isAbstract: true })
export abstract class ConnectionType<R, T> {
  readonly rows: readonly Edge<T>[];

  constructor(
    private readonly page: Page<R>,
    toNode: (record: R) => T,
    private readonly operation: Operation,
  ) {
    this.rows = page.rows.map(({ record, cursor }) => ({ cursor, node: toNode(record) }));
  }

  @Field(() => PageInfoType, { description: 'Where this page stands in the list.' })
  get pageInfo(): PageInfoType {
    return {
      hasNextPage: this.page.hasNextPage,
      hasPreviousPage: this.page.hasPreviousPage,
      startCursor: this.rows[0]?.cursor ?? null,
      endCursor: this.rows.at(-1)?.cursor ?? null,
    };
  }

  @Field(() => Int, {
    nullable: true,
    description:
      'How many rows match the filter over all servers, on all pages. null: not known, because a source did not answer in full or does not tell; never a guess.',
  })
  get totalCount(): Promise<number | null> | null {
    return isComplete(this.page.outcomes) ? this.page.counts().then(totalOf) : null;
  }

  @Field(() => Boolean, {
    description:
      'Whether every asked source answered in full. When false, `sources` names those that did not.',
  })
  get complete(): boolean {
    return isComplete(this.page.outcomes);
  }

  @Estimated({ rows: (_args, servers) => servers })
  @Field(() => [SourceReportType], {
    description:
      'Every server that was asked for this list and how it fared, in the order of the configuration.',
  })
  get sources(): SourceReportType[] {
    return this.page.outcomes.map((outcome) => countedReport(outcome, this.page, this.operation));
  }
}
