import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { windowOf } from '../floor/scorecard.js';
import { Lists, RequestLists } from './lists.js';
import { Report, ReportScope, SessionGroupKey, SessionReport, TimeWindow } from './types.js';

const DAY = 86_400_000;
const WINDOWS: Record<string, number> = { PT24H: 1, P7D: 7, P30D: 30 };

@Resolver(() => Report)
export class ReportResolver {
  @Query(() => Report)
  report(
    @Args('maxAge', { type: () => String, nullable: true }) _maxAge: string | null,
    @Args('scope', { type: () => ReportScope }) { servers }: ReportScope,
  ): Report {
    return { servers };
  }

  @ResolveField(() => SessionReport)
  async sessions(
    @Parent() { servers }: Report,
    @RequestLists() lists: Lists,
    @Args('window', { type: () => TimeWindow }) window: TimeWindow,
    @Args('groupBy', { type: () => [SessionGroupKey] }) _groupBy: SessionGroupKey[],
  ): Promise<SessionReport> {
    const to = Date.now();
    const from = to - (WINDOWS[window.last] ?? 1) * DAY;
    const sessions = await Promise.all(
      lists.fleet
        .filter(({ key }) => servers.includes(key))
        .map(async (source) => [source, await source.since(from)] as const),
    );
    return windowOf(sessions, from, to);
  }
}
