import { Args, Context, Resolver, Subscription } from '@nestjs/graphql';
import type { Change, LoggedChange } from '../../core/following/change-log.js';
import { Fleet } from '../../core/federation/fleet.js';
import { toServerScope } from '../shared/server-scope.js';
import type { GatewayContext } from '../shared/operation.js';
import { ChangeFilter, ChangeType } from './change.type.js';

@Resolver()
export class FleetChangesResolver {
  constructor(private readonly fleet: Fleet) {}

  @Subscription(() => ChangeType, {
    description: [
      'What is found to be new on the servers, from now on or behind a former change. However many follow, each server is asked once for all of them;',
      'whoever is too slow, or comes back too late, gets a GAP. Servers that the configuration gains later are told of to those who come after.',
    ].join(' '),
    resolve(
      this: FleetChangesResolver,
      change: LoggedChange,
      _args: unknown,
      { operation }: GatewayContext,
    ): ChangeType {
      return new ChangeType(change, this.fleet.changes.cursorOf(change), operation.renewed());
    },
  })
  changes(
    @Args('filter', { type: () => ChangeFilter, nullable: true, description: 'Which changes. Absent: all.' })
    filter: ChangeFilter | null | undefined,
    @Args('after', {
      type: () => String,
      nullable: true,
      description:
        '`cursor` of a former change: begins with what was found behind it. Absent: with what comes.',
    })
    after: string | null | undefined,
    @Context() { operation }: GatewayContext,
  ): AsyncIterableIterator<LoggedChange> {
    const { caller } = operation;
    const readers = operation.fleet.select(toServerScope(filter ?? {}, ['filter']));
    const servers = new Set(readers.map(({ server }) => server.key));
    let view = this.fleet.seenBy(caller.scope);
    const isSeen = (server: string): boolean => {
      if (!view.isCurrent()) view = this.fleet.seenBy(caller.scope);
      return servers.has(server) && view.find(server) !== undefined;
    };
    const changes = this.fleet.changes.read(
      after,
      (change) => (change.server === null || isSeen(change.server)) && isWanted(change, filter),
      () => stops.forEach((stop) => stop()),
      caller.id,
    );
    const stops = readers.flatMap(({ member }) => member.follower?.subscribe() ?? []);
    return changes;
  }
}

function isWanted({ kind, session }: Change, filter: ChangeFilter | null | undefined): boolean {
  if (kind === 'GAP') return true;
  const { kinds, results } = filter ?? {};
  return (
    (!kinds || kinds.includes(kind)) &&
    (!results || (session !== undefined && results.includes(session.result)))
  );
}
