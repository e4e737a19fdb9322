import { Args, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { duration, time } from '../floor/format.js';
import type { Policy as PolicyRecord, Session as SessionRecord } from '../upstream/records.js';
import { Lists, RequestLists } from './lists.js';
import { BackupServer, Policy, Session, SessionConnection } from './types.js';

@Resolver(() => Session)
export class SessionsResolver {
  @Query(() => SessionConnection)
  async sessions(
    @RequestLists() lists: Lists,
    @Args('first', { type: () => Int }) first: number,
    @Args('maxAge', { type: () => String, nullable: true }) _maxAge: string | null,
  ): Promise<{ nodes: SessionRecord[] }> {
    const parts = await Promise.all(lists.fleet.map((source) => source.newest(first)));
    const nodes = parts
      .flat()
      .sort(
        (a, b) => b.startTime - a.startTime || compare(a.server, b.server) || compare(a.nativeId, b.nativeId),
      );
    return { nodes: nodes.slice(0, first) };
  }

  @ResolveField(() => BackupServer)
  server(@Parent() session: SessionRecord, @RequestLists() lists: Lists): BackupServer {
    const { key, name } = lists.source(session.server);
    return { key, name };
  }

  @ResolveField(() => String)
  startTime(@Parent() session: SessionRecord): string | null {
    return time(session.startTime);
  }

  @ResolveField(() => String, { nullable: true })
  endTime(@Parent() session: SessionRecord): string | null {
    return time(session.endTime);
  }

  @ResolveField(() => String, { nullable: true })
  duration(@Parent() session: SessionRecord): string | null {
    return duration(session.startTime, session.endTime);
  }

  @ResolveField(() => Policy, { nullable: true })
  async policy(@Parent() session: SessionRecord, @RequestLists() lists: Lists): Promise<PolicyRecord | null> {
    if (session.policyId === null) return null;
    const policies = await lists.policies(session.server);
    const links = await lists.source(session.server).link?.([session], policies);
    const id = session.policyId ?? links?.get(session.nativeId);
    return policies.find(({ nativeId }) => nativeId === id) ?? null;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
