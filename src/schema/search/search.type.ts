import { Field, ObjectType } from '@nestjs/graphql';
import type { SearchAnswer, SearchHit, SearchKind } from '../../core/federation/search.js';
import { isComplete } from '../../core/federation/source-outcome.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';
import { Estimated } from '../../platform/graphql/checks/estimate.js';
import { NodeType } from '../shared/node.type.js';
import type { Operation } from '../shared/operation.js';
import { SourceReportType } from '../shared/source-report.type.js';

export const SearchKindEnum = describedEnum<SearchKind>('SearchKind', 'What can be searched for.', {
  SERVER: 'Servers of the configuration.',
  POLICY: 'Policies of all products.',
  REPOSITORY: 'Repositories of all products.',
});

@ObjectType('SearchHit', { description: 'Something found by its name or description.' })
export class SearchHitType {
  constructor(
    private readonly hit: SearchHit,
    private readonly operation: Operation,
  ) {}

  @Field(() => NodeType, { description: 'What was found.' })
  get node(): NodeType {
    switch (this.hit.kind) {
      case 'SERVER':
        return this.operation.server(this.hit.reader);
      case 'POLICY':
        return this.operation.policy(this.hit.record);
      case 'REPOSITORY':
        return this.operation.repository(this.hit.record);
    }
  }

  @Field(() => SearchKindEnum, { description: 'What sort of thing it is.' })
  get kind(): SearchKind {
    return this.hit.kind;
  }

  @Field(() => String, { description: 'The name or description the text was found in.' })
  get matched(): string {
    return this.hit.matched;
  }
}

@ObjectType('SearchResults', { description: 'What was found, best first, and how the servers fared.' })
export class SearchResultsType {
  constructor(
    private readonly answer: SearchAnswer,
    private readonly operation: Operation,
  ) {}

  @Field(() => [SearchHitType], {
    description:
      'Hits: the whole text first, then its beginning, then the beginning of a word, then anywhere; names before descriptions; ties by name.',
  })
  get hits(): SearchHitType[] {
    return this.answer.hits.map((hit) => new SearchHitType(hit, this.operation));
  }

  @Field(() => Boolean, { description: 'Whether every server answered in full.' })
  get complete(): boolean {
    return isComplete(this.answer.outcomes);
  }

  @Estimated({ rows: (_args, servers) => servers })
  @Field(() => [SourceReportType], { description: 'Every server that was searched and how it fared.' })
  get sources(): SourceReportType[] {
    return this.answer.outcomes.map((outcome) => new SourceReportType(outcome, this.operation));
  }
}
