import { Args, Context, Int, Query, Resolver } from '@nestjs/graphql';
import { BadInputError } from '../../core/errors/bad-input.js';
import type { SearchKind } from '../../core/federation/search.js';
import { SEARCH_KINDS, search } from '../../core/federation/search.js';
import { Checked } from '../../platform/graphql/checks/argument-check.js';
import { Estimated, INVENTORY } from '../../platform/graphql/checks/estimate.js';
import type { GatewayContext } from '../shared/operation.js';
import { DEFAULT_PAGE, LARGEST_PAGE } from '../shared/page-args.js';
import { checkText } from '../shared/text-criteria.js';
import { SearchKindEnum, SearchResultsType } from './search.type.js';

const checkSearch = ({ text = '', first }: { text?: string; first?: number | null }): void => {
  if (text.trim() === '')
    throw new BadInputError('expected at least one character that is not a space', ['text']);
  checkText(text, ['text']);
  if (first != null && (first < 1 || first > LARGEST_PAGE))
    throw new BadInputError(`expected a number from 1 to ${LARGEST_PAGE}, got ${first}`, ['first']);
};

@Resolver()
export class SearchResolver {
  @Query(() => SearchResultsType, {
    description:
      'Finds servers, policies and repositories by name or description, without regard to case, best first.',
  })
  @Checked(checkSearch)
  @Estimated({ scan: () => 2 * INVENTORY })
  async search(
    @Args('text', { type: () => String, description: 'What to look for; spaces at its ends are ignored.' })
    text: string,
    @Args('kinds', {
      type: () => [SearchKindEnum],
      nullable: true,
      description: 'What to look through. Absent: everything.',
    })
    kinds: SearchKind[] | null,
    @Args('first', {
      type: () => Int,
      nullable: true,
      description: 'How many hits at most: 1 to 500; 50 when absent.',
    })
    first: number | null,
    @Context() { operation }: GatewayContext,
  ): Promise<SearchResultsType> {
    const answer = await search(operation.fleet, text.trim(), kinds ?? SEARCH_KINDS, first ?? DEFAULT_PAGE);
    return new SearchResultsType(answer, operation);
  }
}
