import { Args, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { time } from '../floor/format.js';
import type { Policy as PolicyRecord, Session as SessionRecord } from '../upstream/records.js';
import { Lists, RequestLists } from './lists.js';
import { BackupServer, Policy, PolicyConnection, PolicyOrder, Repository, Session } from './types.js';

@Resolver(() => Policy)
export class PoliciesResolver {
  @Query(() => PolicyConnection)
  async policies(
    @RequestLists() lists: Lists,
    @Args('first', { type: () => Int }) first: number,
    @Args('orderBy', { type: () => PolicyOrder, nullable: true }) _orderBy: PolicyOrder | null,
    @Args('maxAge', { type: () => String, nullable: true }) _maxAge: string | null,
  ): Promise<{ nodes: PolicyRecord[]; sources: { server: BackupServer; count: number }[] }> {
    const parts = await Promise.all(lists.fleet.map((source) => lists.policies(source.key)));
    const nodes = parts
      .flat()
      .sort(
        (a, b) =>
          compare(a.name.toLowerCase(), b.name.toLowerCase()) ||
          compare(a.server, b.server) ||
          compare(a.nativeId, b.nativeId),
      );
    const sources = lists.fleet.map(({ key, name }, index) => ({
      server: { key, name },
      count: parts[index]?.length ?? 0,
    }));
    return { nodes: nodes.slice(0, first), sources };
  }

  @ResolveField(() => BackupServer)
  server(@Parent() policy: PolicyRecord, @RequestLists() lists: Lists): BackupServer {
    const { key, name } = lists.source(policy.server);
    return { key, name };
  }

  @ResolveField(() => String, { nullable: true })
  nextRun(@Parent() policy: PolicyRecord): string | null {
    return time(policy.nextRun);
  }

  @ResolveField(() => String)
  async lastResult(@Parent() policy: PolicyRecord, @RequestLists() lists: Lists): Promise<string> {
    return policy.lastResult ?? (await this.lastSession(policy, lists))?.result ?? 'NONE';
  }

  @ResolveField(() => [Repository])
  async repositories(@Parent() policy: PolicyRecord, @RequestLists() lists: Lists): Promise<Repository[]> {
    const all = await lists.repositories(policy.server);
    return policy.repositoryIds.flatMap((id) => all.find(({ nativeId }) => nativeId === id) ?? []);
  }

  @ResolveField(() => Session, { nullable: true })
  lastSession(@Parent() policy: PolicyRecord, @RequestLists() lists: Lists): Promise<SessionRecord | null> {
    return lists.source(policy.server).latestOf(policy);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
